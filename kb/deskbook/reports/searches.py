"""What readers searched for, and did not find."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from deskbook.model import Knowledge, Share, SignalKind, Table

_MOST = 200


class Searches:
    """Searches without a result, the most frequent first: articles that are missing, or words that customers use and pages do not."""

    name = "searches"

    def table(self, knowledge: Knowledge) -> Table:
        """One row for each text that was searched for and not found at least once: how often of how many searches."""
        searched: Counter[str] = Counter()
        missed: Counter[str] = Counter()
        last: defaultdict[str, date | None] = defaultdict(lambda: None)
        for signal in knowledge.signals:
            if signal.kind not in (SignalKind.SEARCH, SignalKind.NO_RESULT):
                continue
            # A search without a result is told once, as such.
            searched[signal.about] += signal.count
            if signal.kind is SignalKind.NO_RESULT:
                missed[signal.about] += signal.count
                last[signal.about] = max(filter(None, (last[signal.about], signal.day)), default=None)
        ranked = sorted(missed, key=lambda about: (-missed[about], about))
        rows = []
        for about in ranked[:_MOST]:
            day = last[about]
            rows.append((about, Share(missed[about], searched[about]), day.isoformat() if day else ""))
        without = Share(missed.total(), searched.total())
        return Table(
            self.name,
            "Searches without a result",
            ("Searched for", "Without a result", "Last"),
            tuple(rows),
            f"Of all searches that the counter told, {without} found nothing. What is shown is without personal data. Write the "
            "article, or add the words to `asked_as` of the one that answers.",
        )
