"""The time to the first answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.text.waiting import waited

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def said(minutes: int, author: str, role: Role = Role.CUSTOMER, *, internal: bool = False) -> Message:
    return Message(str(minutes), author, role, NOW + timedelta(minutes=minutes), "words", internal=internal)


def thread(kind: ThreadKind, *messages: Message) -> Thread:
    return Thread("desk", "1", kind, "t", messages, NOW, NOW)


def test_a_ticket_is_answered_by_an_agent_in_public() -> None:
    """Notes, machines and other customers are no answer; the time runs from the customer's first message."""
    found = waited(
        thread(
            ThreadKind.TICKET,
            said(0, "agent", Role.AGENT),
            said(5, "customer"),
            said(6, "system", Role.SYSTEM),
            said(7, "agent", Role.AGENT, internal=True),
            said(8, "customer 2"),
            said(65, "agent", Role.AGENT),
        )
    )
    assert found == timedelta(hours=1)


@pytest.mark.parametrize("kind", [ThreadKind.TOPIC, ThreadKind.CHAT])
def test_a_topic_is_answered_by_anybody_else(kind: ThreadKind) -> None:
    """Whoever adds to their own question has not answered it."""
    assert waited(thread(kind, said(0, "ann"), said(1, "ann"), said(30, "bob"))) == timedelta(minutes=30)


def test_nobody_waited_where_nobody_asked_or_answered() -> None:
    """No question, no answer: no time."""
    assert waited(thread(ThreadKind.TICKET, said(0, "agent", Role.AGENT))) is None
    assert waited(thread(ThreadKind.TOPIC, said(0, "ann"), said(9, "ann"))) is None
    assert waited(thread(ThreadKind.TICKET)) is None


def test_a_clock_that_runs_backwards_makes_no_negative_time() -> None:
    """An answer that is dated before its question came at once."""
    assert waited(thread(ThreadKind.TICKET, said(10, "customer"), said(2, "agent", Role.AGENT))) == timedelta(0)
