"""Forum topics -> pages of the finished site, in the shell that the site engine built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path

from deskbook.errors import BuildError
from deskbook.model import Role, Thread
from deskbook.text.slug import slugify

from ..addresses import distinct, segment
from ..inventory import File
from ..output import batches, prune
from ..shell import Shell, load_shells, remove_shells
from ..words import ENGLISH, Words
from . import following, kept, lists, topic
from .kept import Kept
from .posts import Sayings

# About a tenth of a second of work each: small enough to share out evenly, large enough to be worth sending.
_TOPICS, _LISTS, _TAKEN = 100, 25, 2_000


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier run: the `site` that it made and the file with its `notes`, which is written anew.

    `digests` are fingerprints of what threads say, by key, as the store has them; where one is missing it is taken from the thread.
    """

    site: Path
    notes: Path
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Look:
    """What all pages have in common. `today` decides which topics are called old."""

    site: Path
    shells: Mapping[int, Shell]
    theme: Path
    today: date
    words: Words


@dataclass(frozen=True, slots=True)
class _Job:
    made_of: str
    thread: Thread
    entry: lists.Entry
    around: topic.Surroundings


# What a worker gets of a topic, and of a page of a list: only what it needs, because it takes long to send.
_Topic = tuple[Thread, str, topic.Surroundings]
_List = tuple[lists.ListPage, tuple[str, ...]]
# And what it gives back of each: its pages by their addresses.
_Files = Mapping[str, File]


def render(  # noqa: PLR0913  a stage gets its parts as arguments
    topics: Sequence[Thread],
    site: Path,
    articles: Mapping[str, tuple[str, str]],
    executor: Executor,
    today: date,
    *,
    theme: Path,
    asked: Mapping[str, int] | None = None,
    url: str | None = None,
    before: Before | None = None,
    words: Words = ENGLISH,
) -> dict[str, File]:
    """Write pages for each topic below site/forum, lists and feeds of topics; all pages by their site-relative addresses.

    The caller has chosen the topics that the site's audience may read. Internal and system messages are left out, and
    so is a topic that has no others. `articles` maps a thread's key to the site-relative address and title of the
    article that it became, `asked` to how many threads ask the same. `url` is where the site will live; without it there are no
    feeds. The pages speak in `words`. Files that would not change are not touched, and pages of `before` that would come out the
    same are taken from there. Pages of topics that are gone are removed, unless there is a `before`: then the caller knows what it put there.
    The workers of `executor` must see `site` and `theme` under the same paths. Raises `BuildError` where they do not, and where the engine's shell pages are not in `site`.
    """
    shells = load_shells(site, "forum")
    remove_shells(site, "forum")
    fresh = not any(place.is_dir() for place in (site / "forum").iterdir())
    shown = [thread for thread in topics if topic.opening(thread)]
    urls = addresses(shown)
    entries = [_entry(thread, urls[thread.key], (asked or {}).get(thread.key, 1), words) for thread in shown]
    listed = lists.sort_into_lists(entries, words, feeds=url is not None)
    if url:
        shells = {depth: following.with_link(shell, depth, words) for depth, shell in shells.items()}
    look = _Look(site, shells, theme, today, words)

    made_with = kept.digest(kept.tools(theme), look.shells, words.language) if before else ""
    jobs = _jobs(zip(shown, entries, strict=True), listed, articles, today, before)
    run = _Run(look, executor, before, kept.read_notes(before.notes, made_with) if before else {})
    made = run.topics(jobs)
    made |= run.lists(listed.pages, made)
    if before and made != run.earlier:
        kept.write_notes(before.notes, made_with, made)
    if url:
        following.write_feeds(site, url, listed.all, {thread.key: thread for thread in shown}, words)
    written = {url: file for each in made.values() for url, file in each.pages.items()}
    if not fresh and before is None:
        prune(site, "forum", written)
    return written


def addresses(topics: Sequence[Thread]) -> dict[str, str]:
    """Where `render` puts the pages of these `topics`: site-relative addresses by the threads' keys."""
    folders = distinct({thread.key: _folder(thread.id, thread.title) for thread in topics})
    return {key: f"forum/{folder}/" for key, folder in folders.items()}


@lru_cache(maxsize=200_000)  # a build asks three times for all of them
def _folder(id: str, title: str) -> str:
    return f"{segment(id)}-{slugify(title)}"


