"""A live Freshdesk, in good and bad order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk_server import Asked, DeskServer, Fault, Reply, desk_server
from deskbook import http
from deskbook.cli.progress import Quiet
from deskbook.errors import PublishError, SourceError
from deskbook.model import Audience, Damage, Given, Gone, Incoming, Note, Role, marker
from deskbook.sources import freshdesk
from deskbook.sources.freshdesk import Freshdesk
from deskbook.stages.collect import Origin, collect
from deskbook.store import Store
from deskbook.text.redact import Policy

TOKEN = "s3cr3t-0f-n0b0dy"
MARK = marker("0123456789abcdef")
NOTE = Note(f"See https://help.example/a?b&c {MARK}", "https://help.example/a?b&c", MARK, tag="documented")
ADA = {"id": 100, "name": "Ada Lovelace", "email": "ada@x.example"}

STAFF: dict[str, list[dict[str, Any]]] = {
    "/api/v2/agents": [{"id": 200, "contact": {"name": "Bo Agent", "email": "bo@acme.example"}}],
    "/api/v2/groups": [{"id": 5, "name": "Hardware"}],
}


@dataclass
class Account:
    """Tickets, each changed an hour after the one before. Pages have two tickets."""

    tickets: dict[int, dict[str, Any]] = field(default_factory=dict)
    said: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    elsewhere: dict[int, str] = field(default_factory=dict)
    clock: int = 0

    def add(self, key: int, **values: object) -> None:
        """A resolved ticket with a question, an answer and a private note."""
        self.tickets[key] = {
            "id": key, "subject": f"Lid {key}", "description": "<div>It <b>broke</b></div>", "status": 4, "requester_id": 100,
            "responder_id": 200, "group_id": 5, "tags": ["lid"], "created_at": at(0), "requester": ADA,
            "cc_emails": ["di@x.example"], "custom_fields": {"cf_write_up": False, "cf_os": None}, **values,
        }  # fmt: skip
        self.said[key] = [
            {"id": key * 10, "user_id": 200, "body": "<div>Turn it</div>", "private": False, "created_at": at(1)},
            {"id": key * 10 + 1, "user_id": 200, "body": "<div>old model</div>", "private": True, "created_at": at(2)},
            {"id": key * 10 + 2, "user_id": 100, "incoming": True, "body_text": "Thanks", "created_at": at(3)},
        ]
        self.said[key][2]["private"] = False
        self.change(key)

    def change(self, key: int, **values: object) -> None:
        """Something happens to a ticket."""
        self.clock += 1
        self.tickets[key] |= {"updated_at": at(3600 * self.clock), **values}

    def answer(self, asked: Asked) -> Reply | None:
        """What Freshdesk answers."""
        if asked.path == "/api/v2/tickets":
            return self._listed(asked)
        if asked.path in STAFF:
            return Reply(STAFF[asked.path])
        if asked.path.startswith("/api/v2/conversations/"):
            return self._deleted(int(asked.path.rpartition("/")[2]))
        key, _, rest = asked.path.removeprefix("/api/v2/tickets/").partition("/")
        if int(key) not in self.tickets:
            return None
        return self._of_ticket(int(key), rest, asked) if asked.method == "GET" else self._written(int(key), asked)

    def _of_ticket(self, number: int, rest: str, asked: Asked) -> Reply:
        if not rest:
            return Reply(self.tickets[number])
        first = 2 * (int(asked.query["page"]) - 1)
        more = {"Link": f'<{asked.path}>; rel="next"'} if first + 2 < len(self.said[number]) else {}
        return Reply(self.said[number][first : first + 2], headers=more)

    def _written(self, number: int, asked: Asked) -> Reply:
        if asked.method == "PUT":
            self.change(number, **asked.body)
            return Reply(self.tickets[number])
        self.change(number)
        new = {"id": 900 + self.clock, "user_id": 200, "created_at": at(3600 * self.clock), **asked.body}
        self.said[number].append(new)
        return Reply(new, 201)

    def _listed(self, asked: Asked) -> Reply:
        sort = asked.query.get("filter", "")
        there = [one for one in self.tickets.values() if self.elsewhere.get(one["id"], "") == sort]
        moved = sorted(
            (one for one in there if one["updated_at"] >= asked.query["updated_since"]),
            key=lambda one: one["updated_at"],
        )
        first = 2 * (int(asked.query["page"]) - 1)
        more = {"Link": '</api/v2/tickets?page=9>; rel="next"'} if first + 2 < len(moved) else {}
        return Reply(moved[first : first + 2], headers=more)

    def _deleted(self, key: int) -> Reply | None:
        for number, said in self.said.items():
            if any(one["id"] == key for one in said):
                self.said[number] = [one for one in said if one["id"] != key]
                return Reply(b"", 204)
        return None


def at(seconds: int) -> str:
    """So many seconds after the new year of 2026."""
    return (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Today(datetime):
    """Early in 2026, before any ticket of these tests changed."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        """The new year."""
        return datetime(2026, 1, 1, tzinfo=tz)


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited for, in seconds. It is the new year of 2026."""
    waited: list[float] = []
    monkeypatch.setattr(http, "sleep", waited.append)
    monkeypatch.setattr(freshdesk, "datetime", Today)
    return waited


