"""The line formats of chat clients, and how to tell them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

Name = Literal["irssi", "weechat", "ubuntu", "znc", "energymech"]
SAMPLE = 200  # lines that vote

_CLOCK = r"(?P<h>[01]\d|2[0-3]):(?P<m>[0-5]\d)"
_SECONDS = r"(?::(?P<s>[0-5]\d))?"
_NICK = r"<[@+%&~! ]*(?P<nick>[^>\s]+)> ?(?P<text>.*)"
_DOES = r" {1,2}\* (?P<nick>[^\s*]\S*) ?(?P<text>.*)"
_RENAMED = r"(?P<old>\S+) is now known as (?P<new>\S+)"
_NOTICE = r"-[^\s-]\S*- ?.*"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COLOURS = re.compile(
    r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?|[\x02\x0f\x11\x16\x1d-\x1f]"
)


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody said something, or did it (`action`). `day` is None where the line does not say."""

    clock: time
    nick: str
    text: str
    action: bool
    day: date | None = None


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

    def parse(self, line: str) -> Parsed | None:
        """What a line says, or None where it is not of this format."""
        if match := self.renamed.fullmatch(line):
            return NickChange(match["old"], match["new"])
        if self.day and (match := self.day.fullmatch(line)):
            day = _written_day(match)
            return DayBegins(day) if day else None
        for pattern, action in ((self.action, True), (self.said, False)):
            if match := pattern.fullmatch(line):
                return _said(match, action=action)
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
) -> Format:
    compiled = re.compile(day, re.IGNORECASE) if day else None
    return Format(
        name, re.compile(renamed), compiled, re.compile(stamp + said), re.compile(stamp + action), re.compile(other)
    )


_STAMPED = rf"\[{_CLOCK}{_SECONDS}\]"
_DATED = rf"(?P<date>\d{{4}}-\d\d-\d\d) {_CLOCK}{_SECONDS}\t"
FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        _format(
            "irssi",
            rf"{_CLOCK}{_SECONDS}",
            renamed=rf"[\d:]+ -!- {_RENAMED}.*",
            day=r"--- (?:Log opened|Day changed) \w{3} (?P<month>\w{3}) +(?P<d>\d{1,2}) (?:[\d:]+ )?(?P<y>\d{4})",
            other=rf"[\d:]+ (?:-!- ?.*|{_NOTICE}|[!\[>].*)|--- Log closed.*",
        ),
        _format(
            "weechat",
            _DATED,
            said=r"(?!(?:-->|<--|--|=!=|\*)\t)[@+%&~!]*(?P<nick>[^\s@+%&~!]\S*)\t(?P<text>.*)",
            action=r" ?\*\t(?P<nick>\S+) ?(?P<text>.*)",
            renamed=rf"[\d: -]+\t--\t{_RENAMED}.*",
            other=r"[\d: -]+\t(?:-->|<--|--|=!=)?\t.*",
        ),
        _format("ubuntu", rf"\[{_CLOCK}\]", renamed=rf"=== {_RENAMED}.*", other=rf"===.*|(?:\[[\d:]+\] )?{_NOTICE}"),
        _format(
            "znc", _STAMPED, renamed=rf"\[[\d:]+\] \*\*\* {_RENAMED}.*", other=rf"\[[\d:]+\] (?:\*\*\*.*|{_NOTICE})"
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


def _said(match: re.Match[str], *, action: bool) -> Said | None:
    groups = match.groupdict()
    try:
        day = date.fromisoformat(groups["date"]) if groups.get("date") else None
    except ValueError:
        return None
    clock = time(int(groups["h"]), int(groups["m"]), int(groups.get("s") or 0))
    return Said(clock, groups["nick"], groups["text"].strip(), action, day)


def _written_day(match: re.Match[str]) -> date | None:
    month = match["month"].lower()
    try:
        return date(int(match["y"]), _MONTHS.index(month) + 1, int(match["d"]))
    except ValueError:
        return None
