"""The report on overlapping pages."""

from pathlib import PurePosixPath

from deskbook.model import Measure, Overlap, Share, Verdict
from deskbook.reports.overlap import OverlapReport
from pages import page, shelf


def overlap(one: str, other: str, verdict: Verdict, score: float = 0.9) -> Overlap:
    """A pair."""
    return Overlap(PurePosixPath(one), PurePosixPath(other), verdict, score, (), Measure.PROBABILITY)


def test_the_most_urgent_pairs_come_first() -> None:
    """What contradicts comes before what repeats, and that before what only differs in its environment."""
    pairs = (
        overlap("a.md", "b.md", Verdict.VARIANT),
        overlap("a.md", "c.md", Verdict.DUPLICATE),
        overlap("b.md", "d.md", Verdict.CONTRADICTION),
    )

    table = OverlapReport().table(shelf(*(page(f"{name}.md") for name in "abcde"), overlaps=pairs))

    assert [row[2] for row in table.rows] == ["contradiction", "duplicate", "variant"]


def test_its_number_is_the_pages_that_somebody_has_to_mend() -> None:
    """Each page once, of all pages; a variant is as it should be."""
    pairs = (
        overlap("a.md", "b.md", Verdict.DUPLICATE),
        overlap("a.md", "c.md", Verdict.DUPLICATE),
        overlap("d.md", "e.md", Verdict.VARIANT),
    )

    (figure,) = OverlapReport().table(shelf(*(page(f"{name}.md") for name in "abcde"), overlaps=pairs)).figures

    assert figure.now == Share(3, 5)
