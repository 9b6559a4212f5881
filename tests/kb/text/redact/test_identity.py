"""Numbers of papers, taxes and insurances."""

from __future__ import annotations

import pytest

from deskbook.text.redact import find_personal_data, redact_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my passport number is C01X00T47", "my passport number is [id number]"),
        ("Steuer-ID: 65929970489", "Steuer-ID: [id number]"),
        ("NHS number 943 476 5919", "NHS number [id number]"),
        ("DNI 12345678Z", "DNI [id number]"),
        ("PESEL 44051401359", "PESEL [id number]"),
        ("Aadhaar: 2341 2341 2346", "Aadhaar: [id number]"),
        ("social insurance number 130 692 544", "social insurance number [id number]"),
        ("o CPF dele, 529.982.247-25", "o CPF dele, [id number]"),
        ("codice RSSMRA85T10A562S", "codice [id number]"),
        ("AB 12 34 56 C", "[id number]"),
    ],
)
def test_numbers_of_papers_are_found(text: str, expected: str) -> None:
    """By the word in front, or by form and check digit."""
    assert redact_text(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "529.982.247-26 and 111.111.111-11",
        "RSSMRA85T10A562T",
        "the MIT license 2012-2020 and license 2.0",
        "passport.js 0.6.0",
        "see RFC 5321 and 2821",
    ],
)
def test_other_codes_stay(text: str) -> None:
    """A wrong check digit, years and versions are not papers."""
    assert redact_text(text).text == text


def test_numbers_that_manuals_print_are_nobodys() -> None:
    """In published text a paper's number that counts up is an example."""
    assert find_personal_data("passport number 123456789, tax id 111111111") == ()
    assert [s.label for s in find_personal_data("passport number C01X70T4925")] == ["id-number"]
