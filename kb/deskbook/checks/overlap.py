"""KB301: two articles that say the same."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import PurePosixPath

from deskbook.checks.links import destinations
from deskbook.checks.rule import Rule
from deskbook.model import Article, Finding, Knowledge, Location, Overlap, Severity, Verdict

_LONGEST_QUOTE = 100

# What each verdict means in a sentence, and what to do about it.
_WORDS = {
    Verdict.DUPLICATE: (
        "answers the same question in the same way as {other}",
        "`deskbook merge {path} {second}` makes one page of both, whichever you name first stays",
    ),
    Verdict.VARIANT: (
        "answers the same question as {other} for another environment",
        "link the two pages to each other and say in both titles what each is for",
    ),
    Verdict.CONTRADICTION: (
        "gives another answer than {other} to the same question in the same environment",
        "find out which of the two is right first; then `deskbook merge` that one and the other",
    ),
    Verdict.SHARED_BLOCK: (
        "shares a long passage with {other}",
        "keep the passage on one page and link to it from the other",
    ),
}
_DISTINCT = "; if both are right as they are: `deskbook distinct {path} {second} --because …`"
_URGENT = (Verdict.DUPLICATE, Verdict.CONTRADICTION)


class OverlappingPages(Rule):
    """A duplicate or a contradiction is work and a warning; a variant or a shared passage is a notice.

    Variants that link to each other already are as they should be.
    """

    code = "KB301"
    name = "overlap"
    severity = Severity.WARNING
    cure = "keep one page for one question; link the pages that have to differ"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding a pair, at the longest passage of the first page; the other page's place is `related`.

        None for a pair that somebody decided to keep, until what was decided about has changed.
        """
        articles = {article.path: article for article in knowledge.articles}
        for overlap in knowledge.overlaps:
            one, other = articles.get(overlap.path), articles.get(overlap.other)
            linked = one and other and _links(one, other) and _links(other, one)
            if overlap.settled or (overlap.verdict is Verdict.VARIANT and linked):
                continue
            words, hint = _WORDS[overlap.verdict]
            names = {"path": _written(knowledge, overlap.path), "second": _written(knowledge, overlap.other)}
            line, other_line = next(((p.line, p.other_line) for p in overlap.passages), (1, 1))
            yield self.at(
                Location(f"{knowledge.prefix}/{overlap.path}", line),
                words.format(other=overlap.other) + _evidence(overlap) + _quote(overlap),
                severity=Severity.WARNING if overlap.verdict in _URGENT else Severity.NOTICE,
                hint=(hint + _DISTINCT).format(**names),
                related=(Location(f"{knowledge.prefix}/{overlap.other}", other_line),),
                identity=f"{overlap.verdict} {overlap.other}" + (f", {overlap.changed}" if overlap.changed else ""),
            )


def _written(knowledge: Knowledge, path: PurePosixPath) -> str:
    return shlex.quote(f"{knowledge.prefix}/{path}")


def _evidence(overlap: Overlap) -> str:
    sure = overlap.measure.stated(overlap.score)
    said = f" ({sure}: {overlap.why})" if overlap.why else f" ({sure})"
    if not overlap.distinct:
        return said
    return f"{said}; they were kept apart because “{overlap.distinct.reason}”, but {overlap.changed} since then"


def _links(one: Article, other: Article) -> bool:
    return any(destination.path == other.path for destination in destinations(one))


def _quote(overlap: Overlap) -> str:
    if not overlap.passages:
        return ""
    text = " ".join(max((passage.text for passage in overlap.passages), key=len).split())
    if len(text) > _LONGEST_QUOTE:
        text = text[:_LONGEST_QUOTE].rpartition(" ")[0] + " …"
    return f'; both say "{text}"'
