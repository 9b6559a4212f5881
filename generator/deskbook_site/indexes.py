"""Pages that lead to other pages: home, sections, the list of all pages; and the navigation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import PurePosixPath
from typing import TypeAlias

from deskbook.model import Confidence
from deskbook.text.learning import FOLDER
from deskbook.text.pages import INDEX_NAMES, page_url

from .entry import Entry
from .page import Page, relative_url
from .prose import humanise, literal
from .words import ENGLISH, Words

# One entry of the navigation: a page, or a section's title and what is in it.
Nav: TypeAlias = "PurePosixPath | tuple[str, tuple[Nav, ...]]"

ALL_PAGES = PurePosixPath("all-pages.md")
_ALL_URL = page_url(ALL_PAGES)
_ROOT = PurePosixPath()
_PATHS = PurePosixPath(FOLDER)
# A page that only leads elsewhere would answer every search.
_NOT_SEARCHED = {"search": {"exclude": True}}
# A list of links, which somebody wrote to lead to pages.
_LISTS = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s.*(?:\]\(|\]\[|<a\s)", re.I | re.M)
_SHOWN = 6
# Where `order` in the front matter says nothing; what deskbook itself adds comes after what people wrote.
_LAST = 1_000_000
_LATE = {"forum": _LAST + 1, "chat": _LAST + 2, "reports": _LAST + 3}


@dataclass(frozen=True, slots=True)
class Place:
    """What a site has besides articles, such as its forum: the address relative to the site's, and how much there is, in words."""

    url: str
    title: str
    size: str
    description: str


def with_indexes(
    pages: Sequence[Page],
    site_name: str,
    entries: Sequence[Entry] = (),
    places: Sequence[Place] = (),
    words: Words = ENGLISH,
) -> tuple[Page, ...]:
    """The articles' `pages`, and with them a home page, an index for each section, and the list of all pages.

    A folder is a section. Where somebody wrote its index, that page stays the index; if it has no list of links, such as
    a mere word of welcome, the list of what is in the section follows it. Home also leads to `places`, and says which of
    `entries` are asked most and changed last.
    """
    tree = _Tree(pages, entries, words)
    indexes = [_index(tree, folder, site_name, places) for folder in sorted(tree.folders)]
    made = {page.path: page for page in indexes}
    if ALL_PAGES not in {page.path for page in pages}:
        made[ALL_PAGES] = _all_pages(tree, places)
    everything = {page.path: page for page in pages} | made
    return tuple(everything[path] for path in sorted(everything))


def navigation(pages: Sequence[Page]) -> tuple[Nav, ...]:
    """The navigation of all `pages`: home, then pages and sections by `order` and by title. Shells stay out."""
    shells = ("forum/shell/", "chat/shell/")
    return _Tree([page for page in pages if not page.path.as_posix().startswith(shells)]).navigation(_ROOT)


class _Tree:
    """Pages by folder."""

    def __init__(self, pages: Iterable[Page], entries: Sequence[Entry] = (), words: Words = ENGLISH) -> None:
        self.entries = entries
        self.words = words
        self._entries = {entry.path: entry for entry in entries}
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

    def everything(self, folder: PurePosixPath) -> list[Page]:
        """The pages in a folder, then those below it."""
        return self.pages(folder) + [page for child in self.sections(folder) for page in self.everything(child)]

    def entry(self, page: Page) -> Entry | None:
        return self._entries.get(page.path)

    def title(self, folder: PurePosixPath) -> str:
        index = self.index(folder)
        return index.title if index else self.words("paths") if folder == _PATHS else humanise(folder.name)

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


def _index(tree: _Tree, folder: PurePosixPath, site_name: str, places: Sequence[Place]) -> Page:
    """The index that somebody wrote, with the layout of one; else one that lists what is in the folder."""
    home = folder == _ROOT
    layout: dict[str, object] = {"layout": "home" if home else "section", "hide": ["toc"]}
    if home:
        layout |= {"hide": ["navigation", "toc"], **_NOT_SEARCHED}
    listed = (
        f"{_sections(tree, folder, places)}{_rows(tree.pages(folder), page_url(folder / 'index.md'), tree)}"
        or tree.words("empty")
    )
    latest = _latest(tree) if home else ""
    if written := tree.index(folder):
        entry = tree.entry(written)
        if entry and entry.foreign:
            listed, latest = tree.words.block(listed), tree.words.block(latest) if latest else ""
        body = written.body if _LISTS.search(written.body) else f"{written.body}\n\n{listed}"
        return replace(written, meta=layout | dict(written.meta), body=f"{body.rstrip()}\n\n{latest}")
    title = site_name if home else tree.title(folder)
    lead = f"{tree.words('lead')}\n\n" if home else ""
    meta = {"title": title, **layout, **_NOT_SEARCHED}
    if home:
        meta["description"] = tree.words("lead")
    return Page(folder / "index.md", meta, f"# {literal(title)}\n\n{lead}{listed}{latest}")


