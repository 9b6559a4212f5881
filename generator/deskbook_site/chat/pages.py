"""Chat conversations -> a page for each day of each channel and one for each conversation that surely is one, in the shell that
the site engine built."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from deskbook.model import Thread
from deskbook.text.slug import slugify
from deskbook.text.worth import is_page

from ..addresses import distinct
from ..output import batches, prune, write_page
from ..shell import Shell, load_shells, remove_shells
from ..templates import fill
from ..words import ENGLISH, Words
from . import conversation, day

# A busy day has thousands of lines: a day is a piece of work. A conversation has a dozen.
_BATCH = 4
_TALKS = 200
_NONE: Mapping[str, tuple[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Day:
    """A day's page in lists: lines and listed conversations are counts."""

    on: date
    lines: int
    talks: int


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, its folder below chat/ and its days, the latest first."""

    name: str
    slug: str
    days: tuple[Day, ...]

    @property
    def months(self) -> list[tuple[date, list[Day]]]:
        """The first of each month and the month's days in the order of a calendar; the latest month first."""
        by_month = groupby(self.days, key=lambda entry: entry.on.replace(day=1))
        return [(month, list(days)[::-1]) for month, days in by_month]


@dataclass(frozen=True, slots=True)
class _Batch:
    days: tuple[day.DayLog, ...]
    shell: Shell
    site: Path
    theme: Path
    today: date
    words: Words


@dataclass(frozen=True, slots=True)
class _TalkBatch:
    talks: tuple[conversation.Conversation, ...]
    shell: Shell
    site: Path
    theme: Path
    today: date
    words: Words


def render(  # noqa: PLR0913  a stage gets its parts as arguments
    threads: Sequence[Thread],
    site: Path,
    executor: Executor,
    today: date,
    *,
    theme: Path,
    articles: Mapping[str, tuple[str, str]] = _NONE,
    words: Words = ENGLISH,
) -> tuple[str, ...]:
    """Write a page for each day and each conversation below site/chat, and the lists of days; site-relative addresses of all.

    Each thread is one conversation, its category the channel. A message stands on the page of its own day (UTC), so a
    conversation over midnight is on two; its own page lies below that of its first day. The caller has chosen the threads that
    the site's audience may read; internal and system messages are left out. `articles` maps a thread's key to the site-relative
    address and title of the article that it became. The pages speak in `words`. `today` decides which logs are called old. Files
    that would not change are not touched; pages that are gone are removed. Raises `BuildError` where the engine's shell pages are
    not in `site`.
    """
    shells = load_shells(site, "chat")
    # Now, because a channel may be called "shell".
    remove_shells(site, "chat")
    logs: dict[str, dict[date, list[day.Said]]] = defaultdict(lambda: defaultdict(list))
    for thread in threads:
        for entry in day.said(thread, words):
            logs[_channel_of(thread)][entry.message.at.date()].append(entry)
    slugs = _slugs(threads)
    addresses = pages_of(threads)
    days = [log for name in sorted(logs) for log in _days(name or words("chat"), slugs[name], logs[name], addresses)]
    talks = _conversations(threads, days, addresses, articles, words)
    for _ in executor.map(
        _write_talks, [_TalkBatch(part, shells[4], site, theme, today, words) for part in batches(talks, _TALKS)]
    ):
        pass
    for _ in executor.map(
        _write_days, [_Batch(part, shells[3], site, theme, today, words) for part in batches(days, _BATCH)]
    ):
        pass
    channels = [
        _channel(name or words("chat"), slugs[name], logs[name])
        for name in sorted(logs, key=lambda name: (name.casefold(), name))
    ]
    html = fill(theme, "channels.html", channels=channels, words=words)
    write_page(site, "chat/", shells[1].page(words("chat"), html, words("channels_about"), "chat/"))
    for channel in channels:
        url = f"chat/{channel.slug}/"
        html = fill(theme, "channel.html", channel=channel, words=words)
        about = words("channel_about", channel=channel.name)
        write_page(site, url, shells[2].page(channel.name, html, about, url))
    written = ("chat/", *(f"chat/{channel.slug}/" for channel in channels), *(log.url for log in days))
    written += tuple(talk.url for talk in talks)
    prune(site, "chat", written)
    return written