@pytest.fixture
def account() -> Account:
    """Four resolved tickets and one that is open."""
    account = Account()
    for key in (1, 2, 3, 4):
        account.add(key)
    account.add(5, status=2)
    return account


@pytest.fixture
def desk(account: Account) -> Iterator[DeskServer]:
    """The account on the net."""
    with desk_server(account.answer) as server:
        yield server


def source(desk: DeskServer, **options: object) -> Freshdesk:
    """A source that reads it."""
    return Freshdesk("desk", Path(), {"url": desk.address, "token_env": TOKEN, "pace": 1000, **options})


def read(desk: DeskServer, cursor: str = "", **options: object) -> list[Given]:
    """What it gives."""
    return list(source(desk, **options).threads_since(cursor))


def ids(given: list[Given]) -> list[str]:
    """Of the threads among it."""
    return [one.thread.id for one in given if isinstance(one, Incoming)]


def gone(given: list[Given]) -> list[str]:
    """What is said to be gone."""
    return [one.id for one in given if isinstance(one, Gone)]


def cursor_of(given: list[Given]) -> str:
    """Where the next run goes on."""
    return next((one.cursor for one in reversed(given) if not isinstance(one, Damage) and one.cursor), "")


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


@pytest.mark.parametrize("path", ["/api/v2/tickets", "/api/v2/tickets/2/conversations"])
@pytest.mark.parametrize("kind", [500, 503, "truncated", "html", "closed"])
def test_a_passing_fault_costs_nothing(desk: DeskServer, path: str, kind: int | str) -> None:
    """Nothing is skipped, nothing comes twice."""
    desk.faults.append(Fault(path, kind, times=2))

    given = read(desk)

    assert ids(given) == ["1", "2", "3", "4"]
    assert not [one for one in given if isinstance(one, Damage)]


def test_who_is_told_to_wait_waits(desk: DeskServer, pauses: list[float]) -> None:
    """As long as Freshdesk says."""
    desk.faults.append(Fault("/api/v2/tickets", 429, headers={"Retry-After": "47"}))

    assert len(ids(read(desk))) == 4
    assert 47 in pauses


def test_a_ticket_that_cannot_be_read_keeps_the_place(desk: DeskServer) -> None:
    """The others are read; the next run begins before it."""
    desk.faults.append(Fault("/api/v2/tickets/2/conversations", 500, times=6))

    given = read(desk)
    again = read(desk, cursor_of(given))

    assert ["ticket 2" in one.what for one in given if isinstance(one, Damage)] == [True]
    assert ids(given) == ["1", "3", "4"]
    assert {"2", "3", "4"} <= set(ids(again))


