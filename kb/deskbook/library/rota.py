"""The `rota` of the roster: how rotations, shifts and overrides are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from deskbook.model import Override, Rota, Shift

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def _clock(value: object) -> object:
    """A time of day. YAML reads 17:00 without quotation marks as the number 1020, which is meant in minutes."""
    if isinstance(value, time):
        return value
    found = _CLOCK.fullmatch(str(value))
    hours, minutes = (int(found[1]), int(found[2])) if found else divmod(value, 60) if type(value) is int else (-1, 0)
    if not (0 <= hours < 24 and 0 <= minutes < 60) and (hours, minutes) != (24, 0):
        raise ValueError(f'{value!r} is no time of day: write one such as "17:00"')
    return time(hours % 24, minutes)


_Clock = Annotated[time, BeforeValidator(_clock)]
_Names = Annotated[list[str], Field(min_length=1)]


class ShiftEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1)
    people: _Names
    timezone: str
    begins: _Clock
    ends: _Clock
    days: list[str] = list(_DAYS)


class OverrideEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    first: date | datetime
    last: date | datetime
    person: str
    shift: str = ""


class RotaEntry(BaseModel):
    """`people` take turns in one rotation, or `shifts` each in their own, or `ical` names a calendar."""

    model_config = ConfigDict(extra="forbid")
    PARTS: ClassVar[dict[str, type[BaseModel]]] = {"shifts": ShiftEntry, "overrides": OverrideEntry}
    people: list[str] = []
    start: date | None = None
    handover: _Clock = time(9)
    timezone: str = "UTC"
    weeks: int = Field(1, ge=1)
    shifts: list[ShiftEntry] = []
    overrides: list[OverrideEntry] = []
    ical: str = ""

    def named(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Each id of a person, and where it stands."""
        yield from ((("people", number), id) for number, id in enumerate(self.people))
        for number, shift in enumerate(self.shifts):
            yield from ((("shifts", number, "people", step), id) for step, id in enumerate(shift.people))
        yield from ((("overrides", number, "person"), one.person) for number, one in enumerate(self.overrides))

    def rota(self) -> Rota:
        """The same as values. Raises `ValueError`, saying what is wrong."""
        if sum(map(bool, (self.people, self.shifts, self.ical))) != 1:
            raise ValueError("a rota needs either `people`, or `shifts`, or `ical`")
        if self.ical:
            if self.overrides:
                raise ValueError("`overrides` do not go with `ical`: make the change in the calendar")
            return Rota(calendar=self.ical)
        if self.start is None:
            raise ValueError("a rota needs `start`, the day on which the first turn begins")
        zone = _zone(self.timezone)
        shifts = tuple(self._shift(one, self.start) for one in self.shifts) or (
            Shift(tuple(self.people), self.start, zone, self.handover, weeks=self.weeks),
        )
        return Rota(shifts, tuple(self._override(one, zone) for one in self.overrides))

    def _shift(self, one: ShiftEntry, start: date) -> Shift:
        days = tuple(sorted({_day(name) for name in one.days}))
        return Shift(
            tuple(one.people), start, _zone(one.timezone), one.begins, one.ends, days, self.weeks, one.name
        )  # fmt: skip

    def _override(self, one: OverrideEntry, zone: ZoneInfo) -> Override:
        if one.shift and (own := next((shift for shift in self.shifts if shift.name == one.shift), None)):
            zone = _zone(own.timezone)
        elif one.shift:
            raise ValueError(f"an override names the shift '{one.shift}', which is none of the rota")
        begins, ends = _moment(one.first, zone), _moment(one.last, zone, whole_day=True)
        if ends <= begins:
            raise ValueError(f"the override for {one.person} ends before it begins")
        return Override(begins, ends, one.person, one.shift)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"'{name}' is no time zone: write one such as `Europe/Berlin`") from None


def _day(name: str) -> int:
    short = name.strip().lower()[:3]
    if short not in _DAYS:
        raise ValueError(f"'{name}' is no day of the week: write one of {', '.join(_DAYS)}")
    return _DAYS.index(short)


def _moment(value: Any, zone: ZoneInfo, *, whole_day: bool = False) -> datetime:
    """A day begins at midnight; as the last one it counts whole."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    return datetime.combine(value + timedelta(days=whole_day), time(), zone)
