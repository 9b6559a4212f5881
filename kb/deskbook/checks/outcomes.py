"""KB801: threads marked for documentation of which nobody knows what became, and files that wait beside articles in vain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from deskbook.checks.rule import Rule, place
from deskbook.model import Article, Confidence, Finding, Knowledge, Link, Location, Outcome, Severity
from deskbook.text.outcomes import tally
from deskbook.text.words import count

# Nothing below content/ is wrong: whoever runs deskbook has something to do.
_PLACE = Location("deskbook.toml")


class Outcomes(Rule):
    """Each resolved thread that somebody marked ends as a new article, improves one, is covered by one, or is skipped.

    How many have no outcome is known only where there is a store. Files that improve an article are judged everywhere.
    """

    code = "KB801"
    name = "outcomes"
    severity = Severity.WARNING
    cure = "run `deskbook draft`"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding for all threads without an outcome, a notice where outcomes are only proposed; one for each file that
        has nothing to improve any more."""
        yield from self._threads(knowledge)
        pages = {article.id: article for article in knowledge.articles if article.is_page}
        for article in knowledge.articles:
            if article.improves and article.confidence is not Confidence.ARCHIVED:
                yield from self._improvement(knowledge, article, pages)

    def _threads(self, knowledge: Knowledge) -> Iterator[Finding]:
        found = tally(knowledge.marked, knowledge.outcomes)
        marked = f"of {count(found.threads, 'resolved thread')} marked for documentation"
        if found.without:
            have = "has" if len(found.without) == 1 else "have"
            waiting = (
                f"; {found.waiting:,} more {'waits' if found.waiting == 1 else 'wait'} for somebody to decide"
                if found.waiting
                else ""
            )
            yield self.at(_PLACE, f"{len(found.without):,} {marked} {have} no outcome{waiting}")
        elif found.waiting:
            have = "has" if found.waiting == 1 else "have"
            yield self.at(
                _PLACE,
                f"{found.waiting:,} {marked} {have} an outcome that nobody has decided yet",
                severity=Severity.NOTICE,
                hint="`deskbook report proposals` lists them, and `deskbook promote` decides",
            )

    def _improvement(self, knowledge: Knowledge, article: Article, pages: Mapping[str, Article]) -> Iterator[Finding]:
        page = pages.get(article.improves or "")
        if page is None:
            yield self.at(
                place(knowledge, article),
                f"this is to improve '{article.improves}', and there is no such article",
                hint="correct `improves:`, or delete the file",
            )
        elif article.sources and set(article.sources) <= set(page.sources):
            yield self.at(
                place(knowledge, article),
                f"{page.path} names what this was taken from among its sources by now",
                hint="see that nothing worth keeping is left in it, then delete the file",
                related=(place(knowledge, page),),
            )
        elif article.sources and all(_otherwise(knowledge.outcomes.get(key)) for key in article.sources):
            yield self.at(
                place(knowledge, article),
                "somebody decided that what this was taken from improves nothing",
                hint="delete the file, or decide again with `deskbook promote`",
            )


def _otherwise(link: Link | None) -> bool:
    """Whether a person decided that a thread has another outcome than to improve an article."""
    return link is not None and link.decided and link.outcome is not Outcome.IMPROVES
