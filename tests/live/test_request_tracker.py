"""A real Request Tracker: what it gives, and what it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskbook.errors import PublishError, SourceError
from deskbook.model import Audience, Role
from deskbook.sources.request_tracker import RequestTracker as Source
from giving import note, pulled
from servers.request_tracker import RequestTracker

pytestmark = pytest.mark.live


def source(rt: RequestTracker, **options: object) -> Source:
    """A source that reads it, faster than one should."""
    said = {"url": rt.url, "token_env": rt.deskbook, "pace": 1000, "marked_fields": {"Docs": "wanted"}}
    return Source("desk", Path(), said | options)


def answered(rt: RequestTracker, subject: str, **fields: object) -> str:
    """A resolved ticket with a question, a reply and a comment among agents."""
    ticket = rt.ticket(subject, f"{subject}. It says 0x1f. What can I do?\n\nAda", **fields)
    rt.say(ticket, "Switch it off and on again.")
    rt.say(ticket, "This customer is important.", internal=True)
    rt.change(ticket, Status="resolved")
    return str(ticket)


def test_a_resolved_ticket_is_whole(rt: RequestTracker) -> None:
    """The question is the customer's, whoever took it down; replies are public, comments are internal; names are told."""
    id_ = answered(rt, "The printer is stuck", CustomFields={"Tags": ["printing", "floor-2"]})

    pull = pulled(source(rt))

    thread = pull.threads[id_]
    assert thread.title == "The printer is stuck"
    assert [(message.role, message.internal) for message in thread.messages] == [
        (Role.CUSTOMER, False),
        (Role.AGENT, False),
        (Role.AGENT, True),
    ]
    assert thread.messages[0].text.startswith("The printer is stuck. It says 0x1f.")
    assert thread.resolved
    assert not thread.marked
    assert set(thread.tags) == {"printing", "floor-2"}
    assert thread.group == "support"
    assert thread.audience is Audience.INTERNAL
    assert thread.url == f"{rt.url}/Ticket/Display.html?id={id_}"
    assert {"ada@example.com", "Grace Hopper"} <= pull.people


def test_a_ticket_is_marked_by_field_tag_or_status(rt: RequestTracker) -> None:
    """Each alone is enough; a status that marks also resolves."""
    by_field = answered(rt, "Marked by field", CustomFields={"Docs": "wanted"})
    by_tag = answered(rt, "Marked by tag", CustomFields={"Tags": "document-me"})
    by_status = str(rt.ticket("Marked by status", "How does it go?"))
    rt.change(int(by_status), Status="stalled")
    neither = answered(rt, "Done already", CustomFields={"Docs": "done"})

    threads = pulled(source(rt, marked_statuses=["stalled"])).threads

    assert {id_ for id_ in (by_field, by_tag, by_status, neither) if threads[id_].marked} == {
        by_field,
        by_tag,
        by_status,
    }
    assert threads[by_status].resolved
    assert "document-me" not in threads[by_tag].tags


def test_the_next_run_gives_what_changed(rt: RequestTracker) -> None:
    """A new reply, a ticket that was opened again, deleted or merged away, in the time zone in which RT lives."""
    edited, reopened, deleted, merged, left = (answered(rt, f"Change {number}") for number in range(5))
    first = pulled(source(rt))
    assert {edited, reopened, deleted, merged, left} <= set(first.threads)
    rt.say(int(edited), "And then <b>wait</b> a minute.", html=True)
    rt.change(int(edited), Status="resolved")
    rt.change(int(reopened), Status="open")
    rt.change(int(deleted), Status="deleted")
    rt.change(int(merged), MergeInto=int(edited))

    second = pulled(source(rt), first.cursor)

    assert "And then **wait** a minute." in [message.text for message in second.threads[edited].messages]
    assert {reopened, deleted, merged} <= second.gone
    assert not {reopened, deleted, merged} & set(second.threads)