# Lists are HTML: it then needs no extension of the engine, and titles mean nothing in it.


def _sections(tree: _Tree, folder: PurePosixPath, places: Sequence[Place]) -> str:
    """The sections of a folder, and at home what the site has besides articles."""
    here = page_url(folder / "index.md")
    cards = []
    for child in tree.sections(folder):
        sort = "path_count" if child == _PATHS else "articles"
        size = tree.words.count(tree.size(child), sort) if tree.size(child) else ""
        first = " · ".join(page.title for page in tree.everything(child)[:3])
        url = relative_url(here, f"{child.as_posix()}/")
        cards.append(_card(url, tree.title(child), size, tree.description(child) or first))
    if folder == _ROOT:
        cards += [_card(place.url, place.title, place.size, place.description) for place in places]
    return f'<ul class="db-cards">\n{"".join(cards)}</ul>\n\n' if cards else ""


def _card(url: str, title: str, size: str, text: str) -> str:
    line = f"<p>{escape(text)}</p>" if text else ""
    return f'<li><a href="{escape(url)}">{escape(title)}</a><span class="db-quiet">{size}</span>{line}</li>\n'


def _rows(pages: Iterable[Page], here: str, tree: _Tree) -> str:
    rows = [
        f"<li>{_link(page, here)}{_sentence(str(page.meta.get('description', '')))}{_trust(tree.entry(page), tree.words)}</li>\n"
        for page in pages
    ]
    return f'<ul class="db-rows">\n{"".join(rows)}</ul>\n\n' if rows else ""


def _sentence(text: str) -> str:
    return f"<p>{escape(text)}</p>" if text else ""


def _trust(entry: Entry | None, words: Words) -> str:
    if entry is None or entry.confidence is Confidence.VALIDATED:
        return ""
    return f'<span class="db-tag">{words("draft" if entry.confidence is Confidence.WIP else "unsure")}</span>'


def _link(page: Page, here: str) -> str:
    return f'<a href="{escape(relative_url(here, page.url))}">{escape(page.title)}</a>'


def _latest(tree: _Tree) -> str:
    """What is asked most, and what changed last."""
    words = tree.words
    articles = [entry for entry in tree.entries if not entry.is_index]
    asked = sorted((e for e in articles if e.threads > 1), key=lambda e: (-e.threads, e.url))[:_SHOWN]
    dated = [(entry.changed, entry) for entry in articles if entry.changed]
    recent = sorted(dated, key=lambda pair: (-pair[0].toordinal(), pair[1].url))[:_SHOWN]
    lists = [
        _short_list(words("most_asked"), [(entry, words.count(entry.threads, "asked_quietly")) for entry in asked]),
        _short_list(words("recently_changed"), [(entry, words.time_tag(on)) for on, entry in recent]),
    ]
    shown = "".join(lists)
    return f'<div class="db-columns">\n{shown}</div>\n' if shown else ""


def _short_list(title: str, entries: Sequence[tuple[Entry, str]]) -> str:
    if not entries:
        return ""
    rows = "".join(
        f'<li><a href="{escape(entry.url)}">{escape(entry.title)}</a> <span class="db-quiet">{fact}</span></li>\n'
        for entry, fact in entries
    )
    return f"<section><h2>{title}</h2><ul>\n{rows}</ul></section>\n"


def _all_pages(tree: _Tree, places: Sequence[Place]) -> Page:
    meta: dict[str, object] = {"title": tree.words("all_pages"), "hide": ["toc"], "order": _LAST + 4, **_NOT_SEARCHED}
    blocks = [_listed(tree.pages(_ROOT))]
    for child in tree.sections(_ROOT):
        url, size = relative_url(_ALL_URL, f"{child.as_posix()}/"), tree.size(child) or ""
        blocks.append(
            f'<h2><a href="{escape(url)}">{escape(tree.title(child))}</a> <span class="db-quiet">{size}</span></h2>\n'
            f"{_listed(tree.pages(child), _below(tree, child))}"
        )
    blocks += [
        f'<h2><a href="{relative_url(_ALL_URL, place.url)}">{place.title}</a> <span class="db-quiet">{place.size}</span></h2>\n'
        for place in places
    ]
    return Page(
        ALL_PAGES, meta, f'# {literal(tree.words("all_pages"))}\n\n<div class="db-all">\n{"".join(blocks)}</div>\n'
    )


def _listed(pages: Iterable[Page], more: str = "") -> str:
    items = "".join(f"<li>{_link(page, _ALL_URL)}</li>\n" for page in pages) + more
    return f"<ul>\n{items}</ul>\n" if items else ""


def _below(tree: _Tree, folder: PurePosixPath) -> str:
    return "".join(
        f'<li><a href="{escape(relative_url(_ALL_URL, child.as_posix() + "/"))}">{escape(tree.title(child))}</a>\n'
        f"{_listed(tree.pages(child), _below(tree, child))}</li>\n"
        for child in tree.sections(folder)
    )
