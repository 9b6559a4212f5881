"""What a drafter is given and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass

from .article import Article
from .thread import Thread


@dataclass(frozen=True, slots=True)
class Case:
    """Threads that ask the same question, to be written up as one article. `lead` is the one with the best answer."""

    lead: Thread
    others: tuple[Thread, ...] = ()

    @property
    def threads(self) -> tuple[Thread, ...]:
        """Lead first."""
        return (self.lead, *self.others)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A case too thin to write up. `questions` are what somebody would have to answer first."""

    reason: str
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafted:
    """A drafted article; its `path` is relative to content/."""

    article: Article
