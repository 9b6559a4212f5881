"""One site for one audience: stage, let the engine build, add forum and chat, index, check, and only then put in place."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from deskbook.config import Config
from deskbook.library.files import replace_bytes
from deskbook.model import Audience, Knowledge, Progress, Thread, ThreadKind
from deskbook.text.redact import Watch
from deskbook.text.words import count
from deskbook.workers import executor

from . import chat, forum, search
from .articles import Readings, answered_threads
from .contact import write_contact
from .edition_pages import EditionPages, edition_pages
from .editions import Edition, editions, homes, with_languages
from .engines import Order, mkdocs, zensical
from .gate import Leak, leaks, rules_of
from .indexes import navigation
from .inventory import File
from .linkcheck import BrokenLink, changed_links
from .machines import Before, site_picture, write_machine_files
from .moved import moved_articles, write_moved
from .offline import WORKER, Keep, is_kept, most_asked_first, offline_page, write_app, write_worker
from .page import Page
from .project import Project
from .redirects import write_redirects
from .release import Release, place_for
from .reports import report_pages
from .shared import share_assets
from .shell import shell_pages
from .sidebar import write_sidebar
from .sitemap import write_sitemap
from .stage import safe, stage

# As many topics keep a process busy for longer than it takes to start it.
_JOB = 2_000
# And so many pages, for the second gate.
_LOOKED_AT = 250
_ENGINES = {"mkdocs": mkdocs, "zensical": zensical}


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The site's folder, how many articles, forum topics and chat days are in it, and its broken links.

    Where there are `leaks` the site was refused: the old one is still in its folder, and the new one in `made`, to be looked at.
    `order` is what the engine was asked to build, and `first` what the site holds in its first language.
    """

    site: Path
    articles: int
    topics: int
    days: int
    broken: tuple[BrokenLink, ...]
    order: Order
    first: EditionPages
    leaks: tuple[Leak, ...] = ()
    made: Path | None = None


