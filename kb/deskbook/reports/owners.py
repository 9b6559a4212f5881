"""Who owns what, and what nobody owns."""

from __future__ import annotations

from deskbook.model import Article, Cell, Figure, Knowledge, Origin, Ownership, Point, Share, Standing, Table
from deskbook.text.ownership import ownership
from deskbook.text.review import due


class Owners:
    """Articles by owner; pages without one come first."""

    name = "owners"

    def table(self, knowledge: Knowledge) -> Table:
        """One row an article that is not archived: owner, what names it, what is wrong, who could own it, when a review is due."""
        held = [(article, ownership(article, knowledge)) for article in knowledge.articles if article.is_page]
        rows = sorted(
            (_row(article, found, knowledge) for article, found in held),
            key=lambda row: (row[1] == "", row[0], row[3]),
        )
        ownerless = sum(found.ownerless for _, found in held)
        defaults = sum(found.origin in (Origin.CODEOWNERS, Origin.SECTION) for _, found in held)
        return Table(
            self.name,
            "Owners and ownerless pages",
            ("Owner", "Trouble", "Named by", "Page", "Confidence", "Review due", "Could own it"),
            tuple(rows),
            "Ownerless pages come first: those whose owner is missing, unknown to the roster, or has left. The owner is the one that "
            "the article names, else CODEOWNERS, else the default of its section. `deskbook claim PAGE --owner ID` takes a page "
            "over.",
            figures=tuple(
                Figure(what, (Point(knowledge.today, Share(count, len(held))),))
                for what, count in (("pages without an owner", ownerless), ("pages that a default owns", defaults))
            ),
        )


def _row(article: Article, found: Ownership, knowledge: Knowledge) -> tuple[Cell, ...]:
    until = due(article, knowledge)
    return (
        knowledge.roster.display(found.owner) if found.owner else "–",
        _trouble(found, knowledge),
        f"{found.origin} ({found.place})" if found.place else str(found.origin),
        str(article.path),
        str(article.confidence),
        until.isoformat() if until else "–",
        "; ".join(f"{one.owner}: {', '.join(one.reasons)}" for one in knowledge.candidates.get(article.path, ())),
    )


def _trouble(found: Ownership, knowledge: Knowledge) -> str:
    if found.standing is Standing.ACTIVE:
        return ""
    if found.standing is Standing.DEPUTY:
        return f"for now: {knowledge.roster.display(found.instead_of or '')} has left"
    return str(found.standing)
