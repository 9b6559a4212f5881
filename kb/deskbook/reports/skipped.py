"""What was not written up, and why."""

from __future__ import annotations

from deskbook.model import Knowledge, Outcome, Table


class Skipped:
    """Threads that were marked or asked twice and have no article, each with the reason."""

    name = "skipped"

    def table(self, knowledge: Knowledge) -> Table:
        """One row a thread: key, title, reason, whether a person decided that, and where to read it."""
        rows = []
        for key, link in sorted(knowledge.outcomes.items()):
            thread = knowledge.threads.get(key)
            if link.outcome is Outcome.SKIP and thread:
                rows.append((key, thread.title, link.reason, "yes" if link.decided else "", thread.url or ""))
        return Table(self.name, "Not written up", ("Thread", "Title", "Why", "Decided", "Address"), tuple(rows))
