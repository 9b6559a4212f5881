"""What was not written up, and why."""

from __future__ import annotations

from deskbook.model import Knowledge, Outcome, Table


class Skipped:
    """Threads that were marked or asked twice and have no article, each with the reason."""

    name = "skipped"

    def table(self, knowledge: Knowledge) -> Table:
        """One row a thread: key, title, reason, and where to read it."""
        rows = []
        for link in knowledge.links:
            thread = knowledge.threads.get(link.thread)
            if link.outcome is Outcome.SKIP and thread:
                rows.append((link.thread, thread.title, link.reason, thread.url or ""))
        return Table(self.name, "Not written up", ("Thread", "Title", "Why", "Address"), tuple(rows))
