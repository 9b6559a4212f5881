"""The page for the sidebar of a ticket system: what answers the subject of a ticket, and the text to reply with.

It finds with the site's own search, in the browser. Who may read what it finds stands in a file beside it: what that does not name is
for the team only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from deskbook.config import Config, SidebarBlock
from deskbook.library import replace
from deskbook.model import Article, Audience, Thread
from deskbook.text.pages import page_url

from . import chat, forum
from .engines import Order
from .templates import fill
from .words import Words

_FOLDER = "sidebar/"
_READERS = "readers.json"


@dataclass(frozen=True, slots=True)
class Sidebar:
    """What the page must know of a site: `name` is the project's, `address` the one at which it will live."""

    name: str
    block: SidebarBlock
    address: str | None = None

    @property
    def origins(self) -> str:
        """Whose pages may tell the subject, as JSON."""
        return json.dumps(self.block.origins)

    @property
    def reply_address(self) -> str:
        """What replies link to: the address of the site for all, with a slash at its end; empty where nobody said it."""
        address = self.block.public_url or self.address or ""
        return f"{address.rstrip('/')}/" if address else ""


def write_sidebar(  # noqa: PLR0913, PLR0917  what a build has
    config: Config,
    audience: Audience,
    editions: Iterable[tuple[str, Words, Iterable[Article]]],
    topics: Sequence[Thread],
    talks: Sequence[Thread],
    order: Order,
) -> None:
    """Write the page into the finished site in each language, and once the file that says who may read what.

    An edition is its address relative to the site's, its words and its articles.
    """
    sidebar = Sidebar(config.project.name, config.sidebar, config.site.url)
    public = {one.key for one in (*topics, *talks) if config.shows(one, Audience.PUBLIC)}
    readers = [(url, Audience.PUBLIC) for key, (url, _) in thread_pages(topics, talks).items() if key in public]
    for prefix, words, articles in editions:
        url = f"{prefix}{_FOLDER}"
        html = fill(order.theme, "sidebar.html", sidebar=sidebar, words=words, up="../" * url.count("/"))
        replace(order.site / url / "index.html", html)
        readers += _readers(articles, prefix)
    replace(order.site / _FOLDER / _READERS, _told(audience, readers))


def thread_pages(topics: Sequence[Thread], talks: Sequence[Thread]) -> dict[str, tuple[str, str]]:
    """Where the page of each topic and each conversation will be, and its title, by the thread's key."""
    addresses = forum.addresses(topics) | chat.pages_of(talks)
    return {
        thread.key: (addresses[thread.key], thread.title) for thread in (*topics, *talks) if thread.key in addresses
    }


def _readers(articles: Iterable[Article], prefix: str) -> Iterator[tuple[str, Audience]]:
    """Where those articles are that not only the team may read, and the widest audience that may."""
    for article in articles:
        widest = next((one for one in (Audience.PUBLIC, Audience.PARTNER) if article.visible_to(one)), None)
        if widest:
            yield f"{prefix}{page_url(article.path)}", widest


def _told(audience: Audience, readers: Iterable[tuple[str, Audience]]) -> str:
    """Nothing is named on a site for all, where all may read everything, and elsewhere not what the team alone may read."""
    named: dict[Audience, list[str]] = {Audience.PUBLIC: [], Audience.PARTNER: []}
    for url, widest in readers:
        if audience is not Audience.PUBLIC:
            named[widest].append(url)
    told = {"audience": audience, **{str(widest): sorted(set(urls)) for widest, urls in named.items()}}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
