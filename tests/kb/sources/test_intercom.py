"""A live Intercom, in good and bad order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from desk_server import Asked, DeskServer, Fault, Reply, desk_server
from deskbook import http
from deskbook.cli.progress import Quiet
from deskbook.errors import PublishError, SourceError
from deskbook.model import Audience, Damage, Given, Gone, Incoming, Note, Reached, Role, marker
from deskbook.sources.intercom import Intercom
from deskbook.stages.collect import Origin, collect
from deskbook.store import Store
from deskbook.text.redact import Policy

TOKEN = "s3cr3t-0f-n0b0dy"
MARK = marker("0123456789abcdef")
NOTE = Note(f"See https://help.example/a?b&c {MARK}", "https://help.example/a?b&c", MARK, tag="documented")
START = 1_772_000_000


def part(key: int, sort: str, author: str, body: str) -> dict[str, Any]:
    """Something that was said."""
    known = {"admin": "Bo Agent", "user": "Ada Lovelace", "bot": "Fin"}
    return {
        "id": str(key),
        "part_type": sort,
        "body": body,
        "created_at": START + key,
        "author": {"type": author, "id": author, "name": known[author], "email": f"{author}@x.example"},
    }


@dataclass
class Account:
    """Conversations, each changed an hour after the one before. Pages have two."""

    conversations: dict[str, dict[str, Any]] = field(default_factory=dict)
    tags: list[dict[str, str]] = field(default_factory=list)
    clock: int = 0

    def add(self, key: int, **values: object) -> None:
        """A closed conversation with a question, an answer, a note and what nobody knows."""
        first = part(key * 10, "comment", "user", "<p>It <b>broke</b></p>")
        parts = [
            part(key * 10 + 1, "comment", "admin", "<p>Turn it</p>"),
            part(key * 10 + 2, "note", "admin", "<p>old model</p>"),
            part(key * 10 + 3, "something_new", "admin", "<p>who knows</p>"),
            part(key * 10 + 4, "assignment", "bot", ""),
        ]
        self.conversations[str(key)] = {
            "id": str(key), "title": f"Lid {key}", "state": "closed", "created_at": START, "source": {**first, "subject": ""},
            "conversation_parts": {"conversation_parts": parts, "total_count": len(parts)},
            "tags": {"tags": [{"id": "7", "name": "lid"}]}, "team_assignee_id": 5, "custom_attributes": {"Write up": "no"}, **values,
        }  # fmt: skip
        self.change(key)

    def change(self, key: int | str, **values: object) -> None:
        """Something happens to a conversation."""
        self.clock += 1
        self.conversations[str(key)] |= {"updated_at": START + 3600 * self.clock, **values}

    def answer(self, asked: Asked) -> Reply | None:
        """What Intercom answers."""
        if asked.path == "/conversations/search":
            return self._found(asked.body)
        if asked.path == "/me":
            return Reply({"type": "admin", "id": "200", "app": {"id_code": "abc"}})
        if asked.path == "/teams":
            return Reply({"teams": [{"id": "5", "name": "Hardware"}]})
        if asked.path == "/tags":
            return Reply({"id": "9", "name": asked.body["name"]})
        key, _, rest = asked.path.removeprefix("/conversations/").partition("/")
        found = self.conversations.get(key)
        if found is None:
            return None
        if asked.method != "GET":
            self._written(found, rest, asked)
        return Reply(found)

    def _found(self, body: Any) -> Reply:
        since = body["query"]["value"]
        found = [one for one in self.conversations.values() if one["updated_at"] > since]
        first = int(body["pagination"].get("starting_after", 0))
        following = {"starting_after": str(first + 2)} if first + 2 < len(found) else None
        listed = [{"id": one["id"], "updated_at": one["updated_at"]} for one in reversed(found[first : first + 2])]
        return Reply({"conversations": listed, "pages": {"next": following}})

    def _written(self, found: dict[str, Any], rest: str, asked: Asked) -> None:
        self.change(found["id"])
        parts, tags = found["conversation_parts"], found["tags"]["tags"]
        if rest == "reply":
            assert asked.body["admin_id"] == "200"
            parts["conversation_parts"].append(
                part(900 + self.clock, asked.body["message_type"], "admin", asked.body["body"])
            )
            parts["total_count"] += 1
        elif rest == "tags":
            tags[:] = [*(tag for tag in tags if tag["id"] != "9"), {"id": "9", "name": "documented"}]
        elif asked.method == "DELETE":
            tags[:] = [tag for tag in tags if tag["id"] != rest.removeprefix("tags/")]


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


def source(desk: DeskServer, **options: object) -> Intercom:
    """A source that reads it."""
    return Intercom("inter", Path(), {"url": desk.address, "token_env": TOKEN, "pace": 1000, **options})


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
    assert ids(read(desk, last_cursor(first))) == ["5"]
    assert len([one for one in desk.asked if one.path.startswith("/conversations")]) == 2
    assert all(one.headers["intercom-version"] == "2.11" for one in desk.asked)


def test_what_was_opened_again_or_deleted_is_gone(desk: DeskServer, account: Account) -> None:
    """Until it is closed again."""
    cursor = last_cursor(read(desk))
    account.change(2, state="open")
    account.change(3, state="snoozed")

    given = read(desk, cursor)

    assert {one.id for one in given if isinstance(one, Gone)} == {"2", "3"}


def test_a_tag_or_an_attribute_marks(desk: DeskServer, account: Account) -> None:
    """As the options say."""
    account.change(1, custom_attributes={"Write up": "yes"})

    given = read(desk, marked_fields={"Write up": "yes"}, marked_tags=[])

    assert [one.thread.id for one in given if isinstance(one, Incoming) and one.thread.marked] == ["1"]


@pytest.mark.parametrize("kind", [500, 429, "truncated", "html", "closed"])
@pytest.mark.parametrize("path", ["/conversations/search", "/conversations/2"])
def test_what_is_wrong_for_a_moment_is_asked_again(desk: DeskServer, kind: int | str, path: str) -> None:
    """Nothing is lost, and nothing comes twice."""
    desk.faults.append(Fault(path, kind, headers={"Retry-After": "7"} if kind == 429 else {}))

    assert ids(read(desk)) == ["1", "2", "3", "4", "5"]


def test_one_that_is_not_given_keeps_the_cursor_before_it(desk: DeskServer) -> None:
    """The others come; the next run reads it."""
    desk.faults.append(Fault("/conversations/2", "null", times=1))
    desk.faults.append(Fault("/conversations/3", 500, times=6))

    first = read(desk)

    assert ids(first) == ["1", "2", "4", "5"] or ids(first) == ["1", "4", "5"]
    assert [one for one in first if isinstance(one, Damage)]
    assert last_cursor(first) == ""


def test_one_that_vanished_is_gone(desk: DeskServer) -> None:
    """It was deleted since it was listed."""
    desk.faults.append(Fault("/conversations/2", 404))

    given = read(desk)

    assert Gone("2") in given
    assert ids(given) == ["1", "3", "4", "5"]


def test_a_list_of_nothing_is_no_empty_list(desk: DeskServer) -> None:
    """Nor is one that ignores what it was asked for."""
    desk.faults.append(Fault("/conversations/search", "null"))

    with pytest.raises(SourceError, match="conversations"):
        read(desk)


def test_a_filter_that_is_ignored_is_seen(desk: DeskServer, account: Account) -> None:
    """Else all would be read each time."""
    cursor = last_cursor(read(desk))
    everything = account.answer(
        Asked("POST", "/conversations/search", {}, {}, {"query": {"value": 0}, "pagination": {}}, {})
    )
    assert everything is not None
    desk.faults.append(Fault("/conversations/search", 200, value=everything.value))

    with pytest.raises(SourceError, match="before the time"):
        read(desk, cursor)


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_expired_is_said_without_it(desk: DeskServer, status: int) -> None:
    """With how to make another one."""
    desk.faults.append(Fault("/conversations/search", status))

    with pytest.raises(SourceError) as caught:
        read(desk)

    assert "Developer Hub" in str(caught.value.cure)
    assert TOKEN not in str(caught.value)


def test_messages_that_are_not_given_are_named(desk: DeskServer, account: Account) -> None:
    """Intercom gives 500 at most; the conversation is kept as far as it goes."""
    account.conversations["1"]["conversation_parts"]["total_count"] = 600

    given = read(desk)

    assert "596 of its messages" in next(one.what for one in given if isinstance(one, Damage))
    assert ids(given) == ["1", "2", "3", "4", "5"]
    assert last_cursor(given)


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

    assert ids(taken)[-1] == ids(rest)[0]
    assert [*ids(taken), *ids(rest)[1:]] == [str(key) for key in range(1, 50)]


@pytest.mark.parametrize("public", [False, True])
def test_a_note_is_written_once_and_changes_nothing(
    desk: DeskServer, account: Account, tmp_path: Path, public: bool
) -> None:
    """Twice is once; what deskbook wrote is not read."""
    note = Note(NOTE.text, NOTE.link, NOTE.marker, public, NOTE.tag)
    origins = [Origin("inter", source(desk))]
    with Store(tmp_path / "store.db") as store:
        collect(origins, store, Policy(), Quiet())
        receipt = source(desk).publish("1", note)
        assert source(desk).publish("1", note) == receipt
        (again,) = collect(origins, store, Policy(), Quiet()).sources

    parts = account.conversations["1"]["conversation_parts"]["conversation_parts"]
    (said,) = [one for one in parts if MARK in one["body"]]
    assert said["part_type"] == ("comment" if public else "note")
    assert '<a href="https://help.example/a?b&amp;c">' in said["body"]
    assert [tag["name"] for tag in account.conversations["1"]["tags"]["tags"]] == ["lid", "documented"]
    assert again.stored.changed <= 1  # the tag


def test_a_note_is_taken_back_once(desk: DeskServer, account: Account) -> None:
    """By a second one, as none can be deleted; only our tag goes."""
    receipt = source(desk).publish("1", NOTE)

    for _ in range(2):
        source(desk).retract("1", NOTE, receipt)

    parts = account.conversations["1"]["conversation_parts"]["conversation_parts"]
    assert [NOTE.withdrawal.split()[0] in one["body"] for one in parts if MARK in one["body"]] == [False, True]
    assert [tag["name"] for tag in account.conversations["1"]["tags"]["tags"]] == ["lid"]


def test_a_conversation_that_cannot_be_told_is_one_error(desk: DeskServer) -> None:
    """Others can."""
    with pytest.raises(PublishError, match="answered 404"):
        source(desk).publish("77", NOTE)
