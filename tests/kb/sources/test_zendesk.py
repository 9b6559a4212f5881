"""A live Zendesk, in good and bad order."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_server import DeskServer, Reply, desk_server
from deskbook.cli.progress import Quiet
from deskbook.errors import PublishError, SourceError
from deskbook.model import Audience, Damage, Given, Incoming, Role
from deskbook.stages.collect import Collected, Origin, collect
from deskbook.store import Store
from deskbook.text.redact import Policy
from desks.zendesk import EXPORT, NOTE, TOKEN, Account, at, filled, source
from giving import cursor_of, gone, ids


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
    """With all of its comments, who wrote them in which role, and what only the team may read."""
    given = read(desk)

    (first, *_) = (one for one in given if isinstance(one, Incoming))
    thread = first.thread
    assert ids(given) == ["1", "2", "3"]
    assert [(m.id, m.author, m.role, m.internal, m.text) for m in thread.messages] == [
        ("10", "Ada Lovelace", Role.CUSTOMER, False, "It **broke**"),
        ("11", "Bo Agent", Role.AGENT, False, "Turn it"),
        ("12", "Bo Agent", Role.AGENT, True, "old model"),
    ]
    assert (thread.title, thread.group, thread.resolved, thread.marked) == ("Lid 1", "Hardware", True, False)
    assert (thread.audience, thread.url) == (Audience.INTERNAL, f"{desk.address}/agent/tickets/1")
    assert {"Ada Lovelace", "ada@x.example", "Bo Agent", "bo@acme.example"} <= set(first.people)
    assert first.asker == "100"


def test_an_api_token_is_shown_with_its_user_and_an_oauth_token_alone(desk: DeskServer) -> None:
    """As Zendesk wants either."""
    read(desk)
    read(desk, token_env="oauth")

    shown = {one.headers["authorization"] for one in desk.asked}
    assert shown == {f"Basic {b64encode(TOKEN.encode()).decode()}", "Bearer oauth"}


def test_only_what_changed_is_read_again(desk: DeskServer, account: Account) -> None:
    """One ticket, with all of its comments."""
    cursor = cursor_of(read(desk))
    account.comments[2].append(
        {"id": 29, "author_id": 100, "public": True, "plain_body": "Thanks", "created_at": at(99)}
    )
    account.change(2)

    (one, _) = read(desk, cursor)

    assert isinstance(one, Incoming)
    assert [message.text for message in one.thread.messages] == ["It **broke**", "Turn it", "old model", "Thanks"]


@pytest.mark.parametrize("change", [{"status": "open"}, {"status": "deleted"}, {"tags": ["closed_by_merge"]}])
def test_what_is_no_longer_resolved_is_gone(desk: DeskServer, account: Account, change: dict[str, object]) -> None:
    """Because it was opened again, deleted, or went into another ticket."""
    cursor = cursor_of(read(desk))
    account.change(2, **change)

    given = read(desk, cursor)

    assert (ids(given), gone(given)) == ([], ["2"])


def test_a_ticket_is_marked_by_tag_field_or_status(desk: DeskServer, account: Account) -> None:
    """A status that marks counts as resolved; a field is called as people call it, or by its number."""
    account.change(1, tags=["document-me"])
    account.change(2, custom_fields=[{"id": 9, "value": True}])
    account.change(4, status="hold")

    for name in ("Write up", "9"):
        given = read(desk, marked_fields={name: "yes"}, marked_statuses=["hold"])
        marked = [one.thread.id for one in given if isinstance(one, Incoming) and one.thread.marked]
        assert marked == ["1", "2", "4"]
        assert all(one.thread.resolved for one in given if isinstance(one, Incoming))


def test_the_export_is_asked_ten_times_a_minute(desk: DeskServer, pauses: list[float]) -> None:
    """However fast the other requests may come."""
    read(desk)

    assert len([pause for pause in pauses if 5 < pause <= 6]) == desk.paths().count(EXPORT) - 1 == 1


def test_a_broken_record_costs_one_ticket(desk: DeskServer, account: Account) -> None:
    """A ticket without a status is not taken for an open one."""
    account.change(2, status=None)

    given = read(desk)

    assert ids(given) == ["1", "3"]
    assert ["no status" in one.what for one in given if isinstance(one, Damage)] == [True]


def test_an_export_that_leads_nowhere_is_refused(desk: DeskServer) -> None:
    """It would be read for ever."""
    desk.answer = lambda asked: Reply({"tickets": [], "after_cursor": None, "end_of_stream": False})

    with pytest.raises(SourceError, match="no page after this one"):
        read(desk)


def test_a_ticket_that_is_closed_for_good_is_named(desk: DeskServer, account: Account) -> None:
    """Zendesk takes nothing more there."""
    account.change(1, status="closed")

    with pytest.raises(PublishError) as error:
        source(desk).publish("1", NOTE)

    assert error.value.where == "desk:1"


def collected(store: Store, desk: DeskServer, *, again: bool = False) -> Collected:
    """One run into a store."""
    origin = Origin("desk", source(desk))
    return collect([origin], store, Policy(asker_key=store.asker_key()), Quiet(), again=again).sources[0]


def test_what_was_opened_again_leaves_the_store(desk: DeskServer, account: Account, tmp_path: Path) -> None:
    """And comes back when it is solved."""
    with Store(tmp_path) as store:
        collected(store, desk)
        account.change(2, status="open")
        assert collected(store, desk).gone == 1
        assert store.keys("desk") == {"desk:1", "desk:3"}
        account.change(2, status="solved")
        assert collected(store, desk).stored.new == 1
