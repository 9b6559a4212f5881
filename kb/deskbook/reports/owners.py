"""Who owns what, and what nobody owns."""

from __future__ import annotations

from deskbook.model import Article, Knowledge, Standing, Table

_STATES = {Standing.ACTIVE: "", Standing.LEFT: "has left", Standing.UNKNOWN: "not in the roster"}


class Owners:
    """Articles by owner; pages without one come first."""

    name = "owners"

    def table(self, knowledge: Knowledge) -> Table:
        """One row an article that is not archived: owner, what is wrong with the owner, page, last review."""
        rows = [_row(article, knowledge) for article in knowledge.articles if article.is_page]
        rows.sort(key=lambda row: (row[1] == "", row[0], row[2]))
        return Table(
            self.name,
            "Owners and ownerless pages",
            ("Owner", "Trouble", "Page", "Confidence", "Last review"),
            tuple(rows),
            "Ownerless pages come first: those whose owner is missing, unknown to the roster, or has left.",
        )


def _row(article: Article, knowledge: Knowledge) -> tuple[str, str, str, str, str]:
    trouble = _STATES[knowledge.roster.standing(article.owner)] if article.owner else "no owner"
    owner = knowledge.roster.display(article.owner) if article.owner else "–"
    last = article.reviewed or article.created
    return owner, trouble, str(article.path), str(article.confidence), last.isoformat() if last else "never"
