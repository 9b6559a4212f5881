"""What can be seen in a single line of a channel."""

from __future__ import annotations

import pytest

from deskbook.text.conversations import addressee, mentioned


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ada: hi", "ada"),
        ("@ada hi", "ada"),
        ("ada, hi", "ada"),
        ("that was ada.", "ada"),
        ("thanks (ada)", "ada"),
        ("bo and ada", "bo"),
        ("please help with ubuntu", None),
        ("help: try this", "help"),
        ("adamant", None),
        ("", None),
    ],
)
def test_words_that_are_nicks_now_and_then_address_nobody(text: str, who: str | None) -> None:
    """An ordinary word is a nick only where a line begins with it and a colon."""
    assert addressee(text, {"ada", "bo", "help", "ubuntu"}) == who


def test_all_nicks_in_a_line_are_found() -> None:
    """In the order of the text, in lower case."""
    assert mentioned("Bo told ada. and help", {"ada", "bo", "help"}) == ["bo", "ada"]
