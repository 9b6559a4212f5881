"""deskbook's own thread format."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deskbook.model import Audience, Damage, Incoming, Role, ThreadKind
from deskbook.sources.jsonl import JsonlSource


def read(folder: Path, *threads: object, **options: object) -> list[Incoming | Damage]:
    """What the source gives for these lines."""
    (folder / "mail.jsonl").write_text("".join(json.dumps(thread) + "\n" for thread in threads), encoding="utf-8")
    return list(JsonlSource("mail", folder, {"path": "mail.jsonl", **options}).threads())


def one(folder: Path, thread: object, **options: object) -> Incoming:
    """The single thread of a file."""
    (found,) = read(folder, thread, **options)
    assert isinstance(found, Incoming), found
    return found


def spoiled(folder: Path, thread: object) -> Damage:
    """The single damage of a file."""
    (found,) = read(folder, thread)
    assert isinstance(found, Damage), found
    return found


FULL: dict[str, Any] = {
    "id": 17,
    "title": "The fax\n prints empty pages",
    "kind": "topic",
    "url": "https://desk.example/17",
    "created": "2024-01-02T03:04:05+01:00",
    "updated": "2024-02-01T00:00:00",
    "resolved": True,
    "marked": True,
    "tags": ["fax", "paper"],
    "category": "Office",
    "group": "Hardware",
    "audience": "public",
    "people": ["ada@x.example"],
    "messages": [
        {"id": "q", "author": "Ada", "role": "customer", "at": "2024-01-02T02:04:05Z", "text": "Empty pages."},
        {"id": "n", "author": "Bo", "role": "agent", "at": "2024-01-02T03:00:00Z", "text": "Old one", "internal": True},
        {
            "id": "a",
            "author": "Bo",
            "at": "2024-01-02T04:00:00Z",
            "text": "*Turn*",
            "accepted": True,
            "reply_to": "q",
            "score": 3,
        },
    ],
}


def test_every_key_is_read(tmp_path: Path) -> None:
    """A line with all keys becomes a thread with all values."""
    incoming = one(tmp_path, FULL)
    thread = incoming.thread

    assert thread.key == "mail:17"
    assert thread.title == "The fax prints empty pages"
    assert (thread.kind, thread.audience) == (ThreadKind.TOPIC, Audience.PUBLIC)
    assert thread.created == datetime(2024, 1, 2, 2, 4, 5, tzinfo=UTC)
    assert thread.updated == datetime(2024, 2, 1, tzinfo=UTC)
    assert (thread.resolved, thread.marked, thread.tags) == (True, True, ("fax", "paper"))
    assert (thread.category, thread.group, thread.url) == ("Office", "Hardware", "https://desk.example/17")
    assert [message.internal for message in thread.messages] == [False, True, False]
    assert [message.role for message in thread.messages] == [Role.CUSTOMER, Role.AGENT, Role.AGENT]
    answer = thread.messages[2]
    assert (answer.accepted, answer.reply_to, answer.score) == (True, "q", 3)
    assert incoming.people == ("Ada", "Bo", "ada@x.example")


def test_id_title_and_texts_are_enough(tmp_path: Path) -> None:
    """The first message is the customer's, the others are answers, and nothing is public."""
    thread = one(tmp_path, {"id": "1", "title": "T", "messages": [{"text": "a"}, {"text": "b"}]}).thread

    assert [(message.id, message.role, message.author) for message in thread.messages] == [
        ("1", Role.CUSTOMER, "customer"),
        ("2", Role.AGENT, "agent"),
    ]
    assert (thread.kind, thread.audience, thread.resolved) == (ThreadKind.TICKET, Audience.INTERNAL, False)
    assert thread.created == thread.updated == datetime(1970, 1, 1, tzinfo=UTC)


def test_dates_are_filled_from_what_is_known(tmp_path: Path) -> None:
    """A message without a time has that of the message before; the thread runs from the first to the last."""
    messages = [{"text": "a"}, {"text": "b", "at": "2024-01-01T10:00:00Z"}, {"text": "c"}]

    thread = one(tmp_path, {"id": "1", "title": "T", "messages": messages}).thread

    assert {message.at for message in thread.messages} == {datetime(2024, 1, 1, 10, tzinfo=UTC)}
    assert thread.created == thread.updated == datetime(2024, 1, 1, 10, tzinfo=UTC)


def test_the_asker_stays_the_customer(tmp_path: Path) -> None:
    """Without roles, whoever wrote first is the customer in later messages, too."""
    messages = [{"author": "Ada", "text": "a"}, {"author": "Bo", "text": "b"}, {"author": "Ada", "text": "c"}]

    thread = one(tmp_path, {"id": "1", "title": "T", "messages": messages}).thread

    assert [message.role for message in thread.messages] == [Role.CUSTOMER, Role.AGENT, Role.CUSTOMER]


@pytest.mark.parametrize(
    ("text", "expected"), [("markdown", "*a* &lt;b>"), ("html", "\\*a\\* **x**"), ("plain", "*a* &lt;b>")]
)
def test_text_is_read_as_the_option_says(tmp_path: Path, text: str, expected: str) -> None:
    """Markdown, HTML and plain text all become Markdown without HTML."""
    written = "*a* <b>x</b>" if text == "html" else "*a* <b>"

    assert (
        one(tmp_path, {"id": "1", "title": "T", "messages": [{"text": written}]}, text=text).thread.messages[0].text
        == expected
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"titel": "x"}, "'titel' is not a known key; did you mean 'title'?"),
        ({"title": ""}, "'title'"),
        ({"title": None}, "'title'"),
        ({"messages": []}, "'messages'"),
        ({"messages": [{"text": "x", "internl": True}]}, "did you mean 'internal'?"),
        ({"messages": [{"text": "x", "id": "1"}, {"text": "y", "id": "1"}]}, "the same id"),
        ({"created": "yesterday"}, "'created'"),
        ({"audience": "everybody"}, "'audience'"),
        ({"url": "javascript:alert(1)"}, "'url'"),
        ({"id": None}, "'id'"),
    ],
)
def test_a_wrong_line_is_damage_that_names_the_key(tmp_path: Path, change: dict[str, object], said: str) -> None:
    """The place, the key and a cure are given."""
    damage = spoiled(tmp_path, {**FULL, **change})

    assert damage.where == "mail.jsonl:1"
    assert said in damage.what
    assert damage.cure


def test_damage_does_not_end_the_file(tmp_path: Path) -> None:
    """Lines after a wrong one are read."""
    found = read(tmp_path, FULL, [], {"id": 1}, {**FULL, "id": 18})

    assert [type(thing) for thing in found] == [Incoming, Damage, Damage, Incoming]
