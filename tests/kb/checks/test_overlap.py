"""KB301: two articles that say the same."""

from pathlib import PurePosixPath

import pytest

from deskbook.checks.overlap import OverlappingPages
from deskbook.model import Knowledge, Location, Overlap, Passage, Severity, Verdict
from pages import page, shelf

LONG = "Purge the cache after each deploy, because browsers and the edge keep what they have for as long as you told them to."


def knowledge(verdict: Verdict, *, passages: tuple[Passage, ...] = (), a: str = "A", b: str = "B") -> Knowledge:
    """Two pages and what overlaps in them."""
    overlap = Overlap(PurePosixPath("dns/a.md"), PurePosixPath("dns/b.md"), verdict, 0.874, passages)
    return shelf(page("dns/a.md", a), page("dns/b.md", b), overlaps=(overlap,))


def test_a_pair_is_one_finding_with_both_places() -> None:
    """It stands at the passage of the first page and points at that of the other, with the likeness and a quotation."""
    passages = (Passage(12, 40, LONG), Passage(30, 20, "short words"))

    (finding,) = OverlappingPages().findings(knowledge(Verdict.DUPLICATE, passages=passages))

    assert finding.location == Location("help/dns/a.md", 12)
    assert finding.related == (Location("help/dns/b.md", 40),)
    assert "dns/b.md (87% alike)" in finding.message
    assert finding.message.endswith(
        'both say "Purge the cache after each deploy, because browsers and the edge keep what they have for as long as …"'
    )


@pytest.mark.parametrize(
    ("verdict", "severity", "hint"),
    [
        (Verdict.DUPLICATE, Severity.WARNING, "archive the other"),
        (Verdict.CONTRADICTION, Severity.WARNING, "which of the two is right"),
        (Verdict.VARIANT, Severity.NOTICE, "link the two pages"),
        (Verdict.SHARED_BLOCK, Severity.NOTICE, "keep the passage on one page"),
    ],
)
def test_each_verdict_has_a_cure_of_its_own(verdict: Verdict, severity: Severity, hint: str) -> None:
    """What must be mended warns; what may stay is a notice. Without a passage the whole files are meant."""
    (finding,) = OverlappingPages().findings(knowledge(verdict))

    assert (finding.severity, finding.location.line) == (severity, 1)
    assert hint in finding.hint


def test_variants_that_know_of_each_other_are_fine() -> None:
    """Links both ways settle a variant; one way does not, and no link settles a duplicate."""
    there, back = "See [the other](b.md).", "See [the other](../dns/a.md)."

    assert list(OverlappingPages().findings(knowledge(Verdict.VARIANT, a=there, b=back))) == []
    assert len(list(OverlappingPages().findings(knowledge(Verdict.VARIANT, a=there)))) == 1
    assert len(list(OverlappingPages().findings(knowledge(Verdict.DUPLICATE, a=there, b=back)))) == 1
