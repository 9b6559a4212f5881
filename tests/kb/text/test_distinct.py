"""Decisions that two articles belong as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath

import pytest

from deskbook.model import Article, Distinct, Overlap, Verdict
from deskbook.text.distinct import imprint, settle
from pages import page

BODY = "## Issue\n\nFiles are old, see [the cache](cache.md).\n\n## Resolution\n\nPurge the cache with `purge --all`."
ONE, OTHER = page("dns/a.md", BODY, id="a"), page("dns/b.md", BODY, id="b")
AT = datetime(2026, 11, 1, tzinfo=UTC)


def decided(*articles: Article, reason: str = "two products", at: datetime = AT) -> Distinct:
    """A decision about two articles as they are."""
    one, other = articles
    return Distinct(at, (one.id, other.id), reason, (imprint(one), imprint(other)))


def settled(*decisions: Distinct, one: Article = ONE, other: Article = OTHER) -> Overlap:
    """An overlap of two articles, after some decisions."""
    found = Overlap(PurePosixPath("dns/a.md"), PurePosixPath("dns/b.md"), Verdict.DUPLICATE, 0.9)
    (overlap,) = settle((found,), decisions, (one, other))
    return overlap


@pytest.mark.parametrize(
    "body",
    [
        BODY.replace("\n\n", "\n\n\n").replace("Purge the", "Purge\nthe"),
        BODY.replace("cache.md", "../edge/cache.md"),
        BODY.replace("Files", "**FILES**"),
        f"{BODY}\n\n<!-- a note of the writer -->",
    ],
)
def test_what_is_no_other_wording_leaves_a_decision_in_force(body: str) -> None:
    """Blanks, line breaks, link targets, emphasis, case and comments; nor does the front matter count."""
    overlap = settled(decided(ONE, OTHER), one=replace(ONE, body=body, title="Another", tags=("new",)))

    assert overlap.settled
    assert overlap.distinct is not None
    assert overlap.distinct.reason == "two products"


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        (BODY.replace("Purge", "Empty"), "Resolution of dns/a.md has changed"),
        (BODY.replace("--all", "--tag"), "Resolution of dns/a.md has changed"),
        (f"{BODY}\n\n## Cause\n\nThe header.", "Cause of dns/a.md is new"),
        (BODY.partition("\n\n## Res")[0], "Resolution of dns/a.md is gone"),
        (f"{BODY}\n\n## See also\n\nMore.", "the text of dns/a.md is new"),
    ],
)
def test_other_words_bring_the_pair_up_again(body: str, changed: str) -> None:
    """With the decision, and with the part that has changed."""
    overlap = settled(decided(ONE, OTHER), one=replace(ONE, body=body))

    assert not overlap.settled
    assert overlap.distinct is not None
    assert overlap.changed == changed


def test_either_page_and_either_order_counts() -> None:
    """The decision may name the two the other way round; a change of the other page is told as well."""
    decision = decided(OTHER, ONE)

    assert settled(decision).settled
    assert settled(decision, other=replace(OTHER, body="New.")).changed.startswith("Issue of dns/b.md is gone")


def test_the_last_decision_holds() -> None:
    """Deciding again about changed pages settles them again; one about other articles says nothing."""
    changed = replace(ONE, body=BODY.replace("Purge", "Empty"))
    again = decided(changed, OTHER, reason="still two", at=AT + timedelta(days=1))

    overlap = settled(again, decided(ONE, OTHER), decided(ONE, page("c.md")), one=changed)

    assert overlap.settled
    assert overlap.distinct == again
    assert settled(decided(ONE, page("c.md"))).distinct is None


def test_an_article_is_known_by_the_id_that_it_had() -> None:
    """A new id is no new text."""
    assert settled(decided(ONE, OTHER), one=replace(ONE, id="new", former_ids=("a",))).settled


def test_an_imprint_is_the_same_on_every_machine() -> None:
    """It stands in a file of the repository."""
    assert imprint(ONE) == "issue=536b6c49,resolution=a2ce0035"
    assert imprint(page("a.md", "")) == "text=none"
