"""The tracked files of known findings and of pairs that stay as they are."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskbook.errors import DecisionError
from deskbook.library import append_distinct, read_baseline, read_distinct, write_baseline
from deskbook.model import Accepted

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
LATER = Accepted(NOW, "KB601", "help/ä b.md", "ff" * 16, 'there is no "c.md"')
FIRST = Accepted(NOW, "KB101", "help/a.md", "00" * 16, "x")


def test_a_baseline_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """By file, whatever is in a path or message; the same again writes nothing, and where there is no file nothing is known."""
    path = tmp_path / "baseline.txt"

    assert read_baseline(path) == ()
    assert write_baseline(path, (LATER, FIRST))
    assert read_baseline(path) == (FIRST, LATER)
    assert not write_baseline(path, (FIRST, LATER))
    assert write_baseline(path, (FIRST,))
    assert read_baseline(path) == (FIRST,)


def test_two_branches_may_add_to_a_baseline(tmp_path: Path) -> None:
    """git is told to keep the lines of both."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)

    write_baseline(tmp_path / "baseline.txt", (FIRST,))

    assert (tmp_path / ".gitattributes").read_text(encoding="utf-8") == "/baseline.txt merge=union\n"


def test_a_decision_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Ids, reason and imprints, with its time."""
    path = tmp_path / "distinct.txt"

    append_distinct(path, ("a", "b c"), 'they "differ"', ("issue=00", "text=11"), NOW)

    (decision,) = read_distinct(path)
    assert (decision.at, decision.articles, decision.reason) == (NOW, ("a", "b c"), 'they "differ"')
    assert decision.imprints == ("issue=00", "text=11")


@pytest.mark.parametrize(
    "line", ["2026-11-01T12:00:00Z a b", '2026-11-01T12:00:00Z a b " " x y', "yesterday a b c d e"]
)
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    """A decision that cannot be read must not be passed over."""
    path = tmp_path / "distinct.txt"
    path.write_text(f"# header\n{line}\n", encoding="utf-8")

    with pytest.raises(DecisionError) as caught:
        read_distinct(path)

    assert caught.value.where == f"{path}:2"
    assert "deskbook distinct" in (caught.value.cure or "")
