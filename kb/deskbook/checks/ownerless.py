"""KB201: an article that nobody answers for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from deskbook.checks.rule import Rule, place
from deskbook.model import Article, Confidence, Finding, Knowledge, Roster, Severity, Standing


class Ownerless(Rule):
    """No owner, an owner whom the roster does not know, or one who has left: three different things to do."""

    code = "KB201"
    name = "ownerless"
    severity = Severity.WARNING
    cure = "write `owner:` with the id of a person or team of the roster"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding an article, a notice for work in progress; archived articles need no owner."""
        for article in knowledge.articles:
            trouble = _trouble(article, knowledge.roster) if article.is_page else None
            if trouble:
                message, hint = trouble
                # A draft waits for whoever reviews it; it must not fail every run until then.
                severity = Severity.NOTICE if article.confidence is Confidence.WIP else None
                yield self.at(place(knowledge, article), message, hint=hint, severity=severity)


def _trouble(article: Article, roster: Roster) -> tuple[str, str | None] | None:
    owner = (article.owner or "").strip()
    if not owner:
        return "nobody owns this article", None
    standing = roster.standing(owner)
    if standing is Standing.LEFT:
        return _gone(owner, roster), "find somebody who takes it over and write their id as `owner:`"
    if standing is Standing.UNKNOWN:
        known = [person.id for person in roster.people] + [team.id for team in roster.teams]
        near = difflib.get_close_matches(owner.lower(), known, n=1)
        meant = f"; did you mean '{near[0]}'?" if near else ""
        return (
            f"the owner '{owner}' is not in the roster{meant}",
            "write an id of the roster, or add the owner to the roster",
        )
    return None


def _gone(owner: str, roster: Roster) -> str:
    name = roster.display(owner)
    if any(person.id == owner for person in roster.people):
        return f"the owner {name} has left"
    dissolved = any(team.id == owner and team.dissolved for team in roster.teams)
    return f"the owning team {name} is dissolved" if dissolved else f"everybody of the owning team {name} has left"
