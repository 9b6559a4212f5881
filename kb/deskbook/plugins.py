"""Entry points -> objects. Built-ins are found in the same way as what others install."""

from __future__ import annotations

import difflib
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from deskbook.errors import ConfigError

# What a plugin of each group is called in messages.
_NOUNS = {
    "sources": "type of source",
    "drafters": "drafter",
    "checks": "check",
    "reports": "report",
    "commands": "command",
}
GROUPS = tuple(_NOUNS)


@cache
def available(group: str) -> dict[str, EntryPoint]:
    """The plugins of a group (one of `GROUPS`), by name, sorted. Nothing is imported."""
    found = entry_points(group=f"deskbook.{group}")
    return {point.name: point for point in sorted(found, key=lambda point: point.name)}


def load(group: str, name: str) -> Any:
    """Import one plugin.

    Raises `ConfigError` with the nearest known name if there is no such plugin, or if it cannot be imported.
    """
    points = available(group)
    if name not in points:
        raise ConfigError(unknown(group, name), cure=f"known are: {', '.join(points) or 'none'}")
    try:
        return points[name].load()
    except (ImportError, AttributeError) as error:
        raise ConfigError(
            f"the plugin '{name}' of deskbook.{group} cannot be imported: {error}",
            where=points[name].value,
            cure="install it again, or remove it from deskbook.toml",
        ) from error


def unknown(group: str, name: str) -> str:
    """That there is no such plugin, and which one was probably meant."""
    near = difflib.get_close_matches(name, available(group), n=1)
    return f"there is no {_NOUNS[group]} '{name}'" + (f"; did you mean '{near[0]}'?" if near else "")
