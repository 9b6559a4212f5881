"""Turns <-> iCalendar (RFC 5545), as PagerDuty, Opsgenie and Google Calendar export and read it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from deskbook.errors import ConfigError
from deskbook.model import Roster, Turn

# An event as the library has it: each of its properties may be of two dozen types, and what is none of ours is refused below.
_Event = Any
# Rules that repeat more often than daily are no rota, and a file may hold one that repeats every second.
_REPEATS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


def read_calendar(path: Path, roster: Roster, begins: datetime, ends: datetime) -> tuple[Turn, ...]:
    """The turns in an iCalendar file that reach into the time from `begins` until `ends` (aware), by when they begin.

    Each event is a turn. Whose it is, say the addresses of its attendees and organiser, else the first name or id of the roster that
    stands in its summary, else it is the summary. Events may repeat daily to yearly by RRULE, with EXDATE, RDATE and changed
    occurrences (RECURRENCE-ID); cancelled ones do not count. A time without a zone is in UTC, and an event of whole days lasts
    from midnight to midnight UTC. Raises `ConfigError` for a file that is no calendar.
    """
    try:
        from icalendar import Calendar  # noqa: PLC0415  an extra
    except ImportError:
        raise ConfigError(
            "reading a calendar needs another package", where=str(path), cure="pip install 'deskbook[calendar]'"
        ) from None
    try:
        events: list[_Event] = [
            one for one in Calendar.from_ical(path.read_bytes()).walk("VEVENT") if one.get("DTSTART")
        ]
        changed = {
            (str(one.get("UID")), _moment(one["RECURRENCE-ID"].dt)) for one in events if one.get("RECURRENCE-ID")
        }
        found = [turn for event in events for turn in _turns(event, changed, roster, begins, ends)]
    except FileNotFoundError:
        raise ConfigError("there is no calendar", where=str(path), cure="correct `ical` of the rota") from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise ConfigError(
            f"this calendar cannot be read: {error}", where=str(path), cure="export it again as iCalendar (.ics)"
        ) from error
    return tuple(sorted(found, key=lambda turn: (turn.begins, turn.ends, turn.person)))


def write_calendar(turns: Iterable[Turn], roster: Roster, name: str, now: datetime) -> bytes:
    """Turns as an iCalendar file. `now` (aware) is the time that its events are stamped with. The id of an event stays the same as long as its shift and
    time do, so that a calendar which is read again changes its event instead of showing it twice."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//deskbook//rota//EN", f"X-WR-CALNAME:{_escaped(name)}"]
    for turn in turns:
        who = roster.display(turn.person) if turn.person else "nobody"
        shift = f" ({turn.shift})" if turn.shift else ""
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_digest(turn)}@deskbook",
            f"DTSTAMP:{_written(now)}",
            f"DTSTART:{_written(turn.begins)}",
            f"DTEND:{_written(turn.ends)}",
            f"SUMMARY:{_escaped(f'{name}: {who}{shift}')}",
            "END:VEVENT",
        ]
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for character in "\\;,":
        text = text.replace(character, f"\\{character}")
    return " ".join(text.split())


def _folded(line: str) -> bytes:
    """A line as RFC 5545, section 3.1, wants it: no more than 75 octets, then on with a space; no character is torn apart."""
    rows = [b""]
    for character in line:
        octets = character.encode()
        if len(rows[-1]) + len(octets) > 75:
            rows.append(b" ")
        rows[-1] += octets
    return b"\r\n".join(rows) + b"\r\n"


def _digest(turn: Turn) -> str:
    what = f"{turn.shift}\n{turn.begins.astimezone(UTC).isoformat()}\n{turn.ends.astimezone(UTC).isoformat()}"
    return hashlib.sha256(what.encode()).hexdigest()[:24]


def _turns(
    event: _Event, changed: set[tuple[str, datetime]], roster: Roster, begins: datetime, ends: datetime
) -> Iterator[Turn]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    start = event["DTSTART"].dt
    lasts = _length(event, start)
    who = _whose(event, roster)
    single = bool(event.get("RECURRENCE-ID"))
    for at in [_moment(start)] if single else _occurrences(event, start, begins - lasts, ends):
        if not single and (str(event.get("UID")), at) in changed:
            continue
        if at < ends and at + lasts > begins:
            yield Turn(at, at + lasts, who)


def _length(event: _Event, start: date) -> timedelta:
    if end := event.get("DTEND"):
        return _moment(end.dt) - _moment(start)
    if duration := event.get("DURATION"):
        return timedelta(seconds=duration.dt.total_seconds())
    return timedelta(0) if isinstance(start, datetime) else timedelta(days=1)


def _occurrences(event: _Event, start: date, begins: datetime, ends: datetime) -> list[datetime]:
    """When an event begins, in some time at least."""
    rules = _listed(event.get("RRULE"))
    if not rules:
        return sorted({_moment(start), *_dates(event, "RDATE")} - {*_dates(event, "EXDATE")})
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # noqa: PLC0415

    local = start if isinstance(start, datetime) else datetime.combine(start, time(), UTC)
    local = local if local.tzinfo else local.replace(tzinfo=UTC)
    times = {*_dates(event, "RDATE")}
    for rule in rules:
        if (rule.get("FREQ") or [""])[0] not in _REPEATS:
            raise ValueError(f"an event repeats in a way that no rota does: {rule.to_ical().decode()}")
        # By the clock on the wall, so that a turn from 9 begins at 9 in winter, too.
        stated = dict(rule)
        if until := stated.pop("UNTIL", None):
            stated["UNTIL"] = [_moment(until[0]).astimezone(local.tzinfo).replace(tzinfo=None)]
        plain = rrulestr(type(rule)(stated).to_ical().decode(), dtstart=local.replace(tzinfo=None))
        wanted = plain.between(*(one.astimezone(local.tzinfo).replace(tzinfo=None) for one in (begins, ends)), inc=True)
        times |= {one.replace(tzinfo=local.tzinfo).astimezone(UTC) for one in wanted}
    return sorted(times - {*_dates(event, "EXDATE")})


def _dates(event: _Event, name: str) -> Iterator[datetime]:
    for entry in _listed(event.get(name)):
        yield from (_moment(one.dt) for one in entry.dts)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _moment(value: date) -> datetime:
    """Aware, in UTC."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _whose(event: _Event, roster: Roster) -> str:
    people = [*_listed(event.get("ATTENDEE")), *_listed(event.get("ORGANIZER"))]
    addresses = [str(one).lower().removeprefix("mailto:") for one in people]
    summary = " ".join(str(event.get("SUMMARY", "")).split())
    padded = f" {summary.lower()} "
    by_name = next((p.id for p in roster.people if p.name.lower() in padded), None) or next(
        (p.id for p in roster.people if f" {p.id.lower()} " in padded), None
    )
    return next((id for one in addresses if (id := roster.known_as(one))), None) or by_name or summary
