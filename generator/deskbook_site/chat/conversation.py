"""One conversation of a chat -> the HTML inside its page: the question, then the other lines, each a link into the day's log."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from markupsafe import Markup

from deskbook.model import Message, Thread

from .. import markup
from ..templates import OLD_DAYS, fill
from ..words import Words

# How many colours threads.css has for nicks. They repeat.
NICK_COLOURS = 12


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a conversation's page is made of. `url` is relative to the site, all other addresses to the page.

    `log` has the place of each public message in the logs of its days. `article` is the address and title of the article that it became.
    """

    thread: Thread
    channel: str
    on: date
    url: str
    log: tuple[str, ...]
    article: tuple[str, str] | None = None

    def title(self, words: Words) -> str:
        """What it is called."""
        return title_of(self.thread, words)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the template sees it. `log` leads to it in the day's log."""

    anchor: str
    at: datetime
    nick: str
    colour: int
    html: Markup
    log: str
    solves: bool


@dataclass(frozen=True, slots=True)
class _State:
    """Whether it is resolved: `said` by people or by a mark, else `likely`, because the line at `anchor` says so."""

    said: bool = False
    likely: bool = False
    anchor: str = ""


def title_of(thread: Thread, words: Words) -> str:
    """The title on one line."""
    return " ".join(thread.title.split()) or words("talk_untitled")


def nick(message: Message, words: Words) -> str:
    """Who said it."""
    return " ".join(message.author.split()) or words("unknown")


def colour(name: str) -> int:
    """The number of a nick's colour, the same on all pages."""
    return zlib.crc32(name.casefold().encode("utf-8")) % NICK_COLOURS


def body(talk: Conversation, today: date, theme: Path, words: Words) -> tuple[str, str]:
    """The page's body and description. The thread must have a public message."""
    said = zip(talk.thread.public_messages, talk.log, strict=True)
    lines = tuple(_line(number, message, log, words) for number, (message, log) in enumerate(said, 1))
    people = len({line.nick for line in lines})
    html = fill(
        theme,
        "conversation.html",
        talk=talk,
        words=words,
        question=lines[0],
        lines=lines[1:],
        people=people,
        state=_state(talk.thread, lines),
        old=(today - talk.on).days > OLD_DAYS,
    )
    return html, markup.excerpt(lines[0].html) or words(
        "lines_in", lines=words.count(len(lines), "lines"), channel=talk.channel
    )


def _line(number: int, message: Message, log: str, words: Words) -> Line:
    name = nick(message, words)
    html = Markup(markup.line(message.text, words))  # noqa: S704  cleaned by nh3
    return Line(f"line-{number}", message.at, name, colour(name), html, log, message.accepted)


def _state(thread: Thread, lines: tuple[Line, ...]) -> _State:
    if thread.resolved:
        return _State(said=True)
    from deskbook.text.conversations import ChatLine, likely_resolved  # noqa: PLC0415  it brings the linker with it

    place = likely_resolved([ChatLine(message.author, message.text, 0) for message in thread.public_messages])
    return _State(likely=True, anchor=lines[place].anchor) if place is not None else _State()
