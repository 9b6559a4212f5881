"""Pages that were rendered in earlier builds: what came out, and what each of them was made of.

All of it can be lost at any moment; it then costs time. Output lies in files that are named after what is in them, so no run
changes one that another relies on.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from deskbook.library import replace

_NOTES = "notes.json"
# A folder in the folder, with templates as Jinja compiled them.
COMPILED = "templates"


class Note(NamedTuple):
    """Of a page: a fingerprint of its text, the places of the facts that it asked for among all, the name of its output (None: it has
    none), when that was written (nanoseconds), and the title that the page's text gives it."""

    text: str
    facts: Sequence[int]
    output: str | None
    time: int
    title: str | None


@dataclass(frozen=True, slots=True)
class Notes:
    """Of all pages, by their files; made when everything that all pages depend on was `key`. `facts` are all that they asked for, each
    with a fingerprint of what it was; none where that is not sure."""

    key: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, Note] = field(default_factory=dict)


class Facts:
    """What pages ask for while a site is built, in one or several processes: `values` has a fingerprint of each fact, as `Notes` has. It
    begins with those of the build `before`; an empty one is not known."""

    def __init__(self, before: Mapping[str, str]) -> None:
        self.values = dict(before)
        self._places = {fact: place for place, fact in enumerate(before)}
        self._unsure: set[str] = set()

    def add(self, seen: Mapping[str, str]) -> None:
        """What facts were for some pages. What was seen differently before is noted as unknown: whoever asked for it is made again."""
        for fact, value in seen.items():
            self._places.setdefault(fact, len(self._places))
            if self.values.get(fact, "") not in ("", value):
                self._unsure.add(fact)
            self.values[fact] = "" if fact in self._unsure else value

    def places(self, facts: Iterable[str]) -> Sequence[int]:
        """Where these facts, which were added, stand among all."""
        return array("I", [self._places[fact] for fact in facts])


class Store:
    """A folder with outputs, and notes on the last build."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._root = str(folder)

    def put(self, data: bytes) -> str:
        """Keep an output; its name."""
        name = hashlib.blake2b(data, digest_size=20).hexdigest()
        path = self._path(name)
        fresh = f"{path}.{os.getpid()}"  # left behind by a crash, it is swept away by the next run
        try:
            file = open(fresh, "wb")  # noqa: PTH123, SIM115
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
            file = open(fresh, "wb")  # noqa: PTH123, SIM115
        with file:
            file.write(data)
        # Also where it is there already: it is the very file that the site has, and somebody may have written into that.
        os.replace(fresh, path)  # noqa: PTH105
        return name

    def time(self, name: str | None) -> int:
        """When an output was written, in nanoseconds; 0 where it is missing, or there is nothing to keep."""
        try:
            return os.stat(self._path(name)).st_mtime_ns if name else 0  # noqa: PTH116
        except OSError:
            return 0

    def place(self, name: str, target: str) -> None:
        """Put an output on the site, in the place of what is there. It takes space on the disk only once, where that can be."""
        source = self._path(name)
        try:
            _link(source, target)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120  thousands of them: no path objects
            _link(source, target)

    def read(self) -> Notes:
        """What was noted; nothing where that cannot be read."""
        try:
            said = json.loads((self._folder / _NOTES).read_text(encoding="utf-8"))
            facts = {str(fact): str(value) for fact, value in said["facts"].items()}
            pages = {
                str(uri): Note(text, _unpacked(asked), *others) for uri, (text, asked, *others) in said["pages"].items()
            }
            known = all(0 <= place < len(facts) for place in set().union(*(note.facts for note in pages.values())))
            return Notes(str(said["key"]), facts, pages) if known else Notes()
        except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
            return Notes()

    def write(self, notes: Notes) -> None:
        """Note down a finished build, and remove the outputs that it has no use for."""
        pages = {uri: (note.text, _packed(note.facts), *note[2:]) for uri, note in notes.pages.items()}
        said = {"key": notes.key, "facts": notes.facts, "pages": pages}
        replace(self._folder / _NOTES, json.dumps(said, separators=(",", ":")))
        self._sweep({_NOTES, *(note.output for note in notes.pages.values() if note.output)})

    def _sweep(self, used: Collection[str]) -> None:
        for folder, folders, names in os.walk(self._folder):
            folders[:] = [name for name in folders if name != COMPILED]
            for name in names:
                if name not in used:
                    Path(folder, name).unlink()

    def _path(self, name: str) -> str:
        return f"{self._root}/{name[:2]}/{name}"  # thousands of them: no path objects


def _packed(places: Sequence[int]) -> str:
    """Numbers as text: each page has a hundred, and JSON takes its time for each."""
    return base64.b64encode(array("I", places)).decode("ascii")


def _unpacked(text: str) -> Sequence[int]:
    return array("I", base64.b64decode(text))


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except FileExistsError:
        Path(target).unlink()
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # on another disk, or on one that knows no links
        shutil.copyfile(source, target)
