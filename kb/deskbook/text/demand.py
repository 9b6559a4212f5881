"""What is asked most, and what nobody has answered yet: clusters and their threads -> a ranked list.

The order is the order in which the questions are worth writing up. What needs an article (unanswered, drafted, asked again)
comes before what is covered. Within both, the score decides: **a customer who asks today counts 1, one who asked 90 days ago
a half, 180 days ago a quarter**, each customer once, by the last time that they asked. So one customer who writes fifty
times weighs no more than another, and an old pile sinks. Of a question that is asked again only the threads since its
article count: the others were answered.

A question is **emerging** if so many threads in the last seven days would be an accident less often than once in a hundred
weeks, had it been asked at the rate of the eight weeks before: the upper tail of a Poisson distribution. That is the plain
form of what public health has long done with weekly counts (Farrington et al., "A Statistical Algorithm for the Early
Detection of Outbreaks of Infectious Disease", J. R. Stat. Soc. A 159, 1996), without its correction for season and trend.
Three threads are the least that it takes. A desk whose threads do not go back that far is measured by what there is; with
less than one week before this one, nothing is called emerging.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from statistics import median

from deskbook.model import Article, Cluster, Demand, DemandState, Knowledge, Link, Thread

from .waiting import waited

HALF_LIFE = 90  # days
_WEEK = timedelta(days=7)
_WEEKS_BEFORE = 8
_FEWEST = 3  # threads in a week that may be called emerging
_ACCIDENT = 0.01


@lru_cache(maxsize=1)  # several reports ask for it
def demands_of(knowledge: Knowledge) -> tuple[Demand, ...]:
    """`demands` of all that is known."""
    return demands(knowledge.clusters, knowledge.threads, knowledge.articles, knowledge.links, knowledge.today)


def demands(
    clusters: Iterable[Cluster],
    threads: Mapping[str, Thread],
    articles: Iterable[Article],
    links: Iterable[Link],
    today: date,
) -> tuple[Demand, ...]:
    """The demand for each cluster, what is worth writing up first, first. Ties go by label, then by id.

    Dismissed clusters are left out, and those of whose threads none is in `threads` (thread keys to threads).
    A thread of which nobody knows who asked counts as a customer of its own. An article belongs to a cluster if a thread
    of it is linked to the article or named among its sources; an archived article answers nothing.
    """
    shelf = _Shelf(articles, links)
    oldest = min((thread.created.date() for thread in threads.values()), default=today)
    found = []
    for cluster in clusters:
        members = sorted(
            (threads[key] for key in cluster.members if key in threads), key=lambda t: (t.created, t.key), reverse=True
        )
        if members and not cluster.dismissed:
            found.append(_demand(cluster, tuple(members), shelf, today, oldest))
    return tuple(sorted(found, key=_rank))


def tail(count: int, mean: float) -> float:
    """How likely a Poisson variable of this mean is to be `count` or more."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if count <= mean:  # it is about a half or more, and the sum below would be long
        return 1.0 - sum(_likelihood(number, mean) for number in range(count))
    term = total = _likelihood(count, mean)
    while term > total * 1e-12:
        count += 1
        term *= mean / count
        total += term
    return min(total, 1.0)


def _likelihood(count: int, mean: float) -> float:
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))


def _rank(demand: Demand) -> tuple[bool, float, str, str]:
    return demand.state is DemandState.COVERED, -demand.score, demand.cluster.label, demand.cluster.id


