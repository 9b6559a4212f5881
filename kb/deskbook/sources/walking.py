"""What changed in a live system, the oldest change first, ticket by ticket: how a list is walked and what failures of its tickets mean.

Lists move while they are read: what somebody changes goes to their end, and everything after its old place comes forward by one. Whoever
asks for the page with the next number would miss one ticket. So the next page is asked for by time, as far as the times differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from deskbook.http import NoAnswer, Refused
from deskbook.model import Damage, Given, Gone, Reached

from .records import Spoiled

T = TypeVar("T")

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_FAILURES = 3  # tickets in a row that the system does not give


@dataclass(frozen=True, slots=True)
class Changed(Generic[T]):
    """A ticket of a list: its `key`, when it `moved`, and what the list says of it."""

    key: str
    moved: datetime
    listed: T


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some tickets of a list. `after` is what the system wants to be asked for the page after it, empty where this is the last one."""

    tickets: list[Changed[T]]
    after: str = ""


def by_time(
    ask: Callable[[datetime, str], Page[T]], since: datetime, slack: timedelta = timedelta(0)
) -> Iterator[list[Changed[T]]]:
    """Pages of what changed at `since` or later; each change once.

    `ask` is given a time, and what a page had as `after`. The system may give what changed up to `slack` before that time, where its
    clock is coarse. Raises `Spoiled` where the list is not in order, or begins before: then the system does not know the parameters.
    """
    asked, after = since, ""
    afters: set[str] = set()
    seen: set[tuple[str, datetime]] = set()
    while True:
        page = ask(asked, after)
        times = [ticket.moved for ticket in page.tickets]
        if times != sorted(times):
            raise Spoiled("the tickets do not come in the order of their last change, which was asked for")
        if times and times[0] < asked - slack:
            raise Spoiled("tickets come that changed before the time that was asked for")
        yield [ticket for ticket in page.tickets if (ticket.key, ticket.moved) not in seen]
        seen.update((ticket.key, ticket.moved) for ticket in page.tickets)
        if not page.after:
            return
        if times and times[-1] - asked > slack:
            asked, after = times[-1], ""
            afters.clear()
        elif page.after in afters:
            raise Spoiled("the page after this one is said to be one that was before it")
        else:
            after = page.after
            afters.add(after)


def read_each(
    pages: Iterator[list[Changed[T]]],
    read: Callable[[Changed[T]], Iterator[Given]],
    damage: Callable[[str, Exception], Damage],
    position: Callable[[datetime], str],
) -> Iterator[Given]:
    """What `read` gives for each ticket, and after each page how far everything is read, as `position` writes it.

    A ticket that vanished since it was listed is gone. One that cannot be read is damage, and keeps the place where the next run begins;
    three in a row stop this one by raising what is wrong.
    """
    whole, failures = True, 0
    for page in pages:
        for ticket in page:
            try:
                given = list(read(ticket))
            except (NoAnswer, Spoiled) as problem:
                whole, failures = False, failures + 1
                yield damage(ticket.key, problem)
                if failures == _MOST_FAILURES:
                    raise
            except Refused as refused:
                if refused.status not in (404, 410):
                    raise
                failures = 0
                yield Gone(ticket.key)
            else:
                failures = 0
                yield from given
        if page and whole:
            yield Reached(position(page[-1].moved))
