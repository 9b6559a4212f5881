"""roster import: what a list of another system says that the roster does not say yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any

from deskbook.errors import ConfigError
from deskbook.library import parse_roster
from deskbook.library import replace as write
from deskbook.library.roster_lists import Listed
from deskbook.library.roster_text import with_entry, with_key
from deskbook.model import Person, Roster, Team


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to write: a new entry of `people` or `teams`, or, with a `key`, what an entry says from now on."""

    part: str
    id: str
    value: Any
    key: str = ""

    def __str__(self) -> str:
        if self.key:
            return f"{self.id}: {self.key} is {_plain(self.value)}"
        return f"new in {self.part}: {self.id} ({self.value['name']})"


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import changes. `missing` are people of the roster who are not in the list; `returned` are those who are in it, and have
    left by the roster."""

    changes: tuple[Change, ...]
    missing: tuple[Person, ...] = ()
    returned: tuple[Person, ...] = ()


def plan(roster: Roster, listed: Listed, *, team: str | None, mark_left: bool, today: date) -> Plan:
    """What to change in a roster. Nothing is taken away; who is missing is marked as left only with `mark_left`.

    With `team` the list is that team's: then nobody is missing, because who is no longer in a team has not left. Somebody is the same
    if an account is, else if the id is and the roster knows no account of that system.
    """
    found: dict[str, Person] = {}
    changes: list[Change] = []
    taken = set(roster.ids)
    teams = (*listed.teams, *([Team(team, team)] if team and team not in taken else []))
    names: dict[str, str] = {}
    for wanted in teams:
        same = _team(roster, wanted)
        names[wanted.id] = same or wanted.id
        if same is None:
            taken.add(wanted.id)
            changes.append(Change("teams", wanted.id, _entry(wanted)))
    for person in listed.people:
        in_teams = tuple(dict.fromkeys([*(names.get(one, one) for one in person.teams), *([team] if team else [])]))
        known = _known(roster, person)
        if known is None:
            id = _free(person.id, taken)
            taken.add(id)
            changes.append(Change("people", id, _entry(replace(person, id=id, teams=in_teams))))
        else:
            found[known.id] = person
            changes += _additions(known, replace(person, teams=in_teams))
    missing = tuple(one for one in roster.people if _is_missing(one, found, listed)) if not team else ()
    gone = [one for one in missing if not one.gone(today)]
    if mark_left:
        changes += [Change("people", one.id, today, "left") for one in gone]
    returned = tuple(one for one in roster.people if one.id in found and one.gone(today) and not found[one.id].left)
    return Plan(tuple(changes), tuple(gone), returned)


def carry_out(path: Path, changes: tuple[Change, ...]) -> None:
    """Write the changes into the roster's file, which is made if there is none. Raises `ConfigError`, and writes nothing, where the
    file cannot be changed safely."""
    text = path.read_bytes().decode("utf-8") if path.exists() else ""
    try:
        for one in changes:
            text = (
                with_key(text, one.part, one.id, one.key, one.value)
                if one.key
                else with_entry(text, one.part, one.value)
            )
    except ConfigError as error:
        raise ConfigError(error.what, where=str(path), cure=error.cure) from error
    parse_roster(text, path)
    write(path, text)


def _known(roster: Roster, person: Person) -> Person | None:
    for names in person.accounts.values():
        for name in names:
            if known := roster.person(roster.known_as(name) or ""):
                return known
    same = roster.person(person.id)
    return same if same and not set(same.accounts) & set(person.accounts) else None


def _team(roster: Roster, team: Team) -> str | None:
    known = next((roster.known_as(name) for names in team.accounts.values() for name in names), None)
    same = (one.id for one in roster.teams if one.id == team.id or one.name.casefold() == team.name.casefold())
    return known or next(same, None)


def _additions(known: Person, listed: Person) -> Iterator[Change]:
    if more := [team for team in listed.teams if team not in known.teams]:
        yield Change("people", known.id, [*known.teams, *more], "teams")
    if new := {system: names for system, names in listed.accounts.items() if system not in known.accounts}:
        yield Change("people", known.id, _accounts({**known.accounts, **new}), "accounts")
    if listed.left and not known.left:
        yield Change("people", known.id, listed.left, "left")


def _is_missing(person: Person, found: Mapping[str, Person], listed: Listed) -> bool:
    """A list of another system can miss only those whom it knows."""
    return listed.complete and person.id not in found and (not listed.system or listed.system in person.accounts)


def _free(id: str, taken: set[str]) -> str:
    return next(one for one in chain([id], (f"{id}-{number}" for number in count(2))) if one not in taken)


def _entry(one: Person | Team) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": one.id, "name": one.name}
    if isinstance(one, Person) and one.teams:
        entry["teams"] = list(one.teams)
    if isinstance(one, Person) and one.left:
        entry["left"] = one.left
    return entry | ({"accounts": _accounts(one.accounts)} if one.accounts else {})


def _accounts(accounts: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    return {system: names[0] if len(names) == 1 else list(names) for system, names in accounts.items()}


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{system} {_plain(names)}" for system, names in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value).lower()
