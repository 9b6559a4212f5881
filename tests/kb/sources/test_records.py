"""Checked values."""

from datetime import UTC, datetime

import pytest
from pydantic import BaseModel

from deskbook.model import Message, Role
from deskbook.sources.records import (
    Key,
    Moment,
    Spoiled,
    checked,
    title_from,
    unique,
    web_address,
    with_known_replies,
)


class _Both(BaseModel):
    id: Key
    at: Moment


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-05-06T07:08:09", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("2024-05-06T07:08:09+02:00", datetime(2024, 5, 6, 5, 8, 9, tzinfo=UTC)),
        ("2024-05-06T07:08:09Z", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("2024-05-06", datetime(2024, 5, 6, tzinfo=UTC)),
    ],
)
def test_moments_are_utc(written: str, expected: datetime) -> None:
    """A time without a zone is taken as UTC, others are brought there."""
    assert checked(_Both, {"id": 1, "at": written}).at == expected


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"id": 1}, "'at' is missing"),
        ({"id": 1, "at": "soon"}, "'at'"),
        ({"id": 1, "at": "0001-01-01T00:00:00+14:00"}, "no such date"),
        ({"id": " ", "at": "2024-01-01"}, "is empty"),
        ({"id": True, "at": "2024-01-01"}, "'id'"),
        ([], "not an object"),
        (None, "not an object"),
    ],
)
def test_spoiled_records_say_which_key(record: object, said: str) -> None:
    """The message names the key in plain words."""
    with pytest.raises(Spoiled) as caught:
        checked(_Both, record)

    assert said in caught.value.what


def test_ids_may_be_numbers_or_text() -> None:
    """12 and "12" are one id."""
    assert (
        checked(_Both, {"id": 12, "at": "2024-01-01"}).id
        == checked(_Both, {"id": " 12", "at": "2024-01-01"}).id
        == "12"
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("short", "short"),
        ("\n\n  two  words \nmore", "two words"),
        ("word " * 30, "word " * 14 + "word…"),
        ("x" * 100, "x" * 79 + "…"),
        ("", ""),
    ],
)
def test_a_title_is_cut_on_a_word(text: str, title: str) -> None:
    """At most eighty characters, and no half word unless the word alone is too long."""
    assert title_from(text) == title
    assert len(title_from(text)) <= 80


def test_replies_lead_back_to_what_is_there() -> None:
    """A reply to a message that is missing or comes later is no reply."""
    at = datetime(2024, 1, 1, tzinfo=UTC)
    messages = [Message(id, "a", Role.AGENT, at, "x", reply_to=to) for id, to in (("1", "2"), ("2", "1"), ("3", "9"))]

    assert [message.reply_to for message in with_known_replies(messages)] == [None, "1", None]


def test_names_are_given_once() -> None:
    """Repeats, empty names and stray white space go; the order stays."""
    assert unique(["Bo", None, " ", "Ada\nL", "Bo", "Ada L"]) == ("Bo", "Ada L")


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "//x.example", "x", "", 'https://x.example/" onclick=', "https:// x"]
)
def test_only_web_addresses_are_addresses(text: str) -> None:
    """Whatever else a link could hold is dropped."""
    assert web_address(text) is None
