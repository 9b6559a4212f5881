"""`deskbook merge`, `rename` and `archive`: what a person sees, and takes back with git."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli
from deskbook.errors import DeskbookError
from deskbook.library import changes

KEEP = """\
---
id: keep            # for ever
title: "Slow DNS"
kind: breakfix
confidence: validated
audience: public
owner: edge
tags: [dns,slow]
sources:
  - t:1
---

## Issue

DNS is   slow. See [the other](old.md#cause).

## Resolution

1. Open the page.
"""
OLD = """\
---
id: old
title: DNS lags
kind: breakfix
confidence: validated
audience: public
owner: apps
tags: [lag, dns]
asked_as: ["Why is it slow?"]
aliases: [dns/older.md]
sources: [t:2, t:1]
reply: Set the TTL.
provenance: {"t:2#1": [Set the]}
order: 3
---

## Issue

DNS is slow. See [the other](old.md#cause).

## Cause

The TTL is long. ![Picture](i/ttl.png)

## Resolution

1. Open the page.
2. Set it.
"""
HOME = """\
---
id: home
title: Home
confidence: validated
audience: public
---

[one](dns/old.md#cause "T") and [two][x], <a href="dns/old/">three</a>, `[four](dns/old.md)`.

[x]: <dns/old.md>
"""
BESIDE = "---\nid: old-improves-t-9\nimproves: old # that one\nconfidence: wip\n---\n\nMore for [it](old.md).\n"


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    (tmp_path / "deskbook.toml").write_text("", encoding="utf-8")
    put(tmp_path, {"dns/keep.md": KEEP, "dns/old.md": OLD, "index.md": HOME, "dns/old.improves-t-9.md": BESIDE})
    put(tmp_path, {"dns/i/ttl.png": "picture"})
    (tmp_path / "outcomes.txt").write_text("2026-01-01T00:00:00Z improves t:9 old\n", encoding="utf-8")
    git(tmp_path, "init", "-q", ".")
    commit(tmp_path)
    return tmp_path


def put(desk: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (desk / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (desk / "content" / name).write_text(text, encoding="utf-8")


def git(desk: Path, *words: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "core.quotepath=off")
    return subprocess.run(["git", "-C", desk, *who, *words], check=True, capture_output=True, encoding="utf-8").stdout


def commit(desk: Path) -> None:
    git(desk, "add", "-A")
    git(desk, "commit", "-qm", "x")


def run(desk: Path, *arguments: str) -> Result:
    done = CliRunner().invoke(cli, ["-q", "-C", str(desk), *arguments])
    assert done.exit_code == 0 or isinstance(done.exception, DeskbookError | SystemExit), done.output
    return done


def error(desk: Path, *arguments: str) -> DeskbookError:
    before = state(desk)
    done = run(desk, *arguments)
    assert isinstance(done.exception, DeskbookError), done.output
    assert state(desk) == before
    return done.exception


def state(desk: Path) -> dict[str, bytes]:
    content = desk / "content"
    return {path.relative_to(content).as_posix(): path.read_bytes() for path in content.rglob("*") if path.is_file()}


def text(desk: Path, name: str) -> str:
    return (desk / "content" / name).read_bytes().decode("utf-8")


def undo(desk: Path, done: Result) -> None:
    """Do what the command says."""
    command = done.stdout.partition("To undo it before that: ")[2]
    subprocess.run(["sh", "-ec", command], cwd=desk, check=True, capture_output=True)


def test_one_article_is_left(desk: Path) -> None:
    """It has what only the other said, marked, and all of the other's names; what somebody wrote stays byte for byte."""
    done = run(desk, "merge", "keep", "content/dns/old.md")
    kept = text(desk, "dns/keep.md")

    assert not (desk / "content/dns/old.md").exists()
    front = kept.partition("\n---\n")[0]
    for line in KEEP.partition("\n---\n")[0].split("\n"):
        assert line.replace("tags: [dns,slow]", "tags: [dns,slow, lag]") in front
    for line in (
        "  - t:1\n  - t:2\n",
        "asked_as: [DNS lags, 'Why is it slow?']",
        "aliases: [dns/old.md, dns/older.md]",
        "former_ids: [old]",
        "reply: Set the TTL.",
        "  't:2#1': [Set the]",
    ):
        assert line in front + "\n"
    assert "DNS is   slow. See [the other](#cause)." in kept
    assert re.findall(r"at its end -->\n\n(.*?)\n\n<!-- end", kept, re.DOTALL) == [
        "The TTL is long. ![Picture](i/ttl.png)",
        "2. Set it.",
    ]
    assert "Not taken over from its front matter: order, owner." in done.stdout
    assert "In 2 places of it stands what only the other said" in done.stdout


def test_everything_that_named_it_follows(desk: Path) -> None:
    """Links in all ways to write them, but not in code; and files that were to improve it."""
    run(desk, "merge", "keep", "old")
    assert text(desk, "index.md").partition("---\n\n")[2] == HOME.partition("---\n\n")[2].replace(
        '(dns/old.md#cause "T")', '(dns/keep.md#cause "T")'
    ).replace("<dns/old.md>", "<dns/keep.md>").replace('"dns/old/"', '"dns/keep/"')
    assert text(desk, "dns/old.improves-t-9.md") == BESIDE.replace("improves: old", "improves: keep").replace(
        "(old.md)", "(keep.md)"
    )
    found = run(desk, "check", "--format", "json").stdout
    assert "KB601" not in found
    assert "KB403" not in found
    assert found.count('"KB404"') == 2
    assert "KB801" not in found


def test_a_dry_run_shows_it_and_writes_nothing(desk: Path) -> None:
    """What it prints is a diff that git can apply, and comes to the same."""
    before = state(desk)
    shown = run(desk, "merge", "keep", "old", "--dry-run").stdout
    assert state(desk) == before
    run(desk, "merge", "keep", "old")
    after = state(desk)
    git(desk, "checkout", "-q", ".")
    subprocess.run(["git", "apply", "-"], cwd=desk, input=shown.encode(), check=True)
    assert state(desk) == after


@pytest.mark.parametrize(
    "arguments",
    [
        ("merge", "keep", "old"),
        ("rename", "old", "edge/new.md", "--title", "New"),
        ("archive", "old", "--for", "keep"),
        ("archive", "old"),
    ],
)
def test_what_it_says_undoes_it_and_a_second_time_does_nothing(desk: Path, arguments: tuple[str, ...]) -> None:
    """Each of the three verbs."""
    before = state(desk)
    done = run(desk, *arguments)
    after = state(desk)
    assert after != before
    again = run(desk, *arguments)
    assert again.exit_code == 0
    assert "Nothing was changed." in again.stdout
    assert state(desk) == after
    undo(desk, done)
    assert state(desk) == before


def test_changes_that_are_not_committed_stop_it(desk: Path) -> None:
    """Git could not bring them back; `--force` does it all the same, and other files do not matter."""
    put(desk, {"dns/old.md": OLD + "\nNot committed.\n", "other.md": "---\nid: other\n---\n\nNo link.\n"})
    found = error(desk, "merge", "keep", "old")
    assert "content/dns/old.md has changes that are not committed" in found.what
    assert run(desk, "merge", "keep", "old", "--force").exit_code == 0
    assert "Not committed." in text(desk, "dns/keep.md")


def test_an_internal_page_is_not_published_by_a_merge(desk: Path) -> None:
    """Neither is work in progress; for whom the one page is, a person can say."""
    put(desk, {"dns/old.md": OLD.replace("audience: public", "audience: internal")})
    commit(desk)
    found = error(desk, "merge", "keep", "old")
    assert "`--audience internal` is safe" in str(found.cure)
    assert run(desk, "merge", "keep", "old", "--audience", "internal").exit_code == 0
    assert "audience: internal\n" in text(desk, "dns/keep.md")
    git(desk, "checkout", "-q", ".")
    put(desk, {"dns/old.md": OLD.replace("confidence: validated", "confidence: wip")})
    commit(desk)
    assert "dns/old.md is still work in progress" in error(desk, "merge", "keep", "old").what
    assert "dns/old.md is still work in progress" in error(desk, "merge", "old", "keep").what


def test_wrong_names_are_answered(desk: Path) -> None:
    """With what was meant, and before anything is written."""
    assert "did you mean 'keep'" in error(desk, "merge", "kepe", "old").what
    assert "one article, not two" in error(desk, "merge", "keep", "keep").what
    assert "to improve 'old'" in error(desk, "merge", "keep", "old-improves-t-9").what
    assert "deskbook merge dns/keep.md dns/old.md" in str(error(desk, "rename", "old", "dns/keep.md").cure)
    assert "no article's path" in error(desk, "rename", "old", "../new.md").what
    assert "no article's path" in error(desk, "rename", "old", "new").what


def test_a_renamed_article_takes_its_picture_along(desk: Path) -> None:
    """Its links, those to it, its heading and its id are right where it is now; the picture of another page stays."""
    put(desk, {"dns/old.md": OLD.replace("id: old\n", "") + "\n# DNS lags\n\n[k](keep.md) ![s](i/shared.png)\n"})
    put(desk, {"dns/i/shared.png": "shared", "dns/keep.md": KEEP + "\n![s](i/shared.png)\n"})
    commit(desk)
    run(desk, "rename", "dns/old", "content/edge/new.md", "--title", "Lagging DNS")
    new = text(desk, "edge/new.md")
    assert "title: Lagging DNS\n" in new
    assert "id: dns/old\n" in new
    assert "aliases: [dns/older.md, dns/old.md]" in new
    assert "[k](../dns/keep.md) ![s](../dns/i/shared.png)" in new
    assert "![Picture](i/ttl.png)" in new
    assert sorted(name for name in state(desk) if name.endswith(".png")) == ["dns/i/shared.png", "edge/i/ttl.png"]
    assert "[the other](../edge/new.md#cause)" in text(desk, "dns/keep.md")
    assert "(edge/new.md#cause" in text(desk, "index.md")


def test_outcomes_of_threads_name_the_article_of_today(desk: Path) -> None:
    """What was decided about a thread stays decided, though its line names an id that is gone."""
    line = '{"id": "9", "title": "T", "messages": [{"author": "E", "role": "customer", "text": "Why?"}], '
    line += '"created": "2026-01-01T00:00:00Z", "resolved": true, "marked": true}'
    (desk / "t.jsonl").write_text(line, encoding="utf-8")
    (desk / "deskbook.toml").write_text('[[sources]]\nname = "t"\ntype = "jsonl"\npath = "t.jsonl"\n', encoding="utf-8")
    run(desk, "collect")
    run(desk, "merge", "keep", "old", "--force")
    assert '"article": "keep"' in run(desk, "promote", "t:9", "--json").stdout
    assert "is covered by content/dns/keep.md" in run(desk, "promote", "t:9", "--covered-by", "old").stdout


def test_an_archived_article_says_where_readers_go(desk: Path) -> None:
    """Its file stays, with the reason; links to it lead to the other, and so does its address."""
    run(desk, "archive", "old", "--for", "keep", "--because", "the TTL is set for you")
    old = text(desk, "dns/old.md")
    assert "confidence: archived\n" in old
    assert "replaced_by: keep\n" in old
    assert "archived_because: the TTL is set for you\n" in old
    assert "aliases: [dns/older.md, dns/old.md]" in old
    assert old.partition("\n---\n")[2] == OLD.partition("\n---\n")[2]
    assert '[one](dns/keep.md "T")' in text(desk, "index.md")


def test_without_git_there_is_no_way_back(tmp_path: Path) -> None:
    """It is done, and said."""
    (tmp_path / "deskbook.toml").write_text("", encoding="utf-8")
    put(tmp_path, {"dns/keep.md": KEEP, "dns/old.md": OLD})
    done = run(tmp_path, "merge", "keep", "old")
    assert "no way to undo it" in done.stderr


def test_a_killed_merge_is_run_again(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it had written already does not stop the next run, though nobody has committed it."""
    real = changes.replace_bytes
    left = iter([True, True])

    def dies(path: Path, data: bytes) -> bool:
        if next(left, False):
            return real(path, data)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(changes, "replace_bytes", dies)
        CliRunner().invoke(cli, ["-q", "-C", str(desk), "merge", "keep", "old"])
    half = state(desk)
    assert "dns/old.md" in half
    run(desk, "merge", "keep", "old")
    done = state(desk)
    git(desk, "checkout", "-q", ".")
    run(desk, "merge", "keep", "old")
    assert done == state(desk) != half
