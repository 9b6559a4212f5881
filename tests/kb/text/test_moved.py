"""Former ids and addresses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskbook.model import Article, Confidence, Link, Outcome
from deskbook.text.moved import (
    Fault,
    former_addresses,
    formerly,
    is_alias,
    present_ids,
    with_present_articles,
    with_present_ids,
)
from pages import page

AT = datetime(2026, 1, 1, tzinfo=UTC)


def archived(path: str, **values: object) -> Article:
    return page(path, confidence=Confidence.ARCHIVED, **values)


def led(*articles: Article) -> dict[str, str | None]:
    return {str(old.path): str(old.to.path) if old.to else None for old in former_addresses(articles)[0]}


def faults(*articles: Article) -> list[tuple[Fault, str, str]]:
    return [(one.fault, str(one.of.path), one.name) for one in former_addresses(articles)[1]]


def test_chains_are_followed_to_their_end() -> None:
    """From what was replaced by what was replaced, readers come to the page at once."""
    chain = (
        archived("a.md", aliases=("a.md", "older.md"), replaced_by="b"),
        archived("b.md", aliases=("b.md",), replaced_by="c"),
        page("c.md", aliases=("d.md",)),
    )
    assert led(*chain) == {"a.md": "c.md", "older.md": "c.md", "b.md": "c.md", "d.md": "c.md"}
    assert faults(*chain) == []


def test_what_was_withdrawn_leads_nowhere() -> None:
    """An archived article names its own path if it had readers; without a replacement nothing stands for it."""
    assert led(archived("a.md", aliases=("a.md",)), archived("draft.md")) == {"a.md": None}


@pytest.mark.parametrize(
    ("articles", "found"),
    [
        ([page("a.md", aliases=("b.md",)), page("b.md")], (Fault.TAKEN, "a.md", "b.md")),
        ([page("a.md", aliases=("B/index.md",)), page("b.md")], (Fault.TAKEN, "a.md", "B/index.md")),
        ([page("a.md", aliases=("x.md",)), page("b.md", aliases=("x.md",))], (Fault.CLAIMED, "b.md", "x.md")),
        ([page("a.md", aliases=("../x.md",))], (Fault.NO_PATH, "a.md", "../x.md")),
        ([archived("a.md", replaced_by="none")], (Fault.UNKNOWN, "a.md", "none")),
        ([page("a.md", replaced_by="b"), page("b.md")], (Fault.IDLE, "a.md", "b")),
        ([archived("a.md", replaced_by="a")], (Fault.LOOP, "a.md", "a")),
        ([page("a.md", former_ids=("b",)), page("b.md")], (Fault.TAKEN, "a.md", "b")),
        ([page("a.md", former_ids=("x",)), page("b.md", former_ids=("x",))], (Fault.CLAIMED, "b.md", "x")),
    ],
)
def test_what_is_wrong_is_said(articles: list[Article], found: tuple[Fault, str, str]) -> None:
    """Each fault once, at the article that says so; the address leads to one place nevertheless."""
    assert faults(*articles) == [found]
    assert set(led(*articles)) <= {"x.md"}


def test_a_loop_ends() -> None:
    """Each article of a loop says so, and readers are told that the page is gone."""
    loop = (archived("a.md", aliases=("a.md",), replaced_by="b"), archived("b.md", replaced_by="a"))
    assert led(*loop) == {"a.md": None}
    assert [fault for fault, _, _ in faults(*loop)] == [Fault.LOOP, Fault.LOOP]


def test_a_page_has_an_address_before_what_is_archived() -> None:
    """Of two that claim one, whatever the order in which they are read."""
    two = (archived("a.md", aliases=("x.md",)), page("b.md", aliases=("x.md",)))
    assert led(*two) == led(*reversed(two)) == {"x.md": "b.md"}


def test_ids_of_before_mean_the_article_of_today() -> None:
    """In articles and in outcomes of threads; an id that somebody has today is no former one."""
    articles = (
        page("a.md", former_ids=("old", "b")),
        page("b.md"),
        page("c.md", improves="old"),
        archived("d.md", replaced_by="old"),
    )
    assert present_ids(articles) == {"old": "a"}
    assert [(one.improves, one.replaced_by) for one in with_present_ids(articles)[2:]] == [("a", None), (None, "a")]
    links = (Link("t:1", Outcome.IMPROVES, "old", "", AT, written="old"), Link("t:2", Outcome.COVERED, "b", "", AT))
    assert [(one.article, one.written) for one in with_present_articles(links, {"old": "a"})] == [("a", "a"), ("b", "")]
    assert formerly(articles, "old", page("x.md").path) is articles[0]


@pytest.mark.parametrize("name", ["/a.md", "../a.md", "a\\b.md", "a.txt", "a", "", "c:/a.md", "a//b.md", "a\0.md"])
def test_what_can_be_no_path(name: str) -> None:
    """Nothing that leaves the folder, and nothing but a Markdown file."""
    assert not is_alias(name)
    assert is_alias("dns/old page.md")
