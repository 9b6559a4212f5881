"""KB403: names of before."""

from __future__ import annotations

from deskbook.checks.former_names import FormerNames
from deskbook.model import Confidence, Severity
from pages import page, shelf


def test_each_name_that_is_wrong_is_a_finding() -> None:
    """An alias that two pages claim is an error, one that a page has today a warning; each names the other page."""
    knowledge = shelf(
        page("a.md", aliases=("x.md", "b.md")),
        page("b.md", aliases=("x.md",)),
        page("c.md", confidence=Confidence.ARCHIVED, replaced_by="nobody"),
    )
    found = {finding.message: finding for finding in FormerNames().findings(knowledge)}
    assert [(str(one.location), one.severity, [str(r) for r in one.related]) for one in found.values()] == [
        ("help/c.md:1", Severity.ERROR, []),
        ("help/a.md:1", Severity.WARNING, ["help/b.md:1"]),
        ("help/b.md:1", Severity.ERROR, ["help/a.md:1"]),
    ]
    assert "'b.md' is b.md today, so nobody who looks for it comes here" in found


def test_right_names_are_no_findings() -> None:
    """Aliases, former ids and a replacement that lead to one page each."""
    gone = page("old.md", confidence=Confidence.ARCHIVED, aliases=("old.md",), replaced_by="former")
    assert list(FormerNames().findings(shelf(page("a.md", aliases=("x.md",), former_ids=("former2",)), gone))) != []
    gone = page("old.md", confidence=Confidence.ARCHIVED, aliases=("old.md",), replaced_by="a")
    assert list(FormerNames().findings(shelf(page("a.md", aliases=("x.md",), former_ids=("former",)), gone))) == []
