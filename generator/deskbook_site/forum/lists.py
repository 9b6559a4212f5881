"""Lists of forum topics: all, by category, by tag, answered or not, most asked, without a reply; a hundred on a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup, escape

from deskbook.text.slug import slugify

from ..addresses import distinct, near
from ..output import batches
from ..templates import fill
from ..words import Words

PER_PAGE = 100
FORUM, ANSWERED, FEED = "forum/", "forum/answered/", "feed.xml"
# Stands in a row for the way from the list to the site's root: a row is rendered once, and lists lie at several depths.
_UP = "\0"

_Signs = Mapping[str, tuple[tuple[str, str, int], ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic in a list. `key` is its thread's, `url` relative to the site, `last` the day of its last post.

    `asked` is how many threads ask the same, itself included; `heard` says that somebody other than who asked wrote in it.
    """

    key: str
    url: str
    title: str
    category: str | None
    tags: tuple[str, ...]
    solved: bool
    replies: int
    last: date
    likes: int = 0
    asked: int = 1
    heard: bool = True


@dataclass(frozen=True, slots=True)
class TopicList:
    """One list. `url` is relative to the site: `forum/c/printing/`; `name` is short, `title` stands alone.

    `feed` is the site-relative address of its feed, if it has one.
    """

    url: str
    name: str
    title: str
    entries: tuple[Entry, ...]
    feed: str | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list: `number` of `pages`, from 1.

    `signs` lead to other lists: `show`, `categories` or `tags` -> (url, name, topics). `home` is the address of its first page.
    """

    home: str
    title: str
    number: int
    pages: int
    total: int
    entries: tuple[Entry, ...]
    signs: _Signs
    feed: str | None = None

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
        """The numbers of pages to offer; 0 stands for a gap."""
        return near(self.number, self.pages)

    def place(self, number: int) -> str:
        """The site-relative address of page `number` of the same list."""
        return self.home if number == 1 else f"{self.home}page/{number}/"


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of a forum. `categories` and `tags` map names to site-relative addresses."""

    categories: Mapping[str, str]
    tags: Mapping[str, str]
    all: tuple[TopicList, ...]
    pages: tuple[ListPage, ...]


def sort_into_lists(entries: Iterable[Entry], words: Words, *, feeds: bool = False) -> Lists:
    """Sort topics into their lists, the topic that was last written in first; some lists have `feeds`, if these are wanted."""
    ordered = sorted(entries, key=lambda entry: entry.url)
    ordered.sort(key=lambda entry: entry.last, reverse=True)
    by_category: dict[str, list[Entry]] = defaultdict(list)
    by_tag: dict[str, list[Entry]] = defaultdict(list)
    for entry in ordered:
        if entry.category:
            by_category[entry.category].append(entry)
        for tag in entry.tags:
            by_tag[tag].append(entry)
    categories = _named(
        "c", {name: words("topics_in", category=name) for name in by_category}, by_category, feeds=feeds
    )
    tags = _named("t", {name: words("topics_tagged", tag=name) for name in by_tag}, by_tag)
    feed = FEED if feeds else None
    states = (
        TopicList(FORUM, words("topics_every"), words("forum"), tuple(ordered), feed and FORUM + feed),
        TopicList(
            ANSWERED,
            words("answered"),
            words("topics_answered"),
            tuple(e for e in ordered if e.solved),
            feed and ANSWERED + feed,
        ),
        TopicList(
            "forum/unanswered/",
            words("unanswered"),
            words("topics_unanswered"),
            tuple(e for e in ordered if not e.solved),
        ),
        TopicList(
            "forum/unheard/",
            words("unheard"),
            words("topics_unheard"),
            tuple(e for e in ordered if not e.heard),
        ),
        TopicList("forum/asked/", words("most_asked"), words("most_asked"), most_asked(ordered)),
    )
    always = {"show": _signs(states)}
    on_front = always | {"categories": _signs(categories), "tags": _signs(tags)}
    every = (*states, *categories, *tags)
    pages = [page for listing in every for page in _pages(listing, always, on_front, words)]
    return Lists({s.name: s.url for s in categories}, {s.name: s.url for s in tags}, every, tuple(pages))


def most_asked(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """One page of the topics that most threads ask the same as; where as many do, those with most replies and likes."""
    wanted = [entry for entry in entries if entry.asked > 1 or entry.replies]
    wanted.sort(key=lambda entry: (entry.asked, entry.replies, entry.likes), reverse=True)
    return tuple(wanted[:PER_PAGE])


def row(entry: Entry, words: Words) -> str:
    """The HTML that stands for a topic in any list: see `body`. Not by a template: there are as many as topics."""
    state, says = ("yes", "answered") if entry.solved else ("no", "unanswered")
    facts = [
        f'<span class="db-state db-state--{state}">{words.texts[says]}</span>',
        f"<span>{words.count(entry.replies, 'replies')}</span>",
        f"<span>{words.count(entry.asked, 'asked_quietly')}</span>" if entry.asked > 1 else "",
        words.time_tag(entry.last),
        f"<span><bdi>{escape(entry.category)}</bdi></span>" if entry.category else "",
    ]
    return (
        f'<li>\n<p class="db-topics__title"><a href="{_UP}{entry.url}"><bdi>{escape(entry.title)}</bdi></a></p>\n'
        f'<p class="db-topics__facts">{" ".join(filter(None, facts))}</p>\n</li>'
    )


def body(page: ListPage, rows: Iterable[str], theme: Path, words: Words) -> str:
    """The HTML inside a list's page; `rows` are those of its entries."""
    listed = "".join(rows).replace(_UP, page.up)
    return fill(theme, "topics.html", page=page, words=words, rows=Markup(listed))  # noqa: S704  a row is escaped


def _named(
    letter: str, titles: Mapping[str, str], groups: Mapping[str, Sequence[Entry]], *, feeds: bool = False
) -> tuple[TopicList, ...]:
    slugs = distinct({name: slugify(name) for name in groups})
    made = []
    for name in sorted(groups, key=lambda name: (name.casefold(), name)):
        url = f"forum/{letter}/{slugs[name]}/"
        made.append(TopicList(url, name, titles[name], tuple(groups[name]), url + FEED if feeds else None))
    return tuple(made)


def _signs(listings: Iterable[TopicList]) -> tuple[tuple[str, str, int], ...]:
    return tuple((listing.url, listing.name, len(listing.entries)) for listing in listings)


def _pages(listing: TopicList, always: _Signs, on_front: _Signs, words: Words) -> Iterable[ListPage]:
    parts = list(batches(listing.entries, PER_PAGE)) or [()]
    for number, part in enumerate(parts, 1):
        title = listing.title if number == 1 else words("page_of", title=listing.title, number=number)
        signs = on_front if listing.url == "forum/" and number == 1 else always
        yield ListPage(listing.url, title, number, len(parts), len(listing.entries), part, signs, listing.feed)
