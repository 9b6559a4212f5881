"""What people withhold never comes in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskbook.model import Incoming, Message, Role, Thread, ThreadKind
from deskbook.text.redact import without_withheld

_NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def _incoming(*messages: tuple[str, str], kind: ThreadKind = ThreadKind.CHAT) -> Incoming:
    made = tuple(
        Message(f"L{n}", author, Role.CUSTOMER, _NOON, text, reply_to=f"L{n - 1}" if n > 1 else None)
        for n, (author, text) in enumerate(messages, 1)
    )
    return Incoming(Thread("chat", "1", kind, made[0].text, made, _NOON, _NOON), asker="ada")


def _texts(incoming: Incoming | None) -> list[str]:
    return [message.text for message in incoming.thread.messages] if incoming else []


@pytest.mark.parametrize("off", ["[off] hush", "[OFF] hush", " [off\\]", "[off]hush", "*ada [off] hums*"])
@pytest.mark.parametrize("kind", [ThreadKind.CHAT, ThreadKind.TOPIC])
def test_lines_that_begin_with_off_are_dropped(off: str, kind: ThreadKind) -> None:
    """In chat and forum, in any spelling; what answered them answers nothing then."""
    kept = without_withheld(_incoming(("ada", "hm"), ("bo", off), ("cy", "so"), kind=kind), ())

    assert _texts(kept) == ["hm", "so"]
    assert kept is not None
    assert kept.thread.messages[1].reply_to is None
    assert (kept.thread.title, kept.asker) == ("hm", "ada")


def test_a_line_of_a_longer_message_may_be_off() -> None:
    """Only that line goes."""
    assert _texts(without_withheld(_incoming(("ada", "one\n[off] two\nthree [off]")), ())) == ["one\nthree [off]"]


def test_who_opted_out_said_nothing() -> None:
    """All that they wrote goes, in any spelling of the name; a title made of it, too, and who asked is forgotten."""
    kept = without_withheld(_incoming(("Ada", "my secret"), ("bo", "try \\_this\\_"), ("@ADA", "no")), {"ada"})

    assert _texts(kept) == ["try \\_this\\_"]
    assert kept is not None
    assert (kept.thread.title, kept.asker) == ("try _this_", "")


def test_a_thread_of_which_nothing_is_left_is_none() -> None:
    """There is nothing to store."""
    assert without_withheld(_incoming(("ada", "one"), ("bo", "[off] two")), {"ada"}) is None


def test_tickets_stay_as_they_are() -> None:
    """Nobody writes a ticket in public."""
    ticket = _incoming(("ada", "[off] one"), kind=ThreadKind.TICKET)

    assert without_withheld(ticket, {"ada"}) is ticket


@pytest.mark.parametrize(
    "quote",
    [
        "> Ada wrote:\n>\n> my secret\n> too",
        "Ada wrote:\n\n> my secret",
        "> **@ada** said:\n> my secret",
        "> > ada wrote:\n> > my secret",
    ],
)
def test_quotes_of_who_opted_out_go_too(quote: str) -> None:
    """The head and what is quoted below it; quotes of others and the answer stay."""
    text = f"> bo wrote:\n>\n> mine\n\nHm.\n\n{quote}\n\nThe answer.\n\n> bare"
    kept = without_withheld(_incoming(("bo", text), kind=ThreadKind.TOPIC), {"ada"})

    assert _texts(kept) == ["> bo wrote:\n>\n> mine\n\nHm.\n\nThe answer.\n\n> bare"]
