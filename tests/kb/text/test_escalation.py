"""Which team a ticket was handed to."""

from datetime import UTC, datetime

import pytest

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.text.escalation import handed_to

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TEAMS = ("Frontline", "Edge", "Platform Engineering")


def escalated(note: str, *, by: str = "bo", solver: str = "cy") -> str | None:
    answer = Message("3", solver, Role.AGENT, NOW, "Solved. -> Frontline")
    messages = (
        Message("1", "ana", Role.CUSTOMER, NOW, "Please escalate to Platform Engineering."),
        Message("2", by, Role.AGENT, NOW, note, internal=True),
        answer,
    )
    return handed_to(Thread("s", "1", ThreadKind.TICKET, "", messages, NOW, NOW), answer, TEAMS)


@pytest.mark.parametrize(
    ("note", "team"),
    [
        ("Passing this on to our colleagues in Edge.", "Edge"),
        ("escalating to the platform engineering team", "Platform Engineering"),
        ("Not ours -> Edge", "Edge"),
        ("The Edge is fine.", None),
        ("Passing it to the Edges.", None),
    ],
)
def test_a_colleague_hands_a_ticket_over(note: str, team: str | None) -> None:
    """The team that is named in handing over counts, if the project knows it; what the customer asks for does not."""
    assert escalated(note) == team


def test_who_solves_it_all_the_same_did_not_hand_it_over() -> None:
    """A note of the one who answered in the end says nothing about who solved it."""
    assert escalated("-> Edge", by="cy") is None
