"""The files of uploads, in archives and folders that nobody trusts."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from deskbook.model import Incoming
from deskbook.pictures import LARGEST
from deskbook.sources.discourse_export import DiscourseExport
from deskbook.sources.discourse_files import UploadsInBackup, UploadsInFolders
from deskbook.sources.discourse_uploads import key_of, sha1_of, upload_at, uploads_in
from discourse_forum import ADDRESS, KEY, SHA1, write_json

OTHER = "0b" * 20
PLACE = f"uploads/default/original/2X/0/{SHA1}.png"


def archive(path: Path, *members: tuple[tarfile.TarInfo | str, bytes]) -> UploadsInBackup:
    """A backup of these members, in which a post names `SHA1`."""
    with tarfile.open(path, "w:gz") as packed:
        for member, content in members:
            info = tarfile.TarInfo(member) if isinstance(member, str) else member
            info.size = len(content)
            packed.addfile(info, io.BytesIO(content))
    uploads = UploadsInBackup(path)
    uploads.note(f'<img src="/uploads/default/optimized/2X/0/{SHA1}_2_690x388.png">')
    return uploads


def link(kind: bytes, target: str) -> tarfile.TarInfo:
    """A member that is no file, under the name of an upload."""
    info = tarfile.TarInfo(PLACE)
    info.type, info.linkname = kind, target
    return info


def test_only_what_a_post_names_is_read(tmp_path: Path) -> None:
    """Of two with one name the first; an upload that no post names is not found."""
    uploads = archive(
        tmp_path / "b.tar.gz",
        ("dump.sql.gz", b""),
        (f"./{PLACE}", b"lid"),
        (PLACE, b"x"),
        (PLACE.replace(SHA1, OTHER), b"o"),
    )

    assert uploads.read(SHA1) == b"lid"
    assert uploads.read(OTHER) is None
    assert uploads.read("../../etc/passwd") is None


@pytest.mark.parametrize(
    "name",
    [
        f"../{PLACE}",
        f"/{PLACE}",
        f"uploads/default/original/../../{SHA1}.png",
        f"uploads/default/optimized/2X/0/{SHA1}.png",
        f"uploads/tombstone/default/{SHA1}.png",
        f"uploads/default/original/2X/{SHA1}.svg",
        f"uploads/default/original/2X/{SHA1}.png.html",
        f"uploads/default/original/2X/{SHA1}\n.png",
    ],
)
def test_a_name_that_is_no_uploads_is_passed_by(tmp_path: Path, name: str) -> None:
    """Nothing is ever written under a name from an archive."""
    assert archive(tmp_path / "b.tar.gz", (name, b"x")).read(SHA1) is None
    assert [path.name for path in tmp_path.iterdir()] == ["b.tar.gz"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_are_passed_by(tmp_path: Path, kind: bytes) -> None:
    """What stands behind one is read instead."""
    assert archive(tmp_path / "b.tar.gz", (link(kind, "/etc/passwd"), b""), (PLACE, b"lid")).read(SHA1) == b"lid"


def test_what_is_too_large_is_passed_by(tmp_path: Path) -> None:
    """It is not even unpacked to the disk."""
    uploads = archive(tmp_path / "b.tar.gz", (PLACE, bytes(LARGEST + 1)))

    assert uploads.read(SHA1) is None


def test_a_broken_archive_gives_what_stands_before_the_break(tmp_path: Path) -> None:
    """Its other pictures stay links to the forum."""
    path = tmp_path / "b.tar"
    with tarfile.open(path, "w") as packed:
        for sha1 in (SHA1, OTHER):
            info = tarfile.TarInfo(PLACE.replace(SHA1, sha1))
            info.size = 1000
            packed.addfile(info, io.BytesIO(bytes(1000)))
    path.write_bytes(path.read_bytes()[:2100])
    uploads = UploadsInBackup(path)
    uploads.note(f'<img data-base62-sha1="{KEY}"> <img data-base62-sha1="{key_of(OTHER)}">')

    assert uploads.read(SHA1) == bytes(1000)
    assert uploads.read(OTHER) is None


def test_a_dump_alone_has_no_uploads(tmp_path: Path) -> None:
    """Nor is it read for them."""
    (tmp_path / "b.sql.gz").write_bytes(b"no gzip")
    uploads = UploadsInBackup(tmp_path / "b.sql.gz")
    uploads.note(f'<img data-base62-sha1="{KEY}">')

    assert uploads.read(SHA1) is None


def test_a_folder_beside_saved_topics_is_read(tmp_path: Path) -> None:
    """By the SHA-1 or the key, at any depth; links and what is too large to be kept are not."""
    options = write_json(tmp_path / "forum")
    folder = tmp_path / "forum/uploads/any/where"
    folder.mkdir(parents=True)
    (folder / f"{KEY}.png").write_bytes(b"lid")
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / f"{OTHER}.png").symlink_to(tmp_path / "secret.png")
    (folder / f"{'0c' * 20}.png").write_bytes(bytes(LARGEST + 9))

    entries = list(DiscourseExport("forum", tmp_path, options).threads())
    files = [file for entry in entries if isinstance(entry, Incoming) for file in entry.files]
    uploads = UploadsInFolders([tmp_path / "forum/uploads"])

    assert [(file.address, file.read()) for file in files] == [(f"{ADDRESS}/uploads/short-url/{KEY}.png", b"lid")]
    assert uploads.read(OTHER) is None
    assert len(uploads.read("0c" * 20) or b"") == LARGEST + 1
    assert UploadsInFolders([tmp_path / "nowhere"]).read(SHA1) is None


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    """Neither where the folder should be nor inside of it."""
    (tmp_path / "private").mkdir()
    (tmp_path / f"private/{SHA1}.png").write_bytes(b"secret")
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads/inside").symlink_to(tmp_path / "private", target_is_directory=True)
    (tmp_path / "linked").symlink_to(tmp_path / "private", target_is_directory=True)

    assert UploadsInFolders([tmp_path / "uploads", tmp_path / "linked"]).read(SHA1) is None


def test_keys_lead_back() -> None:
    """To the SHA-1 with its zeros; what is longer than any is none, and an address must be the forum's."""
    assert sha1_of(key_of(SHA1)) == SHA1
    assert sha1_of(key_of("0" * 39 + "a")) == "0" * 39 + "a"
    assert sha1_of("Z" * 27) is None
    assert upload_at(f"{ADDRESS}/uploads/short-url/{KEY}.png", ADDRESS) == SHA1
    assert upload_at(f"https://other.example/uploads/short-url/{KEY}.png", ADDRESS) is None
    assert upload_at(f"{ADDRESS}/uploads/short-url/../{KEY}.png", ADDRESS) is None
    assert set(uploads_in(f'<img src="/uploads/short-url/{KEY}.png"> /uploads/default/original/1X/{OTHER}.png')) == {
        SHA1,
        OTHER,
    }
