"""E-mail addresses and telephone numbers."""

from __future__ import annotations

import pytest

from deskbook.text.redact import find_personal_data, redact_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to maria.keller@mail.org.", "write to [e-mail]."),
        ("<mailto:maria@keller.de>", "<mailto:[e-mail]>"),
        ("Jane Doe <jane@doe.org> wrote:", "[name] <[e-mail]> wrote:"),
        ("maria@exa\u200bmple-firma.de", "[e-mail]"),
        ("maria\uff20keller.de", "[e-mail]"),
        ("href='mailto:maria%40keller.de'", "href='mailto:[e-mail]'"),
        ("maria [at] keller [dot] de", "[e-mail]"),
        ("maria at keller dot de please", "[e-mail] please"),
        ("jörg@müller.de", "[e-mail]"),
        ("[write](mailto:a.b+c@d-e.co.uk)", "[write](mailto:[e-mail])"),
    ],
)
def test_an_address_is_found_however_it_is_written(text: str, expected: str) -> None:
    """Mailboxes are found plain, in links, percent-encoded, with invisible characters and written out in words."""
    assert redact_text(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "git clone git@github.com:owner/name.git",
        "meet me at noon, the dot matrix printer is broken",
        "user@host and name@localhost",
        "@media print { }",
        "npm i left-pad@1.3.0",
    ],
)
def test_places_of_code_are_no_mailboxes(text: str) -> None:
    """What merely holds an @ or the words "at" and "dot" stays."""
    assert redact_text(text).text == text


@pytest.mark.parametrize(
    "number",
    [
        "+49 30 901820-10",
        "+1-903-140-4508x769",
        "+41 (0)71 526 99 04",
        "(212) 736-5000",
        "212-736-5000",
        "020 7946 1234",
        "03.93.92.16.85",
        "0961-7596216",
    ],
)
def test_a_number_of_a_known_form_is_found_by_itself(number: str) -> None:
    """International, North American and national numbers need no word beside them."""
    assert redact_text(f"Reach us under {number} today").text == "Reach us under [phone] today"


def test_any_number_behind_such_a_word_is_found() -> None:
    """A word such as "phone" makes seven digits enough."""
    assert redact_text("Phone: 467 3395, fax 99 668472").text == "Phone: [phone], fax [phone]"


@pytest.mark.parametrize(
    "text",
    [
        "on 2024-01-05 12:30:45 and 05.01.2024",
        "order 12345678, ticket 4711-0815",
        "between 10.000.000 and 12 000 000",
        "commit 1234567890123456789",
        "version 10.0.19045.3803",
        "rate 0.12345678901 per second",
        "ISBN 978-3-16-148410-0",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    """Dates, orders, amounts and versions are not telephone numbers."""
    assert redact_text(text).text == text


def test_documentation_numbers_and_addresses_are_not_personal_data() -> None:
    """In published text, example domains and numbers from the range for fiction are nobody's."""
    text = "Call (212) 555-0142 or write to user@example.com, a@sub.example.org, me@contoso.com or x@host.test."
    assert find_personal_data(text) == ()
    assert [span.label for span in find_personal_data("Call (212) 736-5000 or maria@keller.de")] == ["phone", "e-mail"]


def test_an_allowed_address_stays() -> None:
    """The policy's own addresses, or a whole domain of them, are left alone."""
    text = "help@shop.de, you@shop.de, me@web.de"
    assert redact_text(text, allow=frozenset(["Help@Shop.de"])).text == "help@shop.de, [e-mail], [e-mail]"
    assert redact_text(text, allow=frozenset(["shop.de"])).text == "help@shop.de, you@shop.de, [e-mail]"
