"""A real Roundup: what it gives, what it is told, and how it is left alone when it asks for that."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from deskbook import http
from deskbook.errors import SourceError
from deskbook.model import Role
from deskbook.sources.roundup import Roundup as Source
from giving import note, pulled
from servers.roundup import Roundup, roundup

pytestmark = pytest.mark.live


def source(desk: Roundup, **options: object) -> Source:
    """A source that reads it, faster than one should."""
    return Source("desk", Path(), {"url": desk.url, "token_env": desk.deskbook, "pace": 1000, **options})


def answered(desk: Roundup, title: str, **fields: object) -> str:
    """A resolved issue with a question and a reply."""
    issue = desk.issue(title, f"{title}. What can I do?")
    desk.say(issue, "Switch it off and on again.")
    desk.change(issue, status="resolved", **fields)
    return issue


def test_a_resolved_issue_is_whole(desk: Roundup) -> None:
    """Who wrote first has asked; keywords are tags, and one of them marks; names are told."""
    id_ = answered(desk, "The printer is stuck", keyword=["printing", "document-me"])

    pull = pulled(source(desk))

    thread = pull.threads[id_]
    assert thread.title == "The printer is stuck"
    assert [(message.role, message.text) for message in thread.messages] == [
        (Role.CUSTOMER, "The printer is stuck. What can I do?"),
        (Role.AGENT, "Switch it off and on again."),
    ]
    assert thread.resolved
    assert thread.marked
    assert thread.tags == ("printing",)
    assert thread.url == f"{desk.url}/issue{id_}"
    assert {"ada", "Ada Byron", "Grace"} <= pull.people


def test_the_next_run_gives_what_changed(desk: Roundup, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new message, an issue that was opened again, one that was retired; an issue without news is not given."""
    monkeypatch.setattr("deskbook.sources.rounds._OVERLAP", timedelta(0))
    edited, reopened, left = (answered(desk, f"Change {number}") for number in range(3))
    time.sleep(1.1)  # its clock counts seconds
    first = pulled(source(desk))
    desk.say(edited, "And then wait a minute.")
    desk.change(edited, status="resolved")
    desk.change(reopened, status="chatting")

    second = pulled(source(desk), first.cursor)

    assert {edited, reopened, left} <= set(first.threads)
    assert second.threads[edited].messages[-1].text == "And then wait a minute."
    assert reopened in second.gone
    assert left not in second.threads


def test_an_issue_is_told_once_and_that_taken_back(desk: Roundup) -> None:
    """The note and a keyword, that is made if need be; the issue stays resolved, and deskbook does not read its own words."""
    id_ = answered(desk, "Told", keyword=["printing"])
    before = pulled(source(desk)).threads[id_]
    told = note("ab1", public=True, tag="in-the-docs")

    receipt = source(desk).publish(id_, told)

    assert source(desk).publish(id_, told) == receipt
    after = pulled(source(desk)).threads[id_]
    assert after.messages == before.messages
    assert after.updated == before.updated
    assert set(after.tags) == {"printing", "in-the-docs"}
    said = [one["id"] for one in desk.call("GET", f"/issue/{id_}")["attributes"]["messages"]]
    assert said.count(receipt) == 1
    assert len(said) == 3
    for _ in range(2):
        source(desk).retract(id_, told, receipt)
    assert pulled(source(desk)).threads[id_] == before
    assert len(desk.call("GET", f"/issue/{id_}")["attributes"]["messages"]) == 2


def test_a_note_for_the_team_is_not_shown_to_customers(desk: Roundup) -> None:
    """Roundup has none; nothing is written."""
    id_ = answered(desk, "Inside")

    with pytest.raises(SourceError, match="no notes for the team alone"):
        source(desk).publish(id_, note("ab2"))

    assert len(desk.call("GET", f"/issue/{id_}")["attributes"]["messages"]) == 2


def test_a_tracker_that_has_enough_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its limit of requests is met, its pause kept, and everything read once."""
    paused: list[float] = []

    def sleep(seconds: float) -> None:
        paused.append(seconds)
        time.sleep(seconds)

    monkeypatch.setattr(http, "sleep", sleep)
    monkeypatch.setattr("deskbook.sources.roundup._AT_ONCE", 1)
    with roundup(tmp_path, calls=4) as busy:
        ids = {busy.issue(f"Busy {number}", "What can I do?", status="resolved") for number in range(2)}

        pull = pulled(source(busy))

    assert set(pull.threads) == ids
    assert max(paused) >= 1  # it names whole seconds


def test_a_wrong_password_is_named(desk: Roundup) -> None:
    """Not by its value."""
    with pytest.raises(SourceError, match="refuses the token") as caught:
        pulled(source(desk, token_env="deskbook:wr0ng"))

    assert "wr0ng" not in f"{caught.value.what} {caught.value.where} {caught.value.cure}"
