"""deskbook_site.machines.structured_data."""

from __future__ import annotations

import json
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.model import ArticleKind
from deskbook_site.entry import Entry
from deskbook_site.machines.structured_data import with_structured_data
from deskbook_site.page import Page
from entries import entry

OPEN, CLOSE = '<script type="application/ld+json">', "</script>"
URL = "https://x.example/kb"


def graph(body: str) -> list[dict[str, Any]]:
    """What a page says of itself."""
    assert body.count(OPEN) == body.count(CLOSE) == 1
    data = json.loads(body[body.index(OPEN) + len(OPEN) : body.index(CLOSE)])
    assert data["@context"] == "https://schema.org"
    return list(data["@graph"])


def described(path: str, *entries: Entry, title: str = "T") -> list[dict[str, Any]]:
    """The structured data of one page among two."""
    pages = [
        Page(PurePosixPath(path), {"title": title}, "Text."),
        Page(PurePosixPath("dns/index.md"), {"title": "DNS"}, "x"),
    ]
    return graph(with_structured_data(pages, entries, "Help", URL)[0].body)


def test_an_article_says_what_it_is_and_where() -> None:
    """The path from home with whole addresses, and the article with its dates, in the words of schema.org."""
    found = entry("dns/ü.md", title="T", kind=ArticleKind.HOW_TO, summary="S.", tags=("t",), created=date(2026, 1, 1), reviewed=date(2026, 2, 1))  # fmt: skip
    trail, article = described("dns/ü.md", found)
    assert [(item["position"], item["name"], item["item"]) for item in trail["itemListElement"]] == [
        (1, "Help", f"{URL}/"),
        (2, "DNS", f"{URL}/dns/"),
        (3, "T", f"{URL}/dns/%C3%BC/"),
    ]
    team = {"@type": "Organization", "name": "Help", "url": f"{URL}/"}
    assert article == {
        "@type": "TechArticle", "headline": "T", "mainEntityOfPage": f"{URL}/dns/%C3%BC/", "author": team, "publisher": team,
        "description": "S.", "keywords": ["t"], "datePublished": "2026-01-01", "dateModified": "2026-02-01",
    }  # fmt: skip


def test_home_is_the_site() -> None:
    """It has a search, and no path that leads to it."""
    (home,) = described("index.md")
    assert home["@type"] == "WebSite"
    assert home["potentialAction"]["target"] == f"{URL}/?q={{q}}"


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_title_ends_the_script(title: str) -> None:
    """Whatever stands in it, the page has one script, which is JSON and says just that title."""
    trail, article = described("a.md", entry("a.md", title=title, summary=title), title=title or "-")
    assert article["headline"] == title
    assert trail["itemListElement"][-1]["name"] == (title or "-")


def test_nothing_is_said_of_a_site_without_an_address() -> None:
    """Structured data needs whole addresses."""
    page = Page(PurePosixPath("a.md"), {}, "Text.")
    assert with_structured_data([page], [entry("a.md")], "Help", None) == (page,)
