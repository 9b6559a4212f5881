"""How numbers stood on earlier days, worked out anew from the dates that threads and articles carry.

Nothing is written down from run to run, so no lost store, no skipped night and no new machine leaves a gap. The price: what has
no date has no trend. A thread counts as resolved from the day of its last message, and as linked from the first day on which both
it and its article were there. How many pages were overdue or overlapped in the past cannot be told: an article says when it was
reviewed last, and not when it was before that. Such numbers have a past only where they were recorded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median

from deskbook.model import Figure, Point, Share, Span, Table

_POINTS = 12
_WEEK = timedelta(days=7)
_FEW = 13  # weeks: what is younger is shown by the week
_WINDOW = 90  # days over which times are taken


@dataclass(frozen=True, slots=True)
class Item:
    """Something counted from the day `since` on, and done from the day `done` on, if it is done at all."""

    since: date
    done: date | None


def days(today: date, oldest: date) -> tuple[date, ...]:
    """The days of a trend, at most twelve, none before `oldest`: the ends of the last months and today; of weeks for a young desk."""
    if today - oldest <= _FEW * _WEEK:
        found = [today - number * _WEEK for number in range(_POINTS)]
    else:
        found = [today]
        while len(found) < _POINTS:
            found.append(found[-1].replace(day=1) - timedelta(days=1))
    return tuple(sorted(day for day in found if day >= oldest or day == today))


def trend(what: str, items: Iterable[Item], today: date, *, left: bool = False) -> Figure:
    """How many of the items were done, of those that there were, at the end of each day; with `left` how many were not.

    What lies in the future counts as of today, so the last point counts every item.
    """
    held = [Item(min(item.since, today), item.done and min(item.done, today)) for item in items]
    since = sorted(item.since for item in held)
    done = sorted(max(item.since, item.done) for item in held if item.done)
    points = []
    for day in days(today, since[0] if since else today):
        whole, part = bisect_right(since, day), bisect_right(done, day)
        points.append(Point(day, Share(whole - part if left else part, whole)))
    return Figure(what, tuple(points), dated=True)


def times(what: str, taken: Iterable[tuple[date, timedelta | None]], today: date) -> Figure:
    """The median of the times of things that began in the 90 days up to each day: each thing by its day and its time, if it has one."""
    held = sorted(((min(day, today), time) for day, time in taken), key=lambda one: one[0])
    begun = [day for day, _ in held]
    points = []
    for end in days(today, begun[0] if begun else today):
        window = held[bisect_right(begun, end - timedelta(days=_WINDOW)) : bisect_right(begun, end)]
        points.append(Point(end, typical([time for _, time in window])))
    return Figure(f"{what}, in {_WINDOW} days", tuple(points), dated=True)


def with_past(table: Table, recorded: Mapping[tuple[str, str], Sequence[Point]]) -> Table:
    """The table, its figures that dates do not tell with the points that were `recorded` of them (by report and figure, by day): for
    each day of the trend the latest by then."""
    figures = []
    for figure in table.figures:
        now = figure.points[-1]
        past = [] if figure.dated else [p for p in recorded.get((table.name, figure.what), ()) if p.at < now.at]
        ends = days(now.at, past[0].at)[:-1] if past else ()
        latest = dict.fromkeys(max((p for p in past if p.at <= end), key=lambda p: p.at) for end in ends)
        figures.append(replace(figure, points=(*latest, now)) if latest else figure)
    return replace(table, figures=tuple(figures))


def typical(taken: Sequence[timedelta | None]) -> Span:
    """The median of the times that there are."""
    known = [time.total_seconds() for time in taken if time is not None]
    return Span(timedelta(seconds=median(known)) if known else None, len(known), len(taken))
