"""The one outcome of each thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.model import Article, Confidence, Link, Outcome
from deskbook.text.outcomes import is_draft, outcomes, standing, tally
from strategies import articles

NOW = datetime(2026, 11, 22, tzinfo=UTC)
KEY = "desk:1"


def page(
    path: str, *sources: str, confidence: Confidence = Confidence.VALIDATED, improves: str | None = None
) -> Article:
    where = PurePosixPath(path)
    return Article(
        where, where.stem, where.stem.title(), "Text.", confidence=confidence, sources=sources, improves=improves
    )


DRAFT = page("drafts/purge.md", KEY, confidence=Confidence.WIP)
MOVED = replace(DRAFT, path=PurePosixPath("edge/purge.md"))
OTHER = page("edge/other.md")
COVERING = page("edge/covering.md", KEY)
BESIDE = page("edge/beside.md", KEY, confidence=Confidence.WIP, improves="other")
ARCHIVED = page("drafts/archived.md", KEY, confidence=Confidence.ARCHIVED)


def line(outcome: Outcome, article: str = "", reason: str = "") -> Link:
    return Link(KEY, outcome, article, reason, NOW, decided=True)


def stored(outcome: Outcome, article: str = "", reason: str = "because", **values: object) -> Link:
    return Link(KEY, outcome, article, reason, NOW - timedelta(days=1), **values)  # type: ignore[arg-type]


SKIP = line(Outcome.SKIP, reason="only them")


@pytest.mark.parametrize(
    ("shelf", "lines", "links", "expected"),
    [
        ([DRAFT], [], [], (Outcome.NEW, "purge", False)),
        ([DRAFT], [line(Outcome.NEW)], [], (Outcome.NEW, "purge", True)),
        ([MOVED], [], [stored(Outcome.NEW, "purge", written="purge")], (Outcome.NEW, "purge", True)),
        ([replace(MOVED, provenance={f"{KEY}#2": ("Open",)})], [], [], (Outcome.NEW, "purge", True)),
        ([replace(DRAFT, confidence=Confidence.NOT_VALIDATED)], [], [], (Outcome.COVERED, "purge", True)),
        ([COVERING], [], [], (Outcome.COVERED, "covering", True)),
        ([OTHER, BESIDE], [], [], (Outcome.IMPROVES, "other", False)),
        ([OTHER, BESIDE], [line(Outcome.IMPROVES, "other")], [], (Outcome.IMPROVES, "other", True)),
        ([OTHER, replace(BESIDE, confidence=Confidence.VALIDATED)], [], [], (Outcome.IMPROVES, "other", True)),
        ([OTHER], [line(Outcome.IMPROVES, "other")], [], (Outcome.IMPROVES, "other", True)),
        ([OTHER, BESIDE, COVERING], [], [], (Outcome.COVERED, "covering", True)),
        ([DRAFT], [SKIP], [], (Outcome.SKIP, "", True)),
        ([COVERING], [SKIP], [], (Outcome.COVERED, "covering", True)),
        ([ARCHIVED], [], [], (Outcome.SKIP, "archived", True)),
        ([ARCHIVED, DRAFT], [], [], (Outcome.NEW, "purge", False)),
        ([OTHER], [], [stored(Outcome.COVERED, "other")], (Outcome.COVERED, "other", False)),
        ([], [], [stored(Outcome.SKIP)], (Outcome.SKIP, "", False)),
        ([], [], [stored(Outcome.SKIP, written="purge")], (Outcome.SKIP, "", False)),
        # What nobody knows any more:
        ([], [], [stored(Outcome.COVERED, "other")], None),
        ([], [], [stored(Outcome.NEW, "purge", written="purge")], None),
        ([OTHER], [], [stored(Outcome.IMPROVES, "other", written="beside")], None),
        ([OTHER], [], [stored(Outcome.NEW, "other", written="other")], None),
        ([BESIDE], [], [], None),
        ([], [line(Outcome.NEW)], [], None),
        ([], [line(Outcome.IMPROVES, "gone")], [], None),
        ([], [], [stored(Outcome.SKIP, decided=True)], None),
    ],
)
def test_which_outcome_holds(
    shelf: list[Article], lines: list[Link], links: list[Link], expected: tuple[Outcome, str, bool] | None
) -> None:
    """Reviewed articles come before decisions, these before drafts, and all before what was only proposed; what names an
    article that has gone says nothing."""
    for order in (shelf, shelf[::-1]):
        found = outcomes(order, lines, links, "drafts", NOW).get(KEY)

        assert (found and (found.outcome, found.article, found.decided)) == expected


def test_the_reason_of_a_proposal_stays() -> None:
    """Why something was proposed is told as long as the proposal is the same; why a person skipped it is that person's reason."""
    proposed = stored(Outcome.NEW, "purge", "no article is about it", written="purge")

    assert outcomes([DRAFT], [], [proposed], "drafts", NOW)[KEY].reason == "no article is about it"
    assert outcomes([DRAFT], [SKIP], [proposed], "drafts", NOW)[KEY].reason == "only them"


def test_what_was_written_is_remembered() -> None:
    """The name of the file that was made of a thread outlives every other outcome."""
    earlier = stored(Outcome.NEW, "purge", written="purge")

    for shelf, lines in (([COVERING], []), ([], [SKIP]), ([DRAFT], [])):
        assert standing(shelf, lines, [earlier], "drafts", NOW)[KEY].written == "purge"
    assert standing([DRAFT], [], [], "drafts", NOW)[KEY].written == "purge"
    assert standing([OTHER, BESIDE], [], [], "drafts", NOW)[KEY].written == "beside"


def test_a_draft_is_in_work_and_where_drafts_are() -> None:
    """Moving it or saying how far it may be trusted takes it over."""
    assert is_draft(DRAFT, "drafts")
    assert is_draft(page("drafts/edge/purge.md", confidence=Confidence.WIP), "drafts")
    assert not is_draft(MOVED, "drafts")
    assert not is_draft(replace(DRAFT, confidence=Confidence.NOT_VALIDATED), "drafts")


@settings(deadline=None)
@given(
    st.lists(articles(), max_size=5),
    st.lists(
        st.builds(
            Link, st.sampled_from("abc"), st.sampled_from(Outcome), st.sampled_from("xyz"), st.just("r"), st.just(NOW)
        )
    ),
)
def test_each_thread_has_one_outcome_at_most(shelf: list[Article], links: list[Link]) -> None:
    """Whatever articles and store say, each thread is counted once, and a live article is behind each outcome but a skip."""
    found = outcomes(shelf, [], links, "drafts", NOW)
    counts = tally(["a", "b", "c"], found)
    pages = {article.id for article in shelf if article.is_page}

    assert counts.threads == 3
    assert sum(counts.proposed.values()) + sum(counts.decided.values()) + len(counts.without) == 3
    assert all(key == link.thread for key, link in found.items())
    assert all(link.article in pages for link in found.values() if link.outcome is not Outcome.SKIP)