def test_a_run_that_was_stopped_is_taken_up(rt: RequestTracker, monkeypatch: pytest.MonkeyPatch) -> None:
    """With pages of two tickets, and stopped after each: in the end everything was given."""
    monkeypatch.setattr("deskbook.sources.request_tracker._PAGE", 2)
    monkeypatch.setattr("deskbook.sources.request_tracker._FEW", 1)
    wanted = {answered(rt, f"Stopped {number}") for number in range(3)}
    whole = pulled(source(rt))
    assert wanted <= set(whole.threads)

    cursor, found = "", set()
    for _ in range(len(whole.threads) + len(whole.gone)):
        for one in source(rt).threads_since(cursor):
            if hasattr(one, "thread"):
                found.add(one.thread.id)
            if getattr(one, "cursor", ""):
                cursor = one.cursor  # type: ignore[union-attr]
                break

    assert found == set(whole.threads)


@pytest.mark.parametrize("public", [False, True])
def test_a_ticket_is_told_once(rt: RequestTracker, public: bool) -> None:
    """The note, a link and a tag; a second time changes nothing, nor does deskbook read its own words; the ticket stays resolved."""
    id_ = answered(rt, "Told", CustomFields={"Tags": ["keep"]})
    before = pulled(source(rt)).threads[id_]
    told = note("ab1" if public else "ab2", public=public)

    receipt = source(rt).publish(id_, told)

    assert source(rt).publish(id_, told) == receipt
    shown = rt.call("GET", f"/ticket/{id_}")
    assert shown["Status"] == "resolved"
    assert [link["_url"] for link in shown["_hyperlinks"] if link["ref"] == "refers-to"] == [told.link]
    (said,) = [one for one in rt.call("GET", f"/ticket/{id_}/history?fields=Type")["items"] if one["id"] == receipt]
    assert said["Type"] == ("Correspond" if public else "Comment")
    after = pulled(source(rt)).threads[id_]
    assert after.messages == before.messages
    assert after.updated == before.updated
    assert set(after.tags) == {"keep", "documented"}


def test_it_is_taken_back_once(rt: RequestTracker) -> None:
    """Link and tag go, other tags stay, and a second note says that the first no longer holds."""
    id_ = answered(rt, "Taken back", CustomFields={"Tags": ["keep"]})
    told = note("cd3")
    receipt = source(rt).publish(id_, told)

    for _ in range(2):
        source(rt).retract(id_, told, receipt)

    shown = rt.call("GET", f"/ticket/{id_}")
    assert not [link for link in shown["_hyperlinks"] if link["ref"] == "refers-to"]
    assert [field["values"] for field in shown["CustomFields"] if field["name"] == "Tags"] == [["keep"]]
    parts = rt.call("GET", f"/ticket/{id_}/attachments?fields=Content&per_page=100")["items"]
    assert [told.marker in part["Content"] for part in parts].count(True) == 2
    assert len(pulled(source(rt)).threads[id_].messages) == 3


def test_who_may_not_write_is_told(rt: RequestTracker) -> None:
    """The message names the ticket, and says what to do."""
    id_ = answered(rt, "Not allowed")

    with pytest.raises(PublishError) as caught:
        source(rt, publish_token_env=rt.reader).publish(id_, note("ef4"))

    assert caught.value.where == f"desk:{id_}"
    assert rt.reader not in str(caught.value)


def test_a_ticket_that_is_not_there_cannot_be_told(rt: RequestTracker) -> None:
    """It is a problem of this ticket alone."""
    with pytest.raises(PublishError):
        source(rt).publish("99999", note("ef5"))


def test_a_wrong_token_is_named(rt: RequestTracker) -> None:
    """Not by its value."""
    with pytest.raises(SourceError, match="refuses the token") as caught:
        pulled(source(rt, token_env="1-1-wrong"))

    assert "1-1-wrong" not in f"{caught.value.what} {caught.value.where} {caught.value.cure}"
