"""How much a question is asked for, and whether an article answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .article import Article
from .cluster import Cluster
from .thread import Thread


class DemandState(StrEnum):
    """What became of a question.

    `unanswered`: it has no article, or an archived one. `drafted`: its article is not published yet. `covered`: an article
    answers it. `asked again`: one does, and people have asked since it was written.
    """

    UNANSWERED = "unanswered"
    DRAFTED = "drafted"
    COVERED = "covered"
    ASKED_AGAIN = "asked again"


@dataclass(frozen=True, slots=True)
class Demand:
    """What the threads of one cluster say together, on one day.

    `threads` are the cluster's, the latest first; there is at least one. `customers` counts people, each once. `wait` is the
    median time to the first answer, None where none of the threads has one; `never_answered` counts those without.
    `documented` is the day since when it has its article, None where it has none or nothing tells. `again` counts the threads that are younger than the article, where the state is `asked again`. `this_week` counts the
    threads of the last seven days and `usual` those of a week in the time before, on average; `emerging` says that this
    week is no accident. `score` orders: see `deskbook.text.demand`.
    """

    cluster: Cluster
    threads: tuple[Thread, ...]
    customers: int
    wait: timedelta | None
    never_answered: int
    state: DemandState
    again: int
    article: Article | None
    documented: date | None
    this_week: int
    usual: float
    emerging: bool
    score: float

    @property
    def asked(self) -> int:
        """How many threads ask it."""
        return len(self.threads)

    @property
    def first(self) -> date:
        """When it was first asked (UTC)."""
        return self.threads[-1].created.date()

    @property
    def last(self) -> date:
        """When it was last asked (UTC)."""
        return self.threads[0].created.date()
