"""Pseudonyms of those who ask."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.model import Incoming, Message, Role, Thread, ThreadKind
from deskbook.text.redact.asker import pseudonym

NOW = datetime(2026, 3, 1, tzinfo=UTC)
KEY = b"k" * 32


def incoming(author: str, *, account: str = "", source: str = "desk", role: Role = Role.CUSTOMER) -> Incoming:
    message = Message("1", author, role, NOW, "It does not print.")
    return Incoming(Thread(source, "7", ThreadKind.TICKET, "Printer", (message,), NOW, NOW), asker=account)


@given(st.text(min_size=1), st.text(min_size=1), st.binary(min_size=32, max_size=32))
def test_one_person_has_one_pseudonym(name: str, other: str, key: bytes) -> None:
    """The same author gives the same ten digits under the same key; another author gives others."""
    first, again, second = (pseudonym(incoming(author), key) for author in (name, name, other))

    assert first == again
    assert len(first) in (0, 10)
    if first and second:
        assert (first == second) == (" ".join(name.split()).casefold() == " ".join(other.split()).casefold())


def test_stores_and_sources_do_not_share_pseudonyms() -> None:
    """Another key, or the same name in another source, gives another pseudonym."""
    here = pseudonym(incoming("Maria Keller"), KEY)

    assert here
    assert here != pseudonym(incoming("Maria Keller"), b"x" * 32)
    assert here != pseudonym(incoming("Maria Keller", source="forum"), KEY)


def test_an_account_counts_before_a_name() -> None:
    """Two people of one name are two where the source knows their accounts, and one account is one under any name."""
    first, namesake, renamed = (
        pseudonym(incoming(name, account=account), KEY)
        for name, account in (("Maria Keller", "81"), ("Maria Keller", "82"), ("M. Keller", "81"))
    )

    assert first == renamed != namesake


def test_spelling_makes_nobody_new() -> None:
    """Capitals and spaces do not tell people apart."""
    assert pseudonym(incoming("Maria@Keller.de"), KEY) == pseudonym(incoming(" maria@keller.de "), KEY)


@pytest.mark.parametrize("author", ["", " ", "customer", "Customer 2", "[name]", "anonymous", "Deleted user"])
def test_nobody_has_no_pseudonym(author: str) -> None:
    """What stands for an unknown author is not a person."""
    assert pseudonym(incoming(author), KEY) == ""


def test_without_a_customer_or_a_key_there_is_none() -> None:
    """A thread that only agents wrote in was asked by nobody, and without a key nothing is made."""
    assert pseudonym(incoming("Jon Doe", role=Role.AGENT), KEY) == ""
    assert pseudonym(incoming("Maria Keller"), b"") == ""
