"""Forum topics -> pages of the finished site, in the shell that the site engine built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from deskbook.model import Thread
from deskbook.text.slug import slugify

from ..addresses import distinct, segment
from ..output import batches, prune, write_page
from ..shell import Shell, load_shells, remove_shells
from . import lists, topic

# About a quarter of a second of work: small enough to share out evenly, large enough to be worth sending.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class _Batch:
    jobs: tuple[tuple[str, Thread, topic.Surroundings], ...]
    shell: Shell
    site: Path
    theme: Path
    today: date


@dataclass(frozen=True, slots=True)
class _ListBatch:
    pages: tuple[lists.ListPage, ...]
    shells: Mapping[int, Shell]
    site: Path
    theme: Path


def render(  # noqa: PLR0913  a stage gets its parts as arguments
    topics: Sequence[Thread],
    site: Path,
    articles: Mapping[str, tuple[str, str]],
    executor: Executor,
    today: date,
    *,
    theme: Path,
) -> tuple[str, ...]:
    """Write a page for each topic below site/forum, and the lists of topics; site-relative addresses of all of them.

    The caller has chosen the topics that the site's audience may read. Internal and system messages are left out, and
    so is a topic that has no others. `articles` maps a thread's key to the site-relative address and title of the
    article that it became. `today` decides which topics are called old. Files that would not change are not touched;
    pages of topics that are gone are removed. Raises `BuildError` where the engine's shell pages are not in `site`.
    """
    shells = load_shells(site, "forum")
    remove_shells(site, "forum")
    shown = [thread for thread in topics if topic.opening(thread)]
    urls = addresses(shown)
    listed = lists.sort_into_lists(_entry(thread, urls[thread.key]) for thread in shown)
    jobs = ((urls[t.key], t, _surroundings(t, listed, articles.get(t.key))) for t in shown)
    work = [_Batch(part, shells[2], site, theme, today) for part in batches(jobs, _BATCH)]
    list_work = [_ListBatch(part, shells, site, theme) for part in batches(listed.pages, _BATCH // 4)]
    for _ in executor.map(_write_topics, work):
        pass
    for _ in executor.map(_write_lists, list_work):
        pass
    written = (*(page.url for page in listed.pages), *(urls[thread.key] for thread in shown))
    prune(site, "forum", written)
    return written


def addresses(topics: Sequence[Thread]) -> dict[str, str]:
    """Where `render` puts the pages of these `topics`: site-relative addresses by the threads' keys."""
    folders = distinct({thread.key: f"{segment(thread.id)}-{slugify(thread.title)}" for thread in topics})
    return {key: f"forum/{folder}/" for key, folder in folders.items()}


def _entry(thread: Thread, url: str) -> lists.Entry:
    posts = thread.public_messages
    last = max(post.at for post in posts).date()
    title = _title(thread)
    return lists.Entry(url, title, thread.category, _tags(thread), topic.solved(thread), len(posts) - 1, last)


def _surroundings(thread: Thread, listed: lists.Lists, article: tuple[str, str] | None) -> topic.Surroundings:
    # All topics stand at the same depth, forum/<topic>/.
    up = "../../"
    return topic.Surroundings(
        title=_title(thread),
        category=(thread.category, up + listed.categories[thread.category]) if thread.category else None,
        tags=tuple((tag, up + listed.tags[tag]) for tag in _tags(thread)),
        article=(up + article[0], article[1]) if article else None,
    )


def _tags(thread: Thread) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for tag in thread.tags if tag))


def _title(thread: Thread) -> str:
    return " ".join(thread.title.split()) or "Untitled topic"


def _write_topics(batch: _Batch) -> None:
    for url, thread, around in batch.jobs:
        html, description = topic.body(thread, around, batch.today, batch.theme)
        write_page(batch.site, url, batch.shell.page(around.title, html, description, url))


def _write_lists(batch: _ListBatch) -> None:
    for page in batch.pages:
        description = f"{page.title}: what was asked and answered in the forum."
        html = batch.shells[page.url.count("/")].page(page.title, lists.body(page, batch.theme), description, page.url)
        write_page(batch.site, page.url, html)
