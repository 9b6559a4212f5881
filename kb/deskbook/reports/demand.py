"""What is asked most, and whether an article answers it."""

from __future__ import annotations

from deskbook.model import Cell, Demand, DemandState, Evidence, Knowledge, Table, span
from deskbook.text.demand import demands_of

_COLUMNS = ("Question", "Asked", "Customers", "Last asked", "Wait", "State", "Emerging", "Article")
_NOTE = (
    "A question is two or more threads that ask the same. First comes what needs an article and is asked by the most "
    "customers of late; what is covered comes last. Wait is the median time to the first answer. "
    "Emerging: far more threads this week than in a usual one."
)


class DemandReport:
    """Questions asked twice or more; what is worth writing up first comes first."""

    name = "demand"

    def table(self, knowledge: Knowledge) -> Table:
        """One row a question: how often, by how many, how recently, how long they waited, and what became of it.

        The evidence of a row is its threads, the latest first.
        """
        found = demands_of(knowledge)
        return Table(
            self.name,
            "Asked twice or more",
            _COLUMNS,
            tuple(_row(demand) for demand in found),
            _NOTE,
            tuple(tuple(map(Evidence.of, demand.threads)) for demand in found),
        )


def _row(demand: Demand) -> tuple[Cell, ...]:
    return (
        demand.cluster.label,
        demand.asked,
        demand.customers,
        demand.last.isoformat(),
        _wait(demand),
        f"{demand.state}: {demand.again}×" if demand.state is DemandState.ASKED_AGAIN else str(demand.state),
        f"{demand.this_week:,}, usually {demand.usual:.1f}" if demand.emerging else "",
        demand.article.title if demand.article else "",
    )


def _wait(demand: Demand) -> str:
    """`3 h`, `3 h, 2 never`, `never`; empty where no thread holds a question."""
    if demand.wait is None:
        return "never" if demand.never_answered else ""
    return span(demand.wait) + (f", {demand.never_answered:,} never" if demand.never_answered else "")
