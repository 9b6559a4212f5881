"""One site for one audience: stage, let the engine build, add forum and chat, index, check, and only then put in place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from deskbook.config import Config
from deskbook.errors import BuildError
from deskbook.model import Audience, Knowledge, Progress, Table, Thread, ThreadKind
from deskbook.text.words import count
from deskbook.workers import executor

from . import chat, forum
from .articles import answered_threads, article_pages
from .engines import Order, mkdocs
from .indexes import ALL_PAGES, navigation, with_indexes
from .linkcheck import BrokenLink, broken_links
from .page import Page
from .reports import report_pages
from .search import index
from .shell import shell_pages
from .sitemap import write_sitemap
from .stage import stage

# As many topics keep a process busy for longer than it takes to start it.
_JOB = 2_000
# A folder with this file was made by a build, and may be replaced by one.
_MADE_BY_A_BUILD = "404.html"


class _Store(Protocol):
    def threads(self, kinds: frozenset[ThreadKind] | None = None) -> Iterator[Thread]: ...


class Project(Protocol):
    """What a build asks of a project; `deskbook.project.Project` is one."""

    @property
    def root(self) -> Path: ...
    @property
    def config(self) -> Config: ...
    @property
    def store(self) -> _Store: ...
    def knowledge(self) -> Knowledge: ...
    def tables(self, knowledge: Knowledge) -> tuple[Table, ...]: ...


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The site's folder, how many articles, forum topics and chat days are in it, and its broken links."""

    site: Path
    articles: int
    topics: int
    days: int
    broken: tuple[BrokenLink, ...]


def build(
    project: Project, audience: Audience, *, progress: Progress, check_links: bool = True, output: Path | None = None
) -> BuildResult:
    """Build the site for `audience` into `output`, by default site/, site-partner/ or site-internal/ of the project.

    The old site stays in place until the new one is finished. Links are followed if both `check_links` and the
    configuration say so. Broken ones are part of the result; those to articles or files that do not exist always are, and
    are plain text on the site. Raises `BuildError` where a tool fails or the engine warns.
    """
    knowledge = project.knowledge()
    config = project.config
    target = _target(project, audience, output)
    topics = _threads(project, audience, ThreadKind.TOPIC) if config.site.forum else ()
    talks = _threads(project, audience, ThreadKind.CHAT) if config.site.chat else ()

    shells = shell_pages(forum=bool(topics), chat=bool(talks))
    others = {str(ALL_PAGES), *(str(page.path) for page in shells)}
    articles = article_pages(knowledge, audience, topics=_topic_pages(topics), private=_private(project), others=others)
    pages = with_indexes(articles.pages, config.project.name)
    if audience is Audience.INTERNAL:
        pages += report_pages(knowledge, project.tables(knowledge), {page.path for page in articles.pages})
    order = _order(project, audience, (*pages, *shells))
    staged = stage(order.pages, articles.files, order.content, order.docs)
    progress.say(f"staged {len(order.pages)} pages: {staged.written} files written, {staged.removed} removed")

    _clear(order.site)
    mkdocs.render(order)
    progress.say(f"built {count(len(pages), 'page')}")
    became = _became(knowledge, articles.pages)
    with executor(config.workers.processes, len(topics) // _JOB + len(talks) // _JOB) as pool:
        topic_urls = (
            forum.render(topics, order.site, became, pool, knowledge.today, theme=order.theme) if topics else ()
        )
        day_urls = chat.render(talks, order.site, pool, knowledge.today, theme=order.theme) if talks else ()
    progress.say(f"rendered {count(len(topics), 'forum topic')} and {count(len(day_urls), 'page')} of chat")
    write_sitemap(order.site, config.site.url, [*(page.url for page in pages), *topic_urls, *day_urls])
    fresh = index(order.site, previous=target)
    progress.say("indexed the site for search" if fresh else "kept the search index: no page changed")
    broken = tuple(BrokenLink(str(place), link, "there is no such page or file") for place, link in articles.dead)
    if check_links and config.site.check_links:
        broken += broken_links(order.site)
        progress.say(f"followed all links: {len(broken)} broken")
    _swap(order.site, target)
    return BuildResult(target, len(articles.pages), len(topics), len(day_urls), broken)


def _threads(project: Project, audience: Audience, kind: ThreadKind) -> tuple[Thread, ...]:
    """The threads of a kind that a site for `audience` may hold. Tickets are never asked for: they become no pages."""
    threads = project.store.threads(frozenset({kind}))
    return tuple(t for t in threads if t.kind is kind and audience.may_read(t.audience) and t.public_messages)


def _topic_pages(topics: Sequence[Thread]) -> dict[str, tuple[str, str]]:
    """Where each topic's page will be, and its title, by the thread's key."""
    addresses = forum.addresses(topics)
    return {thread.key: (addresses[thread.key], thread.title) for thread in topics}


def _became(knowledge: Knowledge, pages: Sequence[Page]) -> dict[str, tuple[str, str]]:
    """The address and title of the article that answers a thread, by the thread's key, for articles that are on the site."""
    staged = {page.path: page for page in pages}
    answered = answered_threads(knowledge)
    return {
        key: (staged[article.path].url, article.title)
        for article in knowledge.articles
        if article.path in staged
        for key in answered[article.id]
    }


def _private(project: Project) -> frozenset[str]:
    """Files below content/ that are never published, whatever links to them."""
    content = project.root / project.config.project.content
    roster = project.root / project.config.project.roster
    return frozenset({roster.relative_to(content).as_posix()} if roster.is_relative_to(content) else ())


def _order(project: Project, audience: Audience, pages: Sequence[Page]) -> Order:
    work = project.root / "build"
    return Order(
        root=project.root,
        name=project.config.project.name,
        url=project.config.site.url,
        content=project.root / project.config.project.content,
        config=work / f"mkdocs-{audience}.yml",
        docs=work / ("docs" if audience is Audience.PUBLIC else f"docs-{audience}"),
        site=work / f"site-{audience}.new",
        theme=mkdocs.theme_dir(project.root),
        nav=navigation(pages),
        pages=pages,
    )


def _target(project: Project, audience: Audience, output: Path | None) -> Path:
    """The folder that the site goes to. Refuses one that holds what no build has put there."""
    target = output or project.root / ("site" if audience is Audience.PUBLIC else f"site-{audience}")
    holds_project = project.root.resolve().is_relative_to(target.resolve())
    foreign = (
        target.exists() and not (target / _MADE_BY_A_BUILD).is_file() and (target.is_file() or any(target.iterdir()))
    )
    if holds_project or foreign or target.is_symlink():
        raise BuildError(
            "this folder holds something that no build has put there, and would be replaced",
            where=str(target),
            cure="choose another with `deskbook build --output FOLDER`, or empty it",
        )
    return target


def _clear(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _swap(fresh: Path, target: Path) -> None:
    """Put the new site in the place of the old one, which is moved aside and not taken apart before that is done."""
    old = target.with_name(f".{target.name}.old")
    _clear(old)
    if target.exists():
        target.rename(old)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(fresh, target)
    _clear(old)
