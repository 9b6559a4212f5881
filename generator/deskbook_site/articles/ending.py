"""What follows an article: did it help, where to turn, what to read next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from ..entry import Entry
from ..page import relative_url
from ..words import Words

Links = Sequence[tuple[str, str]]


def ending(  # noqa: PLR0913  what can stand there
    entry: Entry,
    words: Words,
    *,
    articles: Sequence[Entry],
    threads: Links,
    contact: str | None,
    team: Iterable[str],
) -> str:
    """HTML, because it then needs no extension of the engine, and titles that strangers wrote mean nothing in it.

    `threads` are addresses relative to the site's, with titles; `contact` is such an address, at which a person answers. `team` are
    facts that only the team may know.
    """
    blocks = [*_further(entry, words, articles, threads, contact), *_colophon(entry, words, team)]
    spoken = f' lang="{words.language}" dir="{words.direction}"' if entry.foreign else ""
    html = f'<div class="db-ending"{spoken} data-pagefind-ignore="all">\n{"".join(blocks)}\n</div>'
    return f"\n\n{_asked_as(entry, words)}{html}\n"


def _asked_as(entry: Entry, words: Words) -> str:
    """Customers' own words: the search finds them, at some weight, and readers who wonder why can see them."""
    if not entry.asked_as:
        return ""
    ways = "".join(f"<li>{escape(way)}</li>" for way in entry.asked_as)
    summary = f"<summary data-pagefind-ignore>{words('also_asked')}</summary>"
    return f'<details class="db-asked" data-pagefind-weight="4">{summary}<ul>{ways}</ul></details>\n\n'


def _further(
    entry: Entry, words: Words, articles: Sequence[Entry], threads: Links, contact: str | None
) -> Iterator[str]:
    # Hidden until the script that can do something with an answer shows it.
    yield (
        f'<div class="db-after"><div class="db-helpful" data-db-helpful="{escape(entry.id)}" role="group" aria-labelledby="db-helpful" hidden>'
        f'<p id="db-helpful">{words("helpful")}</p><button type="button" value="yes">{words("helpful_yes")}</button>'
        f'<button type="button" value="no">{words("helpful_no")}</button><p role="status"></p></div>'
    )
    if contact:
        yield f'<p class="db-stuck">{words("stuck")} {_link(entry, contact, words("ask_team"))}</p>'
    yield "</div>\n"
    if articles:
        links = "".join(
            f'<li>{_link(entry, other.url, other.title)} <span class="db-quiet">{words(other.kind_key)}</span></li>'
            for other in articles
        )
        yield f"<h2>{words('related')}</h2>\n<ul>{links}</ul>\n"
    if threads:
        where = (
            "from_forum_and_chat"
            if any(url.removeprefix("../").startswith("chat/") for url, _ in threads)
            else "from_forum"
        )
        links = "".join(f"<li>{_link(entry, url, title)}</li>" for url, title in threads)
        yield f"<h2>{words(where)}</h2>\n<ul>{links}</ul>\n"


def _colophon(entry: Entry, words: Words, team: Iterable[str]) -> Iterator[str]:
    facts = [words.count(entry.threads, "asked_times")] if entry.threads > 1 else []
    facts += [escape(fact) for fact in team]
    if entry.tags:
        facts.append(" ".join(f'<span class="db-tag">{escape(tag)}</span>' for tag in entry.tags))
    if facts:
        yield f'<p class="db-colophon">{" · ".join(facts)}</p>'


def _link(entry: Entry, url: str, title: str) -> str:
    return f'<a href="{escape(relative_url(entry.url, url))}">{escape(title)}</a>'
