"""KB201: an article that nobody answers for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from deskbook.checks.rule import Rule, place
from deskbook.model import Article, Confidence, Finding, Knowledge, Origin, Ownership, Severity, Standing
from deskbook.text.ownership import ownership


class Ownerless(Rule):
    """No owner, an owner whom the roster does not know, one who has left: different things to do.

    The owner is the one of the article, else of CODEOWNERS, else of the section. The cure names who could take it over, and why.
    """

    code = "KB201"
    name = "ownerless"
    severity = Severity.WARNING
    cure = "`deskbook claim ARTICLE --owner ID` with the id of a person or team of the roster"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding an article. A notice for work in progress, and where a deputy owns it until somebody takes it over;
        archived articles need no owner."""
        for article in knowledge.articles:
            if not article.is_page:
                continue
            found = ownership(article, knowledge)
            if found.standing is Standing.ACTIVE:
                continue
            # A draft waits for whoever reviews it; it must not fail every run until then.
            light = article.confidence is Confidence.WIP or found.standing is Standing.DEPUTY
            yield self.at(
                place(knowledge, article),
                _trouble(found, knowledge),
                hint=_cure(article, found, knowledge),
                severity=Severity.NOTICE if light else None,
            )


def _trouble(found: Ownership, knowledge: Knowledge) -> str:
    roster = knowledge.roster
    if found.owner is None:
        return "nobody owns this article"
    where = {
        Origin.CODEOWNERS: f", named by {found.place},",
        Origin.SECTION: f", the default of the section {found.place},",
    }.get(found.origin, "")
    name = roster.display(found.owner)
    match found.standing:
        case Standing.DEPUTY:
            return (
                f"the owner {roster.display(found.instead_of or '')}{where} has left: {name} owns it for now, as deputy"
            )
        case Standing.UNKNOWN:
            near = difflib.get_close_matches(found.owner.lower(), roster.ids, n=1)
            meant = f"; did you mean '{near[0]}'?" if near else ""
            return f"the owner '{found.owner}'{where} is not in the roster{meant}"
        case Standing.DISSOLVED:
            return f"the owning team {name}{where} is dissolved"
        case Standing.DESERTED:
            return f"everybody of the owning team {name}{where} has left"
        case _:
            return f"the owner {name}{where} has left"


def _cure(article: Article, found: Ownership, knowledge: Knowledge) -> str:
    path = f"{knowledge.prefix}/{article.path}"
    if found.standing is Standing.DEPUTY:
        return f"`deskbook claim {path} --owner {found.owner}` makes it theirs, or name another owner"
    if candidates := knowledge.candidates.get(article.path):
        best = candidates[0]
        return f"`deskbook claim {path} --owner {best.owner}`: {'; '.join(best.reasons)}"
    return f"`deskbook claim {path} --owner ID` with the id of a person or team of the roster"
