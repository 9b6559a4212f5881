"""Why something failed."""

from datetime import UTC, datetime

import pytest

from deskbook.model import Message, Role
from deskbook.text.answer import Said
from deskbook.text.cause import find_cause, without_beginning

MESSAGE = Message("1", "bo", Role.AGENT, datetime(2026, 3, 1, tzinfo=UTC), "")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Hm. It fails because the token lacks the scope. Add it.", "It fails because the token lacks the scope."),
        ("It turned out that the plan was wrong.", "It turned out that the plan was wrong."),
        ("Then purge once, because the old one has no header.", None),
        ("1. Wait, because it takes a minute.", None),
        ("```\nfails because of x\n```", None),
        ("Is it because of the plan?", None),
    ],
)
def test_a_cause_says_why_it_failed(text: str, cause: str | None) -> None:
    """The first sentence with a reason is the cause; instructions, code and questions are not."""
    found = find_cause([Said(MESSAGE, "Nothing."), Said(MESSAGE, text)])

    assert (found.text if found else None) == cause


def test_a_cause_at_the_beginning_is_not_said_twice() -> None:
    """The resolution loses it, unless what follows leans on it."""
    assert without_beginning("It fails because\nof x. Add y.", "It fails because of x.") == "Add y."
    assert without_beginning("It fails because of x. So add y.", "It fails because of x.").startswith("It fails")
    assert without_beginning("It fails because of x.", "It fails because of x.") == "It fails because of x."
