"""Backups of a forum, whole, broken and hostile."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.model import Audience, Damage, Incoming
from deskbook.sources import unpacking
from deskbook.sources.discourse_backup import DiscourseBackup
from discourse_forum import TOPICS, Post, Topic, backup, dump


def read(folder: Path, **options: object) -> list[Incoming | Damage]:
    """What the source gives."""
    return list(DiscourseBackup("forum", folder, {"path": "*.*", **options}).threads())


def titles(entries: list[Incoming | Damage]) -> list[str]:
    """Of the threads among the entries."""
    return [entry.thread.title for entry in entries if isinstance(entry, Incoming)]


def damages(entries: list[Incoming | Damage]) -> list[Damage]:
    """The damages among them."""
    return [entry for entry in entries if isinstance(entry, Damage)]


ALL = ["The lid won't close", "How many pages?", "Größe 漢字 \\N"]


def test_all_forms_of_a_backup_are_read(tmp_path: Path) -> None:
    """An archive with a packed or a plain dump, a packed dump, and a plain one."""
    forms = {
        "a.tar.gz": backup(dump()),
        "b.tgz": backup(dump(), name="./dump.sql"),
        "c.tar": gzip.decompress(backup(dump())),
        "d.sql.gz": gzip.compress(dump().encode("utf-8")),
        "e.sql": dump().encode("utf-8"),
    }
    for name, content in forms.items():
        (tmp_path / name).write_bytes(content)

        assert titles(read(tmp_path, path=name)) == ALL, name


def test_of_several_only_the_newest_is_read(tmp_path: Path) -> None:
    """By the date in the name, whatever stands before it: what was public once may have been taken back since."""
    (tmp_path / "zz-2025-01-01-101010-v1.sql").write_text(dump(), encoding="utf-8")
    (tmp_path / "aa-2026-01-01-101010-v2.sql").write_text(dump(topics=TOPICS[:1]), encoding="utf-8")

    assert titles(read(tmp_path)) == ALL[:1]


def test_a_forum_that_asks_for_a_login_is_internal(tmp_path: Path) -> None:
    """Its topics are for those who have an account, so they are not for everybody."""
    (tmp_path / "a.sql").write_text(dump(login_required=True), encoding="utf-8")

    assert {entry.thread.audience for entry in read(tmp_path) if isinstance(entry, Incoming)} == {Audience.INTERNAL}


def test_the_address_is_that_of_the_backup_or_yours(tmp_path: Path) -> None:
    """One that is no address is not used."""
    for stated, url, expected in [
        ("https://a.example/", None, "https://a.example/t/topic-10/10"),
        ("https://a.example", "https://b.example", "https://b.example/t/topic-10/10"),
        ("javascript:alert(1)", None, None),
    ]:
        (tmp_path / "a.sql").write_text(dump(base_url=stated), encoding="utf-8")
        first = read(tmp_path, url=url)[0]

        assert isinstance(first, Incoming)
        assert first.thread.url == expected


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("form", ["tar.gz", "sql.gz", "sql"])
def test_a_backup_that_was_cut_off_gives_nothing(tmp_path: Path, form: str, cut: float) -> None:
    """What it says of who may read what is not whole; the damage names the file and what to do."""
    content = {
        "tar.gz": backup(dump()),
        "sql.gz": gzip.compress(dump().encode("utf-8")),
        "sql": dump().encode("utf-8"),
    }[form]
    (tmp_path / f"a.{form}").write_bytes(content[: int(len(content) * cut)])

    (only,) = read(tmp_path)

    assert isinstance(only, Damage)
    assert only.where == f"a.{form}"
    assert "new backup" in only.cure


def test_bad_rows_are_damage_with_their_line(tmp_path: Path) -> None:
    """The rows around them are read; what hangs on a bad row is left out."""
    text = dump().replace("\tHow many pages?\t", "\t")
    (tmp_path / "a.sql").write_text(text, encoding="utf-8")

    found = read(tmp_path)

    assert titles(found) == [ALL[0], ALL[2]]
    (damage,) = damages(found)
    path, line = damage.where.split(":")
    assert path == "a.sql"
    assert "topic-11" in text.split("\n")[int(line) - 1]


def test_a_topic_that_makes_no_sense_is_damage(tmp_path: Path) -> None:
    """Such as one whose post has no date."""
    (tmp_path / "a.sql").write_text(dump().replace("2026-01-08 10:02:00.123456", "yesterday"), encoding="utf-8")

    found = read(tmp_path)

    assert titles(found) == ALL[1:]
    assert "topic 10" in damages(found)[0].what


def test_what_is_no_backup_of_a_forum_is_damage(tmp_path: Path) -> None:
    """Another database, an archive without a dump, a file that is no archive."""
    contents = {
        "a.sql": dump().replace("COPY public.categories", "COPY public.kinds").encode("utf-8"),
        "b.tar.gz": backup(dump(), name="uploads/dump.sql.gz"),
        "c.tar.gz": b"no archive",
        "d.sql.gz": b"no gzip",
        "e.tar.gz": gzip.compress(b"no tar"),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        (only,) = read(tmp_path, path=name)
        assert isinstance(only, Damage), name


def _member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member, b"x" if kind == tarfile.REGTYPE else b""


def test_members_of_an_archive_leave_nothing_behind(tmp_path: Path) -> None:
    """Paths that climb, absolute ones, links and devices are passed by; nothing is written."""
    folder = tmp_path / "in"
    folder.mkdir()
    hostile = [
        _member("../../evil"),
        _member(str(tmp_path / "evil")),
        _member("uploads/../../evil"),
        _member("dump.sql.gz", tarfile.SYMTYPE, "/etc/passwd"),
        _member("dump.sql", tarfile.LNKTYPE, "../../evil"),
        _member("dump.sql", tarfile.FIFOTYPE),
        _member("dump.sql.gz", tarfile.DIRTYPE),
        _member("uploads/a.png"),
    ]
    (folder / "a.tar.gz").write_bytes(backup(dump(), *hostile))

    assert titles(read(folder)) == ALL
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["in", "in/a.tar.gz"]


@pytest.mark.parametrize("form", ["a.sql.gz", "b.tar.gz", "c.tar.gz"])
def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    """Packed once, twice, or as a huge member before the dump: it stops at a bound, and says so."""
    monkeypatch.setattr(unpacking, "_ALWAYS", 4 << 20)
    zeros = b"\n" * (40 << 20)
    if form == "a.sql.gz":
        content = gzip.compress(zeros)
    elif form == "b.tar.gz":
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as archive:
            member = tarfile.TarInfo("dump.sql.gz")
            bomb = gzip.compress(zeros)
            member.size = len(bomb)
            archive.addfile(member, io.BytesIO(bomb))
        content = packed.getvalue()
    else:
        content = backup(dump(), (tarfile.TarInfo("uploads/zeros"), zeros))
    (tmp_path / form).write_bytes(content)

    (only,) = read(tmp_path)

    assert isinstance(only, Damage)
    assert "times its size" in only.what


def test_a_line_without_an_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No table has a row of that length."""
    monkeypatch.setattr(unpacking, "_LONGEST_LINE", 3 << 20)
    (tmp_path / "a.sql").write_bytes(b"x" * (8 << 20))

    (only,) = read(tmp_path)

    assert isinstance(only, Damage)
    assert "does not end" in only.what


