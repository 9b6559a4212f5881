"""Articles -> Markdown pages, for those articles that the audience may read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from deskbook.model import Article, Audience, Confidence, Knowledge, Location, Outcome, Part
from deskbook.text.learning import is_path
from deskbook.text.markdown import parts
from deskbook.text.ownership import ownership
from deskbook.text.pages import INDEX_NAMES
from deskbook.text.review import due

from ..entry import Entry
from ..page import Page
from ..prose import short_items, summary
from ..words import ENGLISH, Words
from .dialect import with_engine_lists
from .ending import ending
from .folds import with_engine_folds
from .head import with_head
from .links import Gated, Surroundings, gate
from .paths import open_paths, path_links, places, with_steps_told
from .related import related

# Front matter that people write for the engine, and that may reach it. Everything else stays behind the gate.
_PASSED = ("hide", "search")
# Pages at which a person answers, if the site has one of them.
_CONTACT = ("contact/index.md", "contact.md")
_CONTACT_URL = "contact/"


@dataclass(frozen=True, slots=True)
class ArticlePages:
    """The pages of the articles, what may be known of each, and the other files below content/ that they show or link to.

    `dead` are links to files that do not exist, with their places; on the pages they are plain text.
    """

    pages: tuple[Page, ...]
    files: frozenset[str]
    dead: tuple[tuple[Location, str], ...] = ()
    entries: tuple[Entry, ...] = ()


def visible_articles(knowledge: Knowledge, audience: Audience) -> tuple[Article, ...]:
    """The gate: what a site for `audience` may hold."""
    return tuple(article for article in knowledge.articles if article.visible_to(audience))


def article_pages(  # noqa: PLR0913  what a page is made of
    knowledge: Knowledge,
    audience: Audience,
    *,
    topics: Mapping[str, tuple[str, str]] | None = None,
    private: Collection[str] = (),
    others: Collection[str] = (),
    words: Words = ENGLISH,
    newer: Mapping[PurePosixPath, date] | None = None,
) -> ArticlePages:
    """One page for each article that `audience` may read.

    `topics` maps the keys of the forum topics that are on the site to their address there and their title. `private` are
    files below content/ that are never staged, whatever links to them, such as the roster. `others` are the pages that the
    site will have besides articles and indexes, by the path that a link would name. `words` are those of
    the site's language, and `newer` the days on which originals changed after these translations of them were made.
    """
    articles = open_paths(visible_articles(knowledge, audience))
    around = _surroundings(knowledge, articles, private, others)
    gated = {article.path: gate(article.body, article.path, around) for article in articles}
    threads = answered_threads(knowledge)
    alike = {key: cluster.members for cluster in knowledge.clusters if not cluster.dismissed for key in cluster.members}
    # What the store knows, in time, better than the article's author: all that ask the same.
    asked = {key: found.union(*(alike.get(one, ()) for one in found)) for key, found in threads.items()}
    entries = tuple(
        _entry(
            knowledge,
            one,
            gated[one.path],
            audience=audience,
            threads=len(asked[one.id]),
            words=words,
            newer=(newer or {}).get(one.path),
        )
        for one in articles
    )
    near = related(entries, asked)
    by_path = {entry.path: entry for entry in entries}
    on_paths = places(articles, by_path)
    contact = _CONTACT_URL if any(path in around.visible for path in _CONTACT) else None
    pages = []
    for article, entry in zip(articles, entries, strict=True):
        body = entry.body
        if is_path(article):
            body = with_steps_told(replace(article, body=body), by_path, words)
        body = with_engine_lists(with_engine_folds(body))
        where = on_paths.get(article.path, ())
        if entry.is_index:
            body = with_head(body, entry, words) if entry.foreign else body
        else:
            talks = sorted(
                {topics[key] for key in threads[article.id] if topics and key in topics}, key=lambda pair: pair[::-1]
            )
            team = _team_facts(knowledge, article, words) if audience is Audience.INTERNAL else ()
            body = with_head(body, entry, words) + path_links(entry, where, words)
            body += ending(entry, words, articles=near[entry.path], threads=talks, contact=contact, team=team)
        pages.append(Page(article.path, _meta(article, entry, on_path=bool(where)), body))
    files = frozenset().union(*(found.files for found in gated.values()))
    dead = tuple(
        (_place(article, link, knowledge.prefix), link) for article in articles for link in gated[article.path].dead
    )
    return ArticlePages(tuple(pages), files, dead, entries)


def _entry(  # noqa: PLR0913
    knowledge: Knowledge,
    article: Article,
    gated: Gated,
    *,
    audience: Audience,
    threads: int,
    words: Words,
    newer: date | None,
) -> Entry:
    environment = parts(gated.body).get(Part.ENVIRONMENT)
    until = due(article, knowledge)
    written_in = article.language or knowledge.language
    return Entry(
        path=article.path,
        id=article.id,
        title=article.title,
        kind=article.kind,
        audience=article.audience,
        confidence=article.confidence,
        body=gated.body,
        summary=summary(gated.body),
        tags=article.tags,
        applies_to=article.applies_to or (short_items(environment.text) if environment else ()),
        asked_as=article.asked_as,
        created=article.created,
        reviewed=article.reviewed,
        threads=threads,
        vouched=_vouched(knowledge, article, audience, words),
        overdue=until is not None and until < knowledge.today,
        foreign=written_in if written_in != words.language else None,
        newer=newer,
    )


def _vouched(knowledge: Knowledge, article: Article, audience: Audience, words: Words) -> str | None:
    if article.confidence is not Confidence.VALIDATED:
        return None
    if audience is not Audience.INTERNAL:  # who did is nobody's business outside; that somebody did is
        return words("support_team")
    owner = ownership(article, knowledge).owner
    return knowledge.roster.display(owner) if owner else words("somebody")


def _team_facts(knowledge: Knowledge, article: Article, words: Words) -> tuple[str, ...]:
    found = ownership(article, knowledge)
    owner = knowledge.roster.display(found.owner) if found.owner else words("nobody")
    return words("owner", who=owner), words("audience", audience=article.audience)


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


def _meta(article: Article, entry: Entry, *, on_path: bool) -> dict[str, object]:
    meta: dict[str, object] = {
        "title": article.title,
        "kind": "Article",
        "trust": str(article.confidence),
        "twin": True,
    }
    if is_path(article):
        meta["layout"] = "path"
    if on_path:
        meta["on_path"] = True
    if entry.summary:
        meta["description"] = entry.summary
    if article.tags:
        meta["tags"] = list(article.tags)
    order = article.other.get("order")
    if isinstance(order, int):
        meta["order"] = order
    return meta | {key: article.other[key] for key in _PASSED if key in article.other}
