"""What is read in the texts of articles, and found among them: most of the time that their pages take goes into it, so it is kept from
build to build."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self, TypeAlias

from deskbook.library import replace
from deskbook.model import Part
from deskbook.text.markdown import parts
from deskbook.workers import executor

from .. import prose
from ..programs import fingerprint, programs
from . import dialect

# By the file of an article: the files of those that are near it, nearest first.
Near: TypeAlias = "Mapping[str, Sequence[str]]"
# As many texts keep a process busy for longer than it takes to start it, and so many are asked for at once.
_JOB, _PORTION = 300, 100


class Reading(NamedTuple):
    """Of a text: its summary, what it says it applies to, and the Markdown for the engine, None where that is the text itself."""

    summary: str
    applies_to: tuple[str, ...]
    for_engine: str | None


class Readings:
    """All that was read, by a fingerprint of the text. The file `path` can be lost at any moment; without one nothing is kept."""

    def __init__(self, path: Path | None = None, processes: int = 0) -> None:
        self._path, self._processes = path, processes
        self._known, self._near = _read(path) if path else ({}, {})
        self._used: dict[str, Reading] = {}
        self._used_near: dict[str, Near] = {}

    def of(self, text: str) -> Reading:
        """What a text says."""
        key = _fingerprint(text)
        self._used[key] = found = self._known.get(key) or read(text)
        self._known[key] = found
        return found

    def look(self, texts: Iterable[str]) -> None:
        """Read many texts at once, so that `of` has them at hand."""
        new = {key: text for text in texts if (key := _fingerprint(text)) not in self._known}
        portions = [list(new.values())[start : start + _PORTION] for start in range(0, len(new), _PORTION)]
        with executor(self._processes, len(new) // _JOB, copies=True) as pool:
            found = [one for some in pool.map(_read_all, portions) for one in some]
        self._known |= dict(zip(new, found, strict=True))

    def among(self, texts: object, find: Callable[[], Near]) -> Near:
        """What `find` finds to be near what, which depends on these texts alone."""
        key = fingerprint(texts)
        self._used_near[key] = self._near[key] = found = self._near.get(key) or find()
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Note down what this build has asked for, for the next one."""
        if self._path and error is None:
            said = {"made_with": programs(), "texts": self._used, "near": self._used_near}
            replace(self._path, json.dumps(said, ensure_ascii=False, separators=(",", ":")))


def read(text: str) -> Reading:
    """Read one text."""
    environment = parts(text).get(Part.ENVIRONMENT) if Part.ENVIRONMENT.casefold() in text.casefold() else None
    for_engine = dialect.with_engine_lists(text)
    applies_to = prose.short_items(environment.text) if environment else ()
    return Reading(prose.summary(text), applies_to, None if for_engine == text else for_engine)


def _read_all(texts: Sequence[str]) -> list[Reading]:
    return [read(text) for text in texts]


def _read(path: Path) -> tuple[dict[str, Reading], dict[str, Near]]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["made_with"] != programs():
            return {}, {}
        texts = {str(key): Reading(one, tuple(some), engine) for key, (one, some, engine) in said["texts"].items()}
        return texts, dict(said["near"])
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}, {}


def _fingerprint(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