def test_a_post_of_ten_megabytes_is_read(tmp_path: Path) -> None:
    """And those beside it."""
    large = Topic(20, "Large", (Post(1, f"<p>{'word ' * 2_000_000}</p>"), Post(2, "<p>small</p>")))
    (tmp_path / "a.sql").write_text(dump(topics=(large,)), encoding="utf-8")

    (only,) = read(tmp_path)

    assert isinstance(only, Incoming)
    assert [len(message.text) > 9_000_000 for message in only.thread.messages] == [True, False]


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_no_dump_stops_the_run(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Lines that are lost, doubled or mixed up, and values that make no sense: threads or damage with a place."""
    lines = dump(topics=TOPICS[:1] + TOPICS[2:]).encode("utf-8").split(b"\n")
    for _ in range(data.draw(st.integers(1, 4))):
        number = data.draw(st.integers(0, len(lines) - 1))
        values = lines[number].split(b"\t")
        place = data.draw(st.integers(0, len(values) - 1))
        values[place] = data.draw(st.sampled_from([b"", b"\\N", b"-1", b"t", b"x", b"\xff", b"\\", b"9" * 30, b"\\."]))
        lines[number : number + 1] = [b"\t".join(values)] * data.draw(st.integers(1, 2))
    folder = tmp_path_factory.mktemp("dump")
    (folder / "a.sql").write_bytes(b"\n".join(lines))

    for entry in read(folder):
        assert not isinstance(entry, Damage) or (entry.where.startswith("a.sql") and entry.what and entry.cure)


@pytest.mark.parametrize(
    ("permissions", "tags"),
    [
        ("(1, 7, 3, 1)", ("lid", "paper")),
        ("everyone", ("PLANTED-tag", "lid", "paper")),
        ("no table", ("PLANTED-tag", "lid", "paper")),
    ],
)
def test_tags_of_hidden_groups_are_left_out(tmp_path: Path, permissions: str, tags: tuple[str, ...]) -> None:
    """A tag is hidden if a group of it may not be seen by everyone, as the forum itself sees it."""
    text = dump()
    if permissions == "everyone":
        text = text.replace("1\t7\t3\t1\n", "1\t7\t0\t3\n")
    if permissions == "no table":
        text = text.replace("public.tag_group_permissions", "public.other")
    (tmp_path / "a.sql").write_text(text, encoding="utf-8")

    first = read(tmp_path)[0]

    assert isinstance(first, Incoming)
    assert first.thread.tags == tags
