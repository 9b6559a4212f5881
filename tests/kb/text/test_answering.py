"""Which article answers a question."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.model import Article, Confidence
from deskbook.text.answering import Answers, about
from strategies import articles

QUESTION = "Purging a page answers 403"


def article(id_: str, title: str, body: str = "", confidence: Confidence = Confidence.VALIDATED) -> Article:
    return Article(PurePosixPath(f"{id_}.md"), id_, title, body, confidence=confidence)


PURGE = article(
    "purge",
    "Purging a page is refused",
    "## Issue\n\nPurging one page answers 403.\n\n## Resolution\n\nOpen the token page, tick purge, save the token.",
)
INVOICE = article("invoice", "Where invoices are", "Open the billing page, there is an invoice for each month.")
SHELF = (PURGE, INVOICE, article("dns", "Changing DNS records", "Open the zone and edit the record."))


@pytest.mark.parametrize(("question", "id_"), [(QUESTION, "purge"), ("Where are my invoices?", "invoice")])
def test_the_article_that_is_about_a_question(question: str, id_: str) -> None:
    """It is found with a probability that reaches the threshold."""
    [found] = Answers(SHELF).best([[question]], 0.5)

    assert found is not None
    assert found.article.id == id_
    assert 0.5 <= found.probability <= 1


def test_no_article_is_about_it() -> None:
    """Not another question, not one that is too little alike, not an archived article, a file beside one or a section's
    index, no empty shelf."""
    old = article("old", PURGE.title, PURGE.body, Confidence.ARCHIVED)
    beside = replace(PURGE, id="beside", improves="other")
    index = replace(PURGE, path=PurePosixPath("edge/index.md"))
    [match] = Answers([PURGE]).nearest(QUESTION)

    assert Answers(SHELF).best([["The printer is on fire"]], 0.5) == [None]
    assert Answers([PURGE]).best([[QUESTION]], match.probability + 0.001) == [None]
    assert Answers([old, beside, index]).best([[QUESTION]], 0.5) == [None]
    assert Answers([]).best([[QUESTION]], 0.5) == [None]
    assert Answers(SHELF).best([[], []], 0.5) == [None, None]
    assert Answers([]).nearest(QUESTION) == []


def test_the_best_of_several_questions_counts() -> None:
    """Threads of one case ask in other words; the article that is most surely about one of them is taken."""
    [_, found, _] = Answers(SHELF).best([["hello?"], ["billing", QUESTION, "hello?"], []], 0.3)

    assert found == Answers(SHELF).nearest(QUESTION, top=1)[0]


def test_why_is_that_of_the_articles() -> None:
    """What is said of a match is how it was found: the same probability, and the words behind it."""
    answers = Answers(SHELF)
    [match] = answers.nearest(QUESTION, top=1)

    why = answers.explain(QUESTION, match.article)

    assert why.probability == pytest.approx(match.probability, abs=1e-5)
    assert {"purging", "403"} <= {word for word, _ in why.shared}


def test_an_article_is_about_its_title_and_issue() -> None:
    """The resolution is no part of it; a page without an issue is about its beginning, and not about code."""
    assert "tick" not in about(PURGE)
    assert "Purging one page answers 403" in about(PURGE)
    page = article("page", "A page", f"First.\n\n```\ncurl secret\n```\n\n{'word ' * 400}")
    assert "First." in about(page)
    assert "curl" not in about(page)
    assert len(about(page)) < 1100


@settings(deadline=None, max_examples=25)
@given(st.lists(articles(), max_size=5))
def test_any_article_can_be_asked(shelf: list[Article]) -> None:
    """What is found is on the shelf, and a page."""
    found = Answers(shelf).nearest("How do I purge?")
    assert {match.article.id for match in found} <= {one.id for one in shelf if one.is_page}
