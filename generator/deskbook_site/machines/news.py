"""The feed of articles: what is new and what was reviewed last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from ..entry import Entry
from ..feeds import Feed, Item
from ..prose import humanise

FEED = "feed.xml"


def news(name: str, entries: Sequence[Entry]) -> Feed:
    """The articles whose dates are known, the last changed first."""
    dated = [(entry.changed, entry) for entry in entries if entry.changed and not entry.is_index]
    dated.sort(key=lambda pair: (-pair[0].toordinal(), pair[1].url))
    return Feed(FEED, "", name, tuple(_item(name, entry, changed) for changed, entry in dated))


def _item(name: str, entry: Entry, changed: date) -> Item:
    return Item(
        key=f"article:{entry.id}",
        url=entry.url,
        title=entry.title,
        author=name,
        published=_midnight(entry.created or changed),
        updated=_midnight(changed),
        summary=entry.summary,
        category=humanise(entry.section.split("/")[0]) or None,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
