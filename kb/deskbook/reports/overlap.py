"""Which articles say the same."""

from __future__ import annotations

from deskbook.model import Knowledge, Table


class OverlapReport:
    """Pairs of articles that overlap, the likest first."""

    name = "overlap"

    def table(self, knowledge: Knowledge) -> Table:
        """One row a pair: the two pages, what sort of overlap, how alike, and how many passages they share."""
        rows = tuple(
            (str(o.path), str(o.other), str(o.verdict), f"{100 * o.score:.0f}%", len(o.passages))
            for o in sorted(knowledge.overlaps, key=lambda o: (-o.score, o.path, o.other))
        )
        return Table(
            self.name,
            "Overlapping pages",
            ("Page", "Other page", "Verdict", "Alike", "Shared passages"),
            rows,
            "Pairs of articles that share their issue or whole passages, the most alike first.",
        )
