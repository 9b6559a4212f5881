"""Atom feeds (RFC 4287): what is new, for readers who come back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from urllib.parse import quote

from deskbook.library import replace

LIMIT = 50
# What XML cannot hold, not even as a reference.
_NO_XML = {code: None for code in (*range(0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)) if chr(code) not in "\t\n\r"}
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. `key` never changes, whatever becomes of title and address; `url` is relative to the site's."""

    key: str
    url: str
    title: str
    author: str
    published: datetime
    updated: datetime
    summary: str
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. `url` is its own address, `page` that of the list that it belongs to; both relative to the site's."""

    url: str
    page: str
    title: str
    items: tuple[Item, ...]


def write_feed(site: Path, base: str, feed: Feed) -> None:
    """Write `feed` for a site that lives at `base`: its items in their order, at most `LIMIT`."""
    root = base.rstrip("/") + "/"
    items = feed.items[:LIMIT]
    latest = max((item.updated for item in items), default=_NEVER)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{_id(root + feed.url)}</id>",
        f"<title>{_text(feed.title)}</title>",
        f"<updated>{_moment(latest)}</updated>",
        f'<link rel="self" type="application/atom+xml" href="{_address(root, feed.url)}"/>',
        f'<link rel="alternate" type="text/html" href="{_address(root, feed.page)}"/>',
        *_entries(root, items),
        "</feed>",
    ]
    replace(site / feed.url, "\n".join(lines) + "\n")


def _entries(root: str, items: Sequence[Item]) -> list[str]:
    return [
        f"<entry><id>{_id(root + item.key)}</id><title>{_text(item.title)}</title>"
        f'<link rel="alternate" type="text/html" href="{_address(root, item.url)}"/>'
        f"<published>{_moment(item.published)}</published><updated>{_moment(item.updated)}</updated>"
        f"<author><name>{_text(item.author)}</name></author>"
        + (f'<category term="{_text(item.category)}"/>' if item.category else "")
        + f'<summary type="text">{_text(item.summary)}</summary></entry>'
        for item in items
    ]


def _id(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name.encode("utf-8", "replace").decode()).urn


def _address(root: str, url: str) -> str:
    return escape(root + quote(url))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(text: str) -> str:
    return escape(" ".join(text.translate(_NO_XML).split()))
