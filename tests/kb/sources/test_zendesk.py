"""A live Zendesk, in good and bad order."""

from __future__ import annotations

from base64 import b64encode
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
from deskbook.model import Audience, Damage, Given, Gone, Incoming, Note, Reached, Role, marker
from deskbook.sources.zendesk import Zendesk
from deskbook.stages.collect import Collected, Origin, collect
from deskbook.store import Store
from deskbook.text.redact import Policy

TOKEN = "agent@acme.example/token:s3cr3t-0f-n0b0dy"
EXPORT = "/api/v2/incremental/tickets/cursor.json"
NOTE = Note(
    f"See https://help.example/lid/ {marker('0123456789abcdef')}",
    "https://help.example/lid/",
    marker("0123456789abcdef"),
)
USERS = [
    {"id": 100, "name": "Ada Lovelace", "email": "ada@x.example", "role": "end-user"},
    {"id": 200, "name": "Bo Agent", "email": "bo@acme.example", "role": "agent"},
]


@dataclass
class Account:
    """Tickets 1, 2, 3, each changed a minute after the one before. Pages have two, however many are asked for."""

    tickets: dict[int, dict[str, Any]] = field(default_factory=dict)
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    clock: int = 0
    page: int = 2

    def add(self, key: int, **values: object) -> None:
        """A solved ticket with a question, an answer and an internal note."""
        self.tickets[key] = {
            "id": key, "subject": f"Lid {key}", "status": "solved", "requester_id": 100, "assignee_id": 200, "group_id": 5,
            "tags": ["lid"], "created_at": "2026-01-01T00:00:00Z", "custom_fields": [{"id": 9, "value": False}], **values,
        }  # fmt: skip
        self.comments[key] = [
            {
                "id": key * 10,
                "author_id": 100,
                "public": True,
                "html_body": "<p>It <b>broke</b></p>",
                "created_at": at(0),
            },
            {"id": key * 10 + 1, "author_id": 200, "public": True, "plain_body": "Turn it", "created_at": at(1)},
            {"id": key * 10 + 2, "author_id": 200, "public": False, "plain_body": "old model", "created_at": at(2)},
        ]
        self.change(key)

    def change(self, key: int, **values: object) -> None:
        """Something happens to a ticket."""
        self.clock += 1
        self.tickets[key] |= {"updated_at": at(60 * self.clock), "moved": self.clock, **values}

    def answer(self, asked: Asked) -> Reply | None:
        """What Zendesk answers."""
        if asked.path == EXPORT:
            return self._export(asked)
        if asked.path == "/api/v2/ticket_fields.json":
            return Reply({"ticket_fields": [{"id": 9, "title": "Write up"}]})
        key, _, rest = asked.path.removeprefix("/api/v2/tickets/").partition("/")
        number = int(key.removesuffix(".json"))
        if number not in self.tickets:
            return None
        if rest == "comments.json":
            return self._comments(number, asked)
        if self.tickets[number]["status"] == "closed":
            return Reply({"error": "RecordInvalid"}, 422)
        ticket = self.tickets[number]
        if rest == "tags.json":
            named = set(asked.body["tags"])
            kept = [tag for tag in ticket["tags"] if tag not in named]
            self.change(number, tags=kept if asked.method == "DELETE" else [*kept, *sorted(named)])
        else:
            said = asked.body["ticket"]["comment"]
            self.change(number)
            new = {
                "id": 900 + self.clock,
                "author_id": 200,
                "public": said.get("public", True),
                "plain_body": said["body"],
            }
            self.comments[number].append({**new, "created_at": at(60 * self.clock)})
        return Reply({"ticket": ticket})

    def _export(self, asked: Asked) -> Reply:
        since = int(asked.query.get("cursor", "c0")[1:])
        moved = sorted((one for one in self.tickets.values() if one["moved"] > since), key=lambda one: one["moved"])
        some = moved[: self.page]
        last = some[-1]["moved"] if some else since
        value = {"tickets": some, "users": USERS, "groups": [{"id": 5, "name": "Hardware"}], "after_cursor": f"c{last}"}
        return Reply({**value, "end_of_stream": len(moved) <= self.page})

    def _comments(self, number: int, asked: Asked) -> Reply:
        first = int(asked.query.get("page[after]", "0"))
        some = self.comments[number][first : first + self.page]
        more = first + self.page < len(self.comments[number])
        return Reply(
            {"comments": some, "users": USERS, "meta": {"has_more": more, "after_cursor": str(first + self.page)}}
        )


