"""Which articles say the same."""

from __future__ import annotations

from deskbook.model import Figure, Knowledge, Overlap, Point, Share, Table, Verdict
from deskbook.text.side_by_side import side_by_side

_URGENCY = (Verdict.CONTRADICTION, Verdict.DUPLICATE, Verdict.VARIANT, Verdict.SHARED_BLOCK)
_WORK = frozenset({Verdict.CONTRADICTION, Verdict.DUPLICATE})
# Parts in a cell; the pairs side by side show all.
_SHOWN = 4


class OverlapReport:
    """Pairs of articles that overlap, the most urgent first, and last those that somebody decided to keep."""

    name = "overlap"

    def table(self, knowledge: Knowledge) -> Table:
        """One row a pair: the two pages, what sort of overlap, how sure that is, the likeness of each part, and why."""
        articles = {article.path: article for article in knowledge.articles}
        ordered = sorted(
            knowledge.overlaps, key=lambda o: (o.settled, _URGENCY.index(o.verdict), -o.score, o.path, o.other)
        )
        urgent = [o for o in ordered if not o.settled and o.verdict in _WORK]
        concerned = {path for overlap in urgent for path in (overlap.path, overlap.other)}
        pages = sum(article.is_page for article in knowledge.articles)
        now = Point(knowledge.today, Share(len(concerned), pages))
        return Table(
            self.name,
            "Overlapping pages",
            ("Page", "Other page", "Verdict", "Score", "Parts", "Why"),
            tuple(map(_row, ordered)),
            "Pairs of articles that answer one question or share a passage. The score is the probability that both are about the "
            "same question, or where it says so the share of the text that stands in both.",
            figures=(Figure("pages that contradict or repeat another", (now,)),),
            pairs=tuple(side_by_side(o, articles[o.path], articles[o.other], knowledge.prefix) for o in ordered),
        )


def _row(overlap: Overlap) -> tuple[str, ...]:
    verdict = f"{overlap.verdict}, kept" if overlap.settled else str(overlap.verdict)
    parts = [f"{part.name} {part.share:.0%}" for part in overlap.parts if part.share is not None]
    shown = ", ".join(parts[:_SHOWN]) + (", …" if len(parts) > _SHOWN else "")
    why = overlap.distinct.reason if overlap.settled and overlap.distinct else overlap.why
    return str(overlap.path), str(overlap.other), verdict, overlap.measure.stated(overlap.score), shown, why
