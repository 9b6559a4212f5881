"""Threads that ask the same, and what promotion did with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Cluster:
    """Threads that ask the same question. `members` are thread keys, sorted; `label` is one member's title.

    `dismissed` says that a person decided that nobody need write it down.
    """

    id: str
    label: str
    members: tuple[str, ...]
    dismissed: bool = False


class Outcome(StrEnum):
    """What promotion does with a thread."""

    NEW = "new"
    IMPROVES = "improves"
    COVERED = "covered"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Link:
    """The outcome of one thread. `article` is an article's id, empty where there is none; `at` is aware UTC.

    `decided` says that a person decided it; else deskbook proposed it. `written` is the id of the file that was once made of
    the thread, so that one which somebody deleted is not made again; empty where none was.
    """

    thread: str
    outcome: Outcome
    article: str
    reason: str
    at: datetime
    decided: bool = False
    written: str = ""

    def comes_to_the_same(self, other: Link) -> bool:
        """Whether two outcomes differ in their reasons only. Threads that are skipped have nothing but a reason."""
        if Outcome.SKIP in (self.outcome, other.outcome):
            return self == replace(other, at=self.at, written=self.written)
        return (self.outcome, self.article, self.decided) == (other.outcome, other.article, other.decided)
