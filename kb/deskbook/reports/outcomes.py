"""What became of the threads that somebody marked for documentation."""

from __future__ import annotations

from deskbook.model import Knowledge, Outcome, Share, Table
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
        rows = [
            (
                _WORDS[outcome],
                found.proposed[outcome],
                found.decided[outcome],
                Share(found.proposed[outcome] + found.decided[outcome], found.threads),
            )
            for outcome in Outcome
        ]
        return Table(
            self.name,
            "What became of marked threads",
            ("Outcome", "Proposed", "Decided", "Together"),
            (*rows, ("without an outcome", "", "", Share(len(found.without), found.threads))),
            "Resolved threads that somebody marked for documentation, each with one outcome: deskbook proposes, a person "
            "decides. Without an outcome are those collected after the last `deskbook draft`, or whose article has gone.",
            bars="Together",
        )
