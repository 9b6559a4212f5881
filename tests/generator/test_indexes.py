"""deskbook_site.indexes: pages that lead to other pages."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from deskbook_site.indexes import navigation, with_indexes
from deskbook_site.page import Page


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
    found = by_path(*(page(f"{name}.md") for name in names if f"{name}.md" != "index.md"))
    reached, waiting = set(), ["index.md"]
    while waiting:
        path = waiting.pop()
        reached.add(path)
        links = re.findall(r"\]\(<([^>]*)>\)", found[path].body)
        waiting += [name for link in links if (name := str(PurePosixPath(path).parent / link)) not in reached]
    assert reached == found.keys() - {"all-pages.md"}
    folders = {parent for path in found for parent in PurePosixPath(path).parents}
    assert all(str(folder / "index.md") in found for folder in folders)

    def leaves(entries: tuple) -> list[str]:  # type: ignore[type-arg]
        return [leaf for entry in entries for leaf in (leaves(entry[1]) if isinstance(entry, tuple) else [str(entry)])]

    assert sorted(leaves(navigation(tuple(found.values())))) == sorted(found)


def test_a_section_is_described_by_what_is_in_it() -> None:
    """Each entry is a link and a sentence, with whatever is in a title as text; sections say how many pages they have."""
    found = by_path(page("dns/a.md", title="A [b](c) *d*", description="What_it_is."), page("dns/sub/x.md"))
    assert found["dns/index.md"].meta["title"] == "DNS"
    assert "-   [A &#91;b&#93;(c) &#42;d&#42;](<a.md>)\n\n    What&#95;it&#95;is.\n" in found["dns/index.md"].body
    assert "-   [Sub](<sub/index.md>)\n\n    1 page\n" in found["dns/index.md"].body
    assert found["index.md"].body.startswith("# Help &#38; more\n")
    assert "    2 pages\n" in found["index.md"].body


def test_an_index_that_somebody_wrote_stays() -> None:
    """It gets the layout of an index; a list follows only if it has no links of its own."""
    found = by_path(page("index.md", "Welcome.", hide=["toc"]), page("a/README.md", "Go to [x](x.md)."), page("a/x.md"))
    assert found["index.md"].body.startswith("Welcome.\n\n-   [a/README.md](<a/README.md>)\n")
    assert (found["index.md"].meta["layout"], found["index.md"].meta["hide"]) == ("home", ["toc"])
    assert found["a/README.md"].body == "Go to [x](x.md)."
    assert "a/index.md" not in found


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
