"""What each owner should do first."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from deskbook.model import (
    Confidence,
    Digest,
    Finding,
    Knowledge,
    Link,
    Location,
    Outcome,
    Overlap,
    Person,
    Roster,
    Severity,
    Team,
    Verdict,
)
from deskbook.text.digest import ON_DUTY, digests
from pages import page, shelf

ROSTER = Roster((Person("ana", "Ana Silva", ("edge",)), Person("bo", "Bo", left=True)), (Team("edge", "Edge support"),))
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def pair(path: str, other: str, verdict: Verdict, score: float = 0.9) -> Overlap:
    return Overlap(PurePosixPath(path), PurePosixPath(other), verdict, score, ())


def found(name: str, path: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding("KB1", name, severity, Location(f"help/{path}", 3), f"{name} is wrong", "mend it")


def fresh(path: str, owner: str | None, **values: object) -> object:
    return page(path, owner=owner, reviewed=date(2026, 10, 1), **values)


def by_owner(knowledge: Knowledge, *findings: Finding, limit: int = 10) -> dict[str, Digest]:
    return {digest.owner: digest for digest in digests(knowledge, findings, limit)}


def chores(digest: Digest) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(chore.title, [(task.what, task.step) for task in chore.tasks]) for chore in digest.chores]


def test_the_most_urgent_comes_first_and_each_has_its_step() -> None:
    """Contradictions, duplicates, ownerless neighbours, overdue reviews, drafts, findings: each with a command or its file."""
    known = shelf(
        fresh("edge/a.md", "ana"),
        fresh("edge/b.md", "edge"),
        fresh("edge/c.md", None),
        page("edge/late.md", owner="ana", reviewed=date(2024, 1, 1)),
        page("edge/wip.md", owner="ana", confidence=Confidence.WIP),
        page("edge/more.md", title="More", improves="a", confidence=Confidence.WIP),
        roster=ROSTER,
        overlaps=(
            pair("edge/a.md", "edge/b.md", Verdict.DUPLICATE),
            pair("edge/a.md", "edge/late.md", Verdict.CONTRADICTION),
            pair("edge/a.md", "edge/c.md", Verdict.VARIANT),
        ),
    )
    made = by_owner(
        known, found("blame", "edge/a.md"), found("stale", "edge/a.md"), found("orphans", "edge/a.md", Severity.NOTICE)
    )

    merge = "deskbook merge help/edge/a.md help/edge/b.md --dry-run"
    assert chores(made["ana"]) == [
        ("Which of the two is right?", [("A / Late", "deskbook merge help/edge/a.md help/edge/late.md --dry-run")]),
        ("Say the same: merge them", [("A / B", merge)]),
        ("Nobody owns these", [("C", "deskbook claim help/edge/c.md --owner ana")]),
        ("Review is overdue", [(made["ana"].chores[3].tasks[0].what, "deskbook reviewed help/edge/late.md")]),
        ("Drafts wait for you", [("More (adds to “A”)", "help/edge/more.md"), ("Wip", "help/edge/wip.md")]),
        ("Found by the checks", [("help/edge/a.md:3: blame is wrong; mend it", "")]),
    ]
    assert chores(made["edge"]) == [
        ("Say the same: merge them", [("A / B", merge)]),
        ("Nobody owns these", [("C", "deskbook claim help/edge/c.md --owner edge")]),
    ]
    assert made["ana"].name == "Ana Silva"


def test_what_nobody_owns_goes_to_who_is_on_duty() -> None:
    """Pages whose owner has left, what was found in them, and the threads that wait for a decision."""
    known = shelf(
        fresh("a.md", "bo"),
        fresh("b.md", "ana"),
        roster=ROSTER,
        marked=frozenset({"t:1", "t:2"}),
        outcomes={"t:1": Link("t:1", Outcome.NEW, "b", "", NOW)},
    )
    (duty,) = digests(known, (found("blame", "a.md"), found("outcomes", "deskbook.toml")), 10, ("Ana Silva",))

    assert (duty.owner, duty.name) == (ON_DUTY, "Docs duty (Ana Silva)")
    assert chores(duty) == [
        ("Nobody owns these", [("A", "deskbook claim help/a.md --owner ID")]),
        ("Threads wait for a decision", [("2 marked threads without a decision", "deskbook report proposals")]),
        ("Found by the checks", [("help/a.md:3: blame is wrong; mend it", "")]),
    ]


def test_who_has_nothing_to_do_gets_nothing() -> None:
    """Not even an empty page; nor for what somebody settled."""
    assert digests(shelf(fresh("a.md", "ana"), roster=ROSTER), (), 10) == ()


@given(st.integers(1, 40), st.integers(0, 30), st.integers(0, 30))
def test_no_digest_is_longer_than_its_cap_and_nothing_is_lost(limit: int, drafts: int, wrong: int) -> None:
    """What was left out is counted, and where to read it is said."""
    known = shelf(*(page(f"{n}.md", owner="ana", confidence=Confidence.WIP) for n in range(drafts)), roster=ROSTER)
    made = by_owner(known, *(found("blame", f"{n}.md") for n in range(min(wrong, drafts))), limit=limit)

    for digest in made.values():
        assert sum(len(chore.tasks) for chore in digest.chores) <= limit
        assert digest.count == drafts + min(wrong, drafts)
        assert all(chore.where for chore in digest.chores)
    assert bool(made) == bool(drafts)
