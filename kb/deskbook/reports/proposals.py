"""Which marked threads wait for somebody to decide."""

from __future__ import annotations

from deskbook.model import Evidence, Knowledge, Table


class Proposals:
    """Resolved marked threads whose outcome is only proposed, or that have none."""

    name = "proposals"

    def table(self, knowledge: Knowledge) -> Table:
        """One row a thread, those without an outcome first: what is proposed, for which article, why, and where to read it."""
        paths = {article.id: f"{knowledge.prefix}/{article.path}" for article in knowledge.articles}
        rows: list[tuple[str, ...]] = []
        for key in sorted(knowledge.marked & knowledge.threads.keys()):
            link, thread = knowledge.outcomes.get(key), knowledge.threads[key]
            if link is None or not link.decided:
                proposed = (str(link.outcome), paths.get(link.article, ""), link.reason) if link else ("none", "", "")
                rows.append((key, thread.title, *proposed, thread.url or ""))
        rows.sort(key=lambda row: (row[2] != "none", row[2], row[0]))
        return Table(
            self.name,
            "Marked threads that wait for a decision",
            ("Thread", "Title", "Proposed", "Article", "Why", "Address"),
            tuple(rows),
            "`deskbook promote THREAD` shows one of them with what speaks for each outcome. Moving a draft to its section "
            "decides, too.",
            tuple((Evidence.of(knowledge.threads[row[0]]),) for row in rows),
        )
