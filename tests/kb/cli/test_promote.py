"""`deskbook promote`: what a person sees, decides, changes and takes back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli
from deskbook.errors import DecisionError, DeskbookError
from deskbook.model import Held
from deskbook.store import Store

PURGE_A = "Open the token page, tick the purge scope and save the token."
NEWS = "Downgrade to curl 7.88.1, newer releases strip the authorisation header of every request that is redirected."
PURGE = """\
---
id: purge            # for ever
title: "Purging one page answers 403"
kind: breakfix
confidence: validated
audience: public
owner: edge
tags: [cache,purge]
---

## Issue

Purging a single page answers 403 forbidden.

## Environment

- Edge

## Resolution

Open the token page, tick the purge scope and save the token.
"""
DNS = PURGE.replace("id: purge            # for ever", "id: dns").replace("Purging one page answers 403", "DNS is slow")


def ticket(id_: str, title: str, question: str, answer: str, **values: object) -> dict[str, Any]:
    messages = [{"author": "Eve", "role": "customer", "text": question}]
    messages += [{"author": "Bo", "role": "agent", "text": answer}] if answer else []
    given = {"created": "2026-01-01T00:00:00Z", "resolved": True, "marked": True, "url": f"https://desk.example/{id_}"}
    return {"id": id_, "title": title, "messages": messages, **given, **values}


TICKETS = [
    ticket("1", "Invoice for March is missing", "Where do I find the invoice for March? It is not on the billing page.",
           "Choose Billing, then Documents, tick the month and download the file as a PDF."),
    ticket("2", "Purging one page answers 403", "Purging a single page answers 403 forbidden.", PURGE_A),
    ticket("3", "Purging one page answers 403", "Purging a single page answers 403 forbidden.", f"{PURGE_A}\n\n{NEWS}"),
    ticket("4", "Login fails", "I cannot log in since this morning, on no page at all.", "Fixed, thanks."),
    ticket("5", "Nobody answers", "Is anybody there? I have been waiting for days.", ""),
]  # fmt: skip


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    (tmp_path / "deskbook.toml").write_text(
        '[[sources]]\nname = "desk"\ntype = "jsonl"\npath = "threads.jsonl"\n', encoding="utf-8"
    )
    (tmp_path / "threads.jsonl").write_text("\n".join(map(json.dumps, TICKETS)), encoding="utf-8")
    for path, text in (
        ("edge/purge.md", PURGE),
        ("dns.md", DNS),
        ("old.md", DNS.replace("id: dns", "id: old").replace("validated", "archived")),
    ):
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_text(text, encoding="utf-8")
    for verb in ("collect", "cluster", "draft"):
        run(tmp_path, verb)
    return tmp_path


def run(desk: Path, *arguments: str) -> Result:
    done = CliRunner().invoke(cli, ["-q", "-C", str(desk), *arguments])
    assert done.exit_code == 0 or isinstance(done.exception, DeskbookError | SystemExit), done.output
    return done


def error(desk: Path, *arguments: str) -> DeskbookError:
    done = run(desk, *arguments)
    assert isinstance(done.exception, DeskbookError), done.output
    return done.exception


def outcomes(desk: Path) -> dict[str, tuple[str, bool, str | None]]:
    """Outcome, whether it is decided, and the article, as the command shows them, by the thread's id."""
    found = {}
    for row in TICKETS:
        known = json.loads(run(desk, "promote", f"desk:{row['id']}", "--json").stdout)["outcome"]
        found[row["id"]] = (known["outcome"], known["decided"], known["article"])
    return found


def state(desk: Path) -> dict[str, bytes]:
    """Everything that a decision may change and git keeps."""
    kept = [desk / "outcomes.txt", *(desk / "content").rglob("*.md")]
    return {path.relative_to(desk).as_posix(): path.read_bytes() for path in kept if path.exists()}


def undo(desk: Path, done: Result) -> None:
    """Do what the command says, word by word."""
    said = re.sub(r"\.\n?\Z", "", done.stdout.partition("To undo it: ")[2])
    for step in said.split(", and "):
        if found := re.fullmatch(r"delete (content/\S+)", step):
            (desk / found[1]).unlink()
        elif step == "delete the last line of outcomes.txt":
            path = desk / "outcomes.txt"
            path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
        elif found := re.fullmatch(r"take (\S+) out of the sources of (\S+)", step):
            path = desk / found[2]
            path.write_text(path.read_text(encoding="utf-8").replace(f"sources: [{found[1]}]\n", ""), encoding="utf-8")
        else:
            found = re.fullmatch(r"add (\S+) to the sources of (\S+)", step)
            assert found, step
            path = desk / found[2]
            path.write_text(
                path.read_text(encoding="utf-8").replace("sources: []", f"sources: [{found[1]}]"), encoding="utf-8"
            )


