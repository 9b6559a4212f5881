"""How many resolved threads are linked to an article."""

from __future__ import annotations

from deskbook.model import Knowledge, Outcome, Table, ThreadKind


class LinkRate:
    """Resolved threads linked to an article / resolved threads (KCS v6, technique 1.3)."""

    name = "link-rate"

    def table(self, knowledge: Knowledge) -> Table:
        """One row for each kind of thread with numerator, denominator and share; then marked threads without outcome."""
        ids = {article.id for article in knowledge.articles}
        sources = {key for article in knowledge.articles for key in article.sources}
        linked = sources | {link.thread for link in knowledge.links if link.article in ids}
        rows: list[tuple[str | int, ...]] = []
        for kind in (ThreadKind.TICKET, ThreadKind.TOPIC):
            resolved = [t.key for t in knowledge.threads.values() if t.kind is kind and t.resolved]
            with_article = sum(key in linked for key in resolved)
            rows.append(
                (
                    f"resolved {kind}s linked to an article",
                    with_article,
                    len(resolved),
                    _share(with_article, len(resolved)),
                )
            )
        marked = [t.key for t in knowledge.threads.values() if t.marked and t.resolved]
        decided = linked | {link.thread for link in knowledge.links if link.outcome is Outcome.SKIP}
        without = sum(key not in decided for key in marked)
        rows.append(("resolved marked threads without an outcome", without, len(marked), _share(without, len(marked))))
        return Table(self.name, "Link rate", ("What", "Number", "Of", "Share"), tuple(rows))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "–"