def at(seconds: int) -> str:
    """So many seconds after the new year of 2026."""
    return (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited for, in seconds."""
    waited: list[float] = []
    monkeypatch.setattr(http, "sleep", waited.append)
    return waited


@pytest.fixture
def account() -> Account:
    """Three solved tickets and one that is open."""
    account = Account()
    for key in (1, 2, 3):
        account.add(key)
    account.add(4, status="open")
    return account


@pytest.fixture
def desk(account: Account) -> Iterator[DeskServer]:
    """The account on the net."""
    with desk_server(account.answer) as server:
        yield server


def source(desk: DeskServer, **options: object) -> Zendesk:
    """A source that reads it."""
    return Zendesk("desk", Path(), {"url": desk.address, "token_env": TOKEN, "pace": 1000, **options})


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
    return next((one.cursor for one in reversed(given) if isinstance(one, Reached)), "")


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


def test_a_run_without_news_is_one_request(desk: DeskServer) -> None:
    """The cursor says where the last one ended."""
    cursor = cursor_of(read(desk))
    desk.asked.clear()

    assert read(desk, cursor) == []
    assert desk.paths() == [EXPORT]


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


@pytest.mark.parametrize("path", [EXPORT, "/api/v2/tickets/2/comments.json"])
@pytest.mark.parametrize("kind", [500, 503, "truncated", "html", "closed"])
def test_a_passing_fault_costs_nothing(desk: DeskServer, path: str, kind: int | str) -> None:
    """Nothing is skipped, nothing comes twice."""
    desk.faults.append(Fault(path, kind, times=2))

    given = read(desk)

    assert ids(given) == ["1", "2", "3"]
    assert not [one for one in given if isinstance(one, Damage)]


def test_who_is_told_to_wait_waits(desk: DeskServer, pauses: list[float]) -> None:
    """As long as Zendesk says."""
    desk.faults.append(Fault(EXPORT, 429, headers={"Retry-After": "57"}))

    assert ids(read(desk)) == ["1", "2", "3"]
    assert 57 in pauses


def test_a_ticket_that_cannot_be_read_keeps_the_place(desk: DeskServer) -> None:
    """The others are read; the next run begins before it."""
    desk.faults.append(Fault("/api/v2/tickets/2/comments.json", "null"))

    given = read(desk)
    again = read(desk, cursor_of(given))

    (damage,) = (one for one in given if isinstance(one, Damage))
    assert "ticket 2" in damage.what
    assert (ids(given), cursor_of(given)) == (["1", "3"], "")
    assert ids(again) == ["1", "2", "3"]


def test_a_broken_record_costs_one_ticket(desk: DeskServer, account: Account) -> None:
    """A ticket without a status is not taken for an open one."""
    account.change(2, status=None)

    given = read(desk)

    assert ids(given) == ["1", "3"]
    assert ["no status" in one.what for one in given if isinstance(one, Damage)] == [True]


def test_three_failures_in_a_row_end_the_run(desk: DeskServer) -> None:
    """Then it is not the tickets that are broken."""
    desk.faults.append(Fault("/api/v2/tickets/", 500, times=99))

    with pytest.raises(SourceError, match="Zendesk cannot be read"):
        read(desk)

    assert desk.asked[-1].path == "/api/v2/tickets/3/comments.json"


def test_a_ticket_that_vanishes_is_gone(desk: DeskServer) -> None:
    """Between the list and its comments."""
    desk.faults.append(Fault("/api/v2/tickets/2/comments.json", 404))

    given = read(desk)

    assert (ids(given), "2" in gone(given)) == (["1", "3"], True)


@pytest.mark.parametrize(
    ("kind", "cure"),
    [(401, "expired"), (403, "OAuth token"), (404, "mend `url`"), ("null", "in a browser"), (500, "again later")],
)
def test_a_problem_says_how_to_mend_it_and_not_the_token(desk: DeskServer, kind: int | str, cure: str) -> None:
    """Whatever is wrong with the list."""
    desk.faults.append(Fault(EXPORT, kind, times=99))

    with pytest.raises(SourceError) as error:
        read(desk)

    assert cure in (error.value.cure or "")
    assert "s3cr3t" not in f"{error.value.what} {error.value.where} {error.value.cure}"


def test_an_export_that_leads_nowhere_is_refused(desk: DeskServer) -> None:
    """It would be read for ever."""
    desk.answer = lambda asked: Reply({"tickets": [], "after_cursor": None, "end_of_stream": False})

    with pytest.raises(SourceError, match="no page after this one"):
        read(desk)


@pytest.mark.parametrize("stop", range(1, 7))
def test_a_run_that_was_stopped_is_taken_up(desk: DeskServer, stop: int) -> None:
    """Whatever was given last: nothing is lost, and at most a page is read twice."""
    entries = source(desk).threads()
    first = [one for one, _ in zip(entries, range(stop), strict=False)]
    entries.close()  # type: ignore[attr-defined]

    second = read(desk, cursor_of(first))

    assert sorted({*ids(first), *ids(second)}) == ["1", "2", "3"]
    assert len(ids(second)) == len(set(ids(second)))


def test_a_note_is_internal_and_put_once(desk: DeskServer, account: Account) -> None:
    """Zendesk would make it public."""
    receipt = source(desk).publish("2", NOTE)

    (told,) = (one for one in account.comments[2] if NOTE.marker in one.get("plain_body", ""))
    assert (told["public"], str(told["id"])) == (False, receipt)
    assert source(desk).publish("2", NOTE) == receipt
    assert len(account.comments[2]) == 4


def test_a_tag_is_added_and_taken_away_alone(desk: DeskServer, account: Account) -> None:
    """Those of people stay."""
    note = Note(NOTE.text, NOTE.link, NOTE.marker, tag="documented")
    desk_source = source(desk)

    receipt = desk_source.publish("2", note)
    assert account.tickets[2]["tags"] == ["lid", "documented"]

    for _ in range(2):
        desk_source.retract("2", note, receipt)
    assert account.tickets[2]["tags"] == ["lid"]
    assert [one["public"] for one in account.comments[2][3:]] == [False, False]
    assert "no longer" in account.comments[2][4]["plain_body"]


def test_a_run_that_died_after_the_note_adds_none(desk: DeskServer, account: Account) -> None:
    """The answer never came; the next run finds the note, and the tag follows."""
    desk.faults.append(Fault("/api/v2/tickets/2.json", 500, done=True))

    with pytest.raises(SourceError):
        source(desk).publish("2", NOTE)
    source(desk).publish("2", NOTE)

    assert len(account.comments[2]) == 4


@pytest.mark.parametrize("key", ["1", "77"])
def test_a_ticket_that_cannot_be_told_is_named(desk: DeskServer, account: Account, key: str) -> None:
    """One that is closed for good, and one that is not there."""
    account.change(1, status="closed")

    with pytest.raises(PublishError) as error:
        source(desk).publish(key, NOTE)

    assert error.value.where == f"desk:{key}"


def collected(store: Store, desk: DeskServer, *, again: bool = False) -> Collected:
    """One run into a store."""
    origin = Origin("desk", source(desk))
    return collect([origin], store, Policy(asker_key=store.asker_key()), Quiet(), again=again).sources[0]


def test_our_own_note_is_no_news(desk: DeskServer, tmp_path: Path) -> None:
    """The ticket is read again, and is what it was."""
    with Store(tmp_path) as store:
        assert collected(store, desk).stored.new == 3
        source(desk).publish("2", NOTE)

        second = collected(store, desk)

        assert (second.stored.new, second.stored.changed, second.stored.same) == (0, 0, 1)


def test_what_was_opened_again_leaves_the_store(desk: DeskServer, account: Account, tmp_path: Path) -> None:
    """And comes back when it is solved."""
    with Store(tmp_path) as store:
        collected(store, desk)
        account.change(2, status="open")
        assert collected(store, desk).gone == 1
        assert store.keys("desk") == {"desk:1", "desk:3"}
        account.change(2, status="solved")
        assert collected(store, desk).stored.new == 1
