"""Who can own an article: people and teams, and who has left."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the roster. `id` is what articles write in `owner:`."""

    id: str
    name: str
    teams: tuple[str, ...] = ()
    left: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """A team of the roster. A dissolved team owns nothing."""

    id: str
    name: str
    dissolved: bool = False


class Standing(StrEnum):
    """What the roster says of a would-be owner."""

    ACTIVE = "active"
    LEFT = "left"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody who can own an article. An empty roster knows nobody."""

    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()

    def standing(self, owner: str) -> Standing:
        """Whether `owner` (the id of a person or team) can own an article today. A team with no one left cannot."""
        for person in self.people:
            if person.id == owner:
                return Standing.LEFT if person.left else Standing.ACTIVE
        for team in self.teams:
            if team.id == owner:
                members = [p for p in self.people if team.id in p.teams]
                deserted = bool(members) and all(p.left for p in members)
                return Standing.LEFT if team.dissolved or deserted else Standing.ACTIVE
        return Standing.UNKNOWN

    def display(self, owner: str) -> str:
        """The name to show for an owner's id; the id itself where the roster does not know it."""
        names = {team.id: team.name for team in self.teams} | {person.id: person.name for person in self.people}
        return names.get(owner, owner)
