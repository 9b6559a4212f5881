"""Who can own an article: people and teams, who has left, and whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import PurePosixPath

from .rota import Rota


class Standing(StrEnum):
    """What the roster says of a would-be owner, in the words of reports."""

    ACTIVE = "active"
    DEPUTY = "deputy"
    LEFT = "has left"
    DISSOLVED = "is dissolved"
    DESERTED = "everybody has left"
    UNKNOWN = "not in the roster"
    NOBODY = "no owner"

    @property
    def owns(self) -> bool:
        """Whether somebody answers for the article, if only for the time being."""
        return self in (Standing.ACTIVE, Standing.DEPUTY)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the roster. `id` is what articles write in `owner:`.

    `left` is the first day without them, or True where nobody knows it. `deputy` is the id of the person who owns their articles
    for the time being once they have left. `accounts` are their names elsewhere, by system (`github`, `gitlab`, `email`, `forum`).
    """

    id: str
    name: str
    teams: tuple[str, ...] = ()
    left: date | bool = False
    deputy: str | None = None
    accounts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def gone(self, day: date) -> bool:
        """Whether they have left on a day."""
        return self.left if isinstance(self.left, bool) else self.left <= day


@dataclass(frozen=True, slots=True)
class Team:
    """A team of the roster. A dissolved team owns nothing; `dissolved` is as a person's `left`."""

    id: str
    name: str
    dissolved: date | bool = False
    accounts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def gone(self, day: date) -> bool:
        """Whether it is dissolved on a day."""
        return self.dissolved if isinstance(self.dissolved, bool) else self.dissolved <= day


@dataclass(frozen=True)  # without slots: it remembers who is called what, because it is asked for every article
class Roster:
    """Everybody who can own an article. An empty roster knows nobody.

    `sections` are the owners of folders, relative to content/, whose articles name none. `rota` says who is on docs duty, or
    None where nobody is.
    """

    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()
    sections: Mapping[PurePosixPath, str] = field(default_factory=dict)
    rota: Rota | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """All that may stand in `owner:`."""
        return (*(person.id for person in self.people), *(team.id for team in self.teams))

    def person(self, id: str) -> Person | None:
        """The person of an id."""
        return self._people.get(id)

    def standing(self, owner: str, today: date) -> Standing:
        """Whether `owner` (the id of a person or team) can own an article on a day. A team with no one left cannot."""
        if person := self.person(owner):
            return Standing.LEFT if person.gone(today) else Standing.ACTIVE
        team = self._teams.get(owner)
        if team is None:
            return Standing.UNKNOWN
        if team.gone(today):
            return Standing.DISSOLVED
        members = self._members.get(owner, [])
        return Standing.DESERTED if members and all(one.gone(today) for one in members) else Standing.ACTIVE

    def stand_in(self, owner: str, today: date) -> str | None:
        """Who acts for a person who has left: the deputy, or the deputy's own if that one has left too. None where nobody does."""
        asked = {owner}
        person = self.person(owner)
        while person and person.deputy and person.deputy not in asked:
            asked.add(person.deputy)
            person = self.person(person.deputy)
            if person and not person.gone(today):
                return person.id
        return None

    def known_as(self, account: str) -> str | None:
        """The id of the person or team whom another system knows as `account`: a user name with or without `@`, or an address."""
        return self._accounts.get(_account(account))

    def named(self, owner: str) -> str | None:
        """As `known_as`; an account that the roster does not name is an id, or its last part is one: `@acme/dns` is the team `dns`."""
        wanted = _account(owner)
        ends = () if "@" in wanted else (wanted, wanted.rpartition("/")[2])
        return self.known_as(owner) or next((self._ids[end] for end in ends if end in self._ids), None)

    def display(self, owner: str) -> str:
        """The name to show for an owner's id; the id itself where the roster does not know it."""
        known = self._people.get(owner) or self._teams.get(owner)
        return known.name if known else owner

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def _teams(self) -> dict[str, Team]:
        return {team.id: team for team in self.teams}

    @cached_property
    def _members(self) -> dict[str, list[Person]]:
        members: dict[str, list[Person]] = {}
        for person in self.people:
            for team in person.teams:
                members.setdefault(team, []).append(person)
        return members

    @cached_property
    def _ids(self) -> dict[str, str]:
        return {id.lower(): id for id in reversed(self.ids)}

    @cached_property
    def _accounts(self) -> dict[str, str]:
        everybody: tuple[Person | Team, ...] = (*self.people, *self.teams)
        found: dict[str, str] = {}
        for one in everybody:
            for name in (name for names in one.accounts.values() for name in names):
                found.setdefault(_account(name), one.id)
        return found


def _account(name: str) -> str:
    return name.strip().removeprefix("@").lower()
