"""How many resolved threads are linked to an article."""

from __future__ import annotations

from deskbook.model import Knowledge, Outcome, Table, ThreadKind


class LinkRate:
    """Resolved threads linked to an article / resolved threads (KCS v6, technique 1.3)."""

    name = "link-rate"

    def table(self, knowledge: Knowledge) -> Table:
        """One row for each kind of thread with numerator, denominator and share; then marked threads without outcome."""
        linked = {key for key, link in knowledge.outcomes.items() if link.outcome is not Outcome.SKIP}
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
        marked = len(knowledge.marked)
        without = sum(key not in knowledge.outcomes for key in knowledge.marked)
        rows.append(("resolved marked threads without an outcome", without, marked, _share(without, marked)))
        return Table(self.name, "Link rate", ("What", "Number", "Of", "Share"), tuple(rows))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "–"
