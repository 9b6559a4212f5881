"""One day of a chat channel -> the HTML inside its page: the whole log, and which lines belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from markupsafe import Markup

from deskbook.model import Message, Thread
from deskbook.text.worth import is_talk

from .. import markup
from ..templates import OLD_DAYS, fill
from ..words import Words
from .conversation import colour, nick, title_of

# How many colours threads.css has. Colours repeat; the number beside each line says which conversation it is.
TALK_COLOURS = 8

_LINE_NUMBER = re.compile(r"(?:^|/)L(\d{1,12})$")
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")


@dataclass(frozen=True, slots=True)
class Said:
    """A message, its place among those of its conversation, who said it, and the conversation's key, title, and whether it is worth
    listing."""

    message: Message
    number: int
    nick: str
    talk: str
    title: str
    listed: bool


@dataclass(frozen=True, slots=True)
class DayLog:
    """What a day's page is made of. `said` is in order; `before` and `after` are the nearest days with a page.

    `pages` are the addresses of conversations relative to the page, by key.
    """

    channel: str
    slug: str
    on: date
    before: date | None
    after: date | None
    said: tuple[Said, ...]
    pages: Mapping[str, str]

    @property
    def url(self) -> str:
        """The page's address relative to the site."""
        return f"chat/{self.slug}/{self.on.isoformat()}/"

    def title(self, words: Words) -> str:
        """`#ubuntu, 15 November 2004`."""
        return f"{self.channel}, {words.day(self.on)}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the template sees it. `talk` numbers the day's listed conversations from 1; `next` is an anchor.

    `elsewhere` says that it also stands on the page of its conversation.
    """

    anchor: str
    at: datetime
    nick: str
    colour: int
    html: Markup
    talk: int | None
    talk_colour: int
    next: str | None
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation in the list above the log: where it begins on this page, how long it is and who takes part.

    `page` is the address of its own page.
    """

    number: int
    colour: int
    title: str
    first: str
    at: datetime
    lines: int
    people: tuple[str, ...]
    page: str | None


def said(thread: Thread, words: Words) -> Iterable[Said]:
    """The public messages of a conversation. One that is more than a few words is listed above the log."""
    listed, title = is_talk(thread), title_of(thread, words)
    for number, message in enumerate(thread.public_messages):
        yield Said(message, number, nick(message, words), thread.key, title, listed)


def in_order(day: Iterable[Said]) -> list[Said]:
    """As in the log: by line number where the messages have one (`2004-11-15/L001234`), else by time."""

    def place(entry: Said) -> tuple[int, datetime, str]:
        number = _LINE_NUMBER.search(entry.message.id)
        return int(number[1]) if number else 0, entry.message.at, entry.message.id

    return sorted(day, key=place)


def body(log: DayLog, today: date, theme: Path, words: Words) -> tuple[str, str]:
    """The page's body and description. A log that is old on the day `today` gets a note."""
    anchors = anchors_of(log.said)
    talks = talks_of(log, anchors)
    lines = lines_of(log.said, anchors, talks, words)
    old = (today - log.on).days > OLD_DAYS
    html = fill(theme, "day.html", log=log, lines=lines, talks=talks, old=old, words=words)
    said, begun = words.count(len(lines), "lines"), words.count(len(talks), "conversations")
    return html, words("day_about", channel=log.channel, lines=said, conversations=begun)


def talks_of(log: DayLog, anchors: Sequence[str]) -> dict[str, Talk]:
    """The day's listed conversations by thread key, numbered as they begin. `anchors` are those of the lines."""
    day = log.said
    firsts: dict[str, int] = {}
    lengths: Counter[str] = Counter()
    people: dict[str, dict[str, None]] = {}
    for place, entry in enumerate(day):
        if entry.listed:
            firsts.setdefault(entry.talk, place)
            lengths[entry.talk] += 1
            people.setdefault(entry.talk, {})[entry.nick] = None
    return {
        key: Talk(
            number=number,
            colour=number % TALK_COLOURS,
            title=day[place].title,
            first=anchors[place],
            at=day[place].message.at,
            lines=lengths[key],
            people=tuple(people[key]),
            page=log.pages.get(key),
        )
        for number, (key, place) in enumerate(firsts.items(), 1)
    }


def lines_of(day: Sequence[Said], anchors: Sequence[str], talks: Mapping[str, Talk], words: Words) -> list[Line]:
    """The log, rendered; each line of a listed conversation knows the next one of it."""
    following: dict[str, str] = {}
    lines = []
    for entry, anchor in zip(reversed(day), reversed(anchors), strict=True):
        talk = talks.get(entry.talk)
        lines.append(
            Line(
                anchor=anchor,
                at=entry.message.at,
                nick=entry.nick,
                colour=colour(entry.nick),
                html=Markup(markup.line(entry.message.text, words)),  # noqa: S704  cleaned by nh3
                talk=talk.number if talk else None,
                talk_colour=talk.colour if talk else 0,
                next=following.get(entry.talk),
                elsewhere=talk is not None and talk.page is not None,
            )
        )
        following[entry.talk] = anchor
    return lines[::-1]


def anchors_of(day: Sequence[Said]) -> list[str]:
    """The line's own number (`L001234`) where it has a harmless one that is free, else its place in the day."""
    used: set[str] = set()
    anchors = []
    for place, entry in enumerate(day, 1):
        anchor = entry.message.id.rpartition("/")[2]
        if not _ANCHOR.fullmatch(anchor) or anchor in used or anchor in ("content", "talks"):
            anchor = f"line-{place}"
        used.add(anchor)
        anchors.append(anchor)
    return anchors
