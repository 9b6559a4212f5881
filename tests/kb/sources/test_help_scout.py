"""A live Help Scout, in good and bad order."""

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
from deskbook.model import Audience, Damage, Given, Gone, Incoming, Note, Reached, Role, marker
from deskbook.sources.help_scout import HelpScout
from deskbook.stages.collect import Origin, collect
from deskbook.store import Store
from deskbook.text.redact import Policy

TOKEN = "s3cr3t-0f-n0b0dy"
MARK = marker("0123456789abcdef")
NOTE = Note(f"See https://help.example/a?b&c {MARK}", "https://help.example/a?b&c", MARK, tag="documented")
ADA = {"id": 100, "type": "customer", "first": "Ada", "last": "Lovelace", "email": "ada@x.example"}
BO = {"id": 200, "type": "user", "first": "Bo", "last": "Agent", "email": "bo@acme.example"}


def at(seconds: int) -> str:
    """A time as Help Scout writes it."""
    return (datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Account:
    """Conversations, each changed an hour after the one before. Pages have two."""

    conversations: dict[int, dict[str, Any]] = field(default_factory=dict)
    said: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    clock: int = 0

    def add(self, key: int) -> None:
        """A closed conversation with a question, an answer, a note and something that happened."""
        self.conversations[key] = {
            "id": key, "subject": f"Lid {key}", "status": "closed", "state": "published", "createdAt": at(key),
            "primaryCustomer": ADA, "tags": [{"id": 1, "tag": "lid", "color": "#fff"}], "customFields": [],
        }  # fmt: skip
        texts = [
            ("customer", "It <b>broke</b>", ADA),
            ("message", "Turn it", BO),
            ("note", "old model", BO),
            ("lineitem", "", BO),
        ]
        self.said[key] = [
            {
                "id": key * 10 + number,
                "type": sort,
                "body": body,
                "state": "published",
                "createdAt": at(number),
                "createdBy": who,
            }
            for number, (sort, body, who) in enumerate(texts)
        ]
        self.change(key)

    def change(self, key: int, **values: object) -> None:
        """Something happens to a conversation."""
        self.clock += 1
        self.conversations[key] |= {"userUpdatedAt": at(3600 * self.clock), **values}

    def answer(self, asked: Asked) -> Reply | None:
        """What Help Scout answers."""
        if asked.path == "/v2/conversations":
            assert asked.query["status"] == "all"
            since = asked.query["modifiedSince"]
            found = [one for one in self.conversations.values() if one["userUpdatedAt"] >= since]
            return self._page("conversations", sorted(found, key=lambda one: str(one["createdAt"])), asked)
        key, _, rest = asked.path.removeprefix("/v2/conversations/").partition("/")
        if int(key) not in self.conversations:
            return None
        return self._of(int(key), rest, asked)

    def _of(self, key: int, rest: str, asked: Asked) -> Reply:
        if asked.method == "GET":
            return self._page("threads", self.said[key], asked) if rest else Reply(self.conversations[key])
        self.change(key)
        if rest == "tags":
            self.conversations[key]["tags"] = [
                {"id": number, "tag": tag} for number, tag in enumerate(asked.body["tags"])
            ]
            return Reply(b"", 204)
        sort = "note" if rest == "notes" else "message"
        if sort == "message":
            assert asked.body["customer"] == {"id": 100}
        new = {
            "id": 900 + self.clock,
            "type": sort,
            "body": asked.body["text"],
            "createdAt": at(3600 * self.clock),
            "createdBy": BO,
        }
        self.said[key].insert(0, new)
        return Reply(b"", 201, {"Resource-ID": str(new["id"])})

    def _page(self, name: str, values: list[dict[str, Any]], asked: Asked) -> Reply:
        number = int(asked.query["page"])
        some = values[2 * number - 2 : 2 * number]
        page = {"number": number, "size": 2, "totalPages": -(-len(values) // 2)}
        return Reply({**({"_embedded": {name: some}} if some else {}), "page": page})


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited for, in seconds."""
    waited: list[float] = []
    monkeypatch.setattr(http, "sleep", waited.append)
    return waited


@pytest.fixture
def account() -> Account:
    """Five closed conversations."""
    made = Account()
    for key in range(1, 6):
        made.add(key)
    return made


@pytest.fixture
def desk(account: Account) -> Iterator[DeskServer]:
    """The server of the account."""
    with desk_server(account.answer) as server:
        yield server


def source(desk: DeskServer, **options: object) -> HelpScout:
    """A source that reads it."""
    return HelpScout("scout", Path(), {"url": desk.address, "token_env": TOKEN, "pace": 1000, **options})


def read(desk: DeskServer, cursor: str = "", **options: object) -> list[Given]:
    """What it gives."""
    return list(source(desk, **options).threads_since(cursor))


def ids(given: list[Given]) -> list[str]:
    """Of the threads in it."""
    return [one.thread.id for one in given if isinstance(one, Incoming)]


def last_cursor(given: list[Given]) -> str:
    """Where the next run goes on."""
    return next((one.cursor for one in reversed(given) if isinstance(one, Reached)), "")


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
    assert ids(read(desk, last_cursor(first))) == ["5"]
    assert len(desk.asked) == 3


def test_what_is_no_longer_closed_is_gone(desk: DeskServer, account: Account) -> None:
    """Opened again, spam or deleted."""
    cursor = last_cursor(read(desk))
    account.change(2, status="active")
    account.change(3, status="spam")
    account.change(4, state="deleted")

    assert [one.id for one in read(desk, cursor) if isinstance(one, Gone)] == ["2", "3", "4"]


@pytest.mark.parametrize("kind", [500, 429, "truncated", "html", "closed"])
@pytest.mark.parametrize("path", ["/v2/conversations", "/v2/conversations/2"])
def test_what_is_wrong_for_a_moment_is_asked_again(desk: DeskServer, kind: int | str, path: str) -> None:
    """Nothing is lost, and nothing comes twice."""
    desk.faults.append(Fault(path, kind, headers={"Retry-After": "7"} if kind == 429 else {}))

    assert ids(read(desk)) == ["1", "2", "3", "4", "5"]


def test_one_that_is_not_given_keeps_the_cursor_before_it(desk: DeskServer) -> None:
    """The others come; the next run reads it."""
    desk.faults.append(Fault("/v2/conversations/3", 500, times=6))

    first = read(desk)

    assert ids(first) == ["1", "2", "4", "5"]
    assert [one for one in first if isinstance(one, Damage)]
    assert last_cursor(first) == ""
    assert ids(read(desk)) == ["1", "2", "3", "4", "5"]


def test_one_that_vanished_is_gone(desk: DeskServer) -> None:
    """It was deleted since it was listed."""
    desk.faults.append(Fault("/v2/conversations/2", 404))

    given = read(desk)

    assert Gone("2") in given
    assert ids(given) == ["1", "3", "4", "5"]


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_expired_is_said_without_it(desk: DeskServer, status: int) -> None:
    """With how to get another one."""
    desk.faults.append(Fault("/v2/conversations", status))

    with pytest.raises(SourceError) as caught:
        read(desk)

    assert "My apps" in str(caught.value.cure)
    assert TOKEN not in str(caught.value)


def test_a_wrong_address_is_said(desk: DeskServer) -> None:
    """It is not an account without conversations."""
    desk.faults.append(Fault("/v2/conversations", 200, value={"hello": "world"}))

    with pytest.raises(SourceError, match="'page' is missing"):
        read(desk)


def test_a_run_that_was_stopped_goes_on(desk: DeskServer, account: Account) -> None:
    """From its last step."""
    for key in range(6, 50):
        account.add(key)
    taken: list[Given] = []
    for one in source(desk).threads_since(""):
        taken.append(one)
        if isinstance(one, Reached):
            break

    rest = read(desk, last_cursor(taken))

    assert [*ids(taken), *ids(rest)[1:]] == [str(key) for key in range(1, 50)]


@pytest.mark.parametrize("public", [False, True])
def test_a_note_is_written_once_and_changes_nothing(
    desk: DeskServer, account: Account, tmp_path: Path, public: bool
) -> None:
    """Twice is once; what deskbook wrote is not read."""
    note = Note(NOTE.text, NOTE.link, NOTE.marker, public, NOTE.tag)
    origins = [Origin("scout", source(desk))]
    with Store(tmp_path / "store.db") as store:
        collect(origins, store, Policy(), Quiet())
        receipt = source(desk).publish("1", note)
        assert source(desk).publish("1", note) == receipt
        collect(origins, store, Policy(), Quiet())
        (again,) = collect(origins, store, Policy(), Quiet()).sources

    (said,) = [one for one in account.said[1] if MARK in one["body"]]
    assert said["type"] == ("message" if public else "note")
    assert '<a href="https://help.example/a?b&amp;c">' in said["body"]
    assert [tag["tag"] for tag in account.conversations[1]["tags"]] == ["lid", "documented"]
    assert again.stored.changed == 0
    assert [message.text for message in _thread(read(desk), "1").thread.messages] == [
        "It **broke**",
        "Turn it",
        "old model",
    ]


def test_a_note_is_taken_back_once(desk: DeskServer, account: Account) -> None:
    """By a second one, as none can be deleted; only our tag goes."""
    receipt = source(desk).publish("1", NOTE)

    for _ in range(2):
        source(desk).retract("1", NOTE, receipt)

    assert sum(MARK in one["body"] for one in account.said[1]) == 2
    assert [tag["tag"] for tag in account.conversations[1]["tags"]] == ["lid"]


def test_a_conversation_that_cannot_be_told_is_one_error(desk: DeskServer) -> None:
    """Others can."""
    with pytest.raises(PublishError, match="answered 404"):
        source(desk).publish("77", NOTE)


def _thread(given: list[Given], key: str) -> Incoming:
    return next(one for one in given if isinstance(one, Incoming) and one.thread.id == key)
