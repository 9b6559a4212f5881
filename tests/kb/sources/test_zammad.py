"""A live Zammad, with and without Elasticsearch, in good and bad order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk_server import DeskServer, Fault, desk_server
from deskbook.errors import SourceError
from deskbook.model import Audience, Given, Incoming, Role
from desks.zammad import NOTE, TICKETS, TOKEN, Server, filled, source
from giving import cursor_of, gone, ids


@pytest.fixture(name="zammad")
def _zammad() -> Server:
    return filled()


@pytest.fixture
def desk(zammad: Server) -> Iterator[DeskServer]:
    """The server on the net."""
    with desk_server(zammad.answer) as server:
        yield server


def read(desk: DeskServer, cursor: str = "", **options: object) -> list[Given]:
    """What it gives."""
    return list(source(desk, **options).threads_since(cursor))


def test_a_closed_ticket_is_read_whole(desk: DeskServer) -> None:
    """With all of its articles, by whom in which role, and what only the team may read; what the state means, Zammad says."""
    given = read(desk)

    (first, *_) = (one for one in given if isinstance(one, Incoming))
    thread = first.thread
    assert ids(given) == ["1", "2", "3"]
    assert [(m.author, m.role, m.internal, m.text) for m in thread.messages] == [
        ("Ada Lovelace", Role.CUSTOMER, False, "It **broke**"),
        ("Bo Agent via Help", Role.AGENT, False, "Turn it"),
        ("Bo Agent", Role.AGENT, True, "old model"),
        ("bo@acme.example", Role.SYSTEM, False, "Closed by a rule"),
    ]
    assert (thread.title, thread.group, thread.resolved, thread.tags) == ("Lid 1", "Hardware", True, ("lid",))
    assert (thread.audience, thread.url) == (Audience.INTERNAL, f"{desk.address}/#ticket/zoom/1")
    assert {"Ada Lovelace", "ada@x.example", "bo@acme.example", "help@acme.example"} <= set(first.people)
    assert first.asker == "100"
    assert desk.asked[0].headers["authorization"] == f"Token token={TOKEN}"


def test_what_does_not_say_that_it_is_public_is_internal(desk: DeskServer, zammad: Server) -> None:
    """And plain text is no HTML."""
    zammad.articles[1][1] |= {"internal": None, "content_type": "text/plain", "body": "a <b> c"}

    (first, *_) = (one for one in read(desk) if isinstance(one, Incoming))

    assert first.thread.messages[1].internal
    assert first.thread.messages[1].text == "a &lt;b> c"


@pytest.mark.parametrize("search", ["good", "none", "deaf"])
def test_only_what_changed_is_read_again(desk: DeskServer, zammad: Server, search: str) -> None:
    """Also where the search finds nothing, or everything, for want of Elasticsearch."""
    zammad.search = search
    cursor = cursor_of(read(desk))
    desk.asked.clear()
    zammad.change(2)

    given = read(desk, cursor)

    assert (ids(given), gone(given)) == (["2"], ["4"])
    assert (TICKETS in desk.paths()) == (search != "good")


@pytest.mark.parametrize("search", ["good", "none"])
def test_many_tickets_are_all_read(desk: DeskServer, zammad: Server, search: str) -> None:
    """Lists give a hundred at a time."""
    zammad.search = search
    for key in range(5, 230):
        zammad.add(key, state="open")
    zammad.add(230)

    given = read(desk)

    assert ids(given) == ["1", "2", "3", "230"]
    assert len(set(gone(given))) == 226


@pytest.mark.parametrize("state", ["open", "merged"])
def test_what_is_no_longer_closed_is_gone(desk: DeskServer, zammad: Server, state: str) -> None:
    """Because it was opened again, or went into another ticket."""
    cursor = cursor_of(read(desk))
    zammad.change(2, state=state)

    assert "2" in gone(read(desk, cursor))


def test_a_ticket_is_marked_by_tag_field_or_status(desk: DeskServer, zammad: Server) -> None:
    """A status that marks counts as resolved."""
    zammad.tags[1].append("document-me")
    zammad.tickets[2]["write_up"] = True
    zammad.tickets[4]["state"] = "hold"

    given = read(desk, marked_fields={"write_up": "yes"}, marked_statuses=["hold"])

    assert [one.thread.id for one in given if isinstance(one, Incoming) and one.thread.marked] == ["1", "2", "4"]


def test_who_may_not_ask_what_states_mean_goes_by_their_names(desk: DeskServer, zammad: Server) -> None:
    """As they are called at first."""
    zammad.tickets[2]["state"] = "closed"
    desk.faults.append(Fault("/api/v1/ticket_states", 403))

    assert ids(read(desk)) == ["2"]


def test_lists_that_are_null_are_damage(desk: DeskServer) -> None:
    """Three tickets in a row end the run."""
    desk.faults.append(Fault("/api/v1/tags", "null", times=99))

    with pytest.raises(SourceError, match="'tags'"):
        read(desk)


def test_a_note_is_no_mail(desk: DeskServer, zammad: Server) -> None:
    """Tags of people stay."""
    source(desk).publish("2", NOTE)

    assert zammad.articles[2][-1]["type"] == "note"
    assert zammad.tags[2] == ["lid", "documented"]


def test_a_note_that_cannot_be_deleted_is_taken_back_by_another(desk: DeskServer, zammad: Server) -> None:
    """Once."""
    zammad.may_delete = False
    receipt = source(desk).publish("2", NOTE)

    for _ in range(2):
        source(desk).retract("2", NOTE, receipt)

    assert ["no longer" in article["body"] for article in zammad.articles[2][4:]] == [False, True]
    assert all(article["internal"] for article in zammad.articles[2][4:])
