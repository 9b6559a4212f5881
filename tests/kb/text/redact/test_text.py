"""The laws of redaction."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.text.redact import find_personal_data, redact_text
from deskbook.text.redact.placeholders import PLACEHOLDER, PLACEHOLDERS, placeholder

_TAIL = "Zx81kQ7vT3mB9nL2wR5yH4jD6sF0gA1cE8uP"
PLANTED = {
    "maria.keller@mail.org": "maria.keller@mail.org",
    "+49 30 901820-10": "901820",
    "41.173.96.26": "41.173.96.26",
    "2a02:8109:9440:3f::77": "2a02:8109",
    "4454794511390933": "4454794511390933",
    "GB59IFUE40226315499137": "IFUE40226315499137",
    "gh" + "p_" + _TAIL: _TAIL,
    "password='hunter22'": "hunter22",
    "https://maria:s3cr3tpw@git.shop.de/x": "s3cr3tpw",
    "account number 40226315": "40226315",
    "our server is db.keller.de": "db.keller",
    "fs07.keller.lan": "fs07",
    "NHS number 943 476 5919": "476",
    "PHPSESSID=k3v9q0m4x7t2b8w1": "k3v9q0",
    "Hi Maria Keller,": "Keller",
    "@mkeller42": "mkeller42",
}
NAMES = ("Maria Keller", "mkeller42", "Will Grant")
_GLUE = st.sampled_from(
    [
        " ",
        "\n",
        "\n\n",
        "> ",
        "**",
        "`",
        "```\n",
        ", ",
        ": ",
        "(",
        ")",
        "[",
        "]",
        "\u200b",
        "\u00ad",
        "\u00a0",
        "=",
        "/",
        "@",
        "-",
        '"',
        "'",
        "é",
        "…",
        "{",
        "Thanks,\n",
        "-- \n",
    ]
)
_WORDS = st.sampled_from(
    [
        "the",
        "Printer",
        "token",
        "password is",
        "Will",
        "Grant",
        "Bearer",
        "key:",
        "call",
        "card",
        "2024-01-05",
        "Cookie:",
        "Authorization:",
        "-u a:",
    ]
)
_TEXTS = st.lists(
    st.one_of(
        st.sampled_from(sorted(PLANTED)),
        st.sampled_from(sorted(PLACEHOLDERS.values())),
        st.just("[customer 2]"),
        _GLUE,
        _WORDS,
        st.text(max_size=8),
    ),
    max_size=14,
).map("".join)


@given(_TEXTS)
@settings(max_examples=600, deadline=None)
def test_redacting_twice_is_redacting_once(text: str) -> None:
    """redact(redact(t)) == redact(t), over planted data, placeholders, Markdown and invisible characters in any order."""
    once = redact_text(text, names=NAMES)
    twice = redact_text(once.text, names=NAMES)
    assert twice.text == once.text
    assert twice.spans == ()


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_redacting_arbitrary_text_twice_is_redacting_once(text: str) -> None:
    """The same for any text at all."""
    once = redact_text(text)
    assert redact_text(once.text).text == once.text


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_spans_explain_the_text(text: str) -> None:
    """Spans are in order, do not overlap, and putting placeholders in their place gives the text."""
    result = redact_text(text, names=NAMES)
    place, pieces = 0, []
    for span in result.spans:
        assert place <= span.start < span.end <= len(text)
        pieces += [text[place : span.start], placeholder(span.label)]
        place = span.end
    assert "".join([*pieces, text[place:]]) == result.text


@given(
    st.lists(st.sampled_from(sorted(PLANTED)), min_size=1, max_size=6), st.sampled_from(["\n", "\n\n", " \n> ", "\n* "])
)
@settings(max_examples=200, deadline=None)
def test_nothing_planted_survives(planted: list[str], gap: str) -> None:
    """Every planted address, number, secret and name is gone from the result."""
    text = gap.join(["We saw", *planted, "there"])
    left = redact_text(text, names=NAMES).text
    assert [item for item in planted if PLANTED[item] in left] == []


def test_every_label_has_a_placeholder_that_is_recognised() -> None:
    """A placeholder is never redacted again."""
    for text in (*PLACEHOLDERS.values(), "[customer]", "[agent 12]", "[system]"):
        assert PLACEHOLDER.fullmatch(text)
        assert redact_text(f"Hi {text}, password={text} @{text}").spans == ()


def test_reasons_and_doubts_never_quote() -> None:
    """What is shown to people about a text holds none of its words."""
    text = " ".join([*PLANTED, "\x00" * 20, _TAIL * 2])
    result = redact_text(text, names=NAMES)
    said = " ".join([*(span.reason for span in result.spans), *result.doubts])
    assert result.doubts
    assert [planted for planted in PLANTED.values() if planted in said] == []


def test_found_places_are_places_of_the_text() -> None:
    """The output gate points at the original, with invisible characters counted."""
    text = "a\u200bb maria@kel\u200bler.de c"
    (span,) = find_personal_data(text)
    assert text[span.start : span.end] == "maria@kel\u200bler.de"


_LINE = "2024-03-01 12:00:01.123 INFO [worker-3] de.shop.Handler - id=7919 path=/api/v1/items/7?page=2 token ok took 93ms client 10.0.3.7\n"


def test_a_pasted_log_takes_seconds() -> None:
    """One megabyte of an ordinary log is read in a few seconds of processor time."""
    begin = time.process_time()
    redact_text(_LINE * 8000, names=NAMES)
    assert time.process_time() - begin < 10


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "1" * 1_000_000,
        "1 " * 500_000,
        "1." * 500_000,
        "a:" * 500_000,
        "://" * 330_000,
        "@" * 1_000_000,
        "a@" * 500_000,
        "password" * 125_000,
        "password=" * 110_000,
        "-----BEGIN PRIVATE " * 50_000,
        ("-----BEGIN RSA " + "PRIVATE KEY-----\n") * 30_000,
        "Hi " * 330_000,
        "thanks, " * 125_000,
        "(" * 1_000_000,
        "+1 " * 330_000,
        '"' * 1_000_000,
        '\\"' * 500_000,
        "<a" * 500_000,
        "\n" * 1_000_000,
        "> " * 500_000,
        "=" * 1_000_000,
        "eyJ" * 330_000,
        "key-" * 250_000,
        "$krb5a$1$" * 110_000,
        "a-" * 500_000,
        "ssh " * 250_000,
        "ssh a@" * 160_000,
        "our server " * 90_000,
        "our server " + "a." * 500_000,
        "host: a." * 125_000,
        "a@b:~ " * 160_000,
        "\\\\a\\" * 250_000,
        "a.local" * 140_000,
        ".local" * 160_000,
        "account number " * 66_000,
        "order #1-" * 110_000,
        "account " + "1 " * 500_000,
        "sort code 1" * 90_000,
        "passport number " * 62_000,
        "passport " + "a1 " * 330_000,
        "abcdef12" * 125_000,
        "1.1.1.1-" * 125_000,
        "sessionid=" * 100_000,
        " -u a:" * 160_000,
        "mysql -p " * 110_000,
        "token=" + "ab12" * 250_000,
        "password='a " * 80_000,
        "key " + "sha1 commit " * 80_000,
        " dot " * 200_000,
        "\u200b" * 1_000_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_megabyte_takes_seconds_whatever_it_holds(text: str) -> None:
    """Every detector is linear: hostile repetitions do not stop it."""
    begin = time.process_time()
    redact_text(text, names=NAMES)
    assert time.process_time() - begin < 30
