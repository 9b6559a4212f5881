"""JSON-LD of schema.org in each page: the article, and the path that leads to it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from deskbook.model import ArticleKind
from deskbook.text.pages import page_link

from ..entry import Entry
from ..page import Page
from .pictures import first_picture

_LONGEST_HEADLINE = 110
# In a script `<` could end it; the others mean something to XML or to older JavaScript.
_SPECIAL = re.compile("[<>&\u2028\u2029]")


def with_structured_data(
    pages: Sequence[Page], entries: Sequence[Entry], name: str, url: str | None, *, among: Sequence[Page] = ()
) -> tuple[Page, ...]:
    """`pages` with a script at the end of each that says what it is, and with the first picture as `image` in the front matter. `url` is where the site lives: without it nothing is said,
    because addresses in structured data must be whole. `among` are pages that have their script already."""
    if not url:
        return tuple(pages)
    known = {entry.path: entry for entry in entries}
    titles = {page.url: page.title for page in (*among, *pages)}
    return tuple(_described(page, known.get(page.path), titles, name, url) for page in pages)


def _described(page: Page, entry: Entry | None, titles: Mapping[str, str], name: str, url: str) -> Page:
    graph = [_trail(page, titles, name, url)] if page.url else [_site(name, url)]
    picture = first_picture(entry, url) if entry else None
    if entry and not entry.is_index:
        graph.append(_article(entry, name, url) | ({"image": picture} if picture else {}))
    data = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    data = _SPECIAL.sub(lambda sign: f"\\u{ord(sign[0]):04x}", data)
    meta = {**page.meta, "image": picture} if picture else page.meta
    return replace(
        page, meta=meta, body=f'{page.body.rstrip()}\n\n<script type="application/ld+json">{data}</script>\n'
    )


def _site(name: str, url: str) -> dict[str, object]:
    root = f"{url.rstrip('/')}/"
    search = {"@type": "SearchAction", "target": f"{root}?q={{q}}", "query-input": "required name=q"}
    return {"@type": "WebSite", "name": name, "url": root, "potentialAction": search}


def _trail(page: Page, titles: Mapping[str, str], name: str, url: str) -> dict[str, object]:
    steps = page.url.rstrip("/").split("/")
    above = ["/".join(steps[:depth]) + "/" for depth in range(1, len(steps) + 1)]
    named = [(name, ""), *((titles[step], step) for step in above if step in titles)]
    items = [
        {"@type": "ListItem", "position": number, "name": title, "item": _whole(url, step)}
        for number, (title, step) in enumerate(named, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _article(entry: Entry, name: str, url: str) -> dict[str, object]:
    team = {"@type": "Organization", "name": name, "url": f"{url.rstrip('/')}/"}
    plain = entry.kind in (ArticleKind.FAQ, ArticleKind.PROCESS)
    said: dict[str, object] = {
        "@type": "Article" if plain else "TechArticle",
        "headline": entry.title[:_LONGEST_HEADLINE],
        "mainEntityOfPage": page_link(url, entry.path),
        "author": team,
        "publisher": team,
    }
    if entry.summary:
        said["description"] = entry.summary
    if entry.tags:
        said["keywords"] = list(entry.tags)
    if entry.created:
        said["datePublished"] = entry.created.isoformat()
    if entry.changed:
        said["dateModified"] = entry.changed.isoformat()
    return said


def _whole(url: str, step: str) -> str:
    return page_link(url, PurePosixPath(step, "index.md"))
