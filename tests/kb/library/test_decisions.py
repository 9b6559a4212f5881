"""The tracked file of what people decided about clusters."""

from __future__ import annotations

import os
import random
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.errors import DecisionError
from deskbook.library import append_decision, merge_by_union, read_decisions
from deskbook.model import Decision, Ruling
from strategies import moments

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
# Whatever a source may use for an id, and a key that looks like the file's own words.
keys = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1) | st.sampled_from(
    ["from", "#1", "t:1", '"', "\\"]
)


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    ruling = draw(st.sampled_from(Ruling))
    threads = tuple(draw(st.lists(keys, min_size=2, max_size=4)))
    return Decision(draw(moments), ruling, threads, draw(keys) if ruling is Ruling.APART else None)


def put(path: Path, ruling: Ruling, *threads: str, taken_out: str | None = None, now: datetime = NOW) -> str:
    return append_decision(path, ruling, threads, taken_out, now)


@given(st.lists(decisions(), max_size=5))
def test_what_is_appended_is_read_back(tmp_path_factory: pytest.TempPathFactory, given_ones: list[Decision]) -> None:
    """A decision survives the file whatever its keys are, and each is later than all before it."""
    path = tmp_path_factory.mktemp("decisions") / "clusters.txt"
    for one in given_ones:
        append_decision(path, one.ruling, one.threads, one.taken_out, one.at)

    read = read_decisions(path)

    assert [(one.ruling, one.threads, one.taken_out) for one in read] == [
        (one.ruling, one.threads, one.taken_out) for one in given_ones
    ]
    assert all(one.at < later.at for one, later in pairwise(read))


def test_a_person_can_read_it(tmp_path: Path) -> None:
    """The file explains itself; a decision is one plain line."""
    path = tmp_path / "clusters.txt"
    put(path, Ruling.DISMISS, "tickets:1", "tickets:2")
    put(path, Ruling.APART, "tickets:3", "chat:#help 9", taken_out="forum:8")

    comments, _, lines = path.read_text(encoding="utf-8").partition("\n\n")

    assert all(line.startswith("#") for line in comments.splitlines())
    assert all(f" {ruling} " in comments for ruling in Ruling)
    assert lines == (
        "2026-11-22T09:30:00Z dismiss tickets:1 tickets:2\n"
        '2026-11-22T09:30:01Z apart forum:8 from tickets:3 "chat:#help 9"\n'
    )


def test_a_slow_clock_does_not_undo_a_decision(tmp_path: Path) -> None:
    """Whoever decides after reading a colleague's decision decides later, whatever the clocks say."""
    path = tmp_path / "clusters.txt"
    put(path, Ruling.DISMISS, "t:1", "t:2", now=NOW + timedelta(hours=1))

    assert put(path, Ruling.RESTORE, "t:1", "t:2").startswith("2026-11-22T10:30:01Z restore")


