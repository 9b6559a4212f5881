"""Which pages nobody has looked at for too long."""

from __future__ import annotations

from datetime import timedelta

from deskbook.model import Article, Cell, Figure, Knowledge, Point, Share, Table
from deskbook.text.ownership import ownership
from deskbook.text.review import due, last_look


class Overdue:
    """Published pages whose review is overdue, the longest first."""

    name = "overdue"

    def table(self, knowledge: Knowledge) -> Table:
        """One row a page: its owner, when somebody last vouched for it, and for how many days a review is overdue."""
        pages = [article for article in knowledge.articles if article.is_page and article.confidence.published]
        late = [(_late(article, knowledge), article) for article in pages]
        found = sorted(
            ((days, article) for days, article in late if days is not None), key=lambda one: (-one[0].days, one[1].path)
        )
        now = Share(len(found), len(pages))
        return Table(
            self.name,
            "Overdue for review",
            ("Page", "Owner", "Last review", "Days overdue"),
            tuple(_row(article, days, knowledge) for days, article in found),
            "Published pages that were due before today, by the time that their kind has between reviews. `deskbook reviewed PAGE` says "
            "that a page is still right. An article says only when it was reviewed last: how many were overdue on earlier days "
            "is known where `deskbook report --record` wrote it down.",
            figures=(Figure("published pages overdue", (Point(knowledge.today, now),)),),
            bars="Days overdue",
        )


def _late(article: Article, knowledge: Knowledge) -> timedelta | None:
    until = due(article, knowledge)
    return knowledge.today - until if until and until < knowledge.today else None


def _row(article: Article, late: timedelta, knowledge: Knowledge) -> tuple[Cell, ...]:
    found, last = ownership(article, knowledge), last_look(article, knowledge)
    owner = knowledge.roster.display(found.owner) if found.owner and not found.ownerless else "–"
    return str(article.path), owner, last.isoformat() if last else "never", late.days
