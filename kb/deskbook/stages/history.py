"""What git's history still holds of something that was taken down."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deskbook.text.redact import Takedowns

_MESSAGE, _HEADER, _HUNK = range(3)
# The searched words stay in this process: git is only asked to print what was ever added.
_LOG = ("log", "--all", "--reflog", "-p", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "--format=%x00%h%n%B")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit (its short name) that added something, and the files it added it to, relative to the work tree; none where only
    its message says it."""

    name: str
    files: tuple[str, ...]


def history(root: Path, takedowns: Takedowns) -> tuple[Commit, ...] | None:
    """The commits of all branches, tags, stashes and the reflog that hold something that was taken down.

    None where `root` is in no work tree of git, or git is not there.
    """
    git = shutil.which("git")
    if git is None or not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return None
    command = [git, "-C", str(root), "-c", "core.quotepath=off", *_LOG]
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", errors="replace"
    ) as running:
        assert running.stdout is not None  # noqa: S101  it was asked for
        return tuple(_commits(running.stdout, takedowns))


def _commits(lines: Iterable[str], takedowns: Takedowns) -> Iterator[Commit]:
    named = [re.compile(rf"(?<![\w:-]){re.escape(key)}(?![\w-])") for key in sorted(takedowns.threads)]
    name, files, found = "", dict[str, None](), False
    for place, text in _added(lines):
        if place.startswith("\0"):
            if found:
                yield Commit(name, tuple(files))
            name, files, found = place[1:], {}, False
        # An article that names a thread as a source was written from it.
        elif takedowns.spans(text) or (place.endswith(".md") and any(key.search(text) for key in named)):
            found = True
            if place:
                files[place] = None
    if found:
        yield Commit(name, tuple(files))


def _added(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """("\\0" and the name of a commit, ""), then ("", its message), then for each hunk (path, the lines that it added)."""
    place, block, mode = "", list[str](), _MESSAGE
    for raw in lines:
        line = raw.rstrip("\n")
        begins = line.startswith(("\0", "diff --git ")) or (mode != _MESSAGE and line.startswith("@@ "))
        if begins:
            yield place, "\n".join(block)
            block = []
        if line.startswith("\0"):
            yield line, ""
            place, mode = "", _MESSAGE
        elif line.startswith("diff --git "):
            place, mode = line.rpartition(" b/")[2], _HEADER
            block = [place]
        elif begins:
            mode = _HUNK
        elif mode == _MESSAGE:
            block.append(line)
        elif mode == _HUNK and line.startswith("+"):
            block.append(line[1:])
    yield place, "\n".join(block)
