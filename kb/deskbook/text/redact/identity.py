"""Numbers of a person's papers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deskbook.text.redact.placeholders import Span
from deskbook.text.redact.reading import Reading

# Areas, groups and serials that the SSA has never given out are not numbers of anybody.
_SSN = re.compile(r"[0-9](?<!9)[0-9]{2}(?<!000)(?<!666)-(?!00)[0-9]{2}-(?!0000)[0-9]{4}")
_SSN_WORD = re.compile(r"\bssn\b|social security")
_NINO = re.compile(r"[a-ceghj-prtw-z][a-ceghj-nprtw-z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[a-d](?!\w)")
_PAPERS = ("passport", "licen", "insurance", "identity card", "personalausweis", "tax id", "social security")
_NAMED = re.compile(
    r"(?:passport|driver'?s? licen[cs]e|driving licen[cs]e|national insurance|identity card|personalausweis|tax id|social security)"
    r"(?: (?:number|no\.?|id|#))?(?: is| was|:|#|=)?\s{0,3}([a-z0-9][a-z0-9-]{5,18})"
)


def papers(reading: Reading, strict: bool) -> Iterator[Span]:
    """US social security and UK national insurance numbers, and what follows "passport number" and the like."""
    if not strict and any(word in reading.lower for word in _PAPERS):
        for match in _NAMED.finditer(reading.lower):
            if sum(c.isdigit() for c in match.group(1)) >= 5:
                yield Span(*match.span(1), "id-number", "the number of a paper")
    if not reading.has_numbers:
        return
    for match in _SSN.finditer(reading.plain):
        before, after = reading.before(match.start()), reading.after(match.end())
        if before.isalnum() or before in ("-", "_", ".") or after.isalnum() or after in ("-", "_"):
            continue
        if not strict or _SSN_WORD.search(reading.lower, max(0, match.start() - 48), match.start()):
            yield Span(*match.span(), "id-number", "a social security number")
    for match in () if strict else _NINO.finditer(reading.lower):
        if reading.plain[match.start() : match.start() + 2].isupper() and not reading.before(match.start()).isalnum():
            yield Span(*match.span(), "id-number", "a national insurance number")
