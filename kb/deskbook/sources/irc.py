"""Chat logs -> conversations. Every line that somebody said is in exactly one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from itertools import islice
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from deskbook.model import Audience, Damage, Incoming, Message, Role, Thread, ThreadKind
from deskbook.text.conversations import SURE, WINDOW, ChatLine, Renamed, links, mentioned

from .escaping import chat_line, escape
from .files import Line, find_files, lines, place
from .irc_days import Calendar, channel_of, counts_to_twelve, day_of
from .irc_formats import (
    FORMATS,
    SAMPLE,
    DayBegins,
    Format,
    Name,
    NickChange,
    Parsed,
    Said,
    decoded,
    recognise,
    unbridged,
)
from .options import ChatOptions, read_options
from .records import clean, title_from, unique


def _zone(name: str) -> tzinfo:
    # UTC is there even where the system has no time zone database.
    return UTC if name == "UTC" else ZoneInfo(name)


def _known_zone(name: str) -> str:
    try:
        _zone(name)
    except (ValueError, OSError, KeyError):
        raise ValueError(f"there is no time zone '{name}'") from None
    return name


class IrcLogs:
    """Reads IRC logs of irssi, WeeChat, HexChat, mIRC, ZNC, energymech, eggdrop, Limnoria or irclogs.ubuntu.com, and untangles
    their conversations."""

    class Options(ChatOptions):
        """What a `[[sources]]` block of type `irc` may say."""

        format: Name | None = Field(
            None, description="How the lines are written. By default it is recognised in each file."
        )
        channel: str | None = Field(
            None,
            description="The channel. By default it is taken from the file's or folder's name, else it is the source's name.",
        )
        timezone: Annotated[str, AfterValidator(_known_zone)] = Field(
            "UTC", description="The time zone of the logs' times, such as `Europe/Berlin`."
        )
        bridges: tuple[str, ...] = Field(
            (),
            description="Nicks of programs that pass on what people say elsewhere, as `<name> text`; the name counts as the nick.",
        )

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        self.name = name
        self.root = root
        self.options = read_options(self.Options, name, options)

    def threads(self) -> Iterator[Incoming | Damage]:
        """Every conversation, file by file, in the order in which they end."""
        numbered: dict[tuple[str, date], int] = {}
        for path in find_files(self.options.path, self.root, self.name):
            log = _Log(self, path, numbered)
            if self.options.wants(log.channel):
                yield from log.conversations()


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A line that somebody said. `number` and `day` are what its id is made of."""

    number: int
    day: date
    at: datetime
    said: Said
    speaker: str

    @property
    def id(self) -> str:
        return f"{self.day.isoformat()}/L{self.number:06}"


@dataclass(slots=True)
class _Conversation:
    """Lines, each with the id of the line that it answers; `reachable` of them may still be answered. `least` is how sure the
    least sure of them belongs here."""

    lines: list[tuple[_Spoken, str | None]] = field(default_factory=list)
    reachable: int = 0
    least: float = 1.0


