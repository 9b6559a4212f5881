"""The theme's own templates."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound

from deskbook.errors import BuildError

# What is older than this gets a note: software of two years ago often works differently.
OLD_DAYS = 2 * 365


def fill(theme: Path, name: str, **values: object) -> str:
    """The template `name` of the folder theme/templates with `values` in it, escaped.

    Raises `BuildError` where the theme has no such template.
    """
    try:
        return _environment(theme).get_template(name).render(**values)
    except TemplateNotFound as error:
        raise BuildError(
            f"the theme has no template {error.name}",
            where=str(theme / "templates"),
            cure="put back the template that comes with deskbook, or leave the theme folder out to use deskbook's own",
        ) from error


@lru_cache(maxsize=8)
def _environment(theme: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(theme / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
