"""Two articles that say the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath


class Verdict(StrEnum):
    """What sort of overlap it is: the verdict decides what its owners should do."""

    DUPLICATE = "duplicate"
    VARIANT = "variant"
    CONTRADICTION = "contradiction"
    SHARED_BLOCK = "shared-block"


@dataclass(frozen=True, slots=True)
class Passage:
    """The same text in both articles: 1-based lines of the two files, and the text as the first has it."""

    line: int
    other_line: int
    text: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """A pair of articles, `path` sorting before `other`. `score` is 0..1, the likeness that decided."""

    path: PurePosixPath
    other: PurePosixPath
    verdict: Verdict
    score: float
    passages: tuple[Passage, ...]
