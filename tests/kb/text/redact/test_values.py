"""Values that were made up."""

from __future__ import annotations

import secrets
import string

import pytest

from deskbook.text.redact.values import is_patterned


@pytest.mark.parametrize(
    "value",
    [
        "a" * 40,
        "xyz" + "0" * 30,
        "deadbeefdeadbeefdeadbeef",
        "abcdefghijklmnop1234567890",
        "abcdef.0123456789abcdef",
        "qwertyuiop123456",
        "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8",
        "A1B2-C3D4-E5F6-G7H8",
        "zyxwvutsrqponmlk",
        "1q2w3e4r5t6y7u8i9o0p" * 3,
    ],
)
def test_a_typed_value_is_known(value: str) -> None:
    """Repetition, the alphabet, the rows of a keyboard, and letters and digits that count up."""
    assert is_patterned(value)


@pytest.mark.parametrize("alphabet", [string.ascii_letters + string.digits, string.hexdigits.lower()])
def test_a_drawn_value_is_hardly_ever_taken_for_one(alphabet: str) -> None:
    """Of two thousand random values at most one is mistaken."""
    drawn = ("".join(secrets.choice(alphabet) for _ in range(32)) for _ in range(2_000))
    assert sum(map(is_patterned, drawn)) <= 1


def test_a_real_value_that_was_covered_in_part_is_not_taken_for_one() -> None:
    """Where enough is left beside the pattern, it may be a key whose middle somebody overwrote."""
    assert not is_patterned("00QCjAl4MlV-WPXM-ABCDEFGHIJKL-0HmjFx-vbGua")
