"""Which findings are new: not in the baseline, the list of those that are known."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from deskbook.model import Accepted, Finding

_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Compared:
    """Findings that are not in the baseline, how many are, and what stands in it and is found no more."""

    new: tuple[Finding, ...]
    known: int
    mended: tuple[Accepted, ...]


def fingerprints(findings: Sequence[Finding]) -> Iterator[str]:
    """32 hexadecimal digits for each finding: the same on another day or line. Equal ones are told apart by their order.

    Numbers in a message do not count: days go by. Of an overlap only the two pages and the verdict count (`Finding.identity`).
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        said = finding.identity or _NUMBERS.sub("", finding.message)
        what = (finding.code, finding.location.path, said)
        seen[what] += 1
        yield hashlib.sha256("\n".join((*what, str(seen[what]))).encode()).hexdigest()[:32]


def compare(findings: Sequence[Finding], baseline: Collection[Accepted]) -> Compared:
    """Tell the new findings from those that are known."""
    known = {accepted.fingerprint for accepted in baseline}
    marks = list(fingerprints(findings))
    new = tuple(finding for finding, mark in zip(findings, marks, strict=True) if mark not in known)
    mended = tuple(accepted for accepted in baseline if accepted.fingerprint not in set(marks))
    return Compared(new, len(findings) - len(new), mended)


def accept(findings: Sequence[Finding], baseline: Collection[Accepted], now: datetime) -> tuple[Accepted, ...]:
    """The baseline of these findings. One that is known already keeps its line, so that a change of the file shows what is new."""
    known = {accepted.fingerprint: accepted for accepted in baseline}
    at = now.replace(microsecond=0)
    return tuple(
        known.get(mark) or Accepted(at, finding.code, finding.location.path, mark, " ".join(finding.message.split()))
        for finding, mark in zip(findings, fingerprints(findings), strict=True)
    )
