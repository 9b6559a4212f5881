"""Titles in the customers' words."""

from datetime import UTC, datetime

import pytest
from hypothesis import given

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.text.redact.placeholders import PLACEHOLDER
from deskbook.text.titles import LONGEST, title, ways_to_ask
from strategies import threads

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def asked(subject: str, text: str = "", *, id_: str = "1", kind: ThreadKind = ThreadKind.TICKET) -> Thread:
    return Thread("s", id_, kind, subject, (Message("1", "ana", Role.CUSTOMER, NOW, text),), NOW, NOW)


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        ("Re: [Acme] Purging answers 403", "", "Purging answers 403"),
        ("EDGE-5021 origin TLS handshake failed", "", "EDGE-5021 origin TLS handshake failed"),
        ("Close my account (GDPR)", "", "Close my account (GDPR)"),
        ("Purging answers 403 [Ticket #48213]", "", "Purging answers 403"),
        ("PURGE OF TLS PAGES FAILS!!!", "", "Purge of TLS pages fails"),
        (
            "Help!",
            "Hi,\n\nour purge has failed with 403 since today. Can you help?",
            "Our purge has failed with 403 since today",
        ),
        ("URGENT", "We moved to the new plan.\nHow do I purge one page?", "How do I purge one page?"),
        ("Question", "Quick question: how do I purge one page?", "How do I purge one page?"),
        (
            "Ticket 12345",
            "The export of [name] stops. The export stops after 30 seconds.",
            "The export stops after 30 seconds",
        ),
        ("(no subject)", "help", "Untitled"),
        ("Invoice", "Hello.", "Invoice"),
        ("", "", "Untitled"),
    ],
)
def test_a_title_is_a_question_or_a_symptom(subject: str, text: str, expected: str) -> None:
    """A subject that says something is kept without numbers and shouting; else the customer's question or symptom is taken."""
    assert title(asked(subject, text), text) == expected


def test_a_long_sentence_is_cut_at_a_word() -> None:
    """No title is longer than the limit."""
    made = title(asked("Help"), "The purge fails with error 403 " + "whenever somebody calls it " * 5)

    assert len(made) <= LONGEST
    assert made.endswith(" …")


def test_ways_to_ask_are_different_and_clean() -> None:
    """Subjects and questions of all threads are kept, once each whatever the word order or ending, without placeholders."""
    found = ways_to_ask(
        "Purging answers 403",
        (
            asked("Purging answers 403", "How can I get rid of old files?"),
            asked("403 answers when purging", "It is broken. Any idea?", id_="2"),
            asked("Help", "Why does [name] get an error when purging pages?", id_="3"),
            asked("How to get rid of the old file", "Old pages stay. Why?", id_="4"),
        ),
    )

    assert found == ("How can I get rid of old files?",)


def test_the_most_different_ways_come_first() -> None:
    """At most eight are kept, the farthest from the title first."""
    many = [
        asked(f"Purging the {word} answers 403", id_=word)
        for word in "pages fonts images styles scripts films sounds maps".split()
    ]

    found = ways_to_ask(
        "Purging answers 403",
        (*many, asked("Stale content after a deploy", id_="x"), asked("Purge answered: 403", id_="y")),
    )

    assert len(found) == 8
    assert found[0] == "Stale content after a deploy"
    assert "Purge answered: 403" not in found


@given(threads())
def test_any_thread_has_a_title(thread: Thread) -> None:
    """A title is never empty, never too long, one line, and holds no placeholder of redaction."""
    made = title(thread, thread.question.text if thread.question else "")

    assert 0 < len(made) <= LONGEST
    assert "\n" not in made
    assert not PLACEHOLDER.search(ways_to_ask("", (thread,))[0] if ways_to_ask("", (thread,)) else "")
