"""Pages that lead to other pages: home, sections, the list of all pages; and the navigation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeAlias

from deskbook.text.pages import INDEX_NAMES

from .page import Page
from .prose import humanise, literal

# One entry of the navigation: a page, or a section's title and what is in it.
Nav: TypeAlias = "PurePosixPath | tuple[str, tuple[Nav, ...]]"

ALL_PAGES = PurePosixPath("all-pages.md")
_ROOT = PurePosixPath()
# A page that only leads elsewhere would answer every search.
_NOT_SEARCHED = {"search": {"exclude": True}}
_LINK = re.compile(r"\]\(|\]\[|<a\s", re.I)
# Where `order` in the front matter says nothing; what deskbook itself adds comes after what people wrote.
_LAST = 1_000_000
_LATE = {"forum": _LAST + 1, "chat": _LAST + 2, "reports": _LAST + 3}


def with_indexes(pages: Sequence[Page], site_name: str) -> tuple[Page, ...]:
    """The articles' `pages`, and with them a home page, an index for each section, and the list of all pages.

    A folder is a section. Where somebody wrote its index, that page stays the index; if it has no link of its own, such as
    a mere word of welcome, the list of what is in the section follows it.
    """
    tree = _Tree(pages)
    indexes = [_index(tree, folder, site_name) for folder in sorted(tree.folders)]
    made = {page.path: page for page in indexes}
    if ALL_PAGES not in {page.path for page in pages}:
        made[ALL_PAGES] = _all_pages(tree)
    everything = {page.path: page for page in pages} | made
    return tuple(everything[path] for path in sorted(everything))


def navigation(pages: Sequence[Page]) -> tuple[Nav, ...]:
    """The navigation of all `pages`: home, then pages and sections by `order` and by title. Shells stay out."""
    shells = ("forum/shell/", "chat/shell/")
    return _Tree([page for page in pages if not page.path.as_posix().startswith(shells)]).navigation(_ROOT)


class _Tree:
    """Pages by folder."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._indexes: dict[PurePosixPath, Page] = {}
        self._pages: dict[PurePosixPath, list[Page]] = defaultdict(list)
        self._children: dict[PurePosixPath, set[PurePosixPath]] = defaultdict(set)
        self.folders = {_ROOT}
        for page in pages:
            folder = page.path.parent
            if page.path.name in INDEX_NAMES:
                self._indexes[folder] = page
            else:
                self._pages[folder].append(page)
            while folder != _ROOT:
                self.folders.add(folder)
                self._children[folder.parent].add(folder)
                folder = folder.parent

    def index(self, folder: PurePosixPath) -> Page | None:
        return self._indexes.get(folder)

    def pages(self, folder: PurePosixPath) -> list[Page]:
        """The pages right in a folder, without its index."""
        return sorted(self._pages[folder], key=_place)

    def sections(self, folder: PurePosixPath) -> list[PurePosixPath]:
        """The folders right in a folder."""
        return sorted(self._children[folder], key=lambda child: (self._order(child), self.title(child).casefold()))

    def title(self, folder: PurePosixPath) -> str:
        index = self.index(folder)
        return index.title if index else humanise(folder.name)

    def description(self, folder: PurePosixPath) -> str:
        index = self.index(folder)
        return str(index.meta.get("description", "")) if index else ""

    def size(self, folder: PurePosixPath) -> int:
        """How many pages are in a folder and all below it, indexes apart."""
        return len(self._pages[folder]) + sum(self.size(child) for child in self._children[folder])

    def navigation(self, folder: PurePosixPath) -> tuple[Nav, ...]:
        index = self.index(folder)
        places: list[tuple[tuple[int, str, str], Nav]] = [(_place(page), page.path) for page in self.pages(folder)]
        for child in self.sections(folder):
            below = self.navigation(child)
            # A section of nothing but its index is a page.
            entry = below[0] if len(below) == 1 and self.index(child) else (self.title(child), below)
            places.append(((self._order(child), self.title(child).casefold(), child.as_posix()), entry))
        return (*([index.path] if index else []), *(entry for _, entry in sorted(places, key=lambda place: place[0])))

    def _order(self, folder: PurePosixPath) -> int:
        index = self.index(folder)
        order = _order(index) if index else _LAST
        return _LATE.get(folder.as_posix(), order) if order == _LAST else order


def _order(page: Page) -> int:
    order = page.meta.get("order")
    return order if isinstance(order, int) else _LAST


def _place(page: Page) -> tuple[int, str, str]:
    return _order(page), page.title.casefold(), page.path.as_posix()


def _index(tree: _Tree, folder: PurePosixPath, site_name: str) -> Page:
    """The index that somebody wrote, with the layout of one; else one that lists what is in the folder."""
    layout: dict[str, object] = {"layout": "section", "hide": ["toc"]}
    title = humanise(folder.name)
    if folder == _ROOT:
        layout = {"layout": "home", "hide": ["navigation", "toc"], **_NOT_SEARCHED}
        title = site_name
    if written := tree.index(folder):
        body = written.body if _LINK.search(written.body) else f"{written.body}\n\n{_cards(tree, folder)}"
        return replace(written, meta=layout | dict(written.meta), body=body)
    lead = "Search, or choose a subject.\n\n" if folder == _ROOT else ""
    meta = {"title": title, **layout, **_NOT_SEARCHED}
    return Page(folder / "index.md", meta, f"# {literal(title)}\n\n{lead}{_cards(tree, folder)}")


def _cards(tree: _Tree, folder: PurePosixPath) -> str:
    """A list that the theme shows as cards; each item is a linked title and a sentence."""
    items = []
    for child in tree.sections(folder):
        index = tree.index(child)
        path = (index.path if index else child / "index.md").relative_to(folder)
        size = tree.size(child)
        number = f"{size} page{'' if size == 1 else 's'}"
        items.append(_item(path, tree.title(child), tree.description(child) or number))
    items += [
        _item(page.path.relative_to(folder), page.title, str(page.meta.get("description", "")))
        for page in tree.pages(folder)
    ]
    return "\n".join(items) if items else "Nothing is published here yet."


def _item(path: PurePosixPath, title: str, text: str) -> str:
    link = f"-   [{literal(title)}](<{path.as_posix()}>)\n"
    return f"{link}\n    {literal(text)}\n" if text else link


def _all_pages(tree: _Tree) -> Page:
    meta: dict[str, object] = {"title": "All pages", "hide": ["toc"], "order": _LAST + 4, **_NOT_SEARCHED}
    lines = ["# All pages", "", *_listing(tree, _ROOT, 0)]
    return Page(ALL_PAGES, meta, "\n".join(lines))


def _listing(tree: _Tree, folder: PurePosixPath, depth: int) -> list[str]:
    indent = "    " * depth
    lines = [f"{indent}- [{literal(page.title)}](<{page.path.as_posix()}>)" for page in tree.pages(folder)]
    for child in tree.sections(folder):
        index = tree.index(child)
        path = index.path if index else child / "index.md"
        lines.append(f"{indent}- [{literal(tree.title(child))}](<{path.as_posix()}>)")
        lines += _listing(tree, child, depth + 1)
    return lines
