"""Tracked lists of what people decided: one thing a line, in an order that does not matter.

Two people who decide in two branches must not meet a conflict: git is told to keep the lines of both sides
(`merge=union`), so a line says all of it, and when it was made says which one holds.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from deskbook.errors import DecisionError
from deskbook.library.files import replace, replace_bytes

_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_WORD = re.compile(r'(?<!\S)(?:"(?:[^"\\]|\\.)*"|[^\s"]+)(?!\S)')
# Anything else is written as a JSON string, so that a line survives whatever a source uses for an id.
_PLAIN = re.compile(r"[\w.:/@+=~,-]+")
E = TypeVar("E", bound=StrEnum)


class Dated(Protocol):
    """What a line says. `at` is when it was decided, aware UTC in whole seconds."""

    @property
    def at(self) -> datetime: ...


T = TypeVar("T", bound=Dated)


@dataclass(frozen=True)
class TrackedLines(Generic[T]):
    """How a list is written. A line is the time, then words.

    `read` makes a value of time and words and raises `ValueError`, saying what is wrong; `words` is its reverse. `header`
    explains the list at the top of its file, `example` how to mend a line.
    """

    header: str
    example: str
    read: Callable[[datetime, list[str]], T]
    words: Callable[[T], Sequence[str]]

    def all_in(self, path: Path) -> tuple[T, ...]:
        """Everything in `path`, each once; nothing where there is no file. Raises `DecisionError`, naming the line."""
        if not path.exists():
            return ()
        return tuple(dict.fromkeys(self._lines(_text(path), path)))

    def append(self, path: Path, make: Callable[[datetime], T], now: datetime) -> str:
        """Write what `make` makes of a time: `now` (aware), and return its line.

        A clock that is behind a colleague's does not make a new decision older than what it overrides: it is dated a second
        after the latest in the file, if need be. Raises `DecisionError`, and changes nothing, where the file has a line that
        cannot be read.
        """
        at = now.astimezone(UTC).replace(microsecond=0)
        at = max([at, *(one.at + timedelta(seconds=1) for one in self.all_in(path))])
        line = self._written(make(at))
        append_line(path, line, self.header)
        return line

    def write(self, path: Path, said: Iterable[T]) -> bool:
        """Make `path` hold just these lines, in this order. Says whether that changed it."""
        fresh = not path.exists()
        written = replace(path, self.header + "".join(f"{self._written(one)}\n" for one in said))
        if fresh and _in_work_tree(path.parent.resolve()):
            merge_by_union(path)
        return written

    def _written(self, said: T) -> str:
        return " ".join([said.at.strftime("%Y-%m-%dT%H:%M:%SZ"), *map(_written, self.words(said))])

    def _lines(self, text: str, path: Path) -> Iterator[T]:
        # Not splitlines(): a line ends where git says that it ends.
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            try:
                yield self._line(line)
            except (ValueError, OverflowError) as problem:
                marked = line.startswith(_MARKS)
                raise DecisionError(
                    "a merge in git left its mark here" if marked else f"this decision cannot be read: {problem}",
                    where=f"{path}:{number}",
                    cure=f"keep the lines of both sides, and delete those that begin with {', '.join(_MARKS[:3])}"
                    if marked
                    else self.example,
                ) from None

    def _line(self, line: str) -> T:
        """Raises `ValueError`, saying what is wrong, or `OverflowError` for a time outside of the calendar."""
        if _WORD.sub("", line).strip():
            raise ValueError("a quotation mark is missing, or has no space before or after it")
        when, *words = [json.loads(word) if word.startswith('"') else word for word in _WORD.findall(line)]
        at = datetime.fromisoformat(when)
        if at.tzinfo is None:
            raise ValueError(f"'{when}' does not say which time zone: end it with Z")
        return self.read(at.astimezone(UTC), words)


def append_line(path: Path, line: str, header: str) -> None:
    """Write one line more at the end of a tracked list. A file that is new or empty begins with `header`, and in a work tree
    git is told how to merge it."""
    text = _text(path) if path.exists() else ""
    started = text if text.endswith("\n") or not text else f"{text}\n"
    replace(path, f"{started or header}{line}\n")
    if not text and _in_work_tree(path.parent.resolve()):
        merge_by_union(path)


def merge_by_union(path: Path) -> Path | None:
    """Have git keep the lines of both sides where two branches changed `path`.

    Returns the .gitattributes beside it if that had to be written. One that says already how to merge the file is left
    alone, and nothing else in it is touched.
    """
    attributes = path.parent / ".gitattributes"
    known = attributes.read_bytes() if attributes.exists() else b""
    for line in known.decode("utf-8", "replace").splitlines():
        name, *said = line.split() or [""]
        if name in (path.name, f"/{path.name}") and any("merge" in word for word in said):
            return None
    pattern = f"/{path.name}" if _PLAIN.fullmatch(path.name) else json.dumps(f"/{path.name}", ensure_ascii=False)
    gap = b"" if known.endswith(b"\n") or not known else b"\n"
    replace_bytes(attributes, known + gap + f"{pattern} merge=union\n".encode())
    return attributes


def one_of(choices: type[E], words: Sequence[str]) -> E:
    """The choice that the words name. Raises `ValueError` with the nearest one."""
    said = " ".join(words)
    try:
        return choices(said)
    except ValueError:
        near = difflib.get_close_matches(said, list(choices), n=1)
        meant = f"; did you mean '{near[0]}'?" if near else f"; it is one of {_listed(choices)}"
        raise ValueError(f"'{said}' is no decision{meant}") from None


def _listed(choices: Iterable[str]) -> str:
    return ", ".join(choices)


def _in_work_tree(folder: Path) -> bool:
    return any((place / ".git").exists() for place in (folder, *folder.parents))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise DecisionError("this file is not UTF-8 text", where=str(path), cure="save it as UTF-8") from error


def _written(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    # People read these lines: letters stay letters. What cannot be seen, or written as UTF-8, is escaped.
    return json.dumps(word, ensure_ascii=not word.isprintable())
