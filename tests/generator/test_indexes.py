"""deskbook_site.indexes: pages that lead to other pages."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import urljoin

from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from deskbook.model import Confidence
from deskbook_site.indexes import Place, navigation, with_indexes
from deskbook_site.page import Page
from entries import entry


def page(path: str, body: str = "Text.", **meta: object) -> Page:
    """A page with a title."""
    return Page(PurePosixPath(path), {"title": path, **meta}, body)


def by_path(*pages: Page) -> dict[str, Page]:
    """The pages with their indexes."""
    return {str(found.path): found for found in with_indexes(pages, "Help & more")}


paths = st.lists(st.lists(strategies.words, min_size=1, max_size=3).map("/".join), unique=True, max_size=8)


@settings(deadline=None)
@given(paths)
def test_every_page_is_reached_from_home_and_stands_in_the_navigation_once(names: list[str]) -> None:
    """From home all pages can be reached by links, each folder has an index, and the navigation holds each page once."""
    # A page and a folder of one name have one address: the build refuses them.
    folders = {folder for name in names for folder in PurePosixPath(name).parents}
    found = by_path(*(page(f"{name}.md") for name in names if name != "index" and PurePosixPath(name) not in folders))
    by_url = {one.url: one for one in found.values()}
    for start in ("", "all-pages/"):
        reached, waiting = set(), [start]
        while waiting:
            url = waiting.pop()
            reached.add(url)
            links = re.findall(r'href="([^"]*)"', by_url[url].body)
            waiting += [there for link in links if (there := urljoin(f"/{url}", unescape(link))[1:]) not in reached]
        assert reached - {"all-pages/"} >= by_url.keys() - {"all-pages/", ""}
    folders = {parent for path in found for parent in PurePosixPath(path).parents}
    assert all(str(folder / "index.md") in found for folder in folders)

    def leaves(entries: tuple) -> list[str]:  # type: ignore[type-arg]
        return [leaf for entry in entries for leaf in (leaves(entry[1]) if isinstance(entry, tuple) else [str(entry)])]

    assert sorted(leaves(navigation(tuple(found.values())))) == sorted(found)


def test_a_section_is_described_by_what_is_in_it() -> None:
    """Each entry is a link and a sentence, with whatever is in a title as text; sections say how many articles they have."""
    found = by_path(page("dns/a.md", title="A [b](c) *d* <i>", description="What_it_is."), page("dns/sub/x.md"))
    assert found["dns/index.md"].meta["title"] == "DNS"
    assert '<li><a href="../dns/a/">A [b](c) *d* &lt;i&gt;</a><p>What_it_is.</p></li>' in found["dns/index.md"].body
    assert (
        '<a href="../dns/sub/">Sub</a><span class="db-quiet">1 article</span><p>dns/sub/x.md</p>'
        in found["dns/index.md"].body
    )
    assert found["index.md"].body.startswith("# Help &#38; more\n")
    assert '<span class="db-quiet">2 articles</span>' in found["index.md"].body


def test_an_index_that_somebody_wrote_stays() -> None:
    """It gets the layout of an index; a list follows only if it has no list of links of its own."""
    found = by_path(
        page("index.md", "Welcome. Or [write](x).", hide=["toc"]),
        page("a/README.md", "* Go to [x](x.md)."),
        page("a/x.md"),
    )
    assert found["index.md"].body.startswith(
        'Welcome. Or [write](x).\n\n<ul class="db-cards">\n<li><a href="a/">a/README.md</a>'
    )
    assert (found["index.md"].meta["layout"], found["index.md"].meta["hide"]) == ("home", ["toc"])
    assert found["a/README.md"].body.strip() == "* Go to [x](x.md)."
    assert "a/index.md" not in found


def test_home_says_what_is_asked_most_and_what_is_new() -> None:
    """The most asked first, the last changed first; what was asked once, and what has no date, is in no list."""
    entries = [
        entry("a.md", threads=2, created=date(2026, 1, 1), reviewed=date(2026, 3, 1)),
        entry("b.md", threads=9, created=date(2026, 2, 1)),
        entry("c.md", threads=1),
        entry("x/index.md", threads=99, created=date(2026, 9, 9)),
    ]
    home = with_indexes([page("a.md"), page("b.md"), page("c.md")], "Help", entries)[-1]
    assert home.path.name == "index.md"
    shown = re.findall(r'<h2>([^<]*)|<a href="([^"]*)">[^<]*</a> <span class="db-quiet">(.*?)</span>', home.body)
    assert [" ".join(filter(None, one)) for one in shown] == [
        "Most asked",
        "b/ asked 9 times",
        "a/ asked 2 times",
        "Recently changed",
        'a/ <time datetime="2026-03-01">1 March 2026</time>',
        'b/ <time datetime="2026-02-01">1 February 2026</time>',
    ]


def test_home_leads_to_what_else_the_site_has() -> None:
    """The forum is a card like a section, and stands in the list of all pages."""
    pages = with_indexes([page("a/x.md")], "Help", (), [Place("forum/", "Forum", "3 topics", "Questions.")])
    found = {str(one.path): one.body for one in pages}
    assert '<a href="forum/">Forum</a><span class="db-quiet">3 topics</span><p>Questions.</p>' in found["index.md"]
    assert '<h2><a href="../forum/">Forum</a>' in found["all-pages.md"]
    assert "forum" not in found["a/index.md"]


def test_lists_say_what_is_not_to_be_trusted_yet() -> None:
    """A validated article needs no mark."""
    pages = [page("a/x.md"), page("a/y.md")]
    entries = [entry("a/x.md", confidence=Confidence.NOT_VALIDATED), entry("a/y.md")]
    section = next(one for one in with_indexes(pages, "Help", entries) if str(one.path) == "a/index.md")
    assert section.body.count("Not yet reviewed") == 1


def test_an_empty_site_says_so() -> None:
    """Rather than showing nothing at all."""
    assert "Nothing is published here yet." in by_path()["index.md"].body


def test_pages_that_only_lead_elsewhere_are_not_searched() -> None:
    """Lists of titles would answer every query."""
    found = by_path(page("a/x.md"))
    unsearched = [path for path, made in found.items() if made.meta.get("search") == {"exclude": True}]
    assert sorted(unsearched) == ["a/index.md", "all-pages.md", "index.md"]


def test_the_order_is_the_authors_then_by_title() -> None:
    """`order` comes first, then titles; forum, chat and reports come after what people wrote, and the list of all at the end."""
    pages = with_indexes(
        (
            page("b.md", title="B"),
            page("c.md", title="C", order=1),
            page("z/index.md", title="Z", order=2),
            page("a/x.md"),
        ),
        "H",
    )
    shells = [
        page(path) for path in ("forum/index.md", "forum/shell/index.md", "chat/index.md", "chat/shell/shell/index.md")
    ]
    reports = [page("reports/index.md", title="Reports"), page("reports/owners.md")]
    assert [entry[0] if isinstance(entry, tuple) else str(entry) for entry in navigation((*pages, *shells, *reports))] == [
        "index.md", "c.md", "z/index.md", "A", "b.md", "forum/index.md", "chat/index.md", "Reports", "all-pages.md",
    ]  # fmt: skip
