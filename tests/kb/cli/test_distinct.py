"""`deskbook distinct`, and `deskbook check` with a baseline."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli
from deskbook.errors import DecisionError

ARTICLE = """\
---
id: {id}
title: Old style sheet
kind: breakfix
confidence: validated
audience: public
owner: support
reviewed: 2026-11-01
---

## Issue

After each deploy some visitors still see the old style sheet, although the new file is on the server.

## Environment

All plans

## Resolution

Purge the cache of the site after the deploy, then reload the page and look at the age header of the answer.
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A project with two articles that say the same."""
    (tmp_path / "deskbook.toml").write_text('[project]\nname = "Desk"\n', encoding="utf-8")
    for name in ("a", "b"):
        path = tmp_path / "content" / "dns" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ARTICLE.format(id=f"id-{name}"), encoding="utf-8")
    (tmp_path / "content/owners.yml").write_text("teams:\n  - {id: support, name: Support}\n", encoding="utf-8")
    return tmp_path


def run(desk: Path, *arguments: str) -> Result:
    """One call of the command line."""
    return CliRunner().invoke(cli, ["-q", "-C", str(desk), *arguments])


def overlapping(desk: Path) -> bool:
    """Whether `check` names the pair."""
    return "KB301" in run(desk, "check").stdout


def test_a_pair_stays_as_it_is_until_its_words_change(desk: Path) -> None:
    """The decision is a line in a tracked file; other front matter and blanks leave it in force."""
    page = desk / "content/dns/b.md"
    assert overlapping(desk)

    done = run(desk, "distinct", "id-a", "content/dns/b.md", "--because", "two  products")

    assert done.exit_code == 0
    assert "stay as they are: two products" in done.stdout
    assert "Z id-a id-b " in (desk / "distinct.txt").read_text(encoding="utf-8")
    assert not overlapping(desk)
    page.write_text(ARTICLE.format(id="id-b").replace("kind:", "tags: [x]\nkind:").replace(", then", ",\nthen"), encoding="utf-8")  # fmt: skip
    assert not overlapping(desk)
    page.write_text(ARTICLE.format(id="id-b").replace("reload", "open"), encoding="utf-8")
    found = run(desk, "check").stdout
    assert "kept apart because “two products”, but Resolution of dns/b.md has changed since then" in found


@pytest.mark.parametrize(
    "arguments",
    [("id-a", "id-b"), ("id-a", "id-b", "--because", " "), ("id-a", "dns/a.md", "--because", "x"), ("id-a", "no", "--because", "x")],
)  # fmt: skip
def test_what_is_no_decision_writes_nothing(desk: Path, arguments: tuple[str, ...]) -> None:
    """A reason and two articles are needed."""
    done = run(desk, "distinct", *arguments)

    assert done.exit_code == 2 or isinstance(done.exception, DecisionError)
    assert not (desk / "distinct.txt").exists()


def test_only_what_is_new_fails(desk: Path) -> None:
    """What stands in the baseline is left out, wherever it moves; what a change brings is not."""
    assert isinstance(run(desk, "check", "--new").exception, DecisionError)
    assert run(desk, "check", "--baseline").exit_code == 0
    before = (desk / "baseline.txt").read_text(encoding="utf-8")
    page = desk / "content/dns/a.md"

    page.write_text(page.read_text(encoding="utf-8").replace("## Issue", "\n\n\n## Issue"), encoding="utf-8")
    known = run(desk, "check", "--new")
    page.write_text(page.read_text(encoding="utf-8") + "\nSee [this](gone.md).\n", encoding="utf-8")
    new = run(desk, "check", "--new")

    assert (known.exit_code, known.stdout.splitlines()[0]) == (0, "No findings.")
    assert "known findings left out" in known.stderr
    assert new.exit_code == 1
    assert "KB601" in new.stdout
    assert "KB301" not in new.stdout
    assert (desk / "baseline.txt").read_text(encoding="utf-8") == before


def test_the_baseline_follows_what_is_mended(desk: Path) -> None:
    """`--new` says that lines can go, and writing it again takes them out."""
    run(desk, "check", "--baseline")
    (desk / "content/dns/b.md").unlink()

    told = run(desk, "check", "--new")
    written = run(desk, "check", "--baseline")

    assert "of the baseline are mended" in told.stderr
    assert "KB301" not in (desk / "baseline.txt").read_text(encoding="utf-8")
    assert "that are mended" in written.stdout
    assert "Nothing was changed." in run(desk, "check", "--baseline").stdout
