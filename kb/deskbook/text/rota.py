"""Who is on docs duty, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from deskbook.model import Override, Roster, Rota, Shift, Turn

_HANDOVER = timedelta(hours=12)


def turns(rota: Rota, roster: Roster, begins: datetime, ends: datetime) -> tuple[Turn, ...]:
    """The turns that reach into the time from `begins` until `ends` (aware), by when they begin.

    Nobody is on duty who has left: the next in the list takes the turn, or the rest of it, and the turns of the others stay as
    they were. If all in the list have left, a deputy does; if there is none, the turn's person is empty. A later override beats an
    earlier one.
    """
    found = [turn for shift in rota.shifts for turn in _rotation(shift, roster, begins, ends)]
    for override in rota.overrides:
        if not _gone(override.person, roster, override.begins):
            until = _until(override.person, roster, override.begins, override.ends)
            found = [piece for turn in found for piece in _overridden(turn, replace(override, ends=until))]
    reaching = (turn for turn in found if turn.begins < ends and turn.ends > begins)
    return tuple(sorted(reaching, key=lambda turn: (turn.begins, turn.shift, turn.person)))


def present(found: Sequence[Turn], roster: Roster) -> tuple[Turn, ...]:
    """The turns of a calendar that somebody else keeps: those of people who have left go to their deputies, else to nobody."""
    return tuple(
        replace(turn, person=roster.stand_in(turn.person, turn.begins.date()) or "", instead_of=turn.person)
        if _gone(turn.person, roster, turn.begins)
        else turn
        for turn in found
    )


def on_duty(found: Sequence[Turn], at: datetime) -> tuple[Turn, ...]:
    """Those of some turns in which a moment lies."""
    return tuple(turn for turn in found if turn.begins <= at < turn.ends)


def mainly_within(turn: Turn, begins: datetime, ends: datetime) -> bool:
    """Whether a turn belongs to a week: it lies in it, or more than half a day of it does. What ends with a handover on Monday morning
    belongs to the week before."""
    inside = min(turn.ends, ends).astimezone(UTC) - max(turn.begins, begins).astimezone(UTC)
    return inside > _HANDOVER or (turn.begins >= begins and turn.ends <= ends)


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def notices(rota: Rota, roster: Roster, found: Sequence[Turn]) -> list[str]:
    """What somebody should mend in the rota: turns of people who have left, and turns that nobody takes."""
    said = dict[str, None]()
    for turn in found:
        if turn.instead_of and _gone(turn.instead_of, roster, turn.begins):
            who = roster.display(turn.person) if turn.person else "nobody"
            said[
                f"{roster.display(turn.instead_of)} has left: {who} takes the turn; take {turn.instead_of} out of the rota"
            ] = None
        elif turn.person and roster.person(turn.person) is None:
            said[f"'{turn.person}' of the calendar is nobody of the roster; add the address to their accounts"] = None
    for one in rota.overrides:
        if _gone(one.person, roster, one.begins):
            said[f"an override names {roster.display(one.person)}, who has left; it does not count"] = None
    return list(said)


def _rotation(shift: Shift, roster: Roster, begins: datetime, ends: datetime) -> Iterator[Turn]:
    """The turns of one shift around some time, a few too many."""
    length = 7 * shift.weeks
    first = max((begins.date() - shift.start).days - length - 1, 0)
    for passed in range(first, (ends.date() - shift.start).days + 2):
        day, number = shift.start + timedelta(days=passed), passed // length
        start = datetime.combine(day, shift.begins, shift.zone)
        if shift.ends is None:
            if passed % length == 0:
                end = datetime.combine(day + timedelta(days=length), shift.begins, shift.zone)
                yield from _manned(shift, number, start, end, roster)
        elif day.weekday() in shift.days:
            night = timedelta(days=shift.ends <= shift.begins)
            yield from _manned(shift, number, start, datetime.combine(day + night, shift.ends, shift.zone), roster)


def _manned(shift: Shift, number: int, begins: datetime, ends: datetime, roster: Roster) -> Iterator[Turn]:
    """The turn of a number, in two if whoever has it leaves in the middle of it."""
    place = number % len(shift.people)
    order = (*shift.people[place:], *shift.people[:place])
    deputy = roster.stand_in(order[0], begins.date())
    who = next((id for id in order if not _gone(id, roster, begins)), deputy or "")
    until = _until(who, roster, begins, ends)
    yield Turn(begins, until, who, shift.name, "" if who == order[0] else order[0])
    if until < ends:
        yield from _manned(shift, number, until, ends, roster)


def _overridden(turn: Turn, by: Override) -> Iterator[Turn]:
    """A turn in up to three pieces: what comes before an override, the override, and what comes after it."""
    first, last = max(turn.begins, by.begins), min(turn.ends, by.ends)
    if first >= last or turn.person == by.person or (by.shift and by.shift != turn.shift):
        yield turn
        return
    zone = turn.begins.tzinfo
    first, last = first.astimezone(zone), last.astimezone(zone)
    if turn.begins < first:
        yield replace(turn, ends=first)
    relieved = turn.instead_of or turn.person
    yield replace(turn, begins=first, ends=last, person=by.person, instead_of="" if relieved == by.person else relieved)
    if last < turn.ends:
        yield replace(turn, begins=last)


def _until(id: str, roster: Roster, begins: datetime, ends: datetime) -> datetime:
    """When somebody's time on duty ends: `ends`, or the midnight with which they leave, where `begins` is."""
    person = roster.person(id)
    if person and isinstance(person.left, date):
        return min(ends, datetime.combine(person.left, time(), begins.tzinfo))
    return ends


def _gone(id: str, roster: Roster, at: datetime) -> bool:
    person = roster.person(id)
    return person is not None and person.gone(at.date())