class _Shelf:
    """Which article answers which threads."""

    def __init__(self, articles: Iterable[Article], links: Iterable[Link]) -> None:
        self._articles = {article.id: article for article in articles if article.is_page}
        self._links = {link.thread: link for link in links if link.article in self._articles}
        self._naming: dict[str, list[Article]] = {}
        for article in self._articles.values():
            for key in article.sources:
                self._naming.setdefault(key, []).append(article)

    def article(self, threads: tuple[Thread, ...]) -> Article | None:
        """The article for some threads: a published one before a draft, then the one that most of them have."""
        votes: Counter[str] = Counter()
        for thread in threads:
            named = {article.id for article in self._naming.get(thread.key, ())}
            votes.update(named | ({self._links[thread.key].article} if thread.key in self._links else set()))
        chosen = (self._articles[id_] for id_ in votes)
        return min(chosen, key=lambda a: (not a.confidence.published, -votes[a.id], str(a.path)), default=None)

    def documented(self, article: Article, threads: tuple[Thread, ...]) -> date | None:
        """Since when there is an article: since its own date, else since the first of the threads was linked to it."""
        linked = (self._links[thread.key] for thread in threads if thread.key in self._links)
        return article.created or min((link.at.date() for link in linked if link.article == article.id), default=None)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a question is asked: in the last seven days, in a week of the time before, and whether that is no accident."""

    this_week: int
    usual: float
    emerging: bool


def pace(days: Sequence[date], today: date, oldest: date) -> Pace:
    """The pace of a question asked on some `days` (those after `today` do not count), at a desk whose first thread is of `oldest`."""
    begin = today - _WEEK  # the last day that is not of this week
    this_week = sum(begin < day <= today for day in days)
    weeks = min((begin - oldest).days + 1, _WEEKS_BEFORE * 7) / 7
    before = sum(begin - _WEEKS_BEFORE * _WEEK < day <= begin for day in days)
    usual = before / weeks if weeks >= 1 else 0.0
    return Pace(this_week, usual, weeks >= 1 and this_week >= _FEWEST and tail(this_week, usual) < _ACCIDENT)


@dataclass(frozen=True, slots=True)
class _Standing:
    """How a question stands: its state, its article and since when, and the threads that are still to be answered by one."""

    state: DemandState
    article: Article | None
    open: tuple[Thread, ...]
    documented: date | None = None


def _standing(threads: tuple[Thread, ...], shelf: _Shelf) -> _Standing:
    article = shelf.article(threads)
    if article is None:
        return _Standing(DemandState.UNANSWERED, None, threads)
    documented = shelf.documented(article, threads)
    if not article.confidence.published:
        return _Standing(DemandState.DRAFTED, article, threads, documented)
    since = tuple(thread for thread in threads if documented and thread.created.date() > documented)
    if since:
        return _Standing(DemandState.ASKED_AGAIN, article, since, documented)
    return _Standing(DemandState.COVERED, article, threads, documented)


def _demand(cluster: Cluster, threads: tuple[Thread, ...], shelf: _Shelf, today: date, oldest: date) -> Demand:
    standing = _standing(threads, shelf)
    waits = [wait for thread in threads if (wait := waited(thread)) is not None]
    asking = sum(thread.question is not None for thread in threads)
    asked = pace([thread.created.date() for thread in threads], today, oldest)
    return Demand(
        cluster=cluster,
        threads=threads,
        customers=len(_last_by_customer(threads)),
        wait=timedelta(seconds=median(wait.total_seconds() for wait in waits)) if waits else None,
        never_answered=asking - len(waits),
        state=standing.state,
        again=len(standing.open) if standing.state is DemandState.ASKED_AGAIN else 0,
        article=standing.article,
        documented=standing.documented,
        this_week=asked.this_week,
        usual=asked.usual,
        emerging=asked.emerging,
        score=sum(0.5 ** (max((today - day).days, 0) / HALF_LIFE) for day in _last_by_customer(standing.open).values()),
    )


def _last_by_customer(threads: tuple[Thread, ...]) -> dict[str, date]:
    """When each customer last asked; a thread without one is its own (a key has a colon, a pseudonym has none)."""
    last: dict[str, date] = {}
    for thread in threads:  # the latest first
        last.setdefault(thread.asker or thread.key, thread.created.date())
    return last
