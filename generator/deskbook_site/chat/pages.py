"""Chat conversations -> a page for each day of each channel, in the shell that the site engine built."""

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

from ..addresses import distinct
from ..output import batches, prune, write_page
from ..shell import Shell, load_shells, remove_shells
from ..templates import fill
from . import day

# A busy day has thousands of lines: a day is a piece of work.
_BATCH = 4


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


def render(threads: Sequence[Thread], site: Path, executor: Executor, today: date, *, theme: Path) -> tuple[str, ...]:
    """Write a page for each day below site/chat, and the lists of days; site-relative addresses of all of them.

    Each thread is one conversation, its category the channel. A message stands on the page of its own day (UTC), so a
    conversation over midnight is on two. The caller has chosen the threads that the site's audience may read; internal
    and system messages are left out. `today` decides which logs are called old. Files that would not change are not
    touched; pages of days that are gone are removed. Raises `BuildError` where the engine's shell pages are not in `site`.
    """
    shells = load_shells(site, "chat")
    # Now, because a channel may be called "shell".
    remove_shells(site, "chat")
    logs: dict[str, dict[date, list[day.Said]]] = defaultdict(lambda: defaultdict(list))
    for thread in threads:
        for entry in day.said(thread):
            logs[_channel_name(thread)][entry.message.at.date()].append(entry)
    slugs = distinct({name: slugify(name) for name in logs})
    days = [log for name in sorted(logs) for log in _days(name, slugs[name], logs[name])]
    for _ in executor.map(_write_days, [_Batch(part, shells[3], site, theme, today) for part in batches(days, _BATCH)]):
        pass
    channels = [
        _channel(name, slugs[name], logs[name]) for name in sorted(logs, key=lambda name: (name.casefold(), name))
    ]
    html = fill(theme, "channels.html", channels=channels)
    write_page(site, "chat/", shells[1].page("Chat", html, "Logs of the chat channels, by day.", "chat/"))
    for channel in channels:
        url = f"chat/{channel.slug}/"
        html = fill(theme, "channel.html", channel=channel)
        write_page(site, url, shells[2].page(channel.name, html, f"Logs of {channel.name}, by day.", url))
    written = ("chat/", *(f"chat/{channel.slug}/" for channel in channels), *(log.url for log in days))
    prune(site, "chat", written)
    return written


def _channel_name(thread: Thread) -> str:
    return " ".join((thread.category or "").split()) or "Chat"


def _days(name: str, slug: str, log: Mapping[date, Sequence[day.Said]]) -> list[day.DayLog]:
    days = sorted(log)
    return [
        day.DayLog(name, slug, on, before, after, tuple(day.in_order(log[on])))
        for before, on, after in zip([None, *days[:-1]], days, [*days[1:], None], strict=True)
    ]


def _channel(name: str, slug: str, log: Mapping[date, Sequence[day.Said]]) -> Channel:
    days = (
        Day(on, len(said), len({entry.talk for entry in said if entry.listed}))
        for on, said in sorted(log.items(), reverse=True)
    )
    return Channel(name, slug, tuple(days))


def _write_days(batch: _Batch) -> None:
    for log in batch.days:
        html, description = day.body(log, batch.today, batch.theme)
        write_page(batch.site, log.url, batch.shell.page(log.title, html, description, log.url))
