"""Cards, bank accounts and papers."""

from __future__ import annotations

import pytest

from deskbook.text.redact import find_personal_data, redact_text
from deskbook.text.redact.money import luhn


@pytest.mark.parametrize("number", ["4111 1111 1111 1111", "5512933236038776", "3714-496353-98431", "6011520937848076"])
def test_card_numbers_of_the_large_networks_need_no_word(number: str) -> None:
    """Range, length and check digit are enough, with spaces, hyphens or nothing between."""
    assert redact_text(f"It says {number} there").text == "It says [card] there"


def test_other_ranges_need_a_word() -> None:
    """Maestro, Diners Club and the like are found beside the word "card" only: their form is that of any long number."""
    assert redact_text("my card 630427373398 is lost").text == "my card [card] is lost"
    assert redact_text("order 630427373398 is lost").text == "order 630427373398 is lost"


def test_long_numbers_without_a_check_digit_stay() -> None:
    """Order numbers, timestamps and identifiers are not cards."""
    text = "order 4111111111111112, time 1700000000000, id 4111111111111111999999, 0000000000000000, 4.111111111111111"
    assert redact_text(text).text == text
    assert luhn("79927398713")
    assert not luhn("79927398710")


def test_bank_accounts_are_checked_by_country_length_and_digits() -> None:
    """An IBAN is found in groups or in one piece and in any case; with a wrong digit it is something else."""
    assert redact_text("IBAN GB59IFUE40226315499137, gb42 nawi 0445 4264 7886 19!").text == "IBAN [iban], [iban]!"
    assert redact_text("GB58IFUE40226315499137").text == "GB58IFUE40226315499137"


def test_numbers_of_papers_are_found() -> None:
    """Social security numbers by their form; licences and passports by the words in front."""
    assert redact_text("SSN 125-17-4954").text == "SSN [id number]"
    assert redact_text("my passport number is C01X00T47").text == "my passport number is [id number]"
    assert (
        redact_text("000-12-3456 and 666-12-3456 and 12-34-5678").text == "000-12-3456 and 666-12-3456 and 12-34-5678"
    )


def test_test_cards_and_example_accounts_are_not_personal_data() -> None:
    """Manuals print the numbers that payment services give out for testing."""
    assert find_personal_data("card 4242 4242 4242 4242, IBAN DE89370400440532013000, 125-17-4954") == ()
    assert [s.label for s in find_personal_data("card 4454794511390933 and GB59IFUE40226315499137")] == ["card", "iban"]
