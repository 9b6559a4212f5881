"""KB402: work in progress that nobody finishes."""

from __future__ import annotations

from collections.abc import Iterable

from deskbook.checks.rule import Rule, place
from deskbook.model import Confidence, Finding, Knowledge, Severity

# Work in progress is temporary: it should become an article or go (KCS v6, technique 5.2). Two months are generous.
_DAYS = 60


class OldDrafts(Rule):
    """Drafts that are older than two months and still in work."""

    code = "KB402"
    name = "old-drafts"
    severity = Severity.NOTICE
    cure = "finish it and set `confidence: not-validated`, or delete the file"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding a draft; a draft without dates is not judged."""
        for article in knowledge.articles:
            last = article.reviewed or article.created
            if article.confidence is not Confidence.WIP or last is None:
                continue
            age = (knowledge.today - last).days
            if age > _DAYS:
                yield self.at(place(knowledge, article), f"old work in progress: untouched for {age} days")
