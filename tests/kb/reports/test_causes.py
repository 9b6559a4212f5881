"""Tickets that are bugs."""

from __future__ import annotations

from datetime import UTC, datetime

from deskbook.model import Cause, Sampled, Share, Thread, ThreadKind
from deskbook.reports.causes import Causes
from deskbook.stages.sample import sample
from pages import shelf

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def tickets(area: str, number: int, *, resolved: bool = True) -> list[Thread]:
    return [
        Thread(area, str(n), ThreadKind.TICKET, f"T{n}", (), NOW, NOW, resolved=resolved, group=area)
        for n in range(number)
    ]


THREADS = {one.key: one for one in [*tickets("Edge", 90), *tickets("DNS", 10), *tickets("Old", 50, resolved=False)]}


def drawn(area: str, causes: str) -> list[Sampled]:
    letters = {"b": Cause.BUG, "d": Cause.DOCS, ".": None}
    return [Sampled(f"{area}:{n}", area, f"T{n}", "", letters[letter]) for n, letter in enumerate(causes)]


def test_the_sample_holds_resolved_threads_of_every_area() -> None:
    """In proportion, with the title and the area; what is there already counts."""
    first = sample(shelf(threads=THREADS), 20, 1)
    more = sample(shelf(threads=THREADS, causes=first), 30, 1)

    assert (len(first), len(more)) == (20, 10)
    assert [sum(row.area == area for row in first) for area in ("Edge", "DNS", "Old")] == [18, 2, 0]
    assert all(row.cause is None and row.title == THREADS[row.thread].title for row in first)


def test_causes_are_estimated_by_area_and_for_all() -> None:
    """Each with how many were labelled so, the interval, and about how many threads that is; an area weighs by its threads."""
    rows = (*drawn("Edge", "bddddddd.."), *drawn("DNS", "bb"))
    table = Causes().table(shelf(threads=THREADS, causes=rows))

    assert table.rows == (
        ("bug", "all areas", Share(3, 10), "21%", "6% to 53%", 21, ""),
        ("docs", "all areas", Share(7, 10), "79%", "47% to 94%", 79, ""),
        ("bug", "DNS", Share(2, 2), "100%", "34% to 100%", 10, 5.0),
        ("bug", "Edge", Share(1, 8), "12%", "2% to 47%", 11, 11.2),
        ("docs", "Edge", Share(7, 8), "88%", "53% to 98%", 79, 11.2),
    )
    assert [one.thread for one in table.evidence[0]] == ["Edge:0", "DNS:0", "DNS:1"]
    assert table.figures[0].now == Share(10, 12)


def test_nothing_is_estimated_from_nothing() -> None:
    """Without a label there is no row; a sample of an area that the store has forgotten stands for itself."""
    assert Causes().table(shelf(threads=THREADS, causes=tuple(drawn("Edge", "..")))).rows == ()
    forgotten = Causes().table(shelf(causes=tuple(drawn("Edge", "dd"))))
    assert [row[:3] for row in forgotten.rows] == [("bug", "Edge", Share(0, 2)), ("docs", "Edge", Share(2, 2))]
    assert [row[5] for row in forgotten.rows] == [0, 2]
