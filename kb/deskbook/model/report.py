"""A report: a table that a person or a machine can read, and how its numbers stood before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from .overlap import Comparison
from .thread import Thread, ThreadKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """A thread that a row of a report rests on: its key, when it began (UTC), and where to read it, if anywhere."""

    thread: str
    kind: ThreadKind
    title: str
    at: date
    url: str | None

    @classmethod
    def of(cls, thread: Thread) -> Self:
        """A thread as evidence."""
        return cls(thread.key, thread.kind, thread.title, thread.created.date(), thread.url)


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, both counts of the same things. It reads `17 of 40 (43%)`, and `0 of 0` where there is nothing."""

    part: int
    whole: int

    def __str__(self) -> str:
        counts = f"{self.part:,} of {self.whole:,}"
        return f"{counts} ({self.percent}%)" if self.whole else counts

    @property
    def percent(self) -> int:
        """The share in per cent, halves rounded up; `whole` is above 0."""
        return (200 * self.part + self.whole) // (2 * self.whole)


@dataclass(frozen=True, slots=True)
class Span:
    """A median time, taken from `part` of `whole` things: the others have no such time yet. `time` is None where none has one.

    It reads `3 h (17 of 40)`.
    """

    time: timedelta | None
    part: int
    whole: int

    def __str__(self) -> str:
        return f"{span(self.time) if self.time is not None else '–'} ({self.part:,} of {self.whole:,})"


Cell = str | int | float | Share | Span


@dataclass(frozen=True, slots=True)
class Point:
    """What a number was at the end of a day."""

    at: date
    value: int | Share | Span


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report, `what` it counts, and its trend: one point for each of some days, the last one is today's.

    `dated` says that earlier points follow from dates; else they are those that were recorded.
    """

    what: str
    points: tuple[Point, ...]
    dated: bool = False

    @property
    def now(self) -> int | Share | Span:
        """What it is today."""
        return self.points[-1].value


@dataclass(frozen=True, slots=True)
class Table:
    """One report. Cells are in the order of `columns`; `note` says what a number counts.

    `evidence` has, for each row, the threads that it rests on; it is empty where a report has none to show. `figures` are the
    numbers that sum the report up, each with its trend. `bars` names the column to draw, empty where a drawing says no more
    than the table. `pairs` are, for each row of
    the report on overlaps, the two pages side by side.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    evidence: tuple[tuple[Evidence, ...], ...] = ()
    figures: tuple[Figure, ...] = ()
    bars: str = ""
    pairs: tuple[Comparison, ...] = ()


def span(time: timedelta) -> str:
    """A time in one unit: `40 min`, `3 h`, `12 days`."""
    minutes = round(time.total_seconds() / 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{round(minutes / 60)} h" if minutes < 48 * 60 else f"{round(minutes / 60 / 24):,} days"
