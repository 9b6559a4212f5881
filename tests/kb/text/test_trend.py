"""Trends worked out from dates."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deskbook.model import Figure, Point, Share, Span, Table
from deskbook.text.trend import Item, days, times, trend, typical, with_past

TODAY = date(2026, 11, 22)
around = st.dates(date(2024, 1, 1), date(2027, 6, 1))
items = st.lists(st.builds(Item, around, st.none() | around), max_size=30)


def test_an_old_desk_is_shown_by_the_ends_of_months_and_today() -> None:
    """Twelve days, the last one today."""
    found = days(TODAY, date(2020, 1, 1))

    assert found[0] == date(2025, 12, 31)
    assert found[2] == date(2026, 2, 28)
    assert found[-2:] == (date(2026, 10, 31), TODAY)
    assert len(found) == 12


def test_a_young_desk_is_shown_by_weeks_and_never_before_it_began() -> None:
    """A desk of four weeks has four points, each a week from the next; one of today has one."""
    assert days(TODAY, TODAY - timedelta(days=27)) == tuple(TODAY - timedelta(weeks=n) for n in (3, 2, 1, 0))
    assert days(TODAY, TODAY) == (TODAY,)
    assert days(TODAY, TODAY + timedelta(days=3)) == (TODAY,)


def test_a_share_is_told_as_it_was_then() -> None:
    """What began or was done after a day does not count on it."""
    figure = trend(
        "done",
        [
            Item(date(2026, 9, 1), date(2026, 10, 5)),
            Item(date(2026, 10, 1), None),
            Item(date(2026, 11, 3), date(2026, 9, 1)),
        ],
        TODAY,
    )

    assert figure.points == (
        Point(date(2026, 9, 6), Share(0, 1)),
        *(Point(date(2026, 9, day), Share(0, 1)) for day in (13, 20, 27)),
        Point(date(2026, 10, 4), Share(0, 2)),
        *(Point(date(2026, 10, day), Share(1, 2)) for day in (11, 18, 25)),
        Point(date(2026, 11, 1), Share(1, 2)),
        *(Point(date(2026, 11, day), Share(2, 3)) for day in (8, 15, 22)),
    )


@given(items)
def test_today_counts_everything_and_no_part_exceeds_its_whole(held: list[Item]) -> None:
    """The last point is what the table says; numbers only grow, and what is left is the rest."""
    points = [point.value for point in trend("x", held, TODAY).points]
    left = [point.value for point in trend("x", held, TODAY, left=True).points]

    assert points[-1] == Share(sum(item.done is not None for item in held), len(held))
    for share, rest in zip(points, left, strict=True):
        assert isinstance(share, Share)
        assert isinstance(rest, Share)
        assert 0 <= share.part <= share.whole
        assert (share.part + rest.part, rest.whole) == (share.whole, share.whole)


def test_times_are_those_of_ninety_days() -> None:
    """The median of what began in the 90 days before, with how many have a time; older things have gone out of it."""
    hour = timedelta(hours=1)
    figure = times(
        "wait",
        [(date(2026, 1, 10), 9 * hour), (date(2026, 10, 1), hour), (date(2026, 11, 1), 3 * hour), (TODAY, None)],
        TODAY,
    )

    assert figure.what == "wait, in 90 days"
    assert figure.now == Span(2 * hour, 2, 3)
    assert figure.points[0] == Point(date(2026, 1, 31), Span(9 * hour, 1, 1))
    assert figure.points[5] == Point(date(2026, 6, 30), Span(None, 0, 0))


def test_what_has_no_time_has_no_median() -> None:
    """Nothing is made of nothing."""
    assert typical([]) == Span(None, 0, 0)
    assert typical([None]) == Span(None, 0, 1)


def test_what_no_date_tells_has_the_past_that_was_recorded() -> None:
    """For each day of the trend the latest number by then, each once; without a record, and where dates tell, nothing changes."""
    recorded = {
        ("overdue", "pages"): [Point(date(2026, 11, day), Share(day, 40)) for day in (2, 3, 4, 16, 21, 22)],
        ("overdue", "links"): [Point(date(2026, 11, 2), Share(1, 1))],
    }
    pages = Figure("pages", (Point(TODAY, Share(9, 40)),))
    links = Figure("links", (Point(TODAY, Share(5, 5)),), dated=True)
    table = Table("overdue", "Overdue", (), (), figures=(pages, links, Figure("new", pages.points)))

    found = with_past(table, recorded).figures

    assert [point.value for point in found[0].points] == [Share(4, 40), Share(9, 40)]
    assert with_past(table, recorded | {("overdue", "pages"): recorded["overdue", "pages"][3:]}).figures[0] == pages
    assert found[1:] == table.figures[1:]
    assert with_past(table, {}) == table
