"""Lists of forum topics: all, by category, by tag, answered or not; a hundred on a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from deskbook.text.slug import slugify

from ..addresses import distinct
from ..output import batches
from ..templates import fill

PER_PAGE = 100

_Signs = Mapping[str, tuple[tuple[str, str, int], ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic in a list. `url` is relative to the site; `last` is the day of its last post."""

    url: str
    title: str
    category: str | None
    tags: tuple[str, ...]
    solved: bool
    replies: int
    last: date


@dataclass(frozen=True, slots=True)
class TopicList:
    """One list. `url` is relative to the site: `forum/c/printing/`; `name` is short, `title` stands alone."""

    url: str
    name: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list: `number` of `pages`, from 1. `signs` lead to other lists: heading -> (url, name, topics).

    `home` is the address of its first page.
    """

    home: str
    title: str
    number: int
    pages: int
    total: int
    entries: tuple[Entry, ...]
    signs: _Signs

    @property
    def url(self) -> str:
        """The page's own site-relative address."""
        return self.place(self.number)

    @property
    def up(self) -> str:
        """From the page to the site's root: `../../` for a page two folders deep."""
        return "../" * self.url.count("/")

    @property
    def near(self) -> tuple[int, ...]:
        """The numbers of pages to offer: first, last and those around this one; 0 stands for a gap."""
        offered = sorted({1, self.pages, *range(max(1, self.number - 2), min(self.pages, self.number + 2) + 1)})
        return tuple(n for before, n in pairwise((0, *offered)) for n in ((n,) if n - before == 1 else (0, n)))

    def place(self, number: int) -> str:
        """The site-relative address of page `number` of the same list."""
        return self.home if number == 1 else f"{self.home}page/{number}/"


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of a forum. `categories` and `tags` map names to site-relative addresses."""

    categories: Mapping[str, str]
    tags: Mapping[str, str]
    pages: tuple[ListPage, ...]


def sort_into_lists(entries: Iterable[Entry]) -> Lists:
    """Sort topics into their lists, the topic that was last written in first."""
    ordered = sorted(entries, key=lambda entry: entry.url)
    ordered.sort(key=lambda entry: entry.last, reverse=True)
    by_category: dict[str, list[Entry]] = defaultdict(list)
    by_tag: dict[str, list[Entry]] = defaultdict(list)
    for entry in ordered:
        if entry.category:
            by_category[entry.category].append(entry)
        for tag in entry.tags:
            by_tag[tag].append(entry)
    categories, tags = _named("c", "Topics in {}", by_category), _named("t", "Topics tagged {}", by_tag)
    states = (
        TopicList("forum/", "All", "Forum", tuple(ordered)),
        TopicList("forum/answered/", "Answered", "Answered topics", tuple(e for e in ordered if e.solved)),
        TopicList(
            "forum/unanswered/",
            "No accepted answer yet",
            "Topics without an accepted answer",
            tuple(e for e in ordered if not e.solved),
        ),
    )
    always = {"Show": _signs(states)}
    on_front = always | {"Categories": _signs(categories), "Tags": _signs(tags)}
    pages = [page for listing in (*states, *categories, *tags) for page in _pages(listing, always, on_front)]
    return Lists({s.name: s.url for s in categories}, {s.name: s.url for s in tags}, tuple(pages))


def body(page: ListPage, theme: Path) -> str:
    """The HTML inside a list's page."""
    return fill(theme, "topics.html", page=page)


def _named(letter: str, title: str, groups: Mapping[str, Sequence[Entry]]) -> tuple[TopicList, ...]:
    slugs = distinct({name: slugify(name) for name in groups})
    return tuple(
        TopicList(f"forum/{letter}/{slugs[name]}/", name, title.format(name), tuple(groups[name]))
        for name in sorted(groups, key=lambda name: (name.casefold(), name))
    )


def _signs(listings: Iterable[TopicList]) -> tuple[tuple[str, str, int], ...]:
    return tuple((listing.url, listing.name, len(listing.entries)) for listing in listings)


def _pages(listing: TopicList, always: _Signs, on_front: _Signs) -> Iterable[ListPage]:
    parts = list(batches(listing.entries, PER_PAGE)) or [()]
    for number, part in enumerate(parts, 1):
        title = listing.title if number == 1 else f"{listing.title}, page {number}"
        signs = on_front if listing.url == "forum/" and number == 1 else always
        yield ListPage(listing.url, title, number, len(parts), len(listing.entries), part, signs)