class _Log:
    """One file. `numbered` holds the last line number of each channel and day in the files before it.

    Two files of one channel and day (a log that was cut at noon) would otherwise give the same ids twice.
    """

    def __init__(self, source: IrcLogs, path: Path, numbered: dict[tuple[str, date], int]) -> None:
        self.source = source.name
        self.path = path
        self.root = source.root
        self.where = place(path, source.root)
        self.zone = _zone(source.options.timezone)
        self.format = FORMATS[source.options.format] if source.options.format else None
        channel = source.options.channel or channel_of(path, source.name)
        self.channel = channel if channel.startswith("#") else f"#{channel}"
        self.bridges = {nick.lower() for nick in source.options.bridges}
        self.numbered = numbered
        self.offsets = dict(numbered)
        self.damage: deque[Damage] = deque()
        self.spoken: deque[_Spoken] = deque()
        self.nicks: dict[str, str] = {}  # every nick that spoke, in lower case -> the first nick of that person

    def conversations(self) -> Iterator[Incoming | Damage]:
        """Each conversation once no line can join it any more; damage as it is met."""
        form = self.format or recognise([decoded(line.raw) for line in islice(self._lines(), SAMPLE)])
        if form is None:
            if any(True for _ in self._lines()):
                known = ", ".join(FORMATS)
                self.damage.append(Damage("nobody knows the format of this log", self.where, f"say `format`: {known}"))
            yield from self.damage
            return
        window: deque[tuple[_Conversation, _Spoken]] = deque()
        for number, link in enumerate(links(self._items(form))):
            spoken = self.spoken.popleft()
            conversation, reply_to = _Conversation(), None
            if link.to < number:
                conversation, answered = window[link.to - number]
                reply_to = answered.id
            conversation.least = min(conversation.least, link.confidence)
            conversation.lines.append((spoken, reply_to))
            conversation.reachable += 1
            window.append((conversation, spoken))
            if len(window) > WINDOW:
                oldest, _ = window.popleft()
                oldest.reachable -= 1
                if not oldest.reachable:
                    yield self._incoming(oldest)
            while self.damage:
                yield self.damage.popleft()
        for conversation in {id(conversation): conversation for conversation, _ in window}.values():
            yield self._incoming(conversation)
        yield from self.damage

    def _lines(self) -> Iterator[Line]:
        return (line for line in lines(self.path, self.root) if isinstance(line, Line))

    def _items(self, form: Format) -> Iterator[ChatLine | Renamed]:
        day = day_of(self.path)
        # Only the log of a single day tells a clock of twelve hours from one of 24.
        twelve = day is not None and form.day is None and counts_to_twelve(line.raw for line in self._lines())
        calendar = Calendar(day, self.zone, twelve_hours=twelve)
        for line in lines(self.path, self.root):
            if isinstance(line, Damage):
                self.damage.append(line)
                continue
            where = f"{self.where}:{line.number}"
            match self._parsed(form, line):
                case Said(text=text) as said if clean(text):
                    at = calendar.moment(said)
                    if at is None:
                        cure = "put the day into the file's name, such as 2024-01-02.log"
                        self.damage.append(Damage("this log does not say of which day it is", where, cure))
                        return
                    yield self._spoken(line.number, at, said)
                case NickChange(old, new):
                    self.nicks[new.lower()] = self.nicks.get(old.lower(), old.lower())
                    yield Renamed(old, new)
                case DayBegins(day):
                    calendar.begin(day)
                case None:
                    cure = "mend or remove this line, or say `format` if the log is of another client"
                    self.damage.append(Damage(f"this is no line of a log as {form.name} writes it", where, cure))

    def _parsed(self, form: Format, line: Line) -> Parsed | None:
        parsed = form.parse(decoded(line.raw))
        if isinstance(parsed, Said) and parsed.nick.lower() in self.bridges:
            return unbridged(parsed)
        return parsed

    def _spoken(self, number: int, at: datetime, said: Said) -> ChatLine:
        at = at.astimezone(UTC)  # pages are of days in UTC, and so are the numbers of their lines
        key = (self.channel, at.date())
        number += self.offsets.get(key, 0)
        self.numbered[key] = number
        nick = said.nick.lower()
        speaker = self.nicks.setdefault(nick, nick)
        self.spoken.append(_Spoken(number, at.date(), at, said, speaker))
        return ChatLine(said.nick, said.text, int(at.timestamp()) // 60)

    def _incoming(self, conversation: _Conversation) -> Incoming:
        first = conversation.lines[0][0]
        times = [spoken.at for spoken, _ in conversation.lines]
        thread = Thread(
            source=self.source,
            id=f"{self.channel.lstrip('#')}/{first.day.isoformat()}/L{first.number}",
            kind=ThreadKind.CHAT,
            title=title_from(clean(f"{first.said.nick} {first.said.text}" if first.said.action else first.said.text)),
            messages=tuple(_message(spoken, reply_to) for spoken, reply_to in conversation.lines),
            created=min(times),
            updated=max(times),
            category=self.channel,
            audience=Audience.PUBLIC,
            sure=conversation.least >= SURE,
        )
        return Incoming(thread, handles=unique(self._handles(conversation)))

    def _handles(self, conversation: _Conversation) -> Iterator[str]:
        """Who spoke, under all their nicks, and whoever of the channel is spoken of."""
        for spoken, _ in conversation.lines:
            yield from (spoken.said.nick, spoken.speaker)
            yield from mentioned(spoken.said.text, self.nicks)


def _message(spoken: _Spoken, reply_to: str | None) -> Message:
    said, text = spoken.said, clean(spoken.said.text)
    does = f"*{escape(f'{said.nick} {text}', line_start=False)}*"
    return Message(
        id=spoken.id,
        author=said.nick,
        role=Role.CUSTOMER,  # a log does not say who is of the team
        at=spoken.at,
        text=does if said.action else chat_line(text),
        reply_to=reply_to,
    )
