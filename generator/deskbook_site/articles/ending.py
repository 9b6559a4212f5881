"""What follows an article: did it help, where to turn, what to read next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from deskbook.text.words import count

from ..entry import KIND_NAMES, Entry
from ..page import relative_url

Links = Sequence[tuple[str, str]]


def ending(entry: Entry, *, articles: Sequence[Entry], threads: Links, contact: str | None, team: Iterable[str]) -> str:
    """HTML, because it then needs no extension of the engine, and titles that strangers wrote mean nothing in it.

    `threads` are addresses relative to the site's, with titles; `contact` is such an address, at which a person answers. `team` are
    facts that only the team may know.
    """
    blocks = [*_further(entry, articles, threads, contact), *_colophon(entry, team)]
    return f'\n\n{_asked_as(entry)}<div class="db-ending" data-pagefind-ignore="all">\n{"".join(blocks)}\n</div>\n'


def _asked_as(entry: Entry) -> str:
    """Customers' own words: the search finds them, at some weight, and readers who wonder why can see them."""
    if not entry.asked_as:
        return ""
    ways = "".join(f"<li>{escape(way)}</li>" for way in entry.asked_as)
    summary = "<summary data-pagefind-ignore>Also asked as</summary>"
    return f'<details class="db-asked" data-pagefind-weight="4">{summary}<ul>{ways}</ul></details>\n\n'


def _further(entry: Entry, articles: Sequence[Entry], threads: Links, contact: str | None) -> Iterator[str]:
    # Hidden until the script that can do something with an answer shows it.
    yield (
        f'<div class="db-after"><div class="db-helpful" data-db-helpful="{escape(entry.id)}" role="group" aria-labelledby="db-helpful" hidden>'
        '<p id="db-helpful">Was this helpful?</p><button type="button" value="yes">Yes</button>'
        '<button type="button" value="no">No</button><p role="status"></p></div>'
    )
    if contact:
        yield f'<p class="db-stuck">Still stuck? {_link(entry, contact, "Ask our support team")}</p>'
    yield "</div>\n"
    if articles:
        links = "".join(
            f'<li>{_link(entry, other.url, other.title)} <span class="db-quiet">{KIND_NAMES[other.kind]}</span></li>'
            for other in articles
        )
        yield f"<h2>Related articles</h2>\n<ul>{links}</ul>\n"
    if threads:
        where = "forum and chat" if any(url.startswith("chat/") for url, _ in threads) else "the forum"
        links = "".join(f"<li>{_link(entry, url, title)}</li>" for url, title in threads)
        yield f"<h2>From {where}</h2>\n<ul>{links}</ul>\n"


def _colophon(entry: Entry, team: Iterable[str]) -> Iterator[str]:
    facts = [f"Asked {count(entry.threads, 'time')}"] if entry.threads > 1 else []
    facts += [escape(fact) for fact in team]
    if entry.tags:
        facts.append(" ".join(f'<span class="db-tag">{escape(tag)}</span>' for tag in entry.tags))
    if facts:
        yield f'<p class="db-colophon">{" · ".join(facts)}</p>'


def _link(entry: Entry, url: str, title: str) -> str:
    return f'<a href="{escape(relative_url(entry.url, url))}">{escape(title)}</a>'
