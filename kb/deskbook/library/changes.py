"""Changes of several files below content/ that belong together: shown as a diff, or made so that a crash loses nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from deskbook.errors import ContentError
from deskbook.library.files import replace_bytes


@dataclass(frozen=True, slots=True)
class Change:
    """One file, by its path below content/: what it holds and what it will hold; None where there is no file."""

    path: PurePosixPath
    before: bytes | None
    after: bytes | None


def make(changes: Sequence[Change], folder: Path) -> None:
    """Write the files in their order, then remove those that go, and folders that are empty by then.

    Whatever is removed was written elsewhere before. Raises `ContentError` for a file outside of the folder.
    """
    for change in changes:
        if not (folder / change.path).resolve().is_relative_to(folder.resolve()):
            raise ContentError("this file is not below the content folder", where=str(change.path))
    for change in changes:
        if change.after is not None:
            replace_bytes(folder / change.path, change.after)
    for change in changes:
        if change.after is None:
            (folder / change.path).unlink(missing_ok=True)
            _remove_empty((folder / change.path).parent, folder)


def diff(changes: Iterable[Change], prefix: str) -> str:
    """The changes as git and `patch` write and read them; `prefix` is the path of content/ in the project."""
    return "".join(_diff(change, f"{prefix}/{change.path}") for change in changes)


def _diff(change: Change, name: str) -> str:
    old = "/dev/null" if change.before is None else f"a/{name}"
    new = "/dev/null" if change.after is None else f"b/{name}"
    try:
        before, after = (_lines(data) for data in (change.before, change.after))
    except UnicodeDecodeError:
        return f"Binary files {old} and {new} differ\n"
    shown = difflib.unified_diff(before, after, old, new)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in shown)


def _lines(data: bytes | None) -> list[str]:
    # Not splitlines(): a line ends where git says that it ends.
    text = (data or b"").decode("utf-8")
    lines = [f"{line}\n" for line in text.split("\n")]
    return [*lines[:-1], *([lines[-1][:-1]] if lines[-1] != "\n" else [])]


def _remove_empty(place: Path, folder: Path) -> None:
    while place != folder and place.is_dir() and not any(place.iterdir()):
        place.rmdir()
        place = place.parent
