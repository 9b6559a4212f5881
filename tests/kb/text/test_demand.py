"""What is asked most."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.model import (
    Article,
    Cluster,
    Confidence,
    Demand,
    DemandState,
    Link,
    Message,
    Outcome,
    Role,
    Thread,
    ThreadKind,
)
from deskbook.text.demand import HALF_LIFE, demands, tail
from pages import page

TODAY = date(2026, 11, 1)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def thread(id_: str, days_ago: int, asker: str = "", *, answered_after: int | None = None) -> Thread:
    """A ticket of some days ago, answered after some hours."""
    at = NOON - timedelta(days=days_ago)
    messages = [Message("q", "customer", Role.CUSTOMER, at, "?")]
    if answered_after is not None:
        messages.append(Message("a", "agent", Role.AGENT, at + timedelta(hours=answered_after), "!"))
    return Thread("desk", id_, ThreadKind.TICKET, f"Question {id_}", tuple(messages), at, at, asker=asker)


def cluster(*threads: Thread, label: str = "q") -> Cluster:
    return Cluster(threads[0].key, label, tuple(sorted(thread.key for thread in threads)))


def link(thread: Thread, article: str, days_ago: int = 0) -> Link:
    return Link(thread.key, Outcome.COVERED, article, "", NOON - timedelta(days=days_ago))


def found(
    *groups: list[Thread], articles: tuple[Article, ...] = (), links: tuple[Link, ...] = ()
) -> tuple[Demand, ...]:
    clusters = [cluster(*group, label=group[0].title) for group in groups]
    threads = {thread.key: thread for group in groups for thread in group}
    # A desk that is older than anything that is compared here.
    threads["desk:old"] = thread("old", 400)
    return demands(clusters, threads, articles, links, TODAY)


def test_a_customer_counts_once_and_an_unknown_one_each_time() -> None:
    """Two threads of one person are two threads and one customer; threads of nobody known are a customer each."""
    (demand,) = found([thread("1", 9, "ann"), thread("2", 5, "ann"), thread("3", 3), thread("4", 20)])

    assert (demand.asked, demand.customers) == (4, 3)
    assert (demand.first, demand.last) == (date(2026, 10, 12), date(2026, 10, 29))
    assert [one.id for one in demand.threads] == ["3", "2", "1", "4"]


def test_the_wait_is_the_median_of_those_answered() -> None:
    """Those who never got an answer are counted apart."""
    (demand,) = found([thread("1", 9, answered_after=1), thread("2", 9, answered_after=4), thread("3", 9)])
    (silent,) = found([thread("1", 9)])

    assert (demand.wait, demand.never_answered) == (timedelta(hours=2.5), 1)
    assert (silent.wait, silent.never_answered) == (None, 1)


@pytest.mark.parametrize(
    ("confidence", "created", "state", "again"),
    [
        (None, None, DemandState.UNANSWERED, 0),
        (Confidence.ARCHIVED, TODAY, DemandState.UNANSWERED, 0),
        (Confidence.WIP, date(2026, 1, 1), DemandState.DRAFTED, 0),
        (Confidence.VALIDATED, TODAY, DemandState.COVERED, 0),
        (Confidence.NOT_VALIDATED, date(2026, 10, 23), DemandState.COVERED, 0),  # the day of the last thread
        (Confidence.NOT_VALIDATED, date(2026, 10, 22), DemandState.ASKED_AGAIN, 1),
        (Confidence.VALIDATED, date(2020, 1, 1), DemandState.ASKED_AGAIN, 2),
    ],
)
def test_the_state_follows_the_article(
    confidence: Confidence | None, created: date | None, state: DemandState, again: int
) -> None:
    """No article, a draft, a published one, and one after whose first day somebody asked all the same."""
    old, new = thread("1", 200), thread("2", 9)
    articles = (page("a.md", confidence=confidence, created=created),) if confidence else ()

    (demand,) = found([old, new], articles=articles, links=(link(old, "a"), Link("desk:2", Outcome.SKIP, "", "", NOON)))

    assert (demand.state, demand.again) == (state, again)
    assert demand.article == (None if state is DemandState.UNANSWERED else articles[0])


def test_an_article_without_a_date_is_as_old_as_its_link() -> None:
    """Who asked after the first thread was linked asked again; an article that only names its sources has no date at all."""
    threads = [thread("1", 200), thread("2", 100), thread("3", 9)]
    articles = (page("a.md", sources=("desk:1",)),)

    (linked,) = found(threads, articles=articles, links=(link(threads[0], "a", 150), link(threads[1], "a", 99)))
    (named,) = found(threads, articles=articles)

    assert (linked.state, linked.again) == (DemandState.ASKED_AGAIN, 2)
    assert (named.state, named.article) == (DemandState.COVERED, articles[0])


def test_a_published_article_goes_before_a_draft() -> None:
    """Of several articles the published one stands for the question, then the one that most threads have."""
    threads = [thread(str(n), 9) for n in range(6)]
    draft = page("a.md", confidence=Confidence.WIP, sources=tuple(t.key for t in threads[:3]))
    links = (link(threads[3], "b"), link(threads[4], "c"), link(threads[5], "c"))

    (demand,) = found(threads, articles=(draft, page("b.md", created=TODAY), page("c.md", created=TODAY)), links=links)

    assert demand.article is not None
    assert demand.article.id == "c"


def test_what_needs_an_article_comes_first_by_recent_customers() -> None:
    """Many recent customers come before few, recent before old, one busy customer counts once, what is covered is last."""
    busy = [thread(f"busy{n}", 1, "ann") for n in range(9)]
    old = [thread(f"old{n}", 3 * HALF_LIFE, f"o{n}") for n in range(10)]
    recent = [thread(f"recent{n}", 2, f"r{n}") for n in range(3)]
    covered = [thread(f"covered{n}", 1, f"c{n}") for n in range(20)]

    ranked = found(busy, old, recent, covered, articles=(page("a.md", created=TODAY),), links=(link(covered[0], "a"),))

    assert [demand.cluster.label for demand in ranked] == [
        "Question recent0",
        "Question old0",
        "Question busy0",
        "Question covered0",
    ]
    assert ranked[1].score == pytest.approx(10 / 8)


def test_of_a_question_asked_again_only_the_new_threads_weigh() -> None:
    """A hundred old questions that an article answered do not outrank three new ones."""
    again = [thread("again", 1), *(thread(f"before{n}", 50, f"b{n}") for n in range(100))]
    unanswered = [thread(f"open{n}", 1, f"u{n}") for n in range(3)]
    article = page("a.md", created=TODAY - timedelta(days=40))

    ranked = found(again, unanswered, articles=(article,), links=(link(again[1], "a"),))

    assert [demand.state for demand in ranked] == [DemandState.UNANSWERED, DemandState.ASKED_AGAIN]
    assert (ranked[1].asked, ranked[1].again) == (101, 1)


def test_a_spike_is_flagged_and_a_busy_question_is_not() -> None:
    """Five this week after one in eight weeks is emerging; five after forty is as ever; two are too few for anything."""
    spike = [thread(f"a{n}", n) for n in range(5)] + [thread("a9", 20)]
    busy = [thread(f"b{n}", n) for n in range(5)] + [thread(f"bb{n}", 7 + n) for n in range(40)]
    few = [thread("c0", 0), thread("c1", 6)]

    by_label = {demand.cluster.label: demand for demand in found(spike, busy, few)}

    assert [(name, one.emerging, one.this_week, one.usual) for name, one in sorted(by_label.items())] == [
        ("Question a0", True, 5, 1 / 8),
        ("Question b0", False, 5, 5.0),
        ("Question c0", False, 2, 0.0),
    ]


def test_a_young_desk_calls_nothing_emerging() -> None:
    """Where there is no week before this one there is nothing to compare; with two, the mean is that of two."""
    new = [thread(f"n{n}", n) for n in range(6)]
    threads = {one.key: one for one in new}
    two_weeks = threads | {"desk:x": thread("x", 20)}

    (unknown,) = demands([cluster(*new)], threads, (), (), TODAY)
    (known,) = demands([cluster(*new, two_weeks["desk:x"])], two_weeks, (), (), TODAY)

    assert (unknown.emerging, unknown.this_week) == (False, 6)
    assert (known.emerging, known.usual) == (True, 0.5)


def test_an_outage_is_one_emerging_question() -> None:
    """Thousands of identical tickets in a day are flagged and first, and counted in no time."""
    outage = [thread(f"t{n}", 0, f"c{n % 2500}") for n in range(5000)]

    first, _ = found(outage, [thread("1", 3), thread("2", 3)])

    assert (first.asked, first.customers, first.emerging, first.this_week) == (5000, 2500, True, 5000)


def test_dismissed_clusters_and_unknown_threads_are_left_out() -> None:
    """A cluster that a person dismissed is no demand, nor is one of which nothing is known."""
    known = thread("1", 3)
    clusters = [
        replace(cluster(known), dismissed=True),
        Cluster("desk:8", "gone", ("desk:8", "desk:9")),
        Cluster("desk:1", "half", ("desk:1", "desk:9")),
    ]

    kept = demands(clusters, {known.key: known}, (), (), TODAY)

    assert [(demand.cluster.label, demand.asked) for demand in kept] == [("half", 1)]


@given(st.permutations(range(6)))
def test_the_order_of_the_input_does_not_matter(order: list[int]) -> None:
    """The same clusters come in the same order; equal ones by label, then by id."""
    threads = [thread(str(n), 5 * (n // 3)) for n in range(6)]
    clusters = [Cluster(f"desk:{n}", "ab"[n % 2], (f"desk:{n}",)) for n in order]

    ranked = demands(clusters, {threads[n].key: threads[n] for n in order}, (), (), TODAY)

    assert [demand.cluster.id[-1] for demand in ranked] == ["0", "2", "1", "4", "3", "5"]


@given(st.integers(0, 60), st.floats(0.01, 50))
def test_the_tail_is_that_of_the_definition(count: int, mean: float) -> None:
    """It is one minus the sum of the likelihoods of all smaller counts."""
    expected = 1 - sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(count))
    assert tail(count, mean) == pytest.approx(expected, abs=1e-9)


def test_the_tail_has_ends() -> None:
    """Nothing is certain to be reached, something never happens at rate 0, and huge numbers are no trouble."""
    assert tail(0, 3.0) == 1.0
    assert tail(1, 0.0) == 0.0
    assert tail(1_000_000, 3.0) == 0.0
    assert tail(10_000, 10_000.0) == pytest.approx(0.5, abs=0.01)
