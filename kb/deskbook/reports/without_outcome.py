"""Which resolved threads left nothing behind."""

from __future__ import annotations

from collections import defaultdict

from deskbook.model import Evidence, Knowledge, Outcome, Share, Table, Thread
from deskbook.text.linked import linked
from deskbook.text.topics import area, counted
from deskbook.text.trend import Item, trend


class WithoutOutcome:
    """Resolved threads of which nobody knows whether an article answers them, or why none should."""

    name = "without-outcome"

    def table(self, knowledge: Knowledge) -> Table:
        """One row a product area, that with the most first; its evidence is those threads, the latest first."""
        resolved = [thread for thread in counted(knowledge.threads.values()) if thread.resolved]
        articles = linked(knowledge)
        items = []
        areas: dict[str, list[Thread]] = defaultdict(list)
        for thread in sorted(resolved, key=lambda t: (t.created, t.key), reverse=True):
            outcome, link = knowledge.outcomes.get(thread.key), articles.get(thread.key)
            skipped = outcome.at.date() if outcome and outcome.outcome is Outcome.SKIP else None
            items.append(Item(thread.updated.date(), link.since if link else skipped))
            areas[area(thread)].append(thread)
        without = {
            name: [thread for thread in threads if thread.key not in knowledge.outcomes]
            for name, threads in areas.items()
        }
        found = sorted(areas, key=lambda name: (-len(without[name]), name))
        return Table(
            self.name,
            "Resolved without an outcome",
            ("Area", "Without an outcome"),
            tuple((name, Share(len(without[name]), len(areas[name]))) for name in found),
            "Resolved threads with no outcome: no article was made of them, improved by them or covers them, and nobody said "
            "that none is needed. Many are asked only once; those asked twice are in the report on gaps.",
            tuple(tuple(map(Evidence.of, without[name])) for name in found),
            (trend("resolved threads without an outcome", items, knowledge.today, left=True),),
            bars="Without an outcome",
        )
