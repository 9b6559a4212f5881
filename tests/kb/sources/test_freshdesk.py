"""A live Freshdesk, in good and bad order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk_server import DeskServer, Fault, desk_server
from deskbook.model import Audience, Given, Incoming, Role
from deskbook.sources import freshdesk
from desks.freshdesk import Account, Today, at, filled, source
from giving import cursor_of, gone, ids


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshdesk, "datetime", Today)


@pytest.fixture(name="account")
def _account() -> Account:
    return filled()


@pytest.fixture
def desk(account: Account) -> Iterator[DeskServer]:
    """The account on the net."""
    with desk_server(account.answer) as server:
        yield server


def read(desk: DeskServer, cursor: str = "", **options: object) -> list[Given]:
    """What it gives."""
    return list(source(desk, **options).threads_since(cursor))


def test_a_resolved_ticket_is_read_whole(desk: DeskServer) -> None:
    """With all that was said, by whom in which role, and what only the team may read."""
    given = read(desk)

    (first, *_) = (one for one in given if isinstance(one, Incoming))
    thread = first.thread
    assert ids(given) == ["1", "2", "3", "4"]
    assert [(m.id, m.author, m.role, m.internal, m.text) for m in thread.messages] == [
        ("1-0", "Ada Lovelace", Role.CUSTOMER, False, "It **broke**"),
        ("10", "Bo Agent", Role.AGENT, False, "Turn it"),
        ("11", "Bo Agent", Role.AGENT, True, "old model"),
        ("12", "Ada Lovelace", Role.CUSTOMER, False, "Thanks"),
    ]
    assert (thread.title, thread.group, thread.resolved, thread.marked) == ("Lid 1", "Hardware", True, False)
    assert (thread.audience, thread.url) == (Audience.INTERNAL, f"{desk.address}/a/tickets/1")
    assert {"Ada Lovelace", "ada@x.example", "Bo Agent", "bo@acme.example", "di@x.example"} <= set(first.people)
    assert first.asker == "100"


def test_what_does_not_say_that_it_is_public_is_internal(desk: DeskServer, account: Account) -> None:
    """A note without a flag may be anything."""
    del account.said[1][0]["private"]

    (first, *_) = (one for one in read(desk) if isinstance(one, Incoming))

    assert first.thread.messages[1].internal


def test_only_what_changed_is_read_again(desk: DeskServer, account: Account) -> None:
    """And the last one: another may have changed in the same second."""
    cursor = cursor_of(read(desk))
    account.change(2)

    given = read(desk, cursor)

    assert (ids(given), gone(given)) == (["2"], ["5"])


def test_a_run_without_news_asks_three_lists(desk: DeskServer) -> None:
    """What changed, what was deleted and what is spam: the last ticket is open, so nothing else."""
    cursor = cursor_of(read(desk))
    desk.asked.clear()

    read(desk, cursor)

    assert desk.paths() == ["/api/v2/tickets"] * 3
    assert [one.query.get("filter") for one in desk.asked] == ["deleted", "spam", None]


def test_pages_are_asked_for_by_time(desk: DeskServer) -> None:
    """A list that moves while it is read loses nothing, and 300 pages are no end."""
    read(desk)

    assert {one.query["page"] for one in desk.asked if one.path == "/api/v2/tickets"} == {"1"}


def test_many_changes_in_one_second_are_all_read(desk: DeskServer, account: Account) -> None:
    """Then time does not help, and pages are counted."""
    for ticket in account.tickets.values():
        ticket["updated_at"] = at(9000)

    assert sorted(ids(read(desk))) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("where", ["deleted", "spam"])
def test_what_was_thrown_away_is_gone(desk: DeskServer, account: Account, where: str) -> None:
    """The usual list no longer shows it."""
    cursor = cursor_of(read(desk))
    account.elsewhere[2] = where
    account.change(2)

    given = read(desk, cursor)

    assert "2" in gone(given)
    assert ids(given) == []


def test_what_was_opened_again_is_gone(desk: DeskServer, account: Account) -> None:
    """It is no longer resolved."""
    cursor = cursor_of(read(desk))
    account.change(2, status=2)

    assert "2" in gone(read(desk, cursor))


def test_a_ticket_is_marked_by_tag_field_or_status(desk: DeskServer, account: Account) -> None:
    """A status of the team's own is called by its number."""
    account.change(1, tags=["document-me"])
    account.change(2, custom_fields={"cf_write_up": True})
    account.change(5, status=11)

    given = read(desk, marked_fields={"cf_write_up": "yes"}, marked_statuses=["11"])

    assert [one.thread.id for one in given if isinstance(one, Incoming) and one.thread.marked] == ["1", "2", "5"]


def test_who_may_not_list_agents_reads_all_the_same(desk: DeskServer) -> None:
    """Their names are not known then."""
    desk.faults.append(Fault("/api/v2/agents", 403))

    (first, *_) = (one for one in read(desk) if isinstance(one, Incoming))

    assert [message.author for message in first.thread.messages] == ["Ada Lovelace", "agent", "agent", "Ada Lovelace"]
