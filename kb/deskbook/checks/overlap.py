"""KB301: two articles that say the same."""

from __future__ import annotations

from collections.abc import Iterable

from deskbook.checks.links import destinations
from deskbook.checks.rule import Rule
from deskbook.model import Article, Finding, Knowledge, Location, Overlap, Severity, Verdict

_LONGEST_QUOTE = 100

# What each verdict means in a sentence, and what to do about it.
_WORDS = {
    Verdict.DUPLICATE: (
        "answers the same question in the same way as {other} ({score} alike)",
        "keep the better page, move what only the other says into it, and archive the other",
    ),
    Verdict.VARIANT: (
        "answers the same question as {other} ({score} alike) for another environment",
        "link the two pages to each other and say in both titles what each is for",
    ),
    Verdict.CONTRADICTION: (
        "gives another answer than {other} to the same question ({score} alike) in the same environment",
        "find out which of the two is right first; then keep that one and archive the other",
    ),
    Verdict.SHARED_BLOCK: (
        "shares a long passage with {other} ({score} of the shorter page)",
        "keep the passage on one page and link to it from the other",
    ),
}
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
        """One finding a pair, at the longest passage of the first page; the other page's place is `related`."""
        articles = {article.path: article for article in knowledge.articles}
        for overlap in knowledge.overlaps:
            one, other = articles.get(overlap.path), articles.get(overlap.other)
            if overlap.verdict is Verdict.VARIANT and one and other and _links(one, other) and _links(other, one):
                continue
            words, hint = _WORDS[overlap.verdict]
            severity = Severity.WARNING if overlap.verdict in _URGENT else Severity.NOTICE
            message = words.format(other=overlap.other, score=f"{overlap.score:.0%}") + _quote(overlap)
            line, other_line = next(((p.line, p.other_line) for p in overlap.passages), (1, 1))
            yield self.at(
                Location(f"{knowledge.prefix}/{overlap.path}", line),
                message,
                severity=severity,
                hint=hint,
                related=(Location(f"{knowledge.prefix}/{overlap.other}", other_line),),
            )


def _links(one: Article, other: Article) -> bool:
    return any(destination.path == other.path for destination in destinations(one))


def _quote(overlap: Overlap) -> str:
    if not overlap.passages:
        return ""
    text = " ".join(max((passage.text for passage in overlap.passages), key=len).split())
    if len(text) > _LONGEST_QUOTE:
        text = text[:_LONGEST_QUOTE].rpartition(" ")[0] + " …"
    return f'; both say "{text}"'
