"""`deskbook publish`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from click.testing import CliRunner, Result
from pydantic import SecretStr

from deskbook import plugins
from deskbook.cli.main import cli
from deskbook.errors import SourceError
from deskbook.model import Given, Note

ARTICLE = """---
id: dns
title: DNS is slow
kind: faq
confidence: validated
audience: public
sources: [desk:1, desk:2]
---

Wait.
"""
CONFIG = """
[site]
url = "https://help.example"

[[sources]]
name = "desk"
type = "desk"
publish = "internal"
publish_token_env = "WRITE_TOKEN"
publish_words = "See {link}"

[[sources]]
name = "files"
type = "jsonl"
path = "*.jsonl"
"""


class Desk:
    """A ticket system that is told things, in memory."""

    tickets: ClassVar[dict[str, str]] = {}
    tokens: ClassVar[list[str]] = []
    down: ClassVar[bool] = False

    def __init__(self, name: str, root: Path, options: dict[str, Any]) -> None:
        secret: SecretStr | None = options.get("publish_token_env")
        self.tokens.append(secret.get_secret_value() if secret else "")

    def threads(self) -> Iterator[Given]:
        return iter(())

    def publish(self, thread: str, note: Note) -> str:
        if self.down:
            raise SourceError("the desk cannot be told", where="https://desk.example", cure="try later")
        self.tickets[thread] = note.text
        return "n1"

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        assert receipt == "n1"
        del self.tickets[thread]


@pytest.fixture(name="desk")
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one article, made of two tickets."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "dns.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "deskbook.toml").write_text(CONFIG, encoding="utf-8")
    load = plugins.load
    monkeypatch.setattr(
        plugins, "load", lambda group, name: Desk if (group, name) == ("sources", "desk") else load(group, name)
    )
    monkeypatch.setattr(Desk, "tickets", {})
    monkeypatch.setattr(Desk, "tokens", [])
    monkeypatch.setattr(Desk, "down", False)
    monkeypatch.setenv("WRITE_TOKEN", "s3cret")
    return tmp_path


def run(folder: Path, *arguments: str) -> Result:
    """One call."""
    return CliRunner().invoke(cli, ["-q", "-C", str(folder), *arguments])


def test_each_ticket_is_told_once(desk: Path) -> None:
    """And the words are those of the configuration."""
    first, second = run(desk, "publish"), run(desk, "publish")

    assert "desk:1: told https://help.example/dns/ (for the team, tag 'documented')" in first.stdout
    assert "2 tickets told, 0 told before" in first.stdout
    assert "0 tickets told, 2 told before" in second.stdout
    assert Desk.tickets["1"].startswith("See https://help.example/dns/\n\n[deskbook:")
    assert Desk.tokens == ["s3cret"] * 2
    assert "s3cret" not in first.output


def test_a_dry_run_tells_nothing(desk: Path) -> None:
    """It shows what would be said, for scripts too."""
    assert "desk:2: would be told" in run(desk, "publish", "--dry-run").stdout
    rows = json.loads(run(desk, "publish", "--dry-run", "--json").stdout)

    assert Desk.tickets == {}
    assert [(row["thread"], row["public"], row["done"]) for row in rows] == [
        ("desk:1", False, False),
        ("desk:2", False, False),
    ]


def test_what_no_longer_holds_is_said_and_taken_back(desk: Path) -> None:
    """Once its article is archived."""
    run(desk, "publish")
    page = desk / "content" / "dns.md"
    page.write_text(ARTICLE.replace("validated", "archived"), encoding="utf-8")

    assert "2 tickets told of an article that is archived" in run(desk, "publish").stdout
    assert "2 notes to take back" in run(desk, "publish", "--retract", "--dry-run").stdout
    assert len(Desk.tickets) == 2
    assert "2 notes taken back" in run(desk, "publish", "--retract").stdout
    assert Desk.tickets == {}
    assert "0 notes taken back" in run(desk, "publish", "--retract").stdout


def test_a_system_that_cannot_be_reached_is_said_so(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With exit code 2; the next run tells the tickets."""
    monkeypatch.setattr(Desk, "down", True)

    result = run(desk, "publish")

    assert result.exit_code == 2
    assert "https://desk.example: the desk cannot be told" in result.stderr
    assert "To mend it: try later" in result.stderr
    monkeypatch.setattr(Desk, "down", False)
    assert "2 tickets told" in run(desk, "publish").stdout


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('url = "https://help.example"', "", "the site has no address"),
        ('publish = "internal"', "", "no source is told anything"),
        ("See {link}", "See {url}", "it has to hold {link}"),
        ('path = "*.jsonl"', 'path = "*.jsonl"\npublish = "public"', "a source of type 'jsonl' can be told nothing"),
        ("WRITE_TOKEN", "NO_TOKEN", "the environment has no NO_TOKEN"),
    ],
)
def test_what_is_missing_is_said(desk: Path, before: str, after: str, said: str) -> None:
    """With what to write, and nothing is told."""
    config = desk / "deskbook.toml"
    config.write_text(CONFIG.replace(before, after), encoding="utf-8")

    result = run(desk, "publish")

    assert result.exit_code != 0  # `main` makes 2 of every error
    assert said in result.output + str(result.exception)
    assert Desk.tickets == {}


def test_who_only_reads_needs_no_token_for_writing(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`collect` does not ask for it."""
    monkeypatch.delenv("WRITE_TOKEN")

    assert run(desk, "collect", "desk").exit_code == 0
    assert Desk.tokens == [""]
