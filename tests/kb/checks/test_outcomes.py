"""KB801: marked threads of which nobody knows what became."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskbook.checks.missing_parts import MissingParts
from deskbook.checks.orphans import Orphans
from deskbook.checks.outcomes import Outcomes
from deskbook.checks.ownerless import Ownerless
from deskbook.checks.rule import Rule
from deskbook.checks.stale import Stale
from deskbook.model import ArticleKind, Confidence, Link, Location, Outcome, Severity
from deskbook.text.overlap import overlaps
from pages import page, shelf

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def link(thread: str, *, decided: bool = False) -> Link:
    return Link(thread, Outcome.SKIP, "", "why", NOW, decided=decided)


def test_threads_without_an_outcome_are_one_warning() -> None:
    """The number, of how many, and what else waits; one finding however many they are."""
    known = shelf(
        marked=frozenset({"t:1", "t:2", "t:3", "t:4"}), outcomes={"t:1": link("t:1"), "t:4": link("t:4", decided=True)}
    )

    (finding,) = Outcomes().findings(known)

    assert (finding.severity, finding.location) == (Severity.WARNING, Location("deskbook.toml"))
    assert finding.message == (
        "2 of 4 resolved threads marked for documentation have no outcome; 1 more waits for somebody to decide"
    )
    assert "deskbook draft" in finding.hint


def test_proposals_that_wait_are_one_notice() -> None:
    """Nothing is forgotten, but a person has yet to decide; what is decided is no finding."""
    known = shelf(marked=frozenset({"t:1", "t:2"}), outcomes={"t:1": link("t:1"), "t:2": link("t:2", decided=True)})

    (finding,) = Outcomes().findings(known)

    assert finding.severity is Severity.NOTICE
    assert "1 of 2 resolved threads" in finding.message
    assert "deskbook promote" in finding.hint
    assert not list(Outcomes().findings(shelf(marked=frozenset({"t:2"}), outcomes={"t:2": link("t:2", decided=True)})))


def test_without_a_store_nothing_is_said_of_threads() -> None:
    """Where articles are all that there is, as for a pull request, no thread is missed."""
    assert not list(Outcomes().findings(shelf(page("a.md", sources=("t:1",)))))


@pytest.mark.parametrize(
    ("sources", "said"),
    [(("t:1", "t:2"), "names what this was taken from"), (("t:1",), None), ((), None)],
)
def test_an_improvement_that_was_worked_in_is_done_with(sources: tuple[str, ...], said: str | None) -> None:
    """Once the article names all of its threads the file beside it can go."""
    beside = page("dns/ttl.improves-t-1.md", improves="ttl", sources=("t:1", "t:2"), confidence=Confidence.WIP)

    found = list(Outcomes().findings(shelf(page("dns/ttl.md", sources=sources), beside)))

    assert [finding.location.path for finding in found] == (["help/dns/ttl.improves-t-1.md"] if said else [])
    assert all(said and said in finding.message and finding.related for finding in found)


def test_an_improvement_that_nobody_wants_is_named() -> None:
    """Once all of its threads are decided otherwise the file can go; what is only proposed is no decision."""
    beside = page("b.md", improves="ttl", sources=("t:1", "t:2"), confidence=Confidence.WIP)
    for last, said in ((link("t:2", decided=True), 1), (link("t:2"), 0)):
        known = shelf(page("ttl.md"), beside, outcomes={"t:1": link("t:1", decided=True), "t:2": last})

        assert [f.location.path for f in Outcomes().findings(known)] == ["help/b.md"] * said


def test_an_improvement_of_nothing_is_named() -> None:
    """The article that it is for is not there, is archived, or is itself no page."""
    for target in (page("other.md"), page("ttl.md", confidence=Confidence.ARCHIVED), page("ttl.md", improves="x")):
        beside = page("b.md", improves="ttl", sources=("t:1",))
        found = [f for f in Outcomes().findings(shelf(target, beside)) if f.location.path == "help/b.md"]

        assert [finding.message for finding in found] == ["this is to improve 'ttl', and there is no such article"]
    assert not list(Outcomes().findings(shelf(page("b.md", improves="ttl", confidence=Confidence.ARCHIVED))))


@pytest.mark.parametrize("rule", [MissingParts, Orphans, Ownerless, Stale])
def test_rules_for_pages_leave_it_alone(rule: type[Rule]) -> None:
    """What is to improve an article needs no parts, owner, review or link, whatever confidence it has; and it overlaps with
    nothing."""
    text = "word " * 200
    target = page("ttl.md", text, kind=ArticleKind.BREAKFIX)
    beside = page("b.md", f"[x](ttl.md) {text}", kind=ArticleKind.BREAKFIX, improves="ttl", title="Ttl")

    found = list(rule().findings(shelf(target, beside)))

    assert {finding.location.path for finding in found} == {"help/ttl.md"}
    assert overlaps([target, beside], 0.1) == ()
