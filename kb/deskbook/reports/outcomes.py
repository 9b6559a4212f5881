"""What became of the threads that somebody marked for documentation."""

from __future__ import annotations

from deskbook.model import Knowledge, Outcome, Table
from deskbook.text.outcomes import tally

_WORDS = {
    Outcome.NEW: "new: an article of its own",
    Outcome.IMPROVES: "improves an article",
    Outcome.COVERED: "covered by an article",
    Outcome.SKIP: "skipped, with a reason",
}


class OutcomesReport:
    """How many marked threads have which outcome, proposed or decided, and how many have none."""

    name = "outcomes"

    def table(self, knowledge: Knowledge) -> Table:
        """One row for each outcome and one for none, each of all resolved marked threads."""
        found = tally(knowledge.marked, knowledge.outcomes)
        without = len(found.without)
        rows = [
            _row(_WORDS[outcome], found.proposed[outcome], found.decided[outcome], found.threads) for outcome in Outcome
        ]
        return Table(
            self.name,
            "What became of marked threads",
            ("Outcome", "Proposed", "Decided", "Together", "Of", "Share"),
            (*rows, ("without an outcome", "", "", without, found.threads, _share(without, found.threads))),
            "Resolved threads that somebody marked for documentation, each with one outcome: deskbook proposes, a person "
            "decides. Without an outcome are those collected after the last `deskbook draft`, or whose article has gone.",
        )


def _row(what: str, proposed: int, decided: int, of: int) -> tuple[str | int, ...]:
    return what, proposed, decided, proposed + decided, of, _share(proposed + decided, of)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "–"
