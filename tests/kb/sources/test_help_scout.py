"""A live Help Scout, in good and bad order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk_server import DeskServer, desk_server
from deskbook.model import Audience, Given, Gone, Incoming, Reached, Role
from desks.help_scout import Account, filled, source
from giving import cursor_of, ids


@pytest.fixture(name="account")
def _account() -> Account:
    return filled()


@pytest.fixture
def desk(account: Account) -> Iterator[DeskServer]:
    """The server of the account."""
    with desk_server(account.answer) as server:
        yield server


def read(desk: DeskServer, cursor: str = "", **options: object) -> list[Given]:
    """What it gives."""
    return list(source(desk, **options).threads_since(cursor))


def test_a_conversation_comes_whole(desk: DeskServer) -> None:
    """With who said what, and to whom."""
    one = next(one for one in read(desk) if isinstance(one, Incoming))

    assert [(message.text, message.role, message.internal) for message in one.thread.messages] == [
        ("It **broke**", Role.CUSTOMER, False),
        ("Turn it", Role.AGENT, False),
        ("old model", Role.AGENT, True),
    ]
    assert one.thread.audience is Audience.INTERNAL
    assert one.thread.tags == ("lid",)
    assert {"Ada Lovelace", "ada@x.example", "Bo Agent", "bo@acme.example"} <= set(one.people)
    assert one.asker == "100"


def test_all_pages_are_read_and_a_second_run_asks_little(desk: DeskServer) -> None:
    """Its last conversation is looked at again, as the clock has whole seconds."""
    first = read(desk)
    desk.asked.clear()

    assert ids(first) == ["1", "2", "3", "4", "5"]
    assert ids(read(desk, cursor_of(first))) == ["5"]
    assert len(desk.asked) == 3


def test_what_is_no_longer_closed_is_gone(desk: DeskServer, account: Account) -> None:
    """Opened again, spam or deleted."""
    cursor = cursor_of(read(desk))
    account.change(2, status="active")
    account.change(3, status="spam")
    account.change(4, state="deleted")

    assert [one.id for one in read(desk, cursor) if isinstance(one, Gone)] == ["2", "3", "4"]


def test_a_run_that_was_stopped_goes_on(desk: DeskServer, account: Account) -> None:
    """From its last step."""
    for key in range(6, 50):
        account.add(key)
    taken: list[Given] = []
    for one in source(desk).threads_since(""):
        taken.append(one)
        if isinstance(one, Reached):
            break

    rest = read(desk, cursor_of(taken))

    assert [*ids(taken), *ids(rest)[1:]] == [str(key) for key in range(1, 50)]


def _thread(given: list[Given], key: str) -> Incoming:
    return next(one for one in given if isinstance(one, Incoming) and one.thread.id == key)
