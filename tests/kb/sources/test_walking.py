"""Lists that move while they are read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.http import NoAnswer, Refused
from deskbook.model import Damage, Given, Gone, Reached
from deskbook.sources.records import Spoiled
from deskbook.sources.walking import BEGINNING, Changed, Page, by_time, read_each


def at(second: int) -> datetime:
    """A time."""
    return BEGINNING + timedelta(seconds=second)


class Desk:
    """Tickets and when they moved last; some of them move before each page is asked for."""

    def __init__(self, moved: dict[str, int], later: list[str], size: int) -> None:
        self.moved = dict(moved)
        self.later = list(later)
        self.size = size
        self.asked = 0

    def ask(self, since: datetime, after: str) -> Page[None]:
        """A page of what moved since a time, by its number: the worst of all ways."""
        self.asked += 1
        rows = sorted((at(second), key) for key, second in self.moved.items() if at(second) >= since)
        first = int(after or 0)
        page = [Changed(key, moment, None) for moment, key in rows[first : first + self.size]]
        if self.later:
            self.moved[self.later.pop()] = 100_000 + self.asked
        return Page(page, str(first + self.size) if first + self.size < len(rows) else "")


KEYS = st.sampled_from("abcdefghij")


@given(st.sets(KEYS, min_size=1), st.lists(KEYS, max_size=6), st.integers(2, 4))
def test_nothing_is_missed_while_tickets_move(moved: set[str], later: list[str], size: int) -> None:
    """Those that moved in seconds of their own are all given, and no change twice."""
    alone = {key: 100 * place for place, key in enumerate(sorted(moved))}
    desk = Desk(alone, [key for key in later if key in alone], size)

    given = [(ticket.key, ticket.moved) for page in by_time(desk.ask, BEGINNING) for ticket in page]

    assert {key for key, _ in given} == set(alone)
    assert len(set(given)) == len(given)


@given(st.dictionaries(KEYS, st.integers(0, 3)), st.integers(0, 4), st.integers(1, 4))
def test_tickets_of_one_moment_are_all_given(moved: dict[str, int], since: int, size: int) -> None:
    """However short the pages are, in a list that stays as it is."""
    given = [ticket.key for page in by_time(Desk(moved, [], size).ask, at(since)) for ticket in page]

    assert sorted(given) == sorted(key for key, second in moved.items() if second >= since)


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (Page([Changed("a", at(9), None), Changed("b", at(8), None)]), "the order of their last change"),
        (Page([Changed("a", at(1), None)]), "before the time that was asked for"),
        (Page([Changed("a", at(5), None)], "same"), "one that was before it"),
    ],
)
def test_systems_that_do_something_else_are_found_out(page: Page[None], says: str) -> None:
    """They would make one miss what changed, or never end."""
    with pytest.raises(Spoiled, match=says):
        list(by_time(lambda since, after: page, at(5)))


def walk(problems: dict[str, Exception]) -> Iterator[Given]:
    """Five tickets, two to a page, some of them with a problem; each is given as gone."""

    def read(ticket: Changed[None]) -> Iterator[Given]:
        if ticket.key in problems:
            raise problems[ticket.key]
        yield Gone(f"read {ticket.key}")

    tickets = [Changed(str(number), at(number), None) for number in range(5)]
    pages = iter([tickets[:2], tickets[2:4], tickets[4:]])
    return read_each(pages, read, lambda key, problem: Damage(key, "", ""), lambda moved: str(moved.second))


def test_a_place_is_given_after_each_page() -> None:
    """It is where the page ended."""
    assert [one.cursor for one in walk({}) if isinstance(one, Reached)] == ["1", "3", "4"]


def test_a_ticket_that_is_gone_does_not_hold_the_place() -> None:
    """And one that is not given does."""
    entries = list(walk({"0": Refused(404), "2": NoAnswer("no")}))

    assert entries[0] == Gone("0")
    assert [one.what for one in entries if isinstance(one, Damage)] == ["2"]
    assert [one.cursor for one in entries if isinstance(one, Reached)] == ["1"]
    assert entries[-1] == Gone("read 4")


def test_three_failures_in_a_row_end_it() -> None:
    """So does a refusal of anything but one ticket."""
    with pytest.raises(Spoiled):
        list(walk({"1": NoAnswer("a"), "2": Spoiled("b"), "3": Spoiled("c")}))
    with pytest.raises(Refused):
        list(walk({"1": Refused(403)}))
