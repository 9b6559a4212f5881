"""What threads are about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.text.topics import area, counted, topics

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def thread(**values: Any) -> Thread:
    question = Message("q", "c", Role.CUSTOMER, NOW, "Acme Edge Rules fail, not Acme Edge.")
    given = {"kind": ThreadKind.TICKET, "title": "No", "messages": (question,)} | values
    return Thread("desk", "1", created=NOW, updated=NOW, **given)


def test_a_thread_counts_for_its_area_its_tags_and_the_products_that_it_names() -> None:
    """A longer product name takes the place of a shorter one in it; a tag that stands twice counts once."""
    found = topics(thread(group="DNS", tags=("tls", "tls", "dns")), ("Acme Edge", "Acme Edge Rules", "Acme"))

    assert list(found) == [("group", "DNS"), ("tag", "tls"), ("tag", "dns"), ("product", "Acme Edge Rules")]


def test_a_thread_of_no_area_counts_for_none() -> None:
    """In a list of areas it has a name all the same."""
    assert list(topics(thread())) == []
    assert area(thread()) == "no area"
    assert area(thread(category="#edge")) == "#edge"


def test_guessed_conversations_are_not_counted() -> None:
    """Those of a chat that somebody corrected, or that are sure, are."""
    guessed, sure, ticket = thread(kind=ThreadKind.CHAT, sure=False), thread(kind=ThreadKind.CHAT), thread(sure=False)

    assert counted([guessed, sure, ticket]) == [sure, ticket]
