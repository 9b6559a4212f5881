"""What was taken down is found again, by those who have the key."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.model import Incoming, Message, Role, Takedown, TakedownKind, Thread, ThreadKind
from deskbook.text.redact import Authors, Cleared, Policy, Takedowns, at_the_door, redact_thread, without_taken_down
from deskbook.text.redact.takedowns import fingerprint, forms

NOW = datetime(2026, 3, 1, tzinfo=UTC)
KEY = b"k" * 32
PERSON, TEXT = TakedownKind.PERSON, TakedownKind.TEXT


def listed(*things: tuple[TakedownKind, str], key: bytes = KEY) -> Takedowns:
    lines = [Takedown(NOW, kind, key=fingerprint(key), forms=forms(kind, what, key)) for kind, what in things]
    return Takedowns.of(lines, key)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ask José Ó'Brien.", "ask [name]."),
        ("ask JOSE O'BRIEN's team", "ask [name]'s team"),
        ("Jose\u0301 O\u2019Brien said", "[name] said"),
        ("O'Brien, José wrote", "[name] wrote"),
        ("@joseobrien and jose_obrien", "@[name] and [name]"),
        ("jose.obrien@paperlantern.net", "[name]@paperlantern.net"),
        ("Jo\u200bse O\u00adBrien", "[name]"),
        ("José Smith and Brien", "José Smith and Brien"),
        ("José. O. Brien", "José. O. Brien"),
    ],
)
def test_a_person_is_found_however_the_name_is_written(text: str, left: str) -> None:
    """Case, accents, punctuation, order and a possessive make no difference; another person's name does."""
    assert listed((PERSON, "José O'Brien")).removed_from(text) == left


def test_a_text_is_found_as_words() -> None:
    """A text goes however its words are divided, and becomes a placeholder of its own."""
    takedowns = listed((TEXT, "Project Blue Heron"), (TEXT, "+49 170 5551234"))

    assert takedowns.removed_from("the project: BLUE-heron, call +49-170/5551234!") == "the [removed], call +[removed]!"
    assert takedowns.removed_from("the blue heron project") == "the blue heron project"


def test_of_two_that_begin_alike_the_longer_goes() -> None:
    """No part of a longer text is left standing because a shorter one was found in it."""
    takedowns = listed((TEXT, "blue heron"), (TEXT, "blue heron launch plan"))

    assert takedowns.removed_from("blue heron launch plan, blue heron launch") == "[removed], [removed] launch"


def test_the_list_says_nothing_without_the_key() -> None:
    """No word of a name stands in the forms, and another key makes others, so that guessing needs the key."""
    first, other = forms(PERSON, "Maria Smith", KEY), forms(PERSON, "Maria Smith", b"x" * 32)

    assert not {word for form in first for word in (form.first, form.whole)} & {
        word for form in other for word in (form.first, form.whole)
    }
    assert "maria" not in repr(first).lower()
    assert "smith" not in repr(listed((PERSON, "Maria Smith"))).lower()
    assert KEY.hex() not in repr(listed((PERSON, "Maria Smith"))) + fingerprint(KEY)


def test_without_words_there_are_no_forms() -> None:
    """What has no letter and no digit cannot be looked for."""
    assert forms(TEXT, " -- !", KEY) == ()


@given(
    st.lists(st.sampled_from(["maria", "Smith", "MARIA", "[name]", "and", ",", "smith's", "\n", "maria.smith@x.org"]))
)
def test_what_was_removed_stays_removed(words: list[str]) -> None:
    """Nothing is left to be found, and doing it again changes nothing."""
    takedowns = listed((PERSON, "Maria Smith"))
    once = takedowns.removed_from(" ".join(words))

    assert takedowns.spans(once) == ()
    assert takedowns.removed_from(once) == once


def thread(author: str, text: str, kind: ThreadKind = ThreadKind.TOPIC) -> Thread:
    messages = (Message("1", author, Role.CUSTOMER, NOW, text), Message("2", "Bo", Role.AGENT, NOW, "Hello Maria."))
    return Thread("desk", "7", kind, "Fax of Maria Smith", messages, NOW, NOW, tags=("fax", "maria-smith"), asker="abc")


@pytest.mark.parametrize("kind", list(ThreadKind))
def test_at_the_door_parts_of_the_name_go_too(kind: ThreadKind) -> None:
    """Where the full name stands in a thread, its parts are removed from all of it, and nobody can tell who asked."""
    takedowns = listed((PERSON, "Maria Smith"), (TEXT, "blue heron"))
    incoming = Incoming(thread("Maria Smith", "I am maria.smith@paperlantern.net of Blue Heron. @Maria", kind))
    cleared = redact_thread(
        at_the_door(incoming, takedowns),
        Policy(authors=Authors.ROLE if kind is ThreadKind.TICKET else Authors.KEEP, asker_key=KEY),
    )

    assert isinstance(cleared, Cleared)
    stored = without_taken_down(cleared.thread, takedowns)
    said = repr(stored).lower()
    assert not any(word in said for word in ("maria", "smith", "heron", "paperlantern"))
    assert stored.tags == ("fax",)
    assert stored.asker == ""


def test_without_a_list_nothing_changes() -> None:
    """An empty list leaves a thread as it is."""
    incoming = Incoming(thread("Maria Smith", "I am Maria."))

    assert at_the_door(incoming, Takedowns()) == incoming
    assert not Takedowns()
