"""What every source promises."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from deskbook.model import Damage, Incoming, Source
from deskbook.plugins import available, load


def _jsonl(number: int) -> str:
    return json.dumps(
        {"id": number, "title": "T", "messages": [{"text": "a", "author": "Ada", "at": "2024-01-01T00:00:00"}]}
    )


def _zendesk(number: int) -> str:
    comment = {"id": number, "author_id": 1, "created_at": "2024-01-01T00:00:00", "public": True, "body": "a"}
    ticket = {"id": number, "subject": "T", "created_at": "2024-01-01T00:00:00", "comments": [comment]}
    return json.dumps({**ticket, "requester_id": 1, "requester": {"id": 1, "name": "Ada"}})


def _discourse(number: int) -> str:
    post = {
        "post_number": 1,
        "post_type": 1,
        "username": "Ada",
        "created_at": "2024-01-01T00:00:00",
        "cooked": "<p>a</p>",
    }
    return json.dumps(
        {"id": number, "title": "T", "archetype": "regular", "post_stream": {"posts": [post], "stream": [1]}}
    )


def _stackexchange(number: int) -> str:
    return json.dumps({"id": number, "title": "T", "author": "Ada", "created": "2024-01-01T00:00:00", "body_html": "a"})


def _irc(number: int) -> str:
    return f"2024-01-{number:02} 10:00:00\tAda\tis this the {number}th of January?"


def _discord(number: int) -> str:
    message = {"id": number, "type": "Default", "timestamp": f"2024-01-0{number}T10:00:00Z", "content": "a"}
    message["author"] = {"id": 1, "name": "Ada"}
    channel = {"id": number, "type": "GuildTextChat", "name": "help"}
    return json.dumps({"guild": {"id": 9}, "channel": channel, "messages": [message]})


def _matrix(number: int) -> str:
    event = {"type": "m.room.message", "event_id": "$a", "sender": "@Ada:x.example", "room_id": f"!{number}:x.example"}
    event |= {"origin_server_ts": _seconds(number) * 1000, "content": {"msgtype": "m.text", "body": "a"}}
    return json.dumps({"room_name": "help", "messages": [event]})


def _mattermost(number: int) -> str:
    post = {"team": "t", "channel": "help", "user": "Ada", "message": "a", "create_at": _seconds(number) * 1000}
    return json.dumps({"type": "post", "post": post})


def _seconds(number: int) -> int:
    return 1704067200 + 86400 * (number - 1)  # the day of this number in January 2024


def _mattermost_file(path: Path, numbers: tuple[int, ...]) -> None:
    head = {"type": "channel", "channel": {"team": "t", "name": "help", "type": "O"}}
    path.write_text("\n".join([json.dumps(head), *map(_mattermost, numbers)]), encoding="utf-8")


def _slack_file(path: Path, numbers: tuple[int, ...]) -> None:
    members: dict[str, object] = {"channels.json": [{"id": "C1", "name": "help"}]}
    for number in numbers:
        message = {"type": "message", "user": "U1", "text": "a", "ts": f"{_seconds(number)}.000100"}
        members[f"help/2024-01-0{number}.json"] = [message | {"user_profile": {"name": "Ada"}}]
    _zipped(path, members)


def _zulip_file(path: Path, numbers: tuple[int, ...]) -> None:
    said = [
        {
            "id": number,
            "sender": 1,
            "recipient": 2,
            "subject": f"t{number}",
            "content": "a",
            "date_sent": _seconds(number),
        }
        for number in numbers
    ]
    realm = {
        "zerver_stream": [{"id": 3, "name": "help", "invite_only": False}],
        "zerver_recipient": [{"id": 2, "type": 2, "type_id": 3}],
        "zerver_userprofile": [{"id": 1, "full_name": "Ada"}],
    }
    _zipped(path, {"realm.json": realm, "messages-000001.json": {"zerver_message": said}})


def _zipped(path: Path, members: dict[str, object]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, value in members.items():
            archive.writestr(name, json.dumps(value))


LINES: dict[str, Callable[[int], str]] = {
    "jsonl": _jsonl,
    "zendesk-export": _zendesk,
    "discourse-export": _discourse,
    "stackexchange": _stackexchange,
    "irc": _irc,
    "discord-export": _discord,
    "matrix-export": _matrix,
}
# Those whose threads are not a line each.
FILES: dict[str, Callable[[Path, tuple[int, ...]], None]] = {
    "slack-export": _slack_file,
    "mattermost-export": _mattermost_file,
    "zulip-export": _zulip_file,
}
# Those that read one forum whole; test_discourse_threads.py says what they give.
FORUMS = ("discourse", "discourse-backup")
# Those that ask a live system; test_faults.py says what they promise, and each has a test module of its own.
LIVE = (
    "freshdesk",
    "github",
    "gitlab",
    "help-scout",
    "imap",
    "intercom",
    "jira",
    "mbox",
    "redmine",
    "request-tracker",
    "rest",
    "roundup",
    "zammad",
    "zendesk",
)
CHATS = {"irc", "discord-export", "matrix-export", *FILES}
every_source = pytest.mark.parametrize("kind", [*LINES, *FILES])


def make(kind: str, folder: Path, **options: object) -> Source:
    """A source of this kind over all files of a folder."""
    source: Source = load("sources", kind)("name", folder, {"path": "**/*.txt", **options})
    return source


def fill(folder: Path, kind: str) -> None:
    """Three files with good threads, made in another order than their names."""
    for name, numbers in (("c", (7, 8)), ("a", (1, 2, 3)), ("b/d", (4,))):
        path = folder / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        if kind in FILES:
            FILES[kind](path, numbers)
        else:
            path.write_text("".join(f"{LINES[kind](number)}\n" for number in numbers), encoding="utf-8")


def test_all_sources_keep_this_contract() -> None:
    """A source that is added to the project is added here."""
    builtin = {name for name, point in available("sources").items() if point.value.startswith("deskbook.")}

    assert builtin == {*LINES, *FILES, *FORUMS, *LIVE}


@every_source
def test_good_input_gives_threads_with_ids_of_their_own(tmp_path: Path, kind: str) -> None:
    """No damage, no id twice, the source's name on each, times in UTC, names to look for."""
    fill(tmp_path, kind)

    found = list(make(kind, tmp_path).threads())

    assert len(found) == 6
    for one in found:
        assert isinstance(one, Incoming)
        thread = one.thread
        assert thread.source == "name"
        assert thread.messages
        for moment in (thread.created, thread.updated, *(message.at for message in thread.messages)):
            assert moment.tzinfo is UTC
        assert "Ada" in (*one.people, *one.handles)
    assert len({one.thread.key for one in found if isinstance(one, Incoming)}) == 6


