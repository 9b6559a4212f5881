"""Which findings are new."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from deskbook.model import Finding, Location, Severity
from deskbook.stages.baseline import accept, compare, fingerprints

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
LINK = Finding("KB601", "links", Severity.ERROR, Location("help/a.md", 7), "there is no b.md", "correct it")
STALE = Finding("KB401", "stale", Severity.WARNING, Location("help/a.md"), "due: looked at 400 days ago", "read it")
PAIR = Finding(
    "KB301", "overlap", Severity.WARNING, Location("help/a.md", 9), "as b.md (87%)", "merge", identity="duplicate b.md"
)


def test_a_known_finding_is_not_new_wherever_it_moves() -> None:
    """On another line or day, or with another score, it is the same one."""
    baseline = accept((LINK, STALE, PAIR), (), NOW)
    today = (
        replace(LINK, location=Location("help/a.md", 70)),
        replace(STALE, message="due: looked at 401 days ago"),
        replace(PAIR, message='as b.md (91%); both say "x"', location=Location("help/a.md", 2)),
    )

    compared = compare(today, baseline)

    assert (compared.new, compared.known, compared.mended) == ((), 3, ())


def test_what_is_not_in_the_baseline_is_new() -> None:
    """Another file, another message, another verdict, and the same thing once more."""
    baseline = accept((LINK, PAIR), (), NOW)
    new = (
        replace(LINK, location=Location("help/c.md", 7)),
        replace(LINK, message="there is no c.md"),
        replace(PAIR, identity="contradiction b.md"),
    )

    assert compare((LINK, PAIR, *new), baseline).new == new
    assert compare((LINK, LINK), baseline).new == (LINK,)


def test_what_is_mended_is_told_and_leaves_with_the_next_baseline() -> None:
    """A line that stays keeps its date, so that the file changes by what is new only."""
    before = accept((LINK, STALE), (), NOW)

    assert [accepted.code for accepted in compare((LINK,), before).mended] == ["KB401"]
    after = accept((LINK, PAIR), before, NOW + timedelta(days=1))
    assert after[0] == before[0]
    assert [(accepted.code, accepted.at) for accepted in after[1:]] == [("KB301", NOW + timedelta(days=1))]


def test_fingerprints_tell_all_findings_apart() -> None:
    """Also two that say the same of one file."""
    assert len(set(fingerprints((LINK, LINK, STALE, PAIR)))) == 4
