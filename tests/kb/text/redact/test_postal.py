"""Postal addresses."""

from __future__ import annotations

import time

import pytest

from deskbook.text.redact import find_personal_data, redact_text


@pytest.mark.parametrize(
    "address",
    [
        "1600 Amphitheatre Parkway, Mountain View, CA 94043",
        "350 Fifth Ave Apt 12, New York, NY 10118",
        "221B Baker Street, London NW1 6XE, UK",
        "Flat 3, 17 Acacia Avenue, Leeds LS1 4AP",
        "100 Queen St W, Toronto, ON M5H 2N2",
        "24 Talga Court Apt. 331\nKaster\nVIC 3051",
        "Ziegelgasse 19, 80331 München",
        "Hauptstr. 5a, 10115 Berlin",
        "Lindenallee 12\n50968 Köln",
        "12 rue de la Paix, 75002 Paris",
        "137 Avenue Teboulbi",
        "Calle de Alcalá 45, 28014 Madrid",
        "Via delle Coste 41",
        "Rua Diadema 1903",
        "Damrak 70, 1012 LM Amsterdam",
        "Kungsgatan 12, 111 43 Stockholm",
        "Kiannonkatu 98",
        "Søndergade 52",
        "ul. Chrzanowska 61",
        "Kálmán Imre u. 12",
        "P.O. Box 1234, Austin, TX 78701",
        "Postfach 2345",
        "PSC 0413, Box 8144\nAPO AA 42323",
        "04862 Pavlou Drandaki 638 Suite 42",
        "the corner of Dalbraut 99 and Frederikke Coves",
    ],
)
def test_an_address_is_found_in_the_forms_of_many_countries(address: str) -> None:
    """The street with its number, the unit, the town, the code and the country become one placeholder."""
    assert redact_text(f"It went to {address}; nobody was there").text == "It went to [address]; nobody was there"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She lives at Parmova 109.", "She lives at [address]."),
        ("My address is 31 Seneca.", "My address is [address]."),
        ("Meet me at Berg Hills", "Meet me at [address]"),
        ("meet me at tawastintie 6", "meet me at [address]"),
        ("the shop on Thornton Road", "the shop on [address]"),
    ],
)
def test_a_sentence_that_announces_an_address_makes_a_name_and_a_number_enough(text: str, expected: str) -> None:
    """Behind "lives at" and the like no word for a street is needed."""
    assert redact_text(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "HTTP 404 on Route 53, see Chapter 12 and Windows 10 Build 19045",
        "5 access points, 2 hard drives, 16 GB of memory in 3 places",
        "Set the IP address to 10, the address range is Port 8080",
        "Python 3, Section 4 and Table 12; Figure 3 shows Node 20",
        "version 2 released on 12 March 2024, at 12 Noon",
        "RAM M4 8GB and AB1 2TB",
        "via SASL 3 or VIA USB 3",
        "0x12 Foo, $12 Bar, 12.5 Baz",
    ],
)
def test_numbers_of_other_things_stay(text: str) -> None:
    """Versions, sections, sizes and ports stand beside names too."""
    assert redact_text(text).text == text


def test_addresses_are_not_looked_for_in_published_text() -> None:
    """An imprint is published on purpose."""
    assert find_personal_data("Visit us: Ziegelgasse 19, 80331 München") == ()


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "1 A ",
        "12 Foo Street ",
        "Foo 12, ",
        "Rue ",
        "1 rue ",
        "Apt. 1 ",
        "Suite 1\n",
        "AB1 2CD ",
        "A, ",
        "live at ",
        "corner of a and ",
        "\n",
        "1 Foo\n",
    ],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    """Fifty kilobytes of repetitions are read in seconds."""
    begin = time.process_time()
    redact_text(piece * (50_000 // len(piece)))
    assert time.process_time() - begin < 5
