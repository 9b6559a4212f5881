"""What has an article, and is asked all the same."""

from __future__ import annotations

from deskbook.model import Demand, DemandState, Evidence, Figure, Knowledge, Share, Table
from deskbook.text.demand import demands_of
from deskbook.text.trend import Item, trend


class AskedAgain:
    """Questions asked after their article was published: it is not found, not understood, or wrong."""

    name = "asked-again"

    def table(self, knowledge: Knowledge) -> Table:
        """One row a question, the most asked since first. The evidence of a row is the threads since."""
        every = demands_of(knowledge)
        found = sorted(
            (demand for demand in every if demand.state is DemandState.ASKED_AGAIN),
            key=lambda demand: (-demand.again, demand.cluster.label, demand.cluster.id),
        )
        return Table(
            self.name,
            "Asked again, though documented",
            ("Question", "Article", "Asked since", "Last asked"),
            tuple(
                (d.cluster.label, d.article.title if d.article else "", Share(d.again, d.asked), d.last.isoformat())
                for d in found
            ),
            "Asked since: threads that began after the article did, of all threads of the question. Look whether customers' words "
            "stand in the title, whether the search finds it, and whether it answers.",
            tuple(tuple(map(Evidence.of, demand.threads[: demand.again])) for demand in found),
            (_again(every, knowledge),),
            bars="Asked since",
        )


def _again(every: tuple[Demand, ...], knowledge: Knowledge) -> Figure:
    items = []
    for demand in every:
        if demand.documented and demand.state in (DemandState.COVERED, DemandState.ASKED_AGAIN):
            since = (thread.created.date() for thread in demand.threads)
            items.append(Item(demand.documented, min((d for d in since if d > demand.documented), default=None)))
    return trend("documented questions that were asked again", items, knowledge.today)
