"""The line formats of chat clients, and how to tell them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Literal

Name = Literal["irssi", "weechat", "ubuntu", "znc", "energymech", "eggdrop", "mirc", "hexchat", "limnoria"]
SAMPLE = 200  # lines that vote

_CLOCK = r"(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)"
_SECONDS = r"(?::(?P<s>[0-5]\d))?(?: ?(?P<half>[AaPp])[Mm])?"
_ANY = r"[\d:]+(?: ?[AaPp][Mm])?"  # any of these clocks
_NICK = r"<[@+%&~! ]*(?P<nick>[^>\s]+)> ?(?P<text>.*)"
_DOES = r" {1,2}\* (?P<nick>[^\s*]\S*) ?(?P<text>.*)"
_RENAMED = r"(?P<old>\S+) is now known as (?P<new>\S+)"
_NOTICE = r"-[^\s-]\S*- ?.*"
_CTIME = r"\w{3} (?P<month>\w{3}) +(?P<d>\d{1,2}) (?:[\d:]+ )?(?P<y>(?:19|20)\d\d)"
# What mIRC and HexChat write with a star, as if somebody did it. Their users may word it otherwise; these are the clients' own.
_EVENT = (
    r"(?:\S+ \([^()\s]*@[^()\s]*\) |\S+ (?:has (?:joined|left|quit|changed the topic|kicked)|sets (?:mode|ban)|was kicked"
    r"|(?:gives|removes) channel|changes topic)\b|Now talking|Topic |Rejoined |Disconnected|Attempting to|Retrieving #|Set by "
    r"|You (?:are|were|have)\b).*"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HALF_DAY = 12
_PASSED_ON = re.compile(r"(?:\*\*)?(?:<(?P<nick>[^<>]{1,60})>|\[(?P<other>[^\[\]]{1,60})\]):?(?:\*\*)? ?(?P<text>.*)")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")  # bridges break nicks with these, so that nobody is called
_COLOURS = re.compile(
    r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?|[\x02\x0f\x11\x16\x1d-\x1f]"
)


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody said something, or did it (`action`). `day` is None where the line does not say; `of_year` is its month and
    day where the line says no year."""

    clock: time
    nick: str
    text: str
    action: bool
    day: date | None = None
    of_year: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class NickChange:
    """Somebody took another nick."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class DayBegins:
    """A line that says which day the lines below it are of."""

    day: date


@dataclass(frozen=True, slots=True)
class Other:
    """A line of the format that holds nothing said: joins, parts, topics, modes, notices."""


Parsed = Said | NickChange | DayBegins | Other


@dataclass(frozen=True, slots=True)
class Format:
    """One way of writing a log. The patterns are tried in this order, against the whole line."""

    name: Name
    renamed: re.Pattern[str]
    day: re.Pattern[str] | None
    said: re.Pattern[str]
    action: re.Pattern[str]
    other: re.Pattern[str]
    event: re.Pattern[str] | None = None

    def parse(self, line: str) -> Parsed | None:
        """What a line says, or None where it is not of this format."""
        if match := self.renamed.fullmatch(line):
            return NickChange(match["old"], match["new"])
        if self.day and (match := self.day.fullmatch(line)):
            day = _written_day(match)
            return DayBegins(day) if day else None
        if self.event and self.event.fullmatch(line):
            return Other()
        for pattern, action in ((self.action, True), (self.said, False)):
            if match := pattern.fullmatch(line):
                # A bouncer speaks under names with a star: *status, ***.
                return Other() if match["nick"].startswith("*") else _said(match, action=action)
        return Other() if self.other.fullmatch(line) else None


def _format(  # noqa: PLR0913  one argument for each kind of line
    name: Name,
    stamp: str,
    *,
    said: str = " " + _NICK,
    action: str = _DOES,
    renamed: str,
    other: str,
    day: str | None = None,
    event: str | None = None,
) -> Format:
    return Format(
        name,
        re.compile(renamed),
        re.compile(day, re.IGNORECASE) if day else None,
        re.compile(stamp + said),
        re.compile(stamp + action),
        re.compile(other),
        re.compile(event) if event else None,
    )


_STAMPED = rf"\[{_CLOCK}{_SECONDS}\]"
_DATED = r"(?P<date>(?:19|20)\d\d-\d\d-\d\d)"
_OF_YEAR = rf"(?P<month>\w{{3}}) +(?P<d>\d{{1,2}}) {_CLOCK}{_SECONDS} "
# Where lines fit several formats, the first of these counts.
FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        _format(
            "irssi",
            rf"{_CLOCK}{_SECONDS}",
            renamed=rf"{_ANY} -!- {_RENAMED}.*",
            day=rf"--- (?:Log opened|Day changed) {_CTIME}",
            other=rf"{_ANY} (?:-!- ?.*|{_NOTICE}|[!\[>].*)|--- Log closed.*",
        ),
        _format(
            "weechat",
            rf"{_DATED} {_CLOCK}{_SECONDS}\t",
            said=r"(?!(?:-->|<--|--|=!=|\*)\t)[@+%&~!]*(?P<nick>[^\s@+%&~!]\S*)\t(?P<text>.*)",
            action=r" ?\*\t(?P<nick>\S+) ?(?P<text>.*)",
            renamed=rf"[\d: -]+\t--\t{_RENAMED}.*",
            other=r"[\d: -]+\t(?:-->|<--|--|=!=)?\t.*",
        ),
        _format(
            "ubuntu",
            rf"\[{_CLOCK}(?: ?(?P<half>[AaPp])[Mm])?\]",
            renamed=rf"=== {_RENAMED}.*",
            other=rf"===.*|(?:\[{_ANY}\] )?{_NOTICE}",
        ),
        _format(
            "znc",
            _STAMPED,
            renamed=rf"\[{_ANY}\] \*\*\* {_RENAMED}.*",
            other=rf"\[{_ANY}\] (?:\*\*\*.*|{_NOTICE})",
        ),
        _format(
            "eggdrop",
            _STAMPED,
            action=r" Action: (?P<nick>\S+) ?(?P<text>.*)",
            renamed=rf"\[{_ANY}\] Nick change: (?P<old>\S+) -> (?P<new>\S+)",
            day=rf"(?:\[{_ANY}\] )?--- {_CTIME}",
            other=rf"\[{_ANY}\] (?:{_NOTICE}|\S+ \([^()]*\) (?:joined|left) .*"
            r"|\S+ (?:kicked from|got netsplit|left irc|returned to) .*|\S+: mode change .*|Topic changed on .*"
            r"|[@#]\S+ .*)",
        ),
        _format(
            "mirc",
            _STAMPED,
            renamed=rf"\[{_ANY}\] \* {_RENAMED}.*",
            day=rf"Session (?:Start|Time): {_CTIME}",
            other=rf"Session (?:Ident|Close):.*|\[{_ANY}\] {_NOTICE}",
            event=rf"\[{_ANY}\] \* {_EVENT}",
        ),
        _format(
            "hexchat",
            _OF_YEAR,
            said=r"<[@+%&~!]*(?P<nick>[^>\s]+)>\t(?P<text>.*)",
            action=r"\*\t(?P<nick>\S+) ?(?P<text>.*)",
            renamed=rf"\w{{3}} +\d+ {_ANY} \*\t{_RENAMED}.*",
            day=rf"\*\*\*\* BEGIN LOGGING AT {_CTIME}",
            other=rf"\*\*\*\* ENDING LOGGING AT.*|\w{{3}} +\d+ {_ANY} (?:-->|<--|--|---|-[^\s-]\S*-|>\S+<|)\t.*",
            event=rf"\w{{3}} +\d+ {_ANY} \*\t{_EVENT}",
        ),
        _format(
            "limnoria",
            rf"{_DATED}T{_CLOCK}{_SECONDS} ",
            renamed=rf"[\dT:-]+  \*\*\* {_RENAMED}.*",
            other=rf"[\dT:-]+  (?:\*\*\*.*|{_NOTICE})",
        ),
    )
}
FORMATS["energymech"] = FORMATS["znc"]  # ZNC took energymech's


def recognise(sample: Sequence[str]) -> Format | None:
    """The format that most of the lines are of; None where none has more than half of them."""
    votes = {name: sum(form.parse(line) is not None for line in sample) for name, form in FORMATS.items()}
    best = max(votes, key=lambda name: votes[name])
    return FORMATS[best] if votes[best] * 2 > len(sample) else None


def decoded(raw: bytes) -> str:
    """A line as text without colour codes: UTF-8, else the Windows code page that clients of old fell back to."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return _COLOURS.sub("", text)


