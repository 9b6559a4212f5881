"""Which threads are worth a page of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.text.worth import is_page

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def talk(*nicks: str, kind: ThreadKind = ThreadKind.CHAT) -> Thread:
    said = tuple(Message(str(n), nick, Role.CUSTOMER, NOW, "hm") for n, nick in enumerate(nicks))
    return Thread("irc", "1", kind, "hm", said, NOW, NOW)


def test_a_conversation_needs_people_lines_and_certainty() -> None:
    """Four lines by two people, none of which was put there by a guess."""
    assert is_page(talk("ada", "bo", "ada", "bo"))
    assert not is_page(talk("ada", "bo", "ada"))
    assert not is_page(talk("ada", "ada", "ada", "ada"))
    assert not is_page(replace(talk("ada", "bo", "ada", "bo"), sure=False))


def test_a_topic_needs_no_more_than_a_public_post() -> None:
    """Somebody's question in a forum is a page even if nobody answered."""
    assert is_page(talk("ada", kind=ThreadKind.TOPIC))
    assert not is_page(talk(kind=ThreadKind.TOPIC))
