"""The reports that count threads and articles, on one small desk."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from deskbook import plugins
from deskbook.model import (
    Audience,
    Cluster,
    Confidence,
    Knowledge,
    Link,
    Message,
    Outcome,
    Role,
    Share,
    Span,
    Table,
    Thread,
    ThreadKind,
)
from pages import page, shelf

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def thread(id_: str, days_ago: int, wait: timedelta | None = None, **values: Any) -> Thread:
    at = NOON - timedelta(days=days_ago)
    messages = [Message("q", "customer", Role.CUSTOMER, at, values.pop("asks", "Why does Edge fail?"))]
    if wait is not None:
        messages.append(Message("a", "agent", Role.AGENT, at + wait, "!"))
    given = {"kind": ThreadKind.TICKET, "group": "Edge", "resolved": True} | values
    return Thread("desk", id_, title=f"Ask {id_}", messages=tuple(messages), created=at, updated=at, **given)


THREADS = (
    thread("1", 60, HOUR, tags=("tls",)),
    thread("2", 50, 3 * HOUR, tags=("tls",)),
    thread("3", 40),
    thread("4", 35, group="DNS"),
    thread("5", 20, 30 * HOUR, group="DNS"),
    thread("6", 3, HOUR, resolved=False),
    thread("7", 2, HOUR, kind=ThreadKind.CHAT, group=None, category="#edge", sure=False),
)
ARTICLES = (
    page("edge/tls.md", created=date(2026, 9, 22), sources=("desk:1", "desk:2")),
    page("edge/old.md", created=date(2026, 1, 1)),
    page("dns/draft.md", created=date(2026, 10, 20), confidence=Confidence.WIP, audience=Audience.INTERNAL),
    page("gone.md", created=date(2026, 1, 1), confidence=Confidence.ARCHIVED, sources=("desk:1",)),
)


def link(key: str, outcome: Outcome, article: str = "") -> Link:
    return Link(key, outcome, article, "", NOON - timedelta(days=10))


OUTCOMES = {
    "desk:1": link("desk:1", Outcome.NEW, "tls"),
    "desk:2": link("desk:2", Outcome.COVERED, "tls"),
    "desk:4": link("desk:4", Outcome.NEW, "draft"),
    "desk:5": link("desk:5", Outcome.SKIP),
    "desk:6": link("desk:6", Outcome.COVERED, "tls"),
}
CLUSTERS = (
    Cluster("a", "Why does TLS fail?", ("desk:1", "desk:2", "desk:6")),
    Cluster("b", "Why is it slow?", ("desk:3", "desk:7")),
)
KNOWN = shelf(
    *ARTICLES,
    threads={one.key: one for one in THREADS},
    clusters=CLUSTERS,
    outcomes=OUTCOMES,
    links=tuple(OUTCOMES.values()),
    products=("Edge", "Edge Rules"),
)


def report(name: str, knowledge: Knowledge = KNOWN) -> Table:
    made: Table = plugins.load("reports", name)().table(knowledge)
    return made


def test_gaps_are_questions_without_an_article_or_a_draft() -> None:
    """What was asked twice and has neither, with how many got no answer; its evidence is the threads."""
    table = report("gaps")

    assert table.rows == (("Why is it slow?", 2, 2, Share(1, 2), "2026-10-30"),)
    assert [one.thread for one in table.evidence[0]] == ["desk:7", "desk:3"]
    assert table.figures[0].now == Share(1, 2)
    # Desk 3 was alone until desk 7 came, so there was no such question before.
    assert [point.value for point in table.figures[0].points][-2:] == [Share(0, 1), Share(1, 2)]


def test_asked_again_shows_only_the_threads_since() -> None:
    """The article was there on 22 September, and one of three threads is younger."""
    table = report("asked-again")

    assert table.rows == (("Why does TLS fail?", "Tls", Share(1, 3), "2026-10-29"),)
    assert [one.thread for one in table.evidence[0]] == ["desk:6"]
    assert [point.value for point in table.figures[0].points][-2:] == [Share(0, 1), Share(1, 1)]


def test_reuse_tells_what_an_article_was_made_of_from_what_it_answered() -> None:
    """Published pages only, the most used first; an article that answered nothing is there, too."""
    table = report("reuse")

    assert table.rows == (("edge/tls.md", 1, 3, "2026-10-29"), ("edge/old.md", 0, 0, ""))
    assert [one.thread for one in table.evidence[0]] == ["desk:6", "desk:2", "desk:1"]
    assert table.figures[0].now == Share(1, 2)


def test_the_link_rate_of_a_day_counts_what_was_there_then() -> None:
    """A thread is linked from the first day on which both it and its article were there."""
    tickets, topics = report("link-rate").figures

    assert tickets.now == Share(3, 5)
    assert {point.at: point.value for point in tickets.points}[date(2026, 10, 18)] == Share(2, 5)
    assert topics.now == Share(0, 0)


def test_time_to_the_first_answer_by_what_it_is_about() -> None:
    """Groups, products, sections and tags of two threads or more; the median of those answered, of how many, and nine of ten.

    A guessed conversation is not counted.
    """
    table = report("first-answer")

    assert table.rows == (
        ("Edge", "group", Span(HOUR, 3, 4), "3 h"),
        ("DNS", "group", Span(30 * HOUR, 1, 2), "30 h"),
        ("Edge", "product", Span(2 * HOUR, 4, 6), "30 h"),
        ("edge", "section", Span(HOUR, 3, 3), "3 h"),
        ("tls", "tag", Span(2 * HOUR, 2, 2), "3 h"),
    )
    assert [figure.now for figure in table.figures] == [Span(2 * HOUR, 4, 6), Span(None, 0, 0)]


def test_time_to_the_article_begins_with_the_first_thread() -> None:
    """Articles that name no older thread are counted, and have no time; drafts count, archived ones do not."""
    table = report("time-to-article")

    assert table.rows == (("edge/tls.md", "2026-09-02", "2026-09-22", "20 days"),)
    assert [one.thread for one in table.evidence[0]] == ["desk:1"]
    assert table.figures[0].now == Span(timedelta(days=20), 1, 2)


def test_threads_without_an_outcome_by_area() -> None:
    """Resolved ones of which nothing was said; a skip is an outcome from the day on which it was decided."""
    table = report("without-outcome")

    assert table.rows == (("Edge", Share(1, 3)), ("DNS", Share(0, 2)))
    assert [[one.thread for one in row] for row in table.evidence] == [["desk:3"], []]
    assert {p.at: p.value for p in table.figures[0].points}[date(2026, 10, 18)] == Share(3, 5)
    assert table.figures[0].now == Share(1, 5)


def test_coverage_counts_published_articles_only() -> None:
    """Threads with one, of all threads of the area, and how many articles those are."""
    table = report("coverage")

    assert table.rows == (
        ("Edge", "group", Share(3, 4), 1),
        ("DNS", "group", Share(0, 2), 0),
        ("Edge", "product", Share(3, 6), 1),
        ("tls", "tag", Share(2, 2), 1),
    )
    assert table.figures[0].now == Share(3, 6)


def test_a_spike_is_told_with_its_week_and_the_usual_one() -> None:
    """The evidence is the threads of this week; the weeks before had none."""
    burst = tuple(thread(f"b{n}", n) for n in range(4))
    old = thread("old", 80)
    known = shelf(
        threads={one.key: one for one in (*burst, old)},
        clusters=(Cluster("c", "All is down", tuple(one.key for one in (*burst, old))),),
    )
    table = report("spikes", known)

    assert table.rows == (("All is down", 4, 0.0, ""),)
    assert [one.thread for one in table.evidence[0]] == ["desk:b0", "desk:b1", "desk:b2", "desk:b3"]
    assert [point.value for point in table.figures[0].points][-2:] == [Share(0, 0), Share(1, 1)]
    assert report("spikes").rows == ()


def test_overdue_pages_are_told_with_their_days() -> None:
    """Of all published pages those due before today, the longest overdue first."""
    known = shelf(
        page("a.md", reviewed=date(2024, 11, 1)),
        page("b.md", reviewed=date(2024, 1, 1), owner="ana"),
        page("c.md", reviewed=date(2026, 10, 1)),
        page("d.md", confidence=Confidence.WIP, created=date(2020, 1, 1)),
    )
    table = report("overdue", known)

    assert [row[:3] for row in table.rows] == [("b.md", "–", "2024-01-01"), ("a.md", "–", "2024-11-01")]
    assert table.figures[0].now == Share(2, 3)


@pytest.mark.parametrize("name", plugins.available("reports"))
def test_every_report_can_do_without_anything(name: str) -> None:
    """An empty project has empty reports; each trend ends today, and what is drawn is a column."""
    for known in (shelf(), KNOWN):
        table = report(name, known)

        assert all(figure.points[-1].at == known.today for figure in table.figures)
        assert all(point.at <= known.today for figure in table.figures for point in figure.points)
        assert table.bars in ("", *table.columns)
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert table.evidence == () or len(table.evidence) == len(table.rows)
        assert table.title
    assert name == plugins.load("reports", name)().name
