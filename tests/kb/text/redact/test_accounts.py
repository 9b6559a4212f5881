"""Numbers of accounts, customers and orders."""

from __future__ import annotations

import pytest

from deskbook.text.redact import find_personal_data, redact_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my account number is 40226315, thanks", "my account number is [number], thanks"),
        ("Customer no. 7731904", "Customer no. [number]"),
        ("**Customer number:** KD-7731904", "**Customer number:** [number]"),
        ("order #1048-5577 never came", "order #[number] never came"),
        ("sort code 20-45-78, account 40226315", "sort code [number], account [number]"),
        ("routing number 021304578", "routing number [number]"),
        ("Meine Kundennummer lautet 7731904.", "Meine Kundennummer lautet [number]."),
        ("Kunden-Nr. 7731904", "Kunden-Nr. [number]"),
        ("BLZ 37040081", "BLZ [number]"),
        ("numéro de client : 7731904", "numéro de client : [number]"),
        ("membership id 99481726", "membership id [number]"),
        ("customer_id=cus-77319040", "customer_id=[number]"),
    ],
)
def test_a_number_is_told_by_the_words_in_front(text: str, expected: str) -> None:
    """Accounts, customers, orders and banks are named before their number; only the number goes."""
    assert redact_text(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "order 7 of them by 2024-01-05",
        "the order number 2024-01-05 is a date",
        "account number: see below",
        "the customer has 12345678 rows",
        "accounts 2023 and 2024",
        "order no. 17",
        "in no particular order, number 12345 of 99999",
    ],
)
def test_other_numbers_beside_such_words_stay(text: str) -> None:
    """A count, a date or a short number belongs to nobody."""
    assert redact_text(text).text == text


def test_numbers_that_manuals_print_are_nobodys() -> None:
    """In published text, numbers that count up or have few different digits are examples."""
    assert find_personal_data("account ID 123456789012, account number 111122223333, order #7731904") == ()
    assert [s.label for s in find_personal_data("account number 40226315")] == ["account"]