def _channel_of(thread: Thread) -> str:
    """Its name; empty where the source knows none."""
    return " ".join((thread.category or "").split())


def pages_of(threads: Sequence[Thread]) -> dict[str, str]:
    """Where `render` puts the pages of conversations: site-relative addresses by key. Threads that get none are left out."""
    slugs = _slugs(threads)
    wishes = {}
    for thread in threads:
        if is_page(thread):
            on = thread.public_messages[0].at.date().isoformat()
            title = slugify(conversation.title_of(thread, ENGLISH))  # an address stays when the site's language changes
            wishes[thread.key] = f"chat/{slugs[_channel_of(thread)]}/{on}/{title}"
    return {key: f"{address}/" for key, address in distinct(wishes).items()}


def _slugs(threads: Sequence[Thread]) -> dict[str, str]:
    """The folders of channels that have something to show."""
    names = {_channel_of(thread) for thread in threads if thread.public_messages}
    return distinct({name: slugify(name or ENGLISH("chat")) for name in names})


def _days(
    name: str, slug: str, log: Mapping[date, Sequence[day.Said]], addresses: Mapping[str, str]
) -> list[day.DayLog]:
    days = sorted(log)
    up = f"chat/{slug}/"
    return [
        day.DayLog(
            name,
            slug,
            on,
            before,
            after,
            tuple(day.in_order(log[on])),
            {said.talk: f"../{addresses[said.talk].removeprefix(up)}" for said in log[on] if said.talk in addresses},
        )
        for before, on, after in zip([None, *days[:-1]], days, [*days[1:], None], strict=True)
    ]


def _conversations(
    threads: Sequence[Thread],
    days: Sequence[day.DayLog],
    addresses: Mapping[str, str],
    articles: Mapping[str, tuple[str, str]],
    words: Words,
) -> list[conversation.Conversation]:
    places: dict[str, dict[int, str]] = defaultdict(dict)
    for log in days:
        for said, anchor in zip(log.said, day.anchors_of(log.said), strict=True):
            if said.talk in addresses:
                places[said.talk][said.number] = f"../../{log.on.isoformat()}/#{anchor}"
    made = []
    for thread in threads:
        if thread.key in addresses:
            article = articles.get(thread.key)
            log_places = places[thread.key]
            made.append(
                conversation.Conversation(
                    thread,
                    _channel_of(thread) or words("chat"),
                    thread.public_messages[0].at.date(),
                    addresses[thread.key],
                    tuple(log_places[number] for number in sorted(log_places)),
                    # All conversations stand at the same depth, chat/<channel>/<day>/<conversation>/.
                    (f"../../../../{article[0]}", article[1]) if article else None,
                )
            )
    return made


def _channel(name: str, slug: str, log: Mapping[date, Sequence[day.Said]]) -> Channel:
    days = (
        Day(on, len(said), len({entry.talk for entry in said if entry.listed}))
        for on, said in sorted(log.items(), reverse=True)
    )
    return Channel(name, slug, tuple(days))


def _write_days(batch: _Batch) -> None:
    for log in batch.days:
        html, description = day.body(log, batch.today, batch.theme, batch.words)
        write_page(batch.site, log.url, batch.shell.page(log.title(batch.words), html, description, log.url))


def _write_talks(batch: _TalkBatch) -> None:
    for talk in batch.talks:
        html, description = conversation.body(talk, batch.today, batch.theme, batch.words)
        write_page(batch.site, talk.url, batch.shell.page(talk.title(batch.words), html, description, talk.url))
