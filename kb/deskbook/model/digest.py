"""What one owner should do first, short enough to be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: `what` it is in words, the article it is about, if any (relative to content/), and the `step` to take: a command,
    or the file to open; empty where the words say it."""

    what: str
    article: PurePosixPath | None = None
    step: str = ""


@dataclass(frozen=True, slots=True)
class Chore:
    """Tasks of one sort, the most urgent first; `more` of them were left out, and `where` is the command that shows them all."""

    title: str
    tasks: tuple[Task, ...]
    more: int
    where: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What `owner` (an id of the roster, or the word for who is on duty) should do, by urgency. `name` is the owner's."""

    owner: str
    name: str
    chores: tuple[Chore, ...]

    @property
    def count(self) -> int:
        """How many things there are to do, those left out included."""
        return sum(len(chore.tasks) + chore.more for chore in self.chores)
