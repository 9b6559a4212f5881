"""The tracked file of pairs of articles that people decided to keep as they are: see `lines`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from deskbook.library.lines import TrackedLines
from deskbook.model import Distinct

_HEADER = """\
# Pairs of articles that overlap and shall stay as they are. `deskbook distinct` writes it. Keep it in git, with the line of
# .gitattributes that lets two branches merge without a conflict.
#
# One pair a line: when it was decided, the ids of the two articles, why, and what each of them said then, as digests of its
# parts. When either really changes, `deskbook check` brings the pair up again.
#
# A later line about a pair overrides an earlier one. To take a decision back, delete its lines.

"""


def read_distinct(path: Path) -> tuple[Distinct, ...]:
    """All decisions in `path`, each once; none where there is no file. Raises `DecisionError`, naming the line."""
    return _LINES.all_in(path)


def append_distinct(
    path: Path, articles: tuple[str, str], reason: str, imprints: tuple[str, str], now: datetime
) -> str:
    """Write one decision more, dated `now` (aware) or, if need be, after the latest in the file; return its line."""
    return _LINES.append(path, lambda at: Distinct(at, articles, reason, imprints), now)


def _distinct(at: datetime, words: list[str]) -> Distinct:
    if len(words) != 5:
        raise ValueError("it needs two ids, a reason in quotation marks, and two digests")
    one, other, reason, first, second = words
    if not reason.strip():
        raise ValueError("the reason is missing")
    return Distinct(at, (one, other), reason, (first, second))


def _words(decision: Distinct) -> list[str]:
    return [*decision.articles, decision.reason, *decision.imprints]


_LINES = TrackedLines(_HEADER, 'delete it, and run `deskbook distinct A B --because "..."`', _distinct, _words)