def test_order_and_repeats_do_not_matter(tmp_path: Path) -> None:
    """Lines may be sorted, doubled, spaced out and ended as on Windows."""
    path = tmp_path / "clusters.txt"
    put(path, Ruling.DISMISS, "t:1", "t:2")
    put(path, Ruling.TOGETHER, "t:1", "t:3")
    before = set(read_decisions(path))
    lines = path.read_text(encoding="utf-8").splitlines() * 2
    random.Random(1).shuffle(lines)

    path.write_bytes(("\ufeff" + "\r\n\r\n".join(f"  {line}  " for line in lines)).encode("utf-8"))

    assert len(read_decisions(path)) == 2
    assert set(read_decisions(path)) == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("<<<<<<< HEAD", "a merge in git left its mark"),
        ("=======", "a merge in git left its mark"),
        (">>>>>>> theirs", "a merge in git left its mark"),
        ("2026-11-22T09:30:00Z dismis t:1 t:2", "did you mean 'dismiss'?"),
        ("2026-11-22T09:30:00Z", "is one of dismiss, restore, apart, together"),
        ("yesterday dismiss t:1 t:2", "yesterday"),
        ("2026-11-22T09:30:00 dismiss t:1 t:2", "time zone"),
        ("0001-01-01T00:00:00+14:00 dismiss t:1 t:2", "cannot be read"),
        ("2026-11-22T09:30:00Z dismiss t:1", "too few threads"),
        ("2026-11-22T09:30:00Z apart t:1 t:2", "`from`"),
        ("2026-11-22T09:30:00Z apart t:1 from", "too few threads"),
        ('2026-11-22T09:30:00Z dismiss "t:1 t:2', "quotation mark"),
        (r'2026-11-22T09:30:00Z dismiss "t:\q" t:2', "cannot be read"),
    ],
)
def test_a_damaged_line_is_named_and_nothing_is_changed(tmp_path: Path, line: str, said: str) -> None:
    """The message says file, line, what is wrong and what to do; no decision is added to a file that cannot be read."""
    path = tmp_path / "clusters.txt"
    put(path, Ruling.DISMISS, "t:1", "t:2")
    number = len(path.read_text(encoding="utf-8").splitlines()) + 1
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    before = path.read_bytes()

    for attempt in (lambda: read_decisions(path), lambda: put(path, Ruling.RESTORE, "t:1", "t:2")):
        with pytest.raises(DecisionError) as caught:
            attempt()

        assert said in caught.value.what
        assert caught.value.where == f"{path}:{number}"
        assert caught.value.cure
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 stop the run with a cure."""
    (tmp_path / "clusters.txt").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(DecisionError, match="not UTF-8"):
        read_decisions(tmp_path / "clusters.txt")


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    """A project in which nobody decided anything needs no file."""
    assert read_decisions(tmp_path / "clusters.txt") == ()


def git(folder: Path, *arguments: str) -> bytes:
    # No configuration of this machine, so that the test is about what deskbook wrote.
    plain = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ("-c", "user.name=Ana", "-c", "user.email=ana@desk.example", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, env=plain, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("begun", [False, True])
def test_two_branches_merge_without_a_conflict(tmp_path: Path, begun: bool) -> None:
    """What two people decided in two branches is all there after a merge, whether or not there was a file before."""
    path = tmp_path / "clusters.txt"
    git(tmp_path, "init", "--quiet")
    (tmp_path / "deskbook.toml").write_text("", encoding="utf-8")
    if begun:
        put(path, Ruling.DISMISS, "t:1", "t:2")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "start")
    git(tmp_path, "branch", "other")
    put(path, Ruling.TOGETHER, "t:3", "t:4")
    put(path, Ruling.DISMISS, "t:5", "t:6")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "mine")
    mine = set(read_decisions(path))
    git(tmp_path, "checkout", "--quiet", "other")
    put(path, Ruling.APART, "t:3", "t:4", taken_out="t:7", now=NOW + timedelta(days=1))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "theirs")
    theirs = set(read_decisions(path))

    git(tmp_path, "merge", "--quiet", "--no-edit", "main")

    assert set(read_decisions(path)) == mine | theirs
    assert len(mine | theirs) == 3 + begun
    assert git(tmp_path, "status", "--porcelain") == b""


def test_git_is_told_once_and_only_in_a_work_tree(tmp_path: Path) -> None:
    """The first decision writes the line for git, in a work tree; a project without git is left alone."""
    put(tmp_path / "clusters.txt", Ruling.DISMISS, "t:1", "t:2")
    assert not (tmp_path / ".gitattributes").exists()

    git(tmp_path, "init", "--quiet")
    inner = tmp_path / "desk"
    put(inner / "clusters.txt", Ruling.DISMISS, "t:1", "t:2")
    assert (inner / ".gitattributes").read_bytes() == b"/clusters.txt merge=union\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"*.png binary", b"*.png binary\n/clusters.txt merge=union\n"),
        (b"# \xff\r\n*.png binary\r\n", b"# \xff\r\n*.png binary\r\n/clusters.txt merge=union\n"),
        (b"/clusters.txt merge=union\n*.png binary\n", None),
        (b"clusters.txt text merge=ours\n", None),
        (b"clusters.txt text\n", b"clusters.txt text\n/clusters.txt merge=union\n"),
    ],
)
def test_what_else_git_is_told_stays(tmp_path: Path, before: bytes, after: bytes | None) -> None:
    """A line is added to .gitattributes only where none says how to merge the file, and the other bytes are kept."""
    attributes = tmp_path / ".gitattributes"
    attributes.write_bytes(before)

    written = merge_by_union(tmp_path / "clusters.txt")

    assert written == (attributes if after else None)
    assert attributes.read_bytes() == (after or before)
    assert merge_by_union(tmp_path / "clusters.txt") is None