def build(  # noqa: PLR0913  what can be asked of a build
    project: Project,
    audience: Audience,
    *,
    progress: Progress,
    check_links: bool = True,
    output: Path | None = None,
    preview: bool = False,
) -> BuildResult:
    """Build the site for `audience` into `output`, by default site/, site-partner/ or site-internal/ of the project.

    The old site stays in place until the new one is finished, and if there is anything in it that must not be published. Links are followed if both `check_links` and the
    configuration say so. Broken ones are part of the result; those to articles or files that do not exist always are, and
    are plain text on the site. Raises `BuildError` where a tool fails or the engine warns.

    A `preview` also has what is still work in progress, for the same readers. It goes to a folder of its own below build/, and has
    nothing in common with what is published.
    """
    knowledge = project.knowledge(judged=audience is Audience.INTERNAL)  # reports are on that site only
    if preview:
        knowledge = _with_drafts(knowledge)
    config = project.config
    work, target = _places(project.root, audience, output, preview=preview)
    topics, talks = _topics_and_talks(project, audience)
    known = editions(knowledge, audience, config.site.languages)
    shells = shell_pages(forum=bool(topics), chat=bool(talks), words=known[0].words)
    with Readings(work / f"readings-{audience}.json", config.workers.processes) as readings:
        prepared = [edition_pages(project, audience, one, topics, talks, readings=readings) for one in known]
    linked = with_languages([(one.edition, one.pages) for one in prepared], config.site.url)
    articles, pages = prepared[0].articles, linked[0]
    if audience is Audience.INTERNAL:
        pages += report_pages(knowledge, project.tables(knowledge), {page.path for page in articles.pages})
    moved = moved_articles(known[0].knowledge, audience, (*pages, *shells))
    kept = (offline_page(known[0].words),) if is_kept(config.site, audience) else ()
    order = _order(project, audience, (*pages, *shells), unlisted=(*moved.withdrawn, *kept), known=known, work=work)
    staged = stage(order.pages, articles.files, order.content, order.docs)
    progress.say(f"staged {len(order.pages)} pages: {staged.written} files written, {staged.removed} removed")

    release = Release(order.site, target, work, str(audience))
    release.begin()
    made_of = _ENGINES[config.site.engine].render(order)
    translated = [
        _translated(project, order, one, own, known) for one, own in zip(prepared[1:], linked[1:], strict=True)
    ]
    release.lend()
    progress.say(f"built {count(len(order.pages), 'page')}: {made_of.said}")
    became = _became(knowledge, articles.pages)
    topic_urls: Mapping[str, File] = {}
    if topics:
        topic_urls = _forum(project, order, topics, knowledge=knowledge, became=became, release=release)
    with executor(config.workers.processes, len(talks) // _JOB) as pool:
        day_urls = (
            chat.render(talks, order.site, pool, knowledge.today, theme=order.theme, articles=became, words=order.words)
            if talks
            else ()
        )
    progress.say(f"rendered {count(len(topics), 'forum topic')} and {count(len(day_urls), 'page')} of chat")
    _write_beside(config, audience, order, prepared, target)
    write_sidebar(
        config, audience, [(one.prefix, one.words, one.knowledge.articles) for one in known], topics, talks, order
    )
    _write_pictures(project, audience, order)
    write_moved(order.site, config.site.url, config.site.redirects, moved)
    write_sitemap(
        order.site, config.site.url, [*(page.url for page in pages), *chain(*translated), *topic_urls, *day_urls]
    )
    release.close(topic_urls, forum.addresses(topics).values())
    progress.say(_indexed(release, config))
    _write_worker(config, audience, release, order.theme, prepared)
    leaked = _leaks(project, release)
    progress.say(f"looked for personal data in every file: {len(leaked)} found")
    result = BuildResult(target, len(articles.pages), len(topics), len(day_urls), (), order, prepared[0])
    if leaked:
        return replace(result, leaks=leaked, made=order.site)
    broken = tuple(BrokenLink(str(place), link, "there is no such page or file") for place, link in articles.dead)
    if check_links and config.site.check_links:
        broken += changed_links(order.site, release.files, order.config.with_name(f"links-{audience}.json"))
        progress.say(f"followed all links: {len(broken)} broken")
    release.put_in_place()
    return replace(result, broken=broken)


def _indexed(release: Release, config: Config) -> str:
    """What was done for the search, and what it lacks."""
    made = release.index()
    said = f"indexed {count(len(made), 'bundle')} for search" if made else "kept the search index: no page changed"
    lacking = search.lacking(config.site.languages)
    return f"{said}\n{lacking}" if lacking else said


def _places(root: Path, audience: Audience, output: Path | None, *, preview: bool) -> tuple[Path, Path]:
    """The folder for what builds of a sort have to do with each other, and that for the site."""
    work = root / ("build/preview" if preview else "build")
    return work, place_for(root, audience, work / f"site-{audience}" if preview else output)


def _with_drafts(knowledge: Knowledge) -> Knowledge:
    return replace(knowledge, articles=tuple(replace(article, previewed=True) for article in knowledge.articles))


def _translated(
    project: Project, first: Order, made: EditionPages, pages: Sequence[Page], known: Sequence[Edition]
) -> list[str]:
    """Build the site in one more language, below that of the `first`; the addresses of what was translated."""
    edition = made.edition
    language = edition.words.language
    kept = (offline_page(edition.words),) if first.extra.get("offline") else ()
    order = replace(
        first,
        url=edition.url(first.url),
        config=first.config.with_name(f"{first.config.stem}-{language}.yml"),
        docs=first.docs.with_name(f"{first.docs.name}-{language}"),
        site=first.site / language,
        nav=navigation(pages),
        pages=(*pages, *kept),
        extra={**first.extra, "up": edition.up, "edition": edition.prefix, "languages": homes(edition, known)},
        language=language,
        words=edition.words,
    )
    stage(order.pages, made.articles.files, order.content, order.docs, before=order.content / language)
    _ENGINES[project.config.site.engine].render(order)
    for sitemap in order.site.glob("sitemap.xml*"):
        sitemap.unlink()  # the site has one
    share_assets(first.site, language)
    return [edition.prefix + page.url for page in pages if page.path not in edition.untranslated]


def _write_pictures(project: Project, audience: Audience, order: Order) -> None:
    """By which the site is shown elsewhere: where somebody shares its address, and where it is installed."""
    config = project.config
    if picture := _picture(project):
        replace_bytes(order.site / picture[0], picture[1])
    if is_kept(config.site, audience):
        write_app(order.site, config.project.name, order.content / safe(config.site.icon) if config.site.icon else None)


def _write_worker(
    config: Config, audience: Audience, release: Release, theme: Path, made: Sequence[EditionPages]
) -> None:
    """What keeps the finished site in browsers, or what takes it out of them."""
    entries = [
        (one.edition.prefix, entry)
        for one in made
        for entry in one.articles.entries
        if entry.path not in one.edition.untranslated
    ]
    most = int(config.site.offline_megabytes * 1_000_000)
    keep = Keep(most_asked_first(entries), most, homes=[one.edition.prefix for one in made])
    write_worker(release.site, release.files, theme, keep if is_kept(config.site, audience) else None)
    release.add(WORKER)


def _leaks(project: Project, release: Release) -> tuple[Leak, ...]:
    """The second gate. What it let through in an earlier run, by the same rules, it does not read again."""
    config = project.config
    own = [source.redact for source in config.sources]
    allow = {*config.redact.allow, *(value for rules in own for value in rules.allow)}
    watch = Watch.of(allow, config.redact.names, project.takedowns)
    kept = frozenset(label for rules in own for label in rules.keep)
    key = rules_of(watch, kept)
    names = release.unread(key)
    with executor(config.workers.processes, len(names) // _LOOKED_AT) as pool:
        found = leaks(release.site, watch, kept, _ENGINES[config.site.engine].shipped(), pool, names=names)
    if not found:
        release.passed(key)
    return found


def _topics_and_talks(project: Project, audience: Audience) -> tuple[Sequence[Thread], Sequence[Thread]]:
    site = project.config.site
    topics = _threads(project, audience, ThreadKind.TOPIC) if site.forum else ()
    talks = _threads(project, audience, ThreadKind.CHAT) if site.chat else ()
    gc.freeze()  # threads by the ten thousand are here to stay: the collector need not look through them again and again
    return topics, talks


def _threads(project: Project, audience: Audience, kind: ThreadKind) -> tuple[Thread, ...]:
    """The threads of a kind that a site for `audience` may hold. Tickets are never asked for: they become no pages."""
    gone = project.takedowns.threads
    threads = (thread for thread in project.store.threads(frozenset({kind})) if thread.key not in gone)
    return tuple(t for t in threads if t.kind is kind and project.config.shows(t, audience) and t.public_messages)


def _forum(  # noqa: PLR0913  the parts of one build
    project: Project,
    order: Order,
    topics: Sequence[Thread],
    *,
    knowledge: Knowledge,
    became: Mapping[str, tuple[str, str]],
    release: Release,
) -> Mapping[str, File]:
    """Pages, lists, feeds and redirects of the forum. What the site of the build before has of it is taken over."""
    rules, site = project.config.workers, project.config.site
    topics, blank = forum.put_up_pictures(topics, order.site, project.store.pictures.path)
    digests = {key: said for key, said in project.store.digests().items() if key not in blank}
    before = forum.Before(release.target, release.forum_notes, digests)
    asked = {key: len(c.members) for c in knowledge.clusters if not c.dismissed for key in c.members}
    with executor(rules.processes, len(topics) // _JOB, rules.scheduler) as pool:
        urls = forum.render(
            topics,
            order.site,
            became,
            pool,
            knowledge.today,
            theme=order.theme,
            asked=asked,
            url=site.url,
            before=before,
            words=order.words,
        )
    write_redirects(order.site, site.url, site.redirects, topics, forum.addresses(topics))
    return urls


def _write_beside(config: Config, audience: Audience, order: Order, made: Sequence[EditionPages], target: Path) -> None:
    """What is no page: what other programs read, and the frame of the page before a ticket."""
    for one in made:
        prefix, url = one.edition.prefix, one.edition.url(config.site.url)
        before = Before(target / prefix, order.config.with_name(f"twins-{audience}-{prefix.strip('/')}.json"))
        write_machine_files(
            order.site / prefix, config.project.name, url, audience, one.articles.entries, before=before
        )
        write_contact(one.desk, order.site, order.theme, one.edition.prefix)


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


def _picture(project: Project) -> tuple[str, bytes] | None:
    """What stands for pages without a picture, by its name in the site."""
    config = project.config
    if not (config.site.picture and config.site.url):
        return None  # its address must be whole
    return site_picture(project.root / config.project.content / safe(config.site.picture))


def _order(  # noqa: PLR0913  the parts of one build
    project: Project,
    audience: Audience,
    pages: Sequence[Page],
    *,
    unlisted: Sequence[Page],
    known: Sequence[Edition],
    work: Path,
) -> Order:
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
        pages=(*pages, *unlisted),
        extra=({"events": events.model_dump()} if (events := project.config.events).sink != "none" else {})
        | ({"offline": True} if is_kept(project.config.site, audience) else {})
        | {"languages": homes(known[0], known)}
        | (
            {"image": f"{str(project.config.site.url).rstrip('/')}/{picture[0]}"}
            if (picture := _picture(project))
            else {}
        ),
        language=next(iter(project.config.site.languages), None),
        words=known[0].words,
    )
