"""Where something lies in a JSON value: `data.items`, `author.name`, `tags.*.name`, `rows.0."first.last"`.

Steps are parted by dots. A step is a key, a number for one element of a list (from 0), or `*` for each of them. Keys that hold a dot, a
quote or white space, or that are no words otherwise, stand in double quotes. No step at all means the whole value.
"""

from __future__ import annotations

import re
from functools import lru_cache

_STEP = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s."\\]+)')
_KEYS = 8  # shown of an object that has not what is looked for

# One step; None is `*`.
Steps = tuple[str | None, ...]


class NotThere(Exception):  # noqa: N818  each source says what it means
    """A value has nothing where a path leads. Says what stands there by keys and kinds, and quotes no text.

    `null` says that the way ends at null, as it does where there might be something, and is not.
    """

    def __init__(self, what: str, *, null: bool) -> None:
        super().__init__(what)
        self.null = null


@lru_cache(maxsize=512)
def parse(path: str) -> Steps:
    """The steps of a path. Raises `ValueError` with a plain sentence."""
    steps: list[str | None] = []
    place = 0
    while place < len(path):
        if steps:
            if path[place] != ".":
                raise ValueError(f"is no path: a dot is missing at character {place + 1}")
            place += 1
        match = _STEP.match(path, place)
        if match is None:
            raise ValueError(f"is no path: a key, a number or * is missing at character {place + 1}")
        quoted, bare = match.groups()
        steps.append(
            re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL) if bare is None else None if bare == "*" else bare
        )
        place = match.end()
    return tuple(steps)


def written(steps: Steps) -> str:
    """The path of some steps; `parse` gives them back."""
    return ".".join("*" if step is None else _written(step) for step in steps)


def find(value: object, path: str) -> object:
    """What lies there; where the path has a `*` a list, without the elements that have nothing there. Raises `NotThere`."""
    return _find(value, parse(path), ())


def _find(value: object, steps: Steps, before: Steps) -> object:
    for number, step in enumerate(steps):
        here = before + steps[:number]
        if step is None:
            if not isinstance(value, list):
                raise NotThere(f"{_place(here)} is {_kind(value)} and no list", null=value is None)
            return _each(value, steps[number + 1 :], (*here, None))
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            what = f"there is no `{_written(step)}` in {_place(here)}, which is {_kind(value)}"
            raise NotThere(what, null=value is None)
    return value


def _each(values: list[object], steps: Steps, before: Steps) -> list[object]:
    found: list[object] = []
    for value in values:
        try:
            one = _find(value, steps, before)
        except NotThere:
            continue
        found += one if None in steps and isinstance(one, list) else [one]
    return found


def _written(step: str) -> str:
    if _STEP.fullmatch(step) and not step.startswith('"') and step != "*":
        return step
    return '"' + re.sub(r'(["\\])', r"\\\1", step) + '"'


def _place(steps: Steps) -> str:
    return f"`{written(steps)}`" if steps else "the answer"


def _kind(value: object) -> str:
    if isinstance(value, dict):
        keys = [f"`{_written(key)}`" for key in value][:_KEYS]
        more = ", and more" if len(value) > _KEYS else ""
        return f"an object with {', '.join(keys)}{more}" if keys else "an object without keys"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if value is None:
        return "null"
    return "true or false" if isinstance(value, bool) else "text" if isinstance(value, str) else "a number"
