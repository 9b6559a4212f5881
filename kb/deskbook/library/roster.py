"""The owners' roster, a YAML file of people and teams."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from deskbook.errors import ConfigError
from deskbook.model import Person, Roster, Team

_Id = Annotated[str, Field(min_length=1)]
_EXAMPLE = "write it like this:\n    people:\n      - {id: ana, name: Ana Silva, teams: [dns]}\n    teams:\n      - {id: dns, name: DNS}"


class _PersonEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: _Id
    name: str = ""
    teams: list[str] = []
    left: bool = False


class _TeamEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: _Id
    name: str = ""
    dissolved: bool = False


class _RosterFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    people: list[_PersonEntry] = []
    teams: list[_TeamEntry] = []


def read_roster(path: Path) -> Roster:
    """The roster in `path`; an empty one where the file does not exist. Raises `ConfigError` for a file that is wrong."""
    if not path.exists():
        return Roster()
    try:
        entries = _RosterFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"the roster is not valid YAML: {error}", where=str(path), cure=_EXAMPLE) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise ConfigError(
            f"the roster is wrong at '{place}': {first['msg']}", where=str(path), cure=_EXAMPLE
        ) from error
    ids = [person.id for person in entries.people] + [team.id for team in entries.teams]
    if repeated := sorted({one for one in ids if ids.count(one) > 1}):
        raise ConfigError(
            f"'{repeated[0]}' stands twice in the roster",
            where=str(path),
            cure="give each person and team an id of its own",
        )
    return Roster(
        people=tuple(Person(p.id, p.name or p.id, tuple(p.teams), p.left) for p in entries.people),
        teams=tuple(Team(t.id, t.name or t.id, t.dissolved) for t in entries.teams),
    )
