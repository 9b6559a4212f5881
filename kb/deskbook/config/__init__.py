"""deskbook.toml and the environment -> Config. The only package that reads TOML or the environment."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from deskbook.errors import ConfigError
from deskbook.model.signal import SIGNALS

from .blocks import ClusterBlock, Config, ProjectBlock
from .contact import ContactBlock, EventsBlock, StatusBlock, ToolBlock
from .environment import FILE_NAME, KEY_VARIABLE, environment_flag, environment_key, environment_secret
from .propose import ProposeBlock
from .sidebar import SidebarBlock
from .site import SiteBlock
from .source import SourceBlock

__all__ = [
    "FILE_NAME",
    "KEY_VARIABLE",
    "ClusterBlock",
    "Config",
    "ContactBlock",
    "EventsBlock",
    "ProjectBlock",
    "ProposeBlock",
    "SidebarBlock",
    "SiteBlock",
    "SourceBlock",
    "StatusBlock",
    "ToolBlock",
    "environment_flag",
    "environment_key",
    "environment_secret",
    "explain",
    "find",
    "load",
]


def find(start: Path) -> Path:
    """The deskbook.toml of `start` or the nearest folder above it.

    Raises `ConfigError`, saying where the search began, if there is none.
    """
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    raise ConfigError(
        f"there is no {FILE_NAME} here or in any folder above",
        where=str(start),
        cure="make one with `deskbook init`, or look around with `deskbook demo`",
    )


def load(path: Path) -> Config:
    """Read one deskbook.toml. All mistakes are reported at once, in a single `ConfigError`."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"this is not valid TOML: {error}", where=str(path), cure="mend the line it names") from error
    except UnicodeDecodeError as error:
        raise ConfigError("this file is not UTF-8 text", where=str(path), cure="save it again as UTF-8") from error
    try:
        config = Config.model_validate(raw)
    except ValidationError as error:
        raise ConfigError(
            explain(error, Config),
            where=str(path),
            cure="`deskbook sources --types` lists the keys of a source; the help centre's configuration page lists all others",
        ) from error
    names = [SIGNALS, *(source.name for source in config.sources)]
    if repeated := {name for name in names if names.count(name) > 1}:
        raise ConfigError(
            f"two sources are called '{min(repeated)}'",
            where=str(path),
            cure="give each source a name of its own; `signals` is what readers tell",
        )
    return config


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """What pydantic found, in plain words, one line a mistake, with "did you mean" for unknown keys."""
    lines = []
    for problem in error.errors():
        place = ".".join(str(step) for step in problem["loc"])
        if problem["type"] == "extra_forbidden":
            near = difflib.get_close_matches(str(problem["loc"][-1]), _keys_at(model, problem["loc"][:-1]), n=1)
            meant = f"; did you mean '{near[0]}'?" if near else ""
            lines.append(f"'{place}' is not a known key{meant}")
        elif problem["type"] == "missing":
            lines.append(f"'{place}' is missing")
        else:
            lines.append(f"'{place}': {problem['msg'][0].lower()}{problem['msg'][1:]} (it is {problem['input']!r})")
    return "\n  ".join(lines)


def _keys_at(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    current: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        field = current.model_fields.get(step)
        if field is None:
            return []
        annotation = field.annotation
        arguments = getattr(annotation, "__args__", ())
        current = next((a for a in (annotation, *arguments) if isinstance(a, type) and issubclass(a, BaseModel)), None)
        if current is None:
            return []
    return list(current.model_fields)
