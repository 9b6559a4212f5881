"""Lists of people and teams that another system exported -> people and teams for the roster."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from deskbook.errors import ConfigError
from deskbook.library.codeowners import parse_code_owners
from deskbook.model import Person, Team
from deskbook.text.slug import slugify

_GITLAB_BOT = re.compile(r"(?:project|group)_\d+_bot", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list names. `system` is the sort of account by which people are known in it. `complete` says that it means to
    name everybody who has such an account, or everybody at all where `system` is empty."""

    people: tuple[Person, ...]
    teams: tuple[Team, ...]
    system: str = ""
    complete: bool = False


def read_listed(path: Path, form: str) -> Listed:
    """The people and teams in a file of one of the `FORMATS`. Raises `ConfigError`, naming the place, where it is none."""
    try:
        return FORMATS[form](path.read_text(encoding="utf-8").removeprefix("\ufeff"), path)
    except UnicodeDecodeError as error:
        raise ConfigError("this file is not UTF-8 text", where=str(path), cure="save it as UTF-8") from error


def _csv(text: str, path: Path) -> Listed:
    """A table with a header: id or name or email, and what else is known."""
    header = text.partition("\n")[0]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if header.count(";") > header.count(",") else ",")
    columns = {(name or "").strip().lower() for name in rows.fieldnames or ()}
    if not columns & {"id", "name", "email"}:
        raise ConfigError(
            "this table has no column id, name or email",
            where=f"{path}:1",
            cure="begin it with a line such as `id,name,teams,left,email,github,gitlab`",
        )
    people, teams = list[Person](), dict[str, Team]()
    for row in rows:
        said = {
            (key or "").strip().lower(): (value or "").strip() for key, value in row.items() if isinstance(value, str)
        }
        if not any(said.values()):
            continue
        mailbox = said.get("email", "").partition("@")[0]
        name = said.get("name") or said.get("id") or mailbox
        accounts = {system: (said[system],) for system in ("email", "github", "gitlab") if said.get(system)}
        named = {slugify(one): one for one in re.split(r"\s*[;|,]\s*", said.get("teams", "")) if one}
        teams |= {id: Team(id, one) for id, one in named.items()}
        left = _left(said.get("left", ""), f"{path}:{rows.line_num}")
        people.append(Person(said.get("id") or slugify(mailbox or name), name, tuple(named), left, accounts=accounts))
    return Listed(tuple(people), tuple(teams.values()), complete=True)


def _left(said: str, where: str) -> date | bool:
    if said.lower() in ("", "no", "false", "0"):
        return False
    if said.lower() in ("yes", "true", "1", "x"):
        return True
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise ConfigError(
            f"'{said}' is no day", where=where, cure="write 2026-03-01, yes or nothing below `left`"
        ) from None


def _code_owners(text: str, path: Path) -> Listed:
    lines = parse_code_owners(text, "/".join(path.parts[-2:]))
    system = "gitlab" if any(line.deep for line in lines) else "github"
    people, teams = dict[str, Person](), dict[str, Team]()
    for owner in dict.fromkeys(owner for line in lines for owner in line.owners):
        name = owner.removeprefix("@")
        if "@" in name:
            people.setdefault(name, Person(slugify(name.partition("@")[0]), name, accounts={"email": (name,)}))
        elif "/" in name:
            last = name.rpartition("/")[2]
            teams.setdefault(name, Team(slugify(last), last, accounts={system: (name,)}))
        elif name:
            people.setdefault(name, Person(slugify(name), name, accounts={system: (name,)}))
    return Listed(tuple(people.values()), tuple(teams.values()), system)


def _github(text: str, path: Path) -> Listed:
    """What `GET /orgs/{org}/members`, `/orgs/{org}/teams/{team}/members` or `/orgs/{org}/teams` answered."""
    entries = list(_json(text, path, ("login", "slug")))
    people = tuple(
        _person(one["login"], one.get("name"), "github")
        for one in entries
        if one.get("login") and one.get("type") != "Bot"
    )
    teams = tuple(
        Team(one["slug"], one.get("name") or one["slug"], accounts={"github": (_slug(one),)})
        for one in entries
        if one.get("slug")
    )
    return Listed(people, teams, "github", complete=bool(people))


def _slug(team: Mapping[str, Any]) -> str:
    """`org/team`, as CODEOWNERS has it, where the answer tells the organisation."""
    found = re.search(r"/orgs/([^/]+)/teams/", str(team.get("html_url", "")))
    return f"{found[1]}/{team['slug']}" if found else str(team["slug"])


def _gitlab(text: str, path: Path) -> Listed:
    """What `GET /groups/:id/members/all` or `/groups` answered. Who is blocked there has left."""
    entries = list(_json(text, path, ("username", "full_path")))
    people = []
    for one in entries:
        if one.get("username") and not one.get("bot") and not _GITLAB_BOT.match(one["username"]):
            person = _person(one["username"], one.get("name"), "gitlab")
            gone = one.get("state", "active") not in ("active", "awaiting")
            people.append(Person(person.id, person.name, left=gone, accounts=person.accounts))
    teams = tuple(
        Team(slugify(str(one["full_path"]).rpartition("/")[2]), one.get("name") or one["full_path"], accounts={"gitlab": (one["full_path"],)})
        for one in entries
        if one.get("full_path")
    )  # fmt: skip
    return Listed(tuple(people), teams, "gitlab", complete=bool(people))


def _person(login: str, name: str | None, system: str) -> Person:
    return Person(slugify(login), name or login, accounts={system: (login,)})


def _json(text: str, path: Path, keys: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The objects of a JSON file: one list, or the lists of several pages one after the other, or a list of them."""
    decoder, place = json.JSONDecoder(), 0
    waiting: list[Any] = []
    try:
        while rest := text[place:].lstrip():
            value, length = decoder.raw_decode(rest)
            place = len(text) - len(rest) + length
            waiting.append(value)
    except json.JSONDecodeError as error:
        raise ConfigError(
            f"this is not valid JSON: {error.msg}", where=str(path), cure="save the answer of the API as it is"
        ) from error
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting = value + waiting
        elif isinstance(value, dict) and any(isinstance(value.get(key), str) for key in keys):
            yield value
        else:
            raise ConfigError(
                f"an entry has neither {' nor '.join(keys)}", where=str(path), cure="save a list of members or of teams"
            )


FORMATS: Mapping[str, Callable[[str, Path], Listed]] = {
    "csv": _csv,
    "codeowners": _code_owners,
    "github": _github,
    "gitlab": _gitlab,
}