def unbridged(said: Said) -> Said:
    """What a bridge passed on, as said by whoever said it: `<name> text`, or `[name] text`."""
    if match := _PASSED_ON.fullmatch(said.text):
        nick = _INVISIBLE.sub("", match["nick"] or match["other"]).strip()
        if nick:
            return replace(said, nick=nick, text=match["text"].strip())
    return said


def _said(match: re.Match[str], *, action: bool) -> Said | None:
    groups = match.groupdict()
    hour, minute, second = int(groups["h"]), int(groups["m"]), int(groups.get("s") or 0)
    if half := groups.get("half"):
        if not 1 <= hour <= _HALF_DAY:
            return None
        hour = hour % _HALF_DAY + _HALF_DAY * (half in "pP")
    try:
        day = date.fromisoformat(groups["date"]) if groups.get("date") else None
        of_year = (_month(groups["month"]), int(groups["d"])) if groups.get("month") else None
    except ValueError:
        return None
    return Said(time(hour, minute, second), groups["nick"], groups["text"].strip(), action, day, of_year)


def _written_day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), _month(match["month"]), int(match["d"]))
    except ValueError:
        return None


def _month(name: str) -> int:
    """The number of a month by the three letters that clients write. Raises `ValueError`."""
    return _MONTHS.index(name.lower()) + 1
