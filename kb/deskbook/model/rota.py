"""Whose turn it is to look after the docs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo


@dataclass(frozen=True, slots=True)
class Shift:
    """People who take turns. `people` are ids of the roster, in their order.

    The first turn begins on the day `start` at `begins`, in `zone`, and each lasts `weeks` weeks. Where the shift has an `ends`,
    it is on duty from `begins` until then on each of `days` (0 is Monday), past midnight if `ends` is not later; without one it
    is on duty all the time.
    """

    people: tuple[str, ...]
    start: date
    zone: tzinfo
    begins: time = time(9)
    ends: time | None = None
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    weeks: int = 1
    name: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """`person` is on duty from `begins` until `ends` (aware), whatever the rotation says. `shift` is empty for all shifts."""

    begins: datetime
    ends: datetime
    person: str
    shift: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's time on duty: `begins` until `ends`, aware. `person` is an id of the roster, or a name that it does not know.

    `instead_of` is whose turn it was: somebody who has left, or whom an override relieves; empty where it is nobody else's.
    """

    begins: datetime
    ends: datetime
    person: str
    shift: str = ""
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Rota:
    """Who is on docs duty, and when: rotations with their overrides, or the iCalendar file `calendar` that another program made,
    relative to the roster."""

    shifts: tuple[Shift, ...] = ()
    overrides: tuple[Override, ...] = ()
    calendar: str = ""