PROPOSED = {
    "1": ("new", False, "invoice-for-march-is-missing"),
    "2": ("covered", False, "purge"),
    "3": ("improves", False, "purge"),
    "4": ("skip", False, None),
    "5": ("skip", False, None),
}


def test_what_is_shown(desk: Path) -> None:
    """The thread with its address and answer, what is proposed and why, the articles near it, and four commands that work."""
    shown = run(desk, "promote", "desk:2").stdout

    assert shown.startswith(
        "desk:2 “Purging one page answers 403”\n  ticket of 2026-01-01, resolved, marked\n  https://desk.example/2\n"
    )
    assert f"\n  {PURGE_A}\n" in shown
    assert re.search(r"\nProposed: covered: “Purging one page answers 403” is about it \(\d+%\)\n", shown)
    assert re.search(r"\n +\d+%  content/edge/purge\.md  “Purging one page answers 403”\n", shown)
    commands = shown.partition("Decide:\n")[2].splitlines()
    assert commands == [
        "  deskbook promote desk:2 --new",
        "  deskbook promote desk:2 --improves purge",
        "  deskbook promote desk:2 --covered-by purge",
        '  deskbook promote desk:2 --skip "why nobody need write it down"',
    ]
    assert outcomes(desk) == PROPOSED
    questions = run(desk, "promote", "desk:4").stdout
    assert "Proposed: skip: the answer is too short" in questions
    assert "What exactly was done, step by step?" in questions
    before = state(desk)
    run(desk, "promote", "desk:5")
    assert state(desk) == before


@pytest.mark.parametrize(
    ("thread", "option", "outcome"),
    [
        ("1", ["--new"], ("new", True, "invoice-for-march-is-missing")),
        ("2", ["--covered-by", "purge"], ("covered", True, "purge")),
        ("3", ["--improves", "purge"], ("improves", True, "purge")),
        ("4", ["--skip", "a fault of ours, mended"], ("skip", True, None)),
    ],
)
def test_a_proposal_is_accepted(
    desk: Path, thread: str, option: list[str], outcome: tuple[str, bool, str | None]
) -> None:
    """It is decided, also for the next run; saying it again changes nothing; and it can be undone as the message says."""
    before = state(desk)

    done = run(desk, "promote", f"desk:{thread}", *option)

    assert outcomes(desk) == {**PROPOSED, thread: outcome}
    decided = state(desk)
    assert "Nothing was changed" in run(desk, "promote", f"desk:{thread}", *option).stdout
    run(desk, "draft")
    assert state(desk) == decided
    assert outcomes(desk) == {**PROPOSED, thread: outcome}

    undo(desk, done)

    assert {path: data for path, data in state(desk).items() if path != "outcomes.txt"} == before
    run(desk, "draft")
    assert outcomes(desk) == PROPOSED


def test_any_decision_can_become_any_other(desk: Path) -> None:
    """The later one holds; what said otherwise is changed, and told."""
    for article in ("purge", "dns"):
        run(desk, "promote", "desk:1", "--covered-by", article)
        assert outcomes(desk)["1"] == ("covered", True, article)
    assert "desk:1" not in (desk / "content/edge/purge.md").read_text(encoding="utf-8")

    skipped = run(desk, "promote", "desk:1", "--skip", "nobody needs it").stdout
    assert "Took desk:1 out of the sources of content/dns.md" in skipped
    assert "content/drafts/invoice-for-march-is-missing.md was made of it and is of no use now" in skipped
    assert outcomes(desk)["1"] == ("skip", True, None)

    run(desk, "promote", "desk:1", "--improves", "dns")
    assert outcomes(desk)["1"] == ("improves", True, "dns")
    assert "Billing" in (desk / "content/dns.improves-desk-1.md").read_text(encoding="utf-8")

    run(desk, "promote", "desk:1", "--covered-by", "dns")
    assert outcomes(desk)["1"] == ("covered", True, "dns")
    assert "names what this was taken from" in run(desk, "check").stdout

    (desk / "content/drafts/invoice-for-march-is-missing.md").unlink()
    run(desk, "promote", "desk:1", "--new")
    assert outcomes(desk)["1"] == ("new", True, "invoice-for-march-is-missing")
    run(desk, "draft")
    assert outcomes(desk)["1"] == ("new", True, "invoice-for-march-is-missing")