def test_three_failures_in_a_row_end_the_run(desk: DeskServer) -> None:
    """Then it is not the tickets that are broken."""
    desk.faults.append(Fault("/api/v2/tickets/", 500, times=99))

    with pytest.raises(SourceError, match="Freshdesk cannot be read"):
        read(desk)


def test_a_ticket_that_vanishes_is_gone(desk: DeskServer) -> None:
    """Between the list and what was said."""
    desk.faults.append(Fault("/api/v2/tickets/2/conversations", 404))

    given = read(desk)

    assert (ids(given), "2" in gone(given)) == (["1", "3", "4"], True)


@pytest.mark.parametrize(
    ("kind", "cure"),
    [(401, "expired"), (403, "API key"), (404, "mend `url`"), ("html", "again later"), (500, "again later")],
)
def test_a_problem_says_how_to_mend_it_and_not_the_key(desk: DeskServer, kind: int | str, cure: str) -> None:
    """Whatever is wrong with the list."""
    desk.faults.append(Fault("/api/v2/tickets", kind, times=99))

    with pytest.raises(SourceError) as error:
        read(desk)

    assert cure in (error.value.cure or "")
    assert TOKEN not in f"{error.value.what} {error.value.where} {error.value.cure}"


def test_an_answer_that_is_no_list_is_refused(desk: DeskServer) -> None:
    """It is no Freshdesk, or no address of its API."""
    desk.answer = lambda asked: Reply({"tickets": None})

    with pytest.raises(SourceError, match="no list"):
        read(desk)


@pytest.mark.parametrize("stop", range(1, 8))
def test_a_run_that_was_stopped_is_taken_up(desk: DeskServer, stop: int) -> None:
    """Whatever was given last: nothing is lost."""
    entries = source(desk).threads()
    first = [one for one, _ in zip(entries, range(stop), strict=False)]
    entries.close()  # type: ignore[attr-defined]

    second = read(desk, cursor_of(first))

    assert sorted({*ids(first), *ids(second)}) == ["1", "2", "3", "4"]
    assert len(ids(second)) == len(set(ids(second)))


def test_a_note_is_private_put_once_and_taken_back(desk: DeskServer, account: Account) -> None:
    """With a link that can be followed; tags of people stay."""
    receipt = source(desk).publish("2", NOTE)

    told = account.said[2][-1]
    assert (told["private"], str(told["id"])) == (True, receipt)
    assert '<a href="https://help.example/a?b&amp;c">' in told["body"]
    assert account.tickets[2]["tags"] == ["lid", "documented"]
    assert source(desk).publish("2", NOTE) == receipt
    assert (len(account.said[2]), account.tickets[2]["tags"]) == (4, ["lid", "documented"])

    for _ in range(2):
        source(desk).retract("2", NOTE, receipt)
    assert (len(account.said[2]), account.tickets[2]["tags"]) == (3, ["lid"])


def test_a_ticket_that_cannot_be_told_is_named(desk: DeskServer) -> None:
    """It is not there any more."""
    with pytest.raises(PublishError) as error:
        source(desk).publish("77", NOTE)

    assert error.value.where == "desk:77"


def test_our_own_note_is_no_news(desk: DeskServer, tmp_path: Path) -> None:
    """The ticket is read again, and is what it was."""
    with Store(tmp_path) as store:
        policy = Policy(asker_key=store.asker_key())
        first = collect([Origin("desk", source(desk))], store, policy, Quiet()).sources[0]
        source(desk).publish("2", Note(NOTE.text, NOTE.link, NOTE.marker))

        second = collect([Origin("desk", source(desk))], store, policy, Quiet()).sources[0]

        assert first.stored.new == 4
        assert (second.stored.new, second.stored.changed, second.stored.same) == (0, 0, 1)
