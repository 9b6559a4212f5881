"""Which channel and day a log is of, and what time its lines were written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path

from .irc_formats import Said

_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(-?)([01]\d)\2([0-3]\d)(?!\d)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_BY_EGGDROP = re.compile(rf"(?<!\d)([0-3]\d)({'|'.join(_MONTHS)})((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_ENDINGS = re.compile(r"(?:\.(?:gz|log|txt|weechatlog|ascii))+$", re.IGNORECASE)
_STAMP = re.compile(rb"\[?(\d\d?):[0-5]\d(?::[0-5]\d)?\]? ")
_HALF = 12 * 60  # minutes
_HALF_YEAR = 6  # months


def day_of(path: Path) -> date | None:
    """The day in a file's name (2024-01-02, 20240102, 02Jan2024), or in its folders (2024/01/02)."""
    if match := _IN_NAME.search(path.name):
        return _day(match[1], match[3], match[4])
    if match := _BY_EGGDROP.search(path.name):
        return _day(match[3], str(_MONTHS.index(match[2].lower()) + 1), match[1])
    folders = path.parent.parts[-3:]
    return _day(*folders) if len(folders) == 3 and re.fullmatch(r"\d{4}/\d\d/\d\d", "/".join(folders)) else None


def channel_of(path: Path, otherwise: str) -> str:
    """The channel, with its `#`, in a file's name or its folder's; else `otherwise`."""
    name = _ENDINGS.sub("", _BY_EGGDROP.sub("", path.name).rstrip("."))
    if match := _IN_NAME.search(name):
        # Ubuntu's logs name the hour, too: 2004-11-15_03.
        name = name[: match.start()] + re.sub(r"^_\d\d(?=\W|_|$)", "", name[match.end() :])
    name = name[name.index("#") :] if "#" in name else name
    name = name.strip("._- ") or (path.parent.name if path.parent.name.startswith("#") else otherwise)
    return name if name.startswith("#") else f"#{name}"


def counts_to_twelve(lines: Iterable[bytes]) -> bool:
    """Whether the clock of one day's log has no more than twelve hours, as Ubuntu's had until 2006: 12:59 is followed by
    01:00."""
    before = 0
    wraps = False
    for line in lines:
        if match := _STAMP.match(line):
            hour = int(match[1])
            if not 1 <= hour <= 12:
                return False
            wraps = wraps or (before == 12 and hour == 1)
            before = hour
    return wraps


class Calendar:
    """Gives each line its moment. A day begins where the log says so, else where the time falls back by half a day.

    Where clocks are set back in autumn an hour comes twice: lines that seem to go back in it are of its second time.
    """

    def __init__(self, day: date | None, zone: tzinfo, *, twelve_hours: bool = False) -> None:
        self.day = day
        self._zone = zone
        self._twelve = twelve_hours
        self._told = False
        self._afternoon = False
        self._before = 0
        self._last: datetime | None = None

    def begin(self, day: date) -> None:
        """The log says that a day begins."""
        self.day = day
        self._told = True

    def moment(self, said: Said) -> datetime | None:
        """When a line was written, in the log's own time zone; None where no day is known."""
        if said.day is not None:
            self.begin(said.day)
        elif said.of_year is not None and self.day is not None:
            self.begin(_in_year(self.day, *said.of_year))
        clock = self._on_full_clock(said.clock)
        minute = clock.hour * 60 + clock.minute
        if not self._told and self.day is not None and self._before - minute > _HALF:
            self.day += timedelta(days=1)
        self._before = minute
        return self._placed(datetime.combine(self.day, clock, self._zone)) if self.day else None

    def _placed(self, moment: datetime) -> datetime:
        again = moment.replace(fold=1)
        # Two moments of one zone are compared by their clocks; only in UTC is one before the other.
        first, second = moment.astimezone(UTC), again.astimezone(UTC)
        if self._last is not None and first < self._last and first < second:
            moment, first = again, second
        self._last = first
        return moment

    def _on_full_clock(self, clock: time) -> time:
        if not self._twelve:
            return clock
        minute = clock.hour % 12 * 60 + clock.minute
        if self._before % _HALF - minute > _HALF // 2:
            self._afternoon = not self._afternoon
        return clock.replace(hour=clock.hour % 12 + 12 * self._afternoon)


def _in_year(day: date, month: int, of_month: int) -> date:
    """The day of this date that is near another; a log goes on from December to January."""
    later = (month, of_month) < (day.month, day.day) and day.month - month > _HALF_YEAR
    try:
        return date(day.year + later, month, of_month)
    except ValueError:
        return day


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
