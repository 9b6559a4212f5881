"""What articles took over of messages can be folded."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from markdown import markdown

from deskbook_site.articles.folds import with_engine_folds


def page(text: str) -> BeautifulSoup:
    """As the engine shows it."""
    extensions = ["attr_list", "tables", "admonition", "pymdownx.details", "pymdownx.superfences"]
    return BeautifulSoup(markdown(with_engine_folds(text), extensions=extensions), "html.parser")


def test_details_and_spoilers_are_folded() -> None:
    """With their summary, code and lists in them, and in each other; what follows is outside."""
    text = 'a\n\n[details="The *log*"]\n\n- x\n- y\n\n```\n[/details]\n\nz\n```\n\n[spoiler]\n\nhid\n\n[/spoiler]\n\n[/details]\n\nb'
    soup = page(text)
    outer, inner = soup.find_all("details")

    assert (outer.summary.get_text(), inner.summary.get_text()) == ("The log", "Spoiler")
    assert [item.get_text() for item in outer.find_all("li")] == ["x", "y"]
    assert outer.find("code").get_text().split() == ["[/details]", "z"]
    assert inner.find_parent("details") is outer
    assert [tag.get_text() for tag in soup.find_all("p", recursive=False)] == ["a", "b"]


def test_details_in_a_list_stay_in_its_item() -> None:
    """They are as far in as the item's text."""
    item = page('- a\n\n    [details="s"]\n\n    b\n\n    [/details]\n\nc').li

    assert item.details.p.get_text() == "b"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "a [spoiler]b[/spoiler]",
        "[details]\n\nx",
        "x\n\n[/spoiler]",
        "```\n[details]\n\n[/details]\n```",
        "[spoiler]\n\nx\n\n[/details]",
        "> [details]\n>\n> [/details]",
    ],
)
def test_everything_else_stays_as_it_is(text: str) -> None:
    """Words, code, and tags without another half."""
    assert with_engine_folds(text) == text
