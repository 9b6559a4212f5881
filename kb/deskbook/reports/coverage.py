"""Where articles answer what is asked, and where they do not."""

from __future__ import annotations

from collections import defaultdict

from deskbook.model import Knowledge, Share, Table, Thread
from deskbook.text.linked import linked
from deskbook.text.topics import counted, topics
from deskbook.text.trend import Item, trend

_FEWEST = 2  # threads that make an area


class Coverage:
    """What is asked, and how much of it articles answer, by product area."""

    name = "coverage"

    def table(self, knowledge: Knowledge) -> Table:
        """One row for each group, category, tag and product that two threads or more are of, the most asked first."""
        asked = counted(knowledge.threads.values())
        articles = {key: link for key, link in linked(knowledge).items() if link.article.confidence.published}
        areas: dict[tuple[str, str], list[Thread]] = defaultdict(list)
        for thread in asked:
            for topic in topics(thread, knowledge.products):
                areas[topic].append(thread)
        often = sorted((by, -len(threads), name) for (by, name), threads in areas.items() if len(threads) >= _FEWEST)
        rows = []
        for by, _, name in often:
            links = [articles[thread.key] for thread in areas[by, name] if thread.key in articles]
            rows.append((name, by, Share(len(links), len(areas[by, name])), len({link.article.id for link in links})))
        items = [
            Item(thread.created.date(), articles[thread.key].since if thread.key in articles else None)
            for thread in asked
        ]
        return Table(
            self.name,
            "Coverage by product area",
            ("Area", "By", "Answered by an article", "Articles"),
            tuple(rows),
            "Threads that are linked to a published article, of all threads of the area, and how many articles those are. A thread "
            "with several tags counts for each.",
            figures=(trend("threads that a published article answers", items, knowledge.today),),
            bars="Answered by an article",
        )
