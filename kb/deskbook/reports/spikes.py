"""What is suddenly asked far more than usual."""

from __future__ import annotations

from datetime import timedelta

from deskbook.model import Evidence, Figure, Knowledge, Point, Share, Table
from deskbook.text.demand import demands_of, pace

_WEEKS = 12


class Spikes:
    """Questions with far more threads this week than in a usual one."""

    name = "spikes"

    def table(self, knowledge: Knowledge) -> Table:
        """One row a question, the busiest first. The evidence of a row is its threads of this week."""
        every = demands_of(knowledge)
        found = sorted(
            (demand for demand in every if demand.emerging), key=lambda d: (-d.this_week, d.cluster.label, d.cluster.id)
        )
        return Table(
            self.name,
            "Emerging: asked far more than usual",
            ("Question", "This week", "Usual week", "Article"),
            tuple(
                (d.cluster.label, d.this_week, round(d.usual, 1), d.article.title if d.article else "") for d in found
            ),
            "So many threads in seven days would be an accident less often than once in a hundred weeks, by the eight weeks "
            "before. Often it is an outage or a release.",
            tuple(tuple(map(Evidence.of, demand.threads[: demand.this_week])) for demand in found),
            (_trend(knowledge),),
            bars="This week",
        )


def _trend(knowledge: Knowledge) -> Figure:
    """How many questions were emerging, of those asked twice by then, at the end of each of the last weeks."""
    oldest = min((thread.created.date() for thread in knowledge.threads.values()), default=knowledge.today)
    asked = [
        sorted(knowledge.threads[key].created.date() for key in cluster.members if key in knowledge.threads)
        for cluster in knowledge.clusters
        if not cluster.dismissed
    ]
    asked = [days for days in asked if days]
    points = []
    for number in reversed(range(_WEEKS)):
        end = knowledge.today - timedelta(weeks=number)
        if end >= oldest or not number:
            known = [days for days in asked if days[:2][-1] <= end or not number]
            points.append(Point(end, Share(sum(pace(days, end, oldest).emerging for days in known), len(known))))
    return Figure("questions emerging in that week", tuple(points), dated=True)
