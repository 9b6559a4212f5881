"""Two articles that say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath


class Verdict(StrEnum):
    """What sort of overlap it is: the verdict decides what its owners should do."""

    DUPLICATE = "duplicate"
    VARIANT = "variant"
    CONTRADICTION = "contradiction"
    SHARED_BLOCK = "shared-block"


class Measure(StrEnum):
    """What the score of an overlap is.

    `probability`: that both pages are about the same question, as the engine that clusters threads was calibrated for.
    `share`: of all runs of eight words, how many stand in both pages; for a shared block, of those of the shorter page.
    """

    PROBABILITY = "probability"
    SHARE = "share"

    def stated(self, score: float) -> str:
        """A score (0..1) in words: `87% probable`, `64% of the text`. A probability never reads as certain."""
        if self is Measure.SHARE:
            return f"{score:.0%} of the text"
        return "over 99% probable" if score > 0.99 else f"{score:.0%} probable"


@dataclass(frozen=True, slots=True)
class Passage:
    """The same text in both articles: 1-based lines of the two files, and the text as the first has it."""

    line: int
    other_line: int
    text: str


@dataclass(frozen=True, slots=True)
class PartLikeness:
    """How alike a part (a section under its heading) is: the share, 0..1, of the words of both that stand in both.

    `share` is None where only one of the pages has the part.
    """

    name: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Distinct:
    """Somebody's decision that two articles, named by their ids, belong as they are.

    `imprints` say for each what its sections said then: see `deskbook.text.imprint`. `at` is aware UTC, in whole seconds.
    """

    at: datetime
    articles: tuple[str, str]
    reason: str
    imprints: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A pair of articles, `path` sorting before `other`. `score` is 0..1, of the `measure`; `why` says what decided the verdict.

    `distinct` is the last decision about the two; it is in force unless `changed` says what was written since.
    """

    path: PurePosixPath
    other: PurePosixPath
    verdict: Verdict
    score: float
    passages: tuple[Passage, ...] = ()
    measure: Measure = Measure.PROBABILITY
    why: str = ""
    parts: tuple[PartLikeness, ...] = ()
    distinct: Distinct | None = None
    changed: str = ""

    @property
    def settled(self) -> bool:
        """Whether somebody decided that the two are distinct, and neither has changed since."""
        return self.distinct is not None and not self.changed


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of one page; `shared` where the other page has them too."""

    text: str
    shared: bool


@dataclass(frozen=True, slots=True)
class PartSides:
    """One part of two pages side by side; a side that does not have it is empty, and its line None."""

    name: str
    share: float | None
    line: int | None
    other_line: int | None
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: in words, and a command or a line of Markdown to copy."""

    words: str
    copy: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """An overlap as people look at it; paths are relative to content/."""

    path: str
    other: str
    title: str
    other_title: str
    verdict: Verdict
    score: float
    measure: Measure
    why: str
    parts: tuple[PartSides, ...]
    steps: tuple[Step, ...]
    distinct: str = ""
    changed: str = ""
