"""What is asked most, and whether an article answers it."""

from __future__ import annotations

from deskbook.model import Cluster, Knowledge, Outcome, Table


class Demand:
    """Questions asked twice or more, the most asked first."""

    name = "demand"

    def table(self, knowledge: Knowledge) -> Table:
        """One row a cluster: the question, how many threads, the last time, its state and its article."""
        rows = sorted((_row(c, knowledge) for c in knowledge.clusters), key=lambda row: (-row[1], row[0]))
        return Table(
            self.name,
            "Asked twice or more",
            ("Question", "Threads", "Last asked", "State", "Article"),
            tuple(rows),
            "A cluster is two or more threads that ask the same question.",
        )


def _row(cluster: Cluster, knowledge: Knowledge) -> tuple[str, int, str, str, str]:
    members = [knowledge.threads[key] for key in cluster.members if key in knowledge.threads]
    titles = {article.id: article for article in knowledge.articles}
    linked = [link for link in knowledge.links if link.thread in cluster.members and link.article in titles]
    article = titles[linked[0].article] if linked else None
    state = "unanswered"
    if article:
        state = "drafted" if linked[0].outcome is Outcome.NEW and not article.confidence.published else "covered"
    asked = max((thread.created for thread in members), default=None)
    return (
        cluster.label,
        len(cluster.members),
        asked.date().isoformat() if asked else "",
        state,
        article.title if article else "",
    )
