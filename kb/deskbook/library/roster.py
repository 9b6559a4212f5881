"""The owners' roster, a YAML file of people, teams, sections and turns."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from deskbook.errors import ConfigError
from deskbook.library.rota import RotaEntry
from deskbook.library.yaml_places import Places
from deskbook.model import Person, Roster, Rota, Team

_EXAMPLE = "write it like this:\n    people:\n      - {id: ana, name: Ana Silva, teams: [dns]}\n    teams:\n      - {id: dns, name: DNS}"


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


_Id = Annotated[str, Field(min_length=1)]
_Gone = Any  # a day, true or false: `_gone` says so in one sentence, where pydantic would need three
_Accounts = dict[str, Annotated[list[_Id], BeforeValidator(_listed)]]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: _Id
    name: str = ""
    accounts: _Accounts = {}


class _PersonEntry(_Entry):
    teams: list[str] = []
    left: _Gone = False
    deputy: str | None = None


class _TeamEntry(_Entry):
    dissolved: _Gone = False


class _RosterFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    people: list[_PersonEntry] = []
    teams: list[_TeamEntry] = []
    sections: dict[str, _Id] = {}
    rota: RotaEntry | None = None


def read_roster(path: Path) -> Roster:
    """The roster in `path`; an empty one where the file does not exist. Raises `ConfigError`, naming the line, for what is wrong."""
    if not path.exists():
        return Roster()
    try:
        return parse_roster(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError as error:
        raise ConfigError("this file is not UTF-8 text", where=str(path), cure="save it as UTF-8") from error


def parse_roster(text: str, path: Path) -> Roster:
    """The roster in `text`, the file at `path`. Raises as `read_roster` does."""
    return _File(path, text).roster()


class _File:
    """One file: what it says, and on which line."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        try:
            self._places = Places(text)
            self._values = yaml.safe_load(text) or {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise ConfigError(
                f"the roster is not valid YAML: {getattr(error, 'problem', None) or error}",
                where=f"{path}:{mark.line + 1}" if mark else str(path),
                cure=_EXAMPLE,
            ) from error

    def roster(self) -> Roster:
        if twice := self._places.twice:
            raise ConfigError(
                f"'{twice[0]}' stands twice",
                where=f"{self._path}:{twice[1]}",
                cure="keep one of them, with the entries of both",
            )
        try:
            entries = _RosterFile.model_validate(self._values)
        except ValidationError as error:
            raise self._invalid(error) from error
        self._check_ids(entries)
        return Roster(
            people=tuple(self._person(number, one) for number, one in enumerate(entries.people)),
            teams=tuple(
                Team(one.id, one.name or one.id, self._gone(("teams", number, "dissolved"), one.dissolved), _accounts(one))
                for number, one in enumerate(entries.teams)
            ),
            sections={PurePosixPath(folder.strip("/")): owner for folder, owner in entries.sections.items()},
            rota=self._rota(entries.rota),
        )  # fmt: skip

    def _person(self, number: int, one: _PersonEntry) -> Person:
        left = self._gone(("people", number, "left"), one.left)
        return Person(one.id, one.name or one.id, tuple(one.teams), left, one.deputy, _accounts(one))

    def _gone(self, place: tuple[str | int, ...], value: Any) -> Any:
        if isinstance(value, bool) or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        raise self._wrong(
            place, f"'{value}' is no day", f"write `{place[-1]}: 2026-03-01`, the first day without, or `true`"
        )

    def _rota(self, entry: RotaEntry | None) -> Rota | None:
        if entry is None:
            return None
        try:
            return entry.rota()
        except ValueError as error:
            raise self._wrong(("rota",), str(error), "see the page on the rota for one that works") from error

    def _check_ids(self, entries: _RosterFile) -> None:
        """Raise for an id that stands twice, and for names of people and teams that are not in the roster."""
        people, teams = {one.id for one in entries.people}, {one.id for one in entries.teams}
        seen: set[str] = set()
        parts: dict[str, list[_PersonEntry] | list[_TeamEntry]] = {"people": entries.people, "teams": entries.teams}
        for part, all_of_it in parts.items():
            for number, one in enumerate(all_of_it):
                if one.id in seen:
                    raise self._wrong(
                        (part, number, "id"), f"'{one.id}' stands twice in the roster", "give each person and team an id of its own"
                    )  # fmt: skip
                seen.add(one.id)
        for place, name, known, what in _names(entries):
            if name not in (choices := {"person": people, "team": teams}.get(known, people | teams)):
                raise self._wrong(
                    place, f"{what} '{name}' is not in the roster{_meant(name, choices)}", f"name a {known} of the roster, or add it"
                )  # fmt: skip

    def _invalid(self, error: ValidationError) -> ConfigError:
        first = error.errors()[0]
        place = tuple(first["loc"])
        name = ".".join(str(step) for step in place)
        if first["type"] == "extra_forbidden":
            return self._wrong(
                place, f"'{name}' is not a known key{_meant(str(place[-1]), _keys(place[:-1]))}", _EXAMPLE
            )
        if first["type"] == "missing":
            return self._wrong(place[:-1], f"'{name}' is missing", _EXAMPLE)
        return self._wrong(place, f"the roster is wrong at '{name}': {first['msg']}", _EXAMPLE)

    def _wrong(self, place: tuple[str | int, ...], what: str, cure: str) -> ConfigError:
        return ConfigError(what, where=f"{self._path}:{self._places.line(place)}", cure=cure)


def _names(entries: _RosterFile) -> Iterator[tuple[tuple[str | int, ...], str, str, str]]:
    """Every place that names somebody: where, the id, whether a person or team or both may stand there, and what it is called."""
    for number, person in enumerate(entries.people):
        for step, team in enumerate(person.teams):
            yield ("people", number, "teams", step), team, "team", f"the team of {person.id},"
        if person.deputy:
            yield ("people", number, "deputy"), person.deputy, "person", f"the deputy of {person.id},"
    for folder, owner in entries.sections.items():
        yield ("sections", folder), owner, "person or team", f"the owner of the section {folder},"
    if entries.rota:
        for place, person_id in entries.rota.named():
            yield ("rota", *place), person_id, "person", "somebody of the rota,"


def _keys(place: tuple[str | int, ...]) -> list[str]:
    parts: dict[str, type[BaseModel]] = {"people": _PersonEntry, "teams": _TeamEntry, "rota": RotaEntry}
    model = parts.get(str(place[0]) if place else "", _RosterFile)
    for step in place[1:]:
        if isinstance(step, str) and (part := RotaEntry.PARTS.get(step)):
            model = part
    return list(model.model_fields)


def _meant(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _accounts(one: _Entry) -> dict[str, tuple[str, ...]]:
    return {system: tuple(names) for system, names in one.accounts.items()}
