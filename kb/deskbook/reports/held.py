"""What redaction was not sure of."""

from __future__ import annotations

from deskbook.model import Knowledge, Table


class HeldBack:
    """Threads that were not stored because redaction could not be sure that they are safe."""

    name = "held"

    def table(self, knowledge: Knowledge) -> Table:
        """One row a thread: its key, a redacted hint of its title, and why."""
        rows = tuple((held.key, held.title_hint, "; ".join(held.reasons)) for held in knowledge.held)
        return Table(
            self.name,
            "Held back",
            ("Thread", "Title", "Why"),
            rows,
            "Mend the text in its own system, or name a value in [redact] allow if it is harmless; then collect again.",
        )
