"""deskbook.model.thread: values that travel."""

from __future__ import annotations

import pickle
from dataclasses import fields
from datetime import UTC, datetime

from deskbook.model import Message, Role


def test_a_message_comes_to_a_worker_as_it_was_sent() -> None:
    """With all that it says, also where that is the default elsewhere."""
    message = Message("7", "Ann", Role.AGENT, datetime(2026, 1, 2, tzinfo=UTC), "Text.", True, True, "3", 4)

    sent = pickle.loads(pickle.dumps(message))  # noqa: S301  its own

    assert sent == message
    assert all(getattr(message, field.name) != field.default for field in fields(Message))
