"""Threads that ask the same, and what promotion did with them."""

from __future__ import annotations

from dataclasses import dataclass
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
    """The outcome of one thread. `article` is an article's id, empty only for `skip`; `at` is aware UTC."""

    thread: str
    outcome: Outcome
    article: str
    reason: str
    at: datetime
