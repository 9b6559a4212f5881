"""How long it takes until a question has its article."""

from __future__ import annotations

from datetime import date, timedelta

from deskbook.model import Article, Evidence, Knowledge, Table, Thread, span
from deskbook.text.trend import times


class TimeToArticle:
    """The days from the first thread that asked to the article that was made of it."""

    name = "time-to-article"

    def table(self, knowledge: Knowledge) -> Table:
        """One row an article that names a thread older than itself, the slowest first; its evidence is the first such thread."""
        made = [article for article in knowledge.articles if article.is_page and article.created]
        firsts = {article.id: _first(article, knowledge) for article in made}
        found = [(article, first) for article in made if (first := firsts[article.id])]
        found.sort(key=lambda one: (-_taken(*one), one[0].path))
        points = [(a.created or knowledge.today, _taken(a, f) if (f := firsts[a.id]) else None) for a in made]
        return Table(
            self.name,
            "From the first question to the article",
            ("Page", "First asked", "Written", "Took"),
            tuple(
                (
                    str(a.path),
                    f.created.date().isoformat(),
                    a.created.isoformat() if a.created else "",
                    span(_taken(a, f)),
                )
                for a, f in found
            ),
            "From the oldest thread among an article's sources to the day on which the article was made. Articles that name no "
            "thread older than themselves were made of something else.",
            tuple((Evidence.of(first),) for _, first in found),
            (times("time from the first question to the article", points, knowledge.today),),
        )


def _first(article: Article, knowledge: Knowledge) -> Thread | None:
    """The oldest thread that the article was made of."""
    sources = (knowledge.threads[key] for key in article.sources if key in knowledge.threads)
    older = [thread for thread in sources if article.created and thread.created.date() <= article.created]
    return min(older, key=lambda thread: (thread.created, thread.key), default=None)


def _taken(article: Article, first: Thread) -> timedelta:
    return (article.created or date.max) - first.created.date()
