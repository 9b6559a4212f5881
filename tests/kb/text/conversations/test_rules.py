"""Untangling a chat channel by rules."""

from __future__ import annotations

from deskbook.text.conversations import ChatLine, Renamed
from deskbook.text.conversations.rules import linked_by_rules


def links(*items: tuple[int, str, str] | Renamed) -> list[int]:
    """The links of lines given as minute, nick and text."""
    return list(
        linked_by_rules(item if isinstance(item, Renamed) else ChatLine(item[1], item[2], item[0]) for item in items)
    )


def test_an_addressed_line_answers_the_last_line_of_whom_it_addresses() -> None:
    """A nick at the start or inside a line decides."""
    assert links(
        (0, "ada", "hi, lid?"), (0, "bo", "a key?"), (1, "cy", "ada: left"), (1, "di", "take the spare, bo")
    ) == [0, 1, 0, 1]


def test_who_was_addressed_answers_that() -> None:
    """Somebody who was spoken to speaks to that line, within five minutes."""
    assert links((0, "ada", "hi, lid?"), (1, "cy", "ada: left"), (3, "ada", "does it click then?"))[2] == 1
    assert links((0, "ada", "hi, lid?"), (1, "cy", "ada: left"), (30, "ada", "how does one clean the old fax?"))[2] == 2


def test_who_goes_on_at_once_goes_on_with_the_same() -> None:
    """One's own line of a minute ago is continued."""
    assert links((0, "ada", "hi, lid?"), (0, "bo", "a key?"), (1, "ada", "the blue one"))[2] == 0


def test_who_comes_anew_begins_anew() -> None:
    """Somebody who neither spoke nor was spoken to starts a conversation."""
    assert links((0, "ada", "hi, lid?"), (0, "bo", "the lid is gone"))[1] == 1


def test_a_bot_answers_the_command() -> None:
    """A bot's line belongs to the last command."""
    assert links((0, "ada", "!lid"), (0, "cy", "hm"), (0, "ubottu", "The lid is described in the manual"))[2] == 0


def test_a_new_nick_is_the_same_person() -> None:
    """Lines to the new name find what was said under the old one."""
    assert links((0, "ada", "hi, lid?"), Renamed("ada", "ada_"), (1, "cy", "ada_: left"), (2, "ada_", "thanks"))[
        1:
    ] == [0, 1]