def test_only_the_sources_of_an_article_change(desk: Path) -> None:
    """Comments, quotes and blanks stay as somebody wrote them."""
    run(desk, "promote", "desk:2", "--covered-by", "content/edge/purge.md")

    assert (desk / "content/edge/purge.md").read_text(encoding="utf-8") == PURGE.replace(
        "tags: [cache,purge]\n", "tags: [cache,purge]\nsources: [desk:2]\n"
    )


def test_a_new_article_beside_one_that_is_about_it(desk: Path) -> None:
    """A person may want one all the same; it is written once."""
    done = run(desk, "promote", "desk:3", "--new")

    assert "Wrote content/drafts/" in done.stdout
    assert "purge.improves-desk-3.md was made of it and is of no use now" in done.stdout
    assert outcomes(desk)["3"][:2] == ("new", True)
    assert "Nothing was changed" in run(desk, "promote", "desk:3", "--new").stdout


def test_a_thread_can_join_a_draft(desk: Path) -> None:
    """A draft covers nothing yet: the thread is one of those that it is made of, until somebody takes it over."""
    done = run(desk, "promote", "desk:4", "--covered-by", "invoice-for-march-is-missing")

    assert "gets an article of its own: content/drafts/invoice-for-march-is-missing.md" in done.stdout
    assert outcomes(desk)["4"] == ("new", True, "invoice-for-march-is-missing")
    assert "- desk:1\n- desk:4\n" in (desk / "content/drafts/invoice-for-march-is-missing.md").read_text(
        encoding="utf-8"
    )


def test_a_thin_thread_is_written_up_as_a_skeleton_only(desk: Path) -> None:
    """What is missing is asked for; whoever knows it gets a file with the question in it to fill in."""
    before = state(desk)
    refused = error(desk, "promote", "desk:4", "--new")
    assert "too short" in refused.what
    assert "What exactly was done, step by step?" in refused.what
    assert "--skeleton" in str(refused.cure)
    assert state(desk) == before

    done = run(desk, "promote", "desk:4", "--new", "--skeleton")

    assert "Wrote content/drafts/login-fails.md" in done.stdout
    text = (desk / "content/drafts/login-fails.md").read_text(encoding="utf-8")
    assert "I cannot log in since this morning" in text
    assert "<!-- What exactly was done, step by step? -->" in text
    assert "audience: internal" in text
    assert outcomes(desk)["4"] == ("new", True, "login-fails")


def test_what_cannot_be_named(desk: Path) -> None:
    """The nearest names and the cure are said, and nothing is changed."""
    with Store(desk / ".deskbook") as store:
        store.put([], [Held("desk:9", "A key", ("a private key",))])
    before = state(desk)

    unknown = error(desk, "promote", "dsk:1", "--new")
    assert "did you mean 'desk:1'" in unknown.what
    held = error(desk, "promote", "desk:9")
    assert "a private key" in held.what
    assert "deskbook report held" in str(held.cure)
    assert "did you mean 'purge'" in error(desk, "promote", "desk:1", "--improves", "pruge").what
    assert "is archived" in error(desk, "promote", "desk:1", "--covered-by", "old").what
    assert "no page" in error(desk, "promote", "desk:1", "--covered-by", "purge-improves-desk-3").what
    assert "nobody has answered" in error(desk, "promote", "desk:5", "--improves", "purge").what
    assert "personal data" in error(desk, "promote", "desk:1", "--skip", "ana@corp-mail.com wants it so").what
    for wrong in (["--new", "--skip", "x"], ["--skip", "  "], ["--skeleton"]):
        assert run(desk, "promote", "desk:1", *wrong).exit_code == 2
    assert state(desk) == before


def test_a_damaged_list_of_outcomes_stops_everything(desk: Path) -> None:
    """A mark of a merge is named with its line, by every verb that needs the list; nothing is changed."""
    run(desk, "promote", "desk:4", "--skip", "mended")
    with (desk / "outcomes.txt").open("a", encoding="utf-8") as file:
        file.write("<<<<<<< HEAD\n")
    before = state(desk)

    for arguments in (["promote", "desk:1"], ["promote", "desk:1", "--skip", "x"], ["draft"], ["report"], ["check"]):
        stopped = error(desk, *arguments)
        assert isinstance(stopped, DecisionError)
        assert re.search(r"outcomes\.txt:\d+$", str(stopped.where))
    assert state(desk) == before


def test_the_list_can_have_another_name(desk: Path) -> None:
    """[draft] outcomes says where it is."""
    with (desk / "deskbook.toml").open("a", encoding="utf-8") as file:
        file.write('[draft]\noutcomes = "team/outcomes.txt"\n')

    assert "a line in team/outcomes.txt now" in run(desk, "promote", "desk:4", "--skip", "mended").stdout

    assert outcomes(desk)["4"] == ("skip", True, None)
