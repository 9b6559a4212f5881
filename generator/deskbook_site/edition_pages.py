"""The pages of the site in one language, as the engine is to build them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskbook.model import Article, Audience, Thread
from deskbook.store import read_snapshot

from .articles import ArticlePages, Readings
from .contact import CONTACT, Desk, contact_pages, most_asked, with_incidents
from .editions import Edition
from .engines.mkdocs import theme_dir
from .entry import Entry
from .indexes import ALL_PAGES, Place, with_indexes
from .machines import with_structured_data
from .page import Page
from .project import Project
from .shell import shell_pages
from .sidebar import thread_pages
from .words import Words


@dataclass(frozen=True, slots=True)
class EditionPages:
    """What the site holds in one language, before the engine builds it."""

    edition: Edition
    articles: ArticlePages
    pages: tuple[Page, ...]
    desk: Desk


def edition_pages(  # noqa: PLR0913  what a site is made of
    project: Project,
    audience: Audience,
    edition: Edition,
    topics: Sequence[Thread],
    talks: Sequence[Thread],
    *,
    readings: Readings,
) -> EditionPages:
    """All pages for readers of one language; those of `topics` and `talks` are made elsewhere. `readings` are of earlier builds."""
    config = project.config
    shells = () if edition.prefix else shell_pages(forum=bool(topics), chat=bool(talks))
    others = {str(ALL_PAGES), *(str(page.path) for page in shells), *([str(CONTACT)] if config.contact.open else [])}
    threads = {key: (edition.up + url, title) for key, (url, title) in thread_pages(topics, talks).items()}
    articles = ArticlePages(
        edition.knowledge,
        audience,
        topics=threads,
        private={name.removeprefix(edition.prefix) for name in _private(project)} | _private(project),
        others=others,
        words=edition.words,
        newer=edition.newer,
        readings=readings,
    )
    desk = _desk(project, articles.entries, edition.words)
    contact = contact_pages(desk, theme_dir(project.root))
    places = _places(audience, topics, talks, contact, edition)
    pages = with_indexes(articles.pages, config.project.name, articles.entries, places, edition.words) + contact
    pages = with_incidents(pages, desk)
    pages = with_structured_data(pages, articles.entries, config.project.name, edition.url(config.site.url))
    return EditionPages(edition, articles, pages, desk)


def page_again(project: Project, made: EditionPages, article: Article) -> Page:
    """The page of an article that changed since, or is new, among the others as they were `made`."""
    page, entry = made.articles.again(article)
    name, url = project.config.project.name, made.edition.url(project.config.site.url)
    return with_structured_data((page,), (entry,), name, url, among=made.pages)[0]


def _desk(project: Project, entries: Sequence[Entry], words: Words) -> Desk:
    config = project.config
    popular = most_asked([(entry.title, entry.url, entry.threads) for entry in entries])
    snapshot = read_snapshot(project.root / config.project.store)
    return Desk(config.project.name, config.contact, config.status, snapshot, popular, config.events, words)


def _places(
    audience: Audience, topics: Sequence[Thread], talks: Sequence[Thread], contact: Sequence[Page], edition: Edition
) -> tuple[Place, ...]:
    """What home leads to besides articles."""
    words, up = edition.words, edition.up
    forum = Place(f"{up}forum/", words("forum"), words.count(len(topics), "topics"), words("forum_text"))
    logs = Place(f"{up}chat/", words("chat"), words.count(len(talks), "conversations"), words("chat_text"))
    reports = Place(f"{up}reports/", words("reports"), "", words("reports_text"))
    desk = Place("contact/", words("contact"), "", words("contact_text"))
    shown = (forum, topics), (logs, talks), (desk, contact), (reports, audience is Audience.INTERNAL)
    return tuple(place for place, there in shown if there)


def _private(project: Project) -> frozenset[str]:
    """Files below content/ that are never published, whatever links to them."""
    content = project.root / project.config.project.content
    roster = project.root / project.config.project.roster
    return frozenset({roster.relative_to(content).as_posix()} if roster.is_relative_to(content) else ())
