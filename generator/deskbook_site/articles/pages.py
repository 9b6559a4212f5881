"""Articles -> Markdown pages, for those articles that the audience may read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from deskbook.model import Article, Audience, Confidence, Knowledge, Location, Outcome
from deskbook.text.learning import is_path
from deskbook.text.ownership import ownership
from deskbook.text.pages import INDEX_NAMES
from deskbook.text.review import due

from ..entry import Entry
from ..page import Page
from ..words import ENGLISH, Words
from .ending import ending
from .folds import with_engine_folds
from .head import with_head
from .links import Gated, Surroundings, gate
from .paths import open_paths, path_links, places, with_steps_told
from .readings import Readings
from .related import related

# Front matter that people write for the engine, and that may reach it. Everything else stays behind the gate.
_PASSED = ("hide", "search")
# Pages at which a person answers, if the site has one of them.
_CONTACT = ("contact/index.md", "contact.md")
_CONTACT_URL = "contact/"


class ArticlePages:
    """One page for each article that an audience may read, what may be known of each, and the other files below content/ that they
    show or link to."""

    def __init__(  # noqa: PLR0913  what a page is made of
        self,
        knowledge: Knowledge,
        audience: Audience,
        *,
        topics: Mapping[str, tuple[str, str]] | None = None,
        private: Collection[str] = (),
        others: Collection[str] = (),
        words: Words = ENGLISH,
        newer: Mapping[PurePosixPath, date] | None = None,
        readings: Readings | None = None,
    ) -> None:
        """`topics` maps the keys of the forum topics that are on the site to their address there and their title. `private` are
        files below content/ that are never staged, whatever links to them, such as the roster. `others` are the pages that the
        site will have besides articles and indexes, by the path that a link would name. `words` are those of
        the site's language, and `newer` the days on which originals changed after these translations of them were made.
        `readings` are what was read in texts before.
        """
        self._knowledge, self._audience, self._words = knowledge, audience, words
        self._topics, self._newer = topics or {}, newer or {}
        self._readings = readings or Readings()
        articles = open_paths(visible_articles(knowledge, audience))
        self._around = _surroundings(knowledge, articles, private, others)
        self._threads = answered_threads(knowledge)
        alike = {key: one.members for one in knowledge.clusters if not one.dismissed for key in one.members}
        # What the store knows, in time, better than the article's author: all that ask the same.
        self._asked = {id: keys.union(*(alike.get(one, ()) for one in keys)) for id, keys in self._threads.items()}
        gated = {article.path: gate(article.body, article.path, self._around) for article in articles}
        self._readings.look(found.body for found in gated.values())
        self.entries = tuple(self._entry(article, gated[article.path]) for article in articles)
        self._by_path = {entry.path: entry for entry in self.entries}
        self._near = related(self.entries, self._asked, self._readings)
        self._on_paths = places(articles, self._by_path)
        self.pages = tuple(map(self._page, articles, self.entries))
        self.files: frozenset[str] = frozenset().union(*(found.files for found in gated.values()))
        # Links to files that do not exist, with their places; on the pages they are plain text.
        self.dead = tuple(
            (_place(article, link, knowledge.prefix), link) for article in articles for link in gated[article.path].dead
        )

    def again(self, article: Article) -> tuple[Page, Entry]:
        """The page of an article that changed, or is new, among the others as they are; and what may be known of it."""
        entry = self._entry(article, gate(article.body, article.path, self._around))
        return self._page(article, entry), entry

    def _page(self, article: Article, entry: Entry) -> Page:
        words, body = self._words, entry.body
        if is_path(article):
            body = with_steps_told(replace(article, body=body), self._by_path, words)
        body = with_engine_folds(body, words)
        body = self._readings.of(body).for_engine or body
        where = self._on_paths.get(article.path, ())
        if entry.is_index:
            body = with_head(body, entry, words) if entry.foreign else body
        else:
            keys = self._threads.get(article.id, frozenset())
            talks = sorted({self._topics[key] for key in keys & self._topics.keys()}, key=lambda pair: pair[::-1])
            contact = _CONTACT_URL if any(path in self._around.visible for path in _CONTACT) else None
            team = _team_facts(self._knowledge, article, words) if self._audience is Audience.INTERNAL else ()
            near = self._near.get(article.path, ())
            body = with_head(body, entry, words) + path_links(entry, where, words)
            body += ending(entry, words, articles=near, threads=talks, contact=contact, team=team)
        return Page(article.path, _meta(article, entry, on_path=bool(where)), body)

    def _entry(self, article: Article, gated: Gated) -> Entry:
        knowledge, words = self._knowledge, self._words
        reading = self._readings.of(gated.body)
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
            summary=reading.summary,
            tags=article.tags,
            applies_to=article.applies_to or reading.applies_to,
            asked_as=article.asked_as,
            created=article.created,
            reviewed=article.reviewed,
            threads=len(self._asked.get(article.id, ())),
            vouched=_vouched(knowledge, article, self._audience, words),
            overdue=until is not None and until < knowledge.today,
            foreign=written_in if written_in != words.language else None,
            newer=self._newer.get(article.path),
        )


def visible_articles(knowledge: Knowledge, audience: Audience) -> tuple[Article, ...]:
    """The gate: what a site for `audience` may hold."""
    return tuple(article for article in knowledge.articles if article.visible_to(audience))


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
    if entry.changed:
        meta["year"] = entry.changed.year
    if entry.applies_to:
        meta["products"] = list(entry.applies_to)
    if article.tags:
        meta["tags"] = list(article.tags)
    order = article.other.get("order")
    if isinstance(order, int):
        meta["order"] = order
    return meta | {key: article.other[key] for key in _PASSED if key in article.other}
