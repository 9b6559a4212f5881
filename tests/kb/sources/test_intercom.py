"""A live Intercom, in good and bad order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk_server import Asked, DeskServer, Fault, desk_server
from deskbook.errors import SourceError
from deskbook.model import Audience, Damage, Given, Gone, Incoming, Reached, Role
from desks.intercom import Account, filled, source
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
    """With who said what, and to whom; what is not surely public is internal."""
    one = next(one for one in read(desk) if isinstance(one, Incoming))

    assert [(message.text, message.role, message.internal) for message in one.thread.messages] == [
        ("It **broke**", Role.CUSTOMER, False),
        ("Turn it", Role.AGENT, False),
        ("old model", Role.AGENT, True),
        ("who knows", Role.AGENT, True),
    ]
    assert one.thread.audience is Audience.INTERNAL
    assert one.thread.resolved
    assert one.thread.group == "Hardware"
    assert one.thread.url == "https://app.intercom.com/a/inbox/abc/inbox/conversation/1"
    assert {"Ada Lovelace", "user@x.example", "Bo Agent"} <= set(one.people)
    assert one.asker == "user"


def test_all_pages_are_read_and_a_second_run_asks_little(desk: DeskServer) -> None:
    """Its last conversation is looked at again, as the clock has whole seconds."""
    first = read(desk)
    desk.asked.clear()

    assert ids(first) == ["1", "2", "3", "4", "5"]
    assert ids(read(desk, cursor_of(first))) == ["5"]
    assert len([one for one in desk.asked if one.path.startswith("/conversations")]) == 2
    assert all(one.headers["intercom-version"] == "2.11" for one in desk.asked)


def test_what_was_opened_again_or_deleted_is_gone(desk: DeskServer, account: Account) -> None:
    """Until it is closed again."""
    cursor = cursor_of(read(desk))
    account.change(2, state="open")
    account.change(3, state="snoozed")

    given = read(desk, cursor)

    assert {one.id for one in given if isinstance(one, Gone)} == {"2", "3"}


def test_a_tag_or_an_attribute_marks(desk: DeskServer, account: Account) -> None:
    """As the options say."""
    account.change(1, custom_attributes={"Write up": "yes"})

    given = read(desk, marked_fields={"Write up": "yes"}, marked_tags=[])

    assert [one.thread.id for one in given if isinstance(one, Incoming) and one.thread.marked] == ["1"]


def test_a_filter_that_is_ignored_is_seen(desk: DeskServer, account: Account) -> None:
    """Else all would be read each time."""
    cursor = cursor_of(read(desk))
    everything = account.answer(
        Asked("POST", "/conversations/search", {}, {}, {"query": {"value": 0}, "pagination": {}}, {})
    )
    assert everything is not None
    desk.faults.append(Fault("/conversations/search", 200, value=everything.value))

    with pytest.raises(SourceError, match="before the time"):
        read(desk, cursor)


def test_messages_that_are_not_given_are_named(desk: DeskServer, account: Account) -> None:
    """Intercom gives 500 at most; the conversation is kept as far as it goes."""
    account.conversations["1"]["conversation_parts"]["total_count"] = 600

    given = read(desk)

    assert "596 of its messages" in next(one.what for one in given if isinstance(one, Damage))
    assert ids(given) == ["1", "2", "3", "4", "5"]
    assert cursor_of(given)


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

    assert ids(taken)[-1] == ids(rest)[0]
    assert [*ids(taken), *ids(rest)[1:]] == [str(key) for key in range(1, 50)]
