"""Pages that readers call not helpful."""

from __future__ import annotations

from collections import Counter

from deskbook.model import Knowledge, Share, SignalKind, Table

_VOTES = (SignalKind.HELPFUL, SignalKind.UNHELPFUL)


class Unhelpful:
    """Pages by the votes of their readers, those with the most complaints first."""

    name = "unhelpful"

    def table(self, knowledge: Knowledge) -> Table:
        """One row for each page that somebody called not helpful: how many of how many votes."""
        votes: Counter[str] = Counter()
        against: Counter[str] = Counter()
        for signal in knowledge.signals:
            if signal.kind in _VOTES:
                votes[signal.about] += signal.count
            if signal.kind is SignalKind.UNHELPFUL:
                against[signal.about] += signal.count
        ranked = sorted(against, key=lambda page: (-against[page], page))
        return Table(
            self.name,
            "Pages that did not help",
            ("Page", "Not helpful"),
            tuple((page, Share(against[page], votes[page])) for page in ranked),
            f"Readers voted {votes.total():,} times on {len(votes):,} pages. A few votes say little: read the page as a customer would.",
        )