@dataclass(frozen=True, slots=True)
class _Run:
    """Makes pages, or takes them over from the run before: `earlier` says what is known of those."""

    look: _Look
    executor: Executor
    before: Before | None
    earlier: Mapping[str, Kept]

    def topics(self, jobs: Sequence[_Job]) -> dict[str, Kept]:
        """What is there of each topic, by the thread's key."""
        made = self._taken({job.entry.key: job.made_of for job in jobs})
        due = [job for job in jobs if job.entry.key not in made]
        parts = batches(((job.thread, job.entry.url, job.around) for job in due), _TOPICS)
        for job, pages in zip(due, self._map(_write_topics, parts), strict=True):
            made[job.entry.key] = Kept(job.made_of, lists.row(job.entry, self.look.words), pages)
        # Whatever was taken over, the order is that of the topics.
        return {job.entry.key: made[job.entry.key] for job in jobs}

    def lists(self, pages: Sequence[lists.ListPage], topics: Mapping[str, Kept]) -> dict[str, Kept]:
        """What is there of each page of a list, by its address."""
        made_of = {page.url: _list_made_of(page, topics) if self.before else "" for page in pages}
        made = self._taken(made_of)
        due = [page for page in pages if page.url not in made]
        parts = batches(((page, tuple(topics[entry.key].row for entry in page.entries)) for page in due), _LISTS)
        for page, files in zip(due, self._map(_write_lists, parts), strict=True):
            made[page.url] = Kept(made_of[page.url], "", files)
        return {page.url: made[page.url] for page in pages}

    def _map(self, write: Callable[..., list[_Files]], parts: Iterable[tuple[object, ...]]) -> list[_Files]:
        """The files of each piece of work. Workers may be on other machines: sees that the last page has come to this one."""
        work = [(self.look, part) for part in parts]  # a list: Dask maps over no iterator
        made = list(chain.from_iterable(self.executor.map(write, work)))
        if made and not all((self.look.site / url / "index.html").is_file() for url in made[-1]):
            raise BuildError(
                "a worker wrote a page, but it is not here",
                where=str(self.look.site),
                cure="give the workers of [workers] scheduler the project's folder under the same path, or build without them",
            )
        return made

    def _taken(self, made_of: Mapping[str, str]) -> dict[str, Kept]:
        if self.before is None:
            return {}
        same = {
            key: self.earlier[key]
            for key, now in made_of.items()
            if key in self.earlier and self.earlier[key].made_of == now
        }
        taken = {key for key, each in same.items() if kept.there(self.look.site, each.pages)}
        work = [
            (self.before.site, self.look.site, part)
            for part in batches(((k, e.pages) for k, e in same.items() if k not in taken), _TAKEN)
        ]
        taken.update(key for keys in self.executor.map(_take_over, work) for key in keys)
        return {key: each for key, each in same.items() if key in taken}


def _entry(thread: Thread, url: str, asked: int, words: Words) -> lists.Entry:
    posts = thread.public_messages
    first = posts[0]
    return lists.Entry(
        key=thread.key,
        url=url,
        title=" ".join(thread.title.split()) or words("topic_untitled"),
        category=thread.category,
        tags=tuple(dict.fromkeys(tag for tag in thread.tags if tag)),
        solved=topic.solved(thread, posts),
        replies=len(posts) - 1,
        last=max([post.at for post in posts]).date(),
        likes=sum([post.score for post in posts if post.score > 0]),
        asked=asked,
        heard=first.role is not Role.CUSTOMER or any(post.author != first.author for post in posts),
    )


def _jobs(
    topics: Iterator[tuple[Thread, lists.Entry]],
    listed: lists.Lists,
    articles: Mapping[str, tuple[str, str]],
    today: date,
    before: Before | None,
) -> list[_Job]:
    jobs = []
    for thread, entry in topics:
        category = (entry.category, listed.categories[entry.category]) if entry.category else None
        tags = tuple([(tag, listed.tags[tag]) for tag in entry.tags])
        around = topic.Surroundings(entry.title, category, tags, articles.get(entry.key))
        made_of = ""
        if before:
            said = before.digests.get(entry.key) or kept.digest(thread)
            old = topic.is_old(entry.last, today)
            made_of = kept.digest(said, entry.url, entry.asked, old, category, tags, around.article)
        jobs.append(_Job(made_of, thread, entry, around))
    return jobs


def _list_made_of(page: lists.ListPage, topics: Mapping[str, Kept]) -> str:
    rows = [topics[entry.key].made_of for entry in page.entries]
    return kept.digest(page.title, page.number, page.pages, page.feed, page.signs, rows)


def _write_topics(work: tuple[_Look, tuple[_Topic, ...]]) -> list[_Files]:
    look, jobs = work
    says = Sayings.of(look.words)
    return [dict(_pages(look, says, *job)) for job in jobs]


def _pages(
    look: _Look, says: Sayings, thread: Thread, home: str, around: topic.Surroundings
) -> Iterator[tuple[str, File]]:
    for page, html, description in topic.pages(thread, around, look.today, look.theme, says):
        url = home if page.number == 1 else f"{home}page/{page.number}/"
        yield url, _written(look, url, page.title, html, description)


def _write_lists(work: tuple[_Look, tuple[_List, ...]]) -> list[_Files]:
    look, jobs = work
    made: list[_Files] = []
    for page, rows in jobs:
        description = look.words("list_about", title=page.title)
        html = lists.body(page, rows, look.theme, look.words)
        made.append({page.url: _written(look, page.url, page.title, html, description)})
    return made


def _written(look: _Look, url: str, title: str, html: str, description: str) -> File:
    return kept.write(look.site, url, look.shells[url.count("/")].page(title, html, description, url))


def _take_over(work: tuple[Path, Path, tuple[tuple[str, _Files], ...]]) -> list[str]:
    before, site, pages = work
    return [key for key, files in pages if kept.take_over(before, site, files)]