@every_source
def test_the_same_files_give_the_same_threads_in_the_same_order(tmp_path: Path, kind: str) -> None:
    """Neither a second run nor the order in which files were made changes anything."""
    fill(tmp_path, kind)
    source = make(kind, tmp_path)

    first, second = list(source.threads()), list(source.threads())

    assert first == second
    threads = [one.thread for one in first if isinstance(one, Incoming)]
    numbers = [thread.created.day if kind in CHATS else int(thread.id) for thread in threads]
    assert numbers == [1, 2, 3, 4, 7, 8]


@pytest.mark.parametrize("kind", [*LINES, *FILES, *FORUMS, *LIVE])
def test_options_are_described(kind: str) -> None:
    """The documentation is made from the class: it says what it reads, and every key says what it means."""
    source: Any = load("sources", kind)
    options: type[BaseModel] = source.Options

    assert source.__doc__.startswith("Reads ")
    assert all(field.description for field in options.model_fields.values())
    assert options.model_json_schema()["additionalProperties"] is False


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 9999999999)
    | st.floats()
    | st.text(max_size=8)
    | st.just("2024-01-01T00:00:00Z"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def nearly_good(draw: st.DrawFn, kind: str) -> object:
    """A good record in which some values, at any depth, were replaced or removed."""
    value = json.loads(LINES[kind](1))
    for _ in range(draw(st.integers(1, 4))):
        place: Any = value
        for _ in range(draw(st.integers(0, 4))):
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            inner = [key for key in keys if isinstance(place[key], (dict, list)) and place[key]]
            if not inner:
                break
            place = place[draw(st.sampled_from(inner))]
        if not place:
            continue
        key = draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        place[key] = draw(JSON)
    return value


@pytest.mark.parametrize("kind", [kind for kind in LINES if kind != "irc"])
@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_no_json_stops_a_source(tmp_path_factory: pytest.TempPathFactory, kind: str, data: st.DataObject) -> None:
    """Whatever the records are, they come as threads or as damage with a place and a cure."""
    folder = tmp_path_factory.mktemp("export")
    values = data.draw(st.lists(JSON | nearly_good(kind), max_size=3))
    (folder / "x.txt").write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    options = (
        {"comments": "x.txt", "users": "x.txt", "groups": "x.txt"}
        if kind == "zendesk-export" and data.draw(st.booleans())
        else {}
    )
    if options:
        (folder / "y.txt").write_text(_zendesk(1), encoding="utf-8")

    for one in make(kind, folder, **options).threads():
        if isinstance(one, Damage):
            assert one.where.startswith(("x.txt", "y.txt"))
            assert one.what
            assert one.cure
        else:
            json.dumps(
                [one.thread.title, one.people, one.handles, [m.text for m in one.thread.messages]], ensure_ascii=False
            ).encode("utf-8")
            assert all(message.at.tzinfo is UTC for message in one.thread.messages)
