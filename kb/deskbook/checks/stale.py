"""KB401: an article that nobody has looked at for too long."""

from __future__ import annotations

from collections.abc import Iterable

from deskbook.checks.rule import Rule, place
from deskbook.model import Finding, Knowledge, Severity


class Stale(Rule):
    """Only published articles go stale: archived ones may be old, and work in progress has a rule of its own."""

    code = "KB401"
    name = "stale"
    severity = Severity.WARNING
    cure = "read it, mend it, and set `reviewed:` to today; or set `confidence: archived`"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding an article whose last review (else its creation) is too long ago, unknown, or yet to come."""
        for article in knowledge.articles:
            if not (article.is_page and article.confidence.published):
                continue
            last = article.reviewed or article.created
            where = place(knowledge, article)
            if last is None:
                message = "nothing says when this article was last reviewed"
                yield self.at(
                    where, message, severity=Severity.NOTICE, hint="set `reviewed:` to the day of the last review"
                )
                continue
            age = (knowledge.today - last).days
            if age < 0:
                yield self.at(where, f"its last review, {last.isoformat()}, has yet to come", hint="correct the date")
            elif age > knowledge.stale_after_days:
                deed = "last reviewed" if article.reviewed else "never reviewed, and written"
                yield self.at(where, f"{deed} {age} days ago, on {last.isoformat()}")
