"""Articles -> Markdown pages, for those articles that the audience may read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from html import escape

from deskbook.model import Article, Audience, Confidence, Knowledge, Location, Outcome, Roster
from deskbook.text.pages import INDEX_NAMES, page_url

from ..page import Page, relative_url
from ..prose import day, summary
from .dialect import with_engine_lists
from .links import Surroundings, gate

# Front matter that people write for the engine, and that may reach it. Everything else stays behind the gate.
_PASSED = ("hide", "search")
_NOTICES = {
    Confidence.WIP: ("warning", "Work in progress", "Only the team sees this page. It is not published yet."),
    Confidence.NOT_VALIDATED: (
        "note",
        "Not yet reviewed",
        "This answer helped before, but nobody has validated it since it was written down.",
    ),
}


@dataclass(frozen=True, slots=True)
class ArticlePages:
    """The pages of the articles, and the other files below content/ that they show or link to.

    `dead` are links to files that do not exist, with their places; on the pages they are plain text.
    """

    pages: tuple[Page, ...]
    files: frozenset[str]
    dead: tuple[tuple[Location, str], ...] = ()


def visible_articles(knowledge: Knowledge, audience: Audience) -> tuple[Article, ...]:
    """The gate: what a site for `audience` may hold."""
    return tuple(article for article in knowledge.articles if article.visible_to(audience))


def article_pages(
    knowledge: Knowledge,
    audience: Audience,
    *,
    topics: Mapping[str, tuple[str, str]] | None = None,
    private: Collection[str] = (),
    others: Collection[str] = (),
) -> ArticlePages:
    """One page for each article that `audience` may read.

    `topics` maps the keys of the forum topics that are on the site to their address there and their title. `private` are
    files below content/ that are never staged, whatever links to them, such as the roster. `others` are the pages that the
    site will have besides articles and indexes, by the path that a link would name.
    """
    articles = visible_articles(knowledge, audience)
    around = _surroundings(knowledge, articles, private, others)
    roster = knowledge.roster if audience is Audience.INTERNAL else None
    pages: list[Page] = []
    files: set[str] = set()
    dead: list[tuple[Location, str]] = []
    threads = answered_threads(knowledge)
    alike = {key: cluster.members for cluster in knowledge.clusters if not cluster.dismissed for key in cluster.members}
    for article in articles:
        gated = gate(article.body, article.path, around)
        files |= gated.files
        dead += [(_place(article, link, knowledge.prefix), link) for link in gated.dead]
        keys = threads.get(article.id, frozenset())
        related = sorted({topics[key] for key in keys if topics and key in topics}, key=lambda pair: pair[::-1])
        # What the store knows, in time, better than the article's author: all that ask the same.
        asked = len(keys.union(*(alike.get(key, ()) for key in keys)))
        body = with_engine_lists(gated.body)
        if article.path.name not in INDEX_NAMES:
            body = _with_notice(body, _notice(article)) + _ending(article, related, _facts(article, roster, asked))
        pages.append(Page(article.path, _meta(article, gated.body), body))
    return ArticlePages(tuple(pages), frozenset(files), tuple(dead))


def answered_threads(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """The keys of the threads that each article answers, by the article's id: its sources and what was linked to it."""
    answered: dict[str, set[str]] = {article.id: set(article.sources) for article in knowledge.articles}
    for link in knowledge.links:
        if link.outcome is not Outcome.SKIP and link.article in answered:
            answered[link.article].add(link.thread)
    return {article: frozenset(keys) for article, keys in answered.items()}


def _place(article: Article, link: str, prefix: str) -> Location:
    lines = article.body.splitlines()
    offset = next((number for number, line in enumerate(lines) if link in line), 0)
    return Location(f"{prefix}/{article.path}", article.body_line + offset)


def _surroundings(
    knowledge: Knowledge, articles: Iterable[Article], private: Collection[str], others: Collection[str]
) -> Surroundings:
    visible = {article.path.as_posix() for article in articles} | set(others)
    # Each folder gets an index, written or made.
    visible |= {(folder / INDEX_NAMES[0]).as_posix() for article in articles for folder in article.path.parents}
    hidden = {article.path.as_posix(): article.title for article in knowledge.articles}
    prefix = f"{knowledge.prefix}/"
    hidden |= {finding.location.path.removeprefix(prefix): "" for finding in knowledge.unreadable}
    hidden |= dict.fromkeys(private, "")
    files = {name for name in knowledge.files if name not in private and not name.lower().endswith(".md")}
    return Surroundings(visible, {path: title for path, title in hidden.items() if path not in visible}, files)


def _meta(article: Article, body: str) -> dict[str, object]:
    meta: dict[str, object] = {"title": article.title, "kind": "Article"}
    if description := summary(body):
        meta["description"] = description
    if article.tags:
        meta["tags"] = list(article.tags)
    order = article.other.get("order")
    if isinstance(order, int):
        meta["order"] = order
    return meta | {key: article.other[key] for key in _PASSED if key in article.other}


def _notice(article: Article) -> str:
    if article.confidence not in _NOTICES:
        return ""
    style, title, text = _NOTICES[article.confidence]
    return f'<div class="admonition {style}"><p class="admonition-title">{title}</p><p>{text}</p></div>\n\n'


def _with_notice(body: str, notice: str) -> str:
    first, _, rest = body.lstrip().partition("\n")
    return f"{first}\n\n{notice}{rest}" if first.startswith("# ") else notice + body


def _ending(article: Article, related: list[tuple[str, str]], facts: list[str]) -> str:
    # HTML, because it then needs no extension of the engine, and titles that strangers wrote mean nothing in it.
    blocks = []
    if related:
        here = page_url(article.path)
        links = (f'<li><a href="{escape(relative_url(here, url))}">{escape(title)}</a></li>' for url, title in related)
        where = "forum and chat" if any(url.startswith("chat/") for url, _ in related) else "the forum"
        blocks.append(f'<p class="db-related">From {where}</p><ul>{"".join(links)}</ul>')
    if facts:
        blocks.append(f'<p class="db-colophon">{" · ".join(facts)}</p>')
    if not blocks:
        return ""
    return f'\n\n<div class="db-ending" data-pagefind-ignore="all">\n{"".join(blocks)}\n</div>\n'


def _facts(article: Article, roster: Roster | None, asked: int) -> list[str]:
    """`roster` only where the reader may know who owns the article."""
    facts = []
    if asked > 1:
        facts.append(f"Asked {asked} times")
    if article.reviewed:
        facts.append(f'Last reviewed <time datetime="{article.reviewed.isoformat()}">{day(article.reviewed)}</time>')
    if roster is not None:
        facts.append(f"Owner: {escape(roster.display(article.owner)) if article.owner else 'nobody'}")
        facts.append(f"For: {article.audience}")
    if article.tags:
        facts.append(" ".join(f'<span class="db-tag">{escape(tag)}</span>' for tag in article.tags))
    return facts
