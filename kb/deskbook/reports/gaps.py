"""What is asked again and again, and has no article."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from deskbook.model import Demand, DemandState, Evidence, Figure, Knowledge, Share, Table
from deskbook.text.demand import demands_of
from deskbook.text.trend import Item, trend


class Gaps:
    """Questions asked twice or more without an article or a draft, the most asked first."""

    name = "gaps"

    def table(self, knowledge: Knowledge) -> Table:
        """One row a question: how often, by how many people, and how many of its threads nobody answered either.

        The evidence of a row is its threads, the latest first.
        """
        every = demands_of(knowledge)
        found = [demand for demand in every if demand.state is DemandState.UNANSWERED]
        found.sort(key=lambda demand: (-demand.asked, -demand.customers, demand.cluster.label, demand.cluster.id))
        return Table(
            self.name,
            "Gaps: asked, and not written up",
            ("Question", "Asked", "Customers", "Got no answer", "Last asked"),
            tuple(
                (d.cluster.label, d.asked, d.customers, Share(d.never_answered, d.asked), d.last.isoformat())
                for d in found
            ),
            "Questions asked twice or more that have no article and no draft, the most asked first. Some of their threads may "
            "never have been answered at all.",
            tuple(tuple(map(Evidence.of, demand.threads)) for demand in found),
            (_without(every, knowledge.today),),
            bars="Asked",
        )


def _without(every: Iterable[Demand], today: date) -> Figure:
    items = []
    for demand in every:
        twice = demand.threads[-2:][0].created.date()  # the second thread made a question of it
        has = demand.state is not DemandState.UNANSWERED
        items.append(Item(twice, (demand.documented or today) if has else None))
    return trend("questions asked twice or more without an article or a draft", items, today, left=True)
