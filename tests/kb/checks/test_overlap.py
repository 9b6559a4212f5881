"""KB301: two articles that say the same."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath

import pytest

from deskbook.checks.overlap import OverlappingPages
from deskbook.model import Distinct, Knowledge, Location, Overlap, Passage, Severity, Verdict
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
    assert "dns/b.md (87% probable)" in finding.message
    assert finding.message.endswith(
        'both say "Purge the cache after each deploy, because browsers and the edge keep what they have for as long as …"'
    )


@pytest.mark.parametrize(
    ("verdict", "severity", "hint"),
    [
        (Verdict.DUPLICATE, Severity.WARNING, "`deskbook merge help/dns/a.md help/dns/b.md`"),
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


def test_a_pair_that_somebody_decided_to_keep_is_no_finding() -> None:
    """Until what was decided about has changed: then the reason and the change are told."""
    decision = Distinct(datetime(2026, 11, 1, tzinfo=UTC), ("a", "b"), "two products", ("text=0", "text=1"))
    known = knowledge(Verdict.DUPLICATE)
    (found,) = known.overlaps
    kept = replace(known, overlaps=(replace(found, distinct=decision),))
    outdated = replace(known, overlaps=(replace(found, distinct=decision, changed="Issue of dns/a.md has changed"),))

    assert list(OverlappingPages().findings(kept)) == []
    (finding,) = OverlappingPages().findings(outdated)
    assert "kept apart because “two products”, but Issue of dns/a.md has changed since then" in finding.message


def test_a_finding_is_the_same_while_the_verdict_is() -> None:
    """Neither score nor quotation tells it from itself; another verdict does, and so does a decision that is outdated."""
    known = knowledge(Verdict.DUPLICATE)
    (found,) = known.overlaps
    others = [
        replace(found, score=0.6, passages=(Passage(3, 4, LONG),)),
        replace(found, verdict=Verdict.CONTRADICTION),
        replace(found, distinct=Distinct(datetime(2026, 11, 1, tzinfo=UTC), ("a", "b"), "x", ("", "")), changed="y"),
    ]
    first, *rest = (
        finding.identity
        for overlap in (found, *others)
        for finding in OverlappingPages().findings(replace(known, overlaps=(overlap,)))
    )

    assert [identity == first for identity in rest] == [True, False, False]
