"""What a drafter is given and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass

from .article import Article
from .cluster import Outcome
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


@dataclass(frozen=True, slots=True)
class Proposal:
    """The outcome of the threads of a case, with its evidence.

    `article` is the one written, the one that covers them or the one that they improve, and `probability` (0..1) how sure it
    is that it is about them; None where that is known for certain. `news` is what the answer says and the article does not,
    as Markdown. `file` is what is written for them: a draft, or a file beside the article. `questions` go with a skip.
    `decided` says that a person decided it.
    """

    case: Case
    outcome: Outcome
    reason: str
    article: Article | None = None
    probability: float | None = None
    news: str = ""
    file: Article | None = None
    questions: tuple[str, ...] = ()
    decided: bool = False
