"""Mail signatures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.text.redact import remove_signature


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nMaria Keller\nHead of Sales",
        "\\--  \nMaria Keller  \nHead of Sales",
        "Sent from my iPhone",
        "Get Outlook for iOS",
        "Best regards,\nMaria Keller\nHead of Sales\nShop GmbH\n+49 30 1234567",
        "Thanks!\nJon",
        "Mit freundlichen Grüßen\n\nJürgen Groß\nwww.shop.de",
        "Cheers",
    ],
)
def test_a_signature_goes(signature: str) -> None:
    """Everything from the mark, the device's line or the closing line on is dropped."""
    assert remove_signature(f"It does not print.\n\n{signature}\n") == "It does not print."


@pytest.mark.parametrize(
    "text",
    [
        "It does not print.",
        "Thanks,\nthat worked. But now the scanner is broken, can you help?",
        "Best regards,\nMaria",
        "```\n-- \nselect 1\n```\nand that is all.",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "",
    ],
)
def test_what_is_no_signature_stays(text: str) -> None:
    """Sentences after thanks, code, tables, and a mail that is nothing but a signature are kept."""
    assert remove_signature(text) == text


def test_a_quoted_mail_below_the_signature_stays() -> None:
    """People answer on top; what they answer to is kept."""
    assert remove_signature("Yes.\n\nRegards,\nMaria\n\n> Does it print?") == "Yes.\n\n> Does it print?"


@given(st.text(alphabet=st.sampled_from("ab -\n>.`") | st.characters(), max_size=200))
def test_nothing_is_added(text: str) -> None:
    """Every line that is left was there before, in the same order."""
    left = iter(text.splitlines())
    assert all(any(line.rstrip() == other.rstrip() for other in left) for line in remove_signature(text).splitlines())
