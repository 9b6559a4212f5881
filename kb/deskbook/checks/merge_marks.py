"""KB404: text that `deskbook merge` brought, and that nobody has worked in."""

from __future__ import annotations

from collections.abc import Iterable

from deskbook.checks.rule import Rule, place
from deskbook.model import Finding, Knowledge, Severity
from deskbook.text.merging import marks


class MergeMarks(Rule):
    """What only the other article said stands between two comments at the end of a part, until a writer has dealt with it."""

    code = "KB404"
    name = "merge-marks"
    severity = Severity.WARNING
    cure = "work the text between the two marks into the page, or delete it; then delete the marks"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding a passage, at its first mark."""
        for article in knowledge.articles:
            for mark in marks(article.body):
                where = place(knowledge, article, article.body_line + mark.line - 1)
                origin = f"from {mark.path} " if mark.path else ""
                yield self.at(where, f"what was merged {origin}waits to be worked in")
