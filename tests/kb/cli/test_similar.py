"""`deskbook similar`, as an agent with a ticket in hand sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli, main

ANSWER = "Open the token page, tick the purge scope there, save the token and then purge the page again."
ASKED = "Purging one page answers 403"
TICKETS = {
    "1": (ASKED, ANSWER),
    "2": ("403 when purging one page", None),
    "3": ("Where is my invoice for March?", "Open the billing page and choose the month: there is a file for each."),
    "4": ("Purging page", ANSWER),
}
ARTICLE = """---
id: purge
title: Purging a page is refused
kind: breakfix
confidence: validated
audience: public
owner: ana
---

## Issue

Purging one page answers 403.
"""


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    (tmp_path / "deskbook.toml").write_text(
        '[[sources]]\nname = "desk"\ntype = "jsonl"\npath = "threads.jsonl"\n', encoding="utf-8"
    )
    rows = []
    for key, (title, answer) in TICKETS.items():
        messages = [{"author": "Eve", "role": "customer", "text": title}]
        if answer:
            messages.append({"author": "Bo", "role": "agent", "text": answer})
        url = f"https://desk.example/{key}"
        rows.append({"id": key, "title": title, "created": "2026-01-01T00:00:00Z", "url": url, "messages": messages})
    (tmp_path / "threads.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return tmp_path


@pytest.fixture(name="collected")
def _collected(desk: Path) -> Path:
    (desk / "content").mkdir()
    (desk / "content" / "purge.md").write_text(ARTICLE, encoding="utf-8")
    assert run(desk, "collect").exit_code == 0
    return desk


def run(desk: Path, *arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["-q", "-C", str(desk), *arguments], input=given)


def test_articles_come_first_then_answered_threads(collected: Path) -> None:
    """Each with its probability, title and address; a thread that nobody answered is left out."""
    done = run(collected, "similar", ASKED)

    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0].endswith("%  article  Purging a page is refused")
    assert lines[1].strip() == "content/purge.md"
    assert lines[2].endswith(f"%  ticket  {ASKED}")
    assert lines[3].strip() == "https://desk.example/1"
    assert lines[4].endswith("%  ticket  Purging page")
    assert "when purging" not in done.stdout
    assert len(lines) == 6


def test_the_number_of_each_can_be_limited(collected: Path) -> None:
    """One article and one thread at most."""
    assert len(run(collected, "similar", "--limit", "1", ASKED).stdout.splitlines()) == 4
    assert run(collected, "similar", "--limit", "0", ASKED).exit_code == 2


def test_the_text_may_be_in_a_file(collected: Path) -> None:
    """A file in whatever encoding, or standard input, says what the text itself says."""
    expected = run(collected, "similar", ASKED).stdout
    path = collected / "ticket.txt"
    path.write_bytes(ASKED.encode() + b"\n\n\xff\xfe\n")

    assert run(collected, "similar", "--file", str(path)).stdout == expected
    assert run(collected, "similar", "--file", "-", given=ASKED).stdout == expected


def test_scripts_get_json(collected: Path) -> None:
    """Everything that is shown, and why, in one versioned object; nothing found is an empty list."""
    found = json.loads(run(collected, "similar", "--json", ASKED).stdout)

    assert found["version"] == 1
    article, ticket, _ = found["similar"]
    assert (article["kind"], article["name"], article["url"]) == ("article", "content/purge.md", None)
    assert (ticket["kind"], ticket["name"], ticket["url"]) == ("ticket", "desk:1", "https://desk.example/1")
    assert ticket["why"]["likeness"] == {"words": 1.0, "characters": 1.0}
    assert {"word", "likeness"} == set(ticket["why"]["shared"][0])
    assert 0.9 < ticket["probability"] <= 1
    assert json.loads(run(collected, "similar", "--json", "Zanzibar").stdout) == {"version": 1, "similar": []}


def test_why_shows_the_words_and_the_scores(collected: Path) -> None:
    """One line more for each: the likenesses and the shared words, the most telling first."""
    lines = run(collected, "similar", "--why", ASKED).stdout.splitlines()

    assert lines[5].strip().startswith("alike by words 1.00, characters 1.00; shared: ")
    assert "403" in lines[5]
    assert "nan" not in "".join(lines)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say what is asked"),
        (("",), "empty"),
        ((" \n",), "empty"),
        (("--file", "empty"), "empty"),
        ((ASKED, "--file", "deskbook.toml"), "say what is asked"),
        (("--file", "nowhere.txt"), "nowhere.txt"),
        (("--file", "content"), "content"),
    ],
)
def test_without_a_text_nothing_is_done(
    collected: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    said: str,
) -> None:
    """No text, an empty one, two of them or a file that is not there: exit code 2, and a sentence that says what to give."""
    monkeypatch.chdir(collected)
    (collected / "empty").touch()

    with pytest.raises(SystemExit) as ended:
        main(["similar", *arguments])

    told = capsys.readouterr()
    assert ended.value.code == 2
    assert told.out == ""
    assert said in told.err


def test_nothing_was_collected_yet(desk: Path) -> None:
    """Without threads and articles nothing is known, which is no failure; the answer says what to do."""
    done = run(desk, "similar", ASKED)

    assert done.exit_code == 0
    assert done.stdout.startswith("Nothing is known about that.")
    assert "deskbook collect" in done.stdout


def test_a_damaged_index_says_how_to_mend_it(collected: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and the cure, and the cure works."""
    run(collected, "similar", ASKED)
    listed = collected / ".deskbook" / "index" / "index.json"
    listed.write_text("{", encoding="utf-8")

    with pytest.raises(SystemExit) as ended:
        main(["-C", str(collected), "similar", ASKED])

    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert "the index of questions cannot be read" in told
    assert f"delete {listed}" in told
    listed.unlink()
    assert "Purging page" in run(collected, "similar", ASKED).stdout
