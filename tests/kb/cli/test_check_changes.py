"""`deskbook check` in a pull request: only what changed, and one comment about it. With a real git."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli
from deskbook.errors import ContentError

ARTICLE = """\
---
id: {id}
title: {title}
kind: breakfix
confidence: validated
audience: public
owner: ana
created: 2026-11-01
---

## Issue

{issue}

## Environment

- Any

## Resolution

{resolution}
"""


def git(folder: Path, *arguments: str) -> None:
    name = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


def write(
    folder: Path, name: str, issue: str = "It fails.", resolution: str = "Wait for it.", title: str = "It fails"
) -> None:
    text = ARTICLE.format(id=name, title=title, issue=issue, resolution=resolution)
    (folder / "help" / "content" / f"{name}.md").write_text(text, encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A project in a folder of a repository: `old` has a broken link, and a branch is checked out."""
    content = tmp_path / "help" / "content"
    content.mkdir(parents=True)
    (tmp_path / "help" / "deskbook.toml").write_text('[check]\ndisable = ["orphans"]\n', encoding="utf-8")
    (content / "owners.yml").write_text("people:\n  - {id: ana}\n", encoding="utf-8")
    write(tmp_path, "old", resolution="See [there](gone.md).")
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "a")
    git(tmp_path, "switch", "-c", "work")
    return tmp_path


def run(desk: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-q", "-C", str(desk / "help"), "check", *arguments])


def test_only_what_changed_is_judged(desk: Path) -> None:
    """What was wrong before does not fail the branch; what is new does, committed or not, tracked or not."""
    assert run(desk).exit_code == 1
    assert run(desk, "--changed", "main").exit_code == 0

    write(desk, "fresh", issue="Something else is slow.", resolution="See [it](nowhere.md).", title="All is slow")
    untracked = run(desk, "--changed", "main", "--format", "json")
    git(desk, "add", ".")
    git(desk, "commit", "-m", "b")
    committed = run(desk, "--changed", "main", "--format", "json")

    assert untracked.exit_code == committed.exit_code == 1
    assert untracked.stdout == committed.stdout
    assert [found["path"] for found in json.loads(committed.stdout)["findings"]] == ["content/fresh.md"]


def test_what_others_changed_meanwhile_is_not_ours(desk: Path) -> None:
    """The branch is compared with where it left `main`, not with where `main` is now."""
    git(desk, "switch", "main")
    write(desk, "theirs", issue="Mail is late.", resolution="See [it](nowhere.md).")
    git(desk, "add", ".")
    git(desk, "commit", "-m", "c")
    git(desk, "switch", "work")

    assert run(desk, "--changed", "main").exit_code == 0


@pytest.mark.parametrize("base", ["nowhere", "--output=x"])
def test_a_base_that_is_none_is_refused(desk: Path, base: str) -> None:
    """It says what to do; nothing that looks like an option reaches git."""
    found = run(desk, f"--changed={base}").exception

    assert isinstance(found, ContentError)
    assert "--changed" in str(found) or "git fetch" in str(found)
    assert not (desk / "help" / "x").exists()


def test_without_git_nobody_knows_what_changed(tmp_path: Path) -> None:
    """A folder that is in no repository is an error, and not a folder without changes."""
    (tmp_path / "help" / "content").mkdir(parents=True)
    (tmp_path / "help" / "deskbook.toml").write_text("", encoding="utf-8")

    found = run(tmp_path, "--changed", "main").exception

    assert isinstance(found, ContentError)
    assert "not a git repository" in found.what


def test_the_comment_ticks_what_is_right(desk: Path) -> None:
    """The standard for each changed article, with the reason where it is not met; a title calls nobody and formats nothing."""
    write(desk, "fresh", issue="Uploads stop.", resolution="See [it](nowhere.md).", title='"@ana *pays*"')
    comment = desk / "comment.md"
    run(desk, "--changed", "main", "--summary", str(comment))

    assert comment.read_text(encoding="utf-8") == (
        "<!-- deskbook check -->\n"
        "### deskbook: 1 error, 0 warnings, 0 notices, 1 changed article\n\n"
        "**@\u200bana \\*pays\\*** (content/fresh.md)\n\n"
        "- [x] Unique\n"
        "- [x] Complete\n"
        "- [x] Clear\n"
        "- [ ] Title in the customer's words: few words of the title stand in the Issue or under \\`asked\\_as\\`\n"
        "- [ ] Links valid: line 21: there is no nowhere.md\n"
        "- [x] Metadata right\n\n"
        "How to mend each: `deskbook check`.\n"
    )


def test_a_page_that_says_the_same_is_not_unique_whichever_of_the_two_changed(desk: Path) -> None:
    """The finding is told at the first page of the pair, and belongs to the second as well."""
    for name in ("aaa", "zzz"):
        write(
            desk,
            name,
            issue="The fax prints empty pages.",
            resolution="Clean the drum.",
            title="Fax prints empty pages",
        )
        git(desk, "add", ".")
        git(desk, "commit", "-m", name)
    run(desk, "--changed", "HEAD~1", "--summary", str(desk / "comment.md"))

    text = (desk / "comment.md").read_text(encoding="utf-8")
    assert "(content/zzz.md)\n\n- [ ] Unique: content/aaa.md " in text
    assert "Elsewhere" not in text


def test_without_a_base_the_comment_is_about_what_was_found(desk: Path) -> None:
    """Articles in order are left out."""
    write(desk, "fine", issue="Mail is late.", resolution="Wait.", title="Mail is late")
    run(desk, "--summary", str(desk / "comment.md"))

    text = (desk / "comment.md").read_text(encoding="utf-8")
    assert "(content/old.md)" in text
    assert "fine" not in text


def test_a_large_change_fits_into_a_comment(desk: Path) -> None:
    """Twenty articles and how many more; GitHub takes 65,536 characters."""
    for number in range(60):
        write(
            desk, f"n{number}", issue=f"Word{number} fails.", resolution="[x](y.md) " * 90, title=f"Word{number} fails"
        )
    run(desk, "--changed", "main", "--summary", str(desk / "comment.md"))

    text = (desk / "comment.md").read_text(encoding="utf-8")
    assert text.count("- [x] Complete") == 20
    assert "And 40 more: run `deskbook check`." in text
    assert "; and 87 more" in text
    assert len(text) < 65_536
