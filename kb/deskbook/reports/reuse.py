"""How often articles answered."""

from __future__ import annotations

from collections import defaultdict

from deskbook.model import Article, Cell, Evidence, Knowledge, Table, Thread
from deskbook.text.linked import linked
from deskbook.text.trend import Item, trend


class Reuse:
    """Published articles and the threads that they answer, the most used first (KCS v6, technique 3.1)."""

    name = "reuse"

    def table(self, knowledge: Knowledge) -> Table:
        """One row an article; its evidence is the threads that are linked to it, the latest first."""
        threads: dict[str, list[Thread]] = defaultdict(list)
        for key, link in linked(knowledge).items():
            threads[link.article.id].append(knowledge.threads[key])
        for held in threads.values():
            held.sort(key=lambda thread: (thread.created, thread.key), reverse=True)
        pages = [article for article in knowledge.articles if article.is_page and article.confidence.published]
        pages.sort(key=lambda a: (-len(_since(a, threads[a.id])), -len(threads[a.id]), a.path))
        items = []
        for article in pages:
            since = [thread.created.date() for thread in _since(article, threads[article.id])]
            items.append(Item(article.created or knowledge.today, min(since, default=None)))
        return Table(
            self.name,
            "How often articles answered",
            ("Page", "Since it was written", "Threads", "Last"),
            tuple(_row(article, threads[article.id]) for article in pages),
            "Threads that are linked to the article; since it was written are those that began after it, which it could "
            "answer. How often readers helped themselves is not in it.",
            tuple(tuple(map(Evidence.of, threads[article.id])) for article in pages),
            (trend("published articles that answered a thread since they were written", items, knowledge.today),),
            bars="Since it was written",
        )


def _row(article: Article, threads: list[Thread]) -> tuple[Cell, ...]:
    last = threads[0].created.date().isoformat() if threads else ""
    return str(article.path), len(_since(article, threads)), len(threads), last


def _since(article: Article, threads: list[Thread]) -> list[Thread]:
    return [thread for thread in threads if article.created and thread.created.date() > article.created]
