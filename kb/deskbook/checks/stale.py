"""KB401: an article that nobody has looked at for too long."""

from __future__ import annotations

from collections.abc import Iterable

from deskbook.checks.rule import Rule, place
from deskbook.model import Finding, Knowledge, Severity
from deskbook.text.review import due, last_look, review_days


class Stale(Rule):
    """Only published articles go stale: archived ones may be old, and work in progress has a rule of its own.

    So that pages of one day do not all fall due on one day, each is due up to an eighth of the time earlier than the rule allows.
    """

    code = "KB401"
    name = "stale"
    severity = Severity.WARNING
    cure = "read it and mend what is wrong; `deskbook reviewed ARTICLE` if all is still right; or set `confidence: archived`"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding an article whose last review (else its creation) is too long ago, unknown, or yet to come."""
        for article in knowledge.articles:
            if not (article.is_page and article.confidence.published) or review_days(article.kind, knowledge) is None:
                continue
            last, until = last_look(article, knowledge), due(article, knowledge)
            where = place(knowledge, article)
            if last is None or until is None:
                message = "nothing says when this article was last reviewed"
                hint = f"read it, then `deskbook reviewed {where.path}`"
                yield self.at(where, message, severity=Severity.NOTICE, hint=hint)
            elif last > knowledge.today:
                yield self.at(where, f"its last review, {last.isoformat()}, has yet to come", hint="correct the date")
            elif until < knowledge.today:
                deed = "written" if last == article.created and article.reviewed is None else "last looked at"
                yield self.at(
                    where, f"due for review since {until.isoformat()}: {deed} {(knowledge.today - last).days} days ago"
                )
