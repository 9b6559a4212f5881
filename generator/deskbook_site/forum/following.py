"""Feeds of a forum: all topics, each category, and what was solved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from deskbook.model import Thread

from .. import markup
from ..feeds import LIMIT, Feed, Item, write_feed
from ..shell import Shell
from ..words import Words
from . import lists, topic


def with_link(shell: Shell, depth: int, words: Words) -> Shell:
    """The shell for pages so deep, with the link by which programs find the feed."""
    address = "../" * depth + "forum/" + lists.FEED
    # With a word more than "alternate": of what has no other, Material takes it for a translation, and asks for its sitemap.
    link = f'<link rel="alternate feed" type="application/atom+xml" title="{words("forum")}" href="{address}">\n</head>'
    return replace(shell, pieces=tuple(piece.replace("</head>", link, 1) for piece in shell.pieces))


def write_feeds(
    site: Path, base: str, listings: Iterable[lists.TopicList], threads: Mapping[str, Thread], words: Words
) -> None:
    """Write a feed for each list that has one; `base` is the site's address, `threads` holds all topics by key."""
    made: dict[str, Item] = {}
    for listing in listings:
        if listing.feed is None:
            continue
        entries = listing.entries
        if listing.url == lists.ANSWERED:
            entries = tuple(sorted(entries, key=lambda entry: _solved_at(threads[entry.key]), reverse=True))
        items = []
        for entry in entries[:LIMIT]:
            if entry.key not in made:
                made[entry.key] = _item(entry, threads[entry.key], words)
            items.append(made[entry.key])
        write_feed(site, base, Feed(listing.feed, listing.url, listing.title, tuple(items)))


def _solved_at(thread: Thread) -> datetime:
    public = thread.public_messages
    return max(post.at for post in topic.accepted(public) or public)


def _item(entry: lists.Entry, thread: Thread, words: Words) -> Item:
    posts = thread.public_messages
    first = posts[0]
    return Item(
        key=f"forum/#{entry.key}",
        url=entry.url,
        title=entry.title,
        author=topic.author(first, words),
        published=first.at,
        updated=max(post.at for post in posts),
        summary=markup.excerpt(markup.post(first.text, base=markup.web_address(thread.url), words=words)),
        category=entry.category,
    )
