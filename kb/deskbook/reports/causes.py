"""Tickets that are bugs: what caused the threads of a random sample, and what that says of all of them."""

from __future__ import annotations

from collections import Counter

from deskbook.model import Cause, Cell, Evidence, Figure, Knowledge, Point, Sampled, Share, Table
from deskbook.text.sampling import Estimate, weighted, wilson
from deskbook.text.topics import area, counted

_ALL = "all areas"


class Causes:
    """The causes that people gave to the threads of `causes.csv`, by product area."""

    name = "causes"

    def table(self, knowledge: Knowledge) -> Table:
        """For all areas together and then for each: one row a cause, bugs first. Its evidence is the threads of that cause.

        An area of which no thread has a cause yet is left out, and a cause that nobody found there, but for bugs.
        """
        sizes = _sizes(knowledge)
        labelled = [row for row in knowledge.causes if row.cause]
        areas = sorted({row.area for row in labelled})
        found: list[tuple[tuple[Cell, ...], tuple[Evidence, ...]]] = []
        for name in [_ALL, *areas] if len(areas) > 1 else areas:
            here = [row for row in labelled if name in (_ALL, row.area)]
            of_area = sum(sizes[one] for one in areas) if name == _ALL else sizes[name]
            for cause in Cause:
                rows = [row for row in here if row.cause is cause]
                if rows or cause is Cause.BUG:
                    estimate = _estimate(cause, here, sizes)
                    found.append(
                        (_row(name, cause, Share(len(rows), len(here)), estimate, of_area), _evidence(rows, knowledge))
                    )
        now = Share(len(labelled), len(knowledge.causes))
        return Table(
            self.name,
            "Tickets that are bugs, and other causes",
            ("Cause", "Area", "Labelled so", "Estimate", "95% interval", "Threads", "Weight"),
            tuple(row for row, _ in found),
            "`deskbook report --sample 100` draws resolved threads at random into the table of causes, and a person writes the cause "
            "of each. Labelled so: of the labelled threads of the area. The interval holds the true share 19 times of 20; Threads is "
            "the estimate for all resolved threads of the area. Weight: how many threads a labelled one stands for.",
            tuple(evidence for _, evidence in found),
            (Figure("sampled threads that have a cause", (Point(knowledge.today, now),)),),
            bars="Labelled so",
        )


def _sizes(knowledge: Knowledge) -> Counter[str]:
    """How many resolved threads each area has; as many as were drawn, where the store has forgotten some."""
    sizes = Counter(area(thread) for thread in counted(knowledge.threads.values()) if thread.resolved)
    return sizes | Counter(row.area for row in knowledge.causes)


def _estimate(cause: Cause, rows: list[Sampled], sizes: Counter[str]) -> Estimate:
    labelled = Counter(row.area for row in rows)
    so = Counter(row.area for row in rows if row.cause is cause)
    if len(labelled) == 1:
        return wilson(so.total(), labelled.total())
    return weighted((sizes[name], labelled[name], so[name]) for name in labelled)


def _row(name: str, cause: Cause, labelled: Share, estimate: Estimate, of_area: int) -> tuple[Cell, ...]:
    interval = f"{estimate.low:.0%} to {estimate.high:.0%}"
    weight = "" if name == _ALL else round(of_area / labelled.whole, 1)
    return str(cause), name, labelled, f"{estimate.share:.0%}", interval, round(estimate.share * of_area), weight


def _evidence(rows: list[Sampled], knowledge: Knowledge) -> tuple[Evidence, ...]:
    return tuple(Evidence.of(knowledge.threads[row.thread]) for row in rows if row.thread in knowledge.threads)
