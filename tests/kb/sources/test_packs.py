"""Exports in folders and archives."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.errors import SourceError
from deskbook.sources import packs as module
from deskbook.sources.packs import MIB, Pack, beside, opened, packs
from deskbook.sources.records import Spoiled

MEMBERS = {"a.json": b'{"x": 1}', "b/c.jsonl": b"1\n\n2"}


def make_folder(path: Path, members: dict[str, bytes]) -> None:
    """An unpacked export."""
    for name, raw in members.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(raw)


def make_zip(path: Path, members: dict[str, bytes]) -> None:
    """A zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)


def make_tar(path: Path, members: dict[str, bytes]) -> None:
    """A compressed tar archive, with links in it."""
    with tarfile.open(path, "w:gz") as archive:
        for name, raw in members.items():
            info = tarfile.TarInfo(f"./{name}")
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            link = tarfile.TarInfo(f"link{kind!r}.json")
            link.type, link.linkname = kind, "/etc/passwd"
            archive.addfile(link)


MAKERS = (make_folder, make_zip, make_tar)
any_sort = pytest.mark.parametrize("make", MAKERS)


@any_sort
def test_members_are_known_by_name(tmp_path: Path, make: Callable[[Path, dict[str, bytes]], None]) -> None:
    """A folder, a zip and a tar archive give the same; links and devices are no members."""
    make(tmp_path / "x", MEMBERS)

    with opened(tmp_path / "x", tmp_path) as pack:
        assert pack.names == ("a.json", "b/c.jsonl")
        assert pack.json("a.json") == {"x": 1}
        assert list(pack.lines("b/c.jsonl")) == [b"1\n", b"\n", b"2"]
        assert pack.place("a.json") == "x, a.json"


@any_sort
def test_sizes_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path, dict[str, bytes]], None]
) -> None:
    """However little room it takes in the archive, nothing is read that is larger than it may be."""
    monkeypatch.setattr(module, "LINE", 1000)
    monkeypatch.setattr(module, "TOTAL", 4_000_000)
    make(tmp_path / "x", {"bomb.json": b" " * 2 * MIB, "lines": b"1\n" * 500_000, "line": b"1" * 1001})

    with opened(tmp_path / "x", tmp_path) as pack:
        with pytest.raises(Spoiled, match="more than 1 MiB"):
            pack.json("bomb.json", MIB)
        with pytest.raises(Spoiled, match="line of more"):
            list(pack.lines("line"))
        monkeypatch.setattr(module, "TOTAL", 900_000)
        with pytest.raises(Spoiled, match="more than 0 GiB"):
            list(pack.lines("lines"))


def test_a_tar_archive_that_is_too_large_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its members say how large they are before they come."""
    monkeypatch.setattr(module, "TOTAL", 10)
    make_tar(tmp_path / "x", MEMBERS)

    with pytest.raises(Spoiled, match="this archive has more"), opened(tmp_path / "x", tmp_path):
        pass


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    """An archive that was unpacked may hold links to anywhere."""
    (tmp_path / "secret.json").write_text("1", encoding="utf-8")
    make_folder(tmp_path / "x", MEMBERS)
    (tmp_path / "x/link.json").symlink_to(tmp_path / "secret.json")
    (tmp_path / "x/folder").symlink_to(tmp_path)

    with opened(tmp_path / "x", tmp_path) as pack:
        assert pack.names == tuple(MEMBERS)


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    """A password is asked of nobody."""
    make_zip(tmp_path / "x", MEMBERS)
    raw = bytearray((tmp_path / "x").read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + at] |= 1
    (tmp_path / "x").write_bytes(raw)

    with opened(tmp_path / "x", tmp_path) as pack, pytest.raises(Spoiled, match="password"):
        pack.json("a.json")


@pytest.mark.parametrize(("raw", "said"), [(b"\xff", "UTF-8"), (b"{\n1", "line 2"), (b"[" * 100_000, "nested")])
def test_what_is_no_json_is_told(tmp_path: Path, raw: bytes, said: str) -> None:
    """In plain words."""
    make_folder(tmp_path / "x", {"a.json": raw})

    with opened(tmp_path / "x", tmp_path) as pack, pytest.raises(Spoiled, match=said):
        pack.json("a.json")


def test_a_mark_of_byte_order_is_no_damage(tmp_path: Path) -> None:
    """Editors of Windows write one."""
    make_folder(tmp_path / "x", {"a.json": b"\xef\xbb\xbf[1]"})

    with opened(tmp_path / "x", tmp_path) as pack:
        assert pack.json("a.json") == [1]


def test_a_path_is_a_folder_or_files(tmp_path: Path) -> None:
    """A folder is one export; a pattern means files; nothing at all stops the run."""
    make_folder(tmp_path / "x", MEMBERS)
    make_zip(tmp_path / "a.zip", MEMBERS)

    assert packs("x", tmp_path, "s") == [tmp_path / "x"]
    assert packs("*.zip", tmp_path, "s") == [tmp_path / "a.zip"]
    with pytest.raises(SourceError):
        packs("y", tmp_path, "s")


def test_the_outermost_member_counts() -> None:
    """Others of its name lie deeper."""
    assert beside(("b/c/x.json", "b/x.json", "d/y.json"), "x.json") == "b/"
    assert beside(("x.json", "a/x.json"), "x.json") == ""
    assert beside(("ax.json",), "x.json") is None


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_a_damaged_archive_stops_nothing(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whichever byte of an archive is another, its members are read or it is said why not."""
    path = tmp_path_factory.mktemp("pack") / "x"
    data.draw(st.sampled_from(MAKERS[1:]))(path, MEMBERS)
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(raw[: data.draw(st.integers(0, len(raw)))] if data.draw(st.booleans()) else raw)

    try:
        with opened(path, path.parent) as pack:
            _read_all(pack)
    except Spoiled as spoiled:
        assert spoiled.what


def _read_all(pack: Pack) -> None:
    for name in pack.names:
        try:
            list(pack.lines(name))
            pack.json(name)
        except Spoiled as spoiled:
            assert spoiled.what
