"""How many resolved threads are linked to an article."""

from __future__ import annotations

from deskbook.model import Cell, Knowledge, Share, Table, ThreadKind
from deskbook.text.linked import linked
from deskbook.text.trend import Item, trend


class LinkRate:
    """Resolved threads linked to an article / resolved threads (KCS v6, technique 1.3)."""

    name = "link-rate"

    def table(self, knowledge: Knowledge) -> Table:
        """One row for each kind of thread; then the marked threads without an outcome."""
        articles = linked(knowledge)
        figures = []
        for kind in (ThreadKind.TICKET, ThreadKind.TOPIC):
            resolved = [t for t in knowledge.threads.values() if t.kind is kind and t.resolved]
            items = [
                Item(thread.updated.date(), articles[thread.key].since if thread.key in articles else None)
                for thread in resolved
            ]
            figures.append(trend(f"resolved {kind}s linked to an article", items, knowledge.today))
        without = sum(key not in knowledge.outcomes for key in knowledge.marked)
        rows: list[tuple[Cell, ...]] = [(figure.what, figure.now) for figure in figures]
        rows.append(("resolved marked threads without an outcome", Share(without, len(knowledge.marked))))
        return Table(
            self.name,
            "Link rate",
            ("What", "Share"),
            tuple(rows),
            "A thread is linked if an article names it as a source, or if deskbook proposed or somebody decided that an article "
            "covers it, is made of it, or is improved by it.",
            figures=tuple(figures),
        )
