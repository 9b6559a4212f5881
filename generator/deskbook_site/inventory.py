"""Which files a site has, and which of them are still those of the run before.

A file that has the size and the time (in nanoseconds) that were noted is the same file: deskbook never writes into a file that is
there, it puts a new one in its place.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from deskbook.library import replace

# Pagefind reads only the pages that have it, as long as there is one that does.
_SEARCHED = b"data-pagefind-body"


class File(NamedTuple):
    """A file: its size in bytes, when it was written (nanoseconds), a fingerprint if it was read, and for a page whether it is searched.

    A named tuple, because there are a hundred thousand of them.
    """

    size: int
    time: int
    digest: str = ""
    searched: bool = False

    @classmethod
    def page(cls, data: bytes, there: os.stat_result) -> File:
        """An HTML file that holds `data`."""
        digest = hashlib.blake2b(data, digest_size=16).hexdigest()
        return cls(there.st_size, there.st_mtime_ns, digest, _SEARCHED in data)

    def same(self, other: File | None) -> bool:
        """Whether this is the file `other`, untouched."""
        return other is not None and self[:2] == other[:2]

    def says_the_same(self, other: File | None) -> bool:
        """Whether this is the file `other`, or a page that was written again, byte for byte."""
        return self.same(other) or (other is not None and self.digest != "" and self.digest == other.digest)


def walk(site: Path, below: str = "") -> dict[str, File]:
    """All files of `site`, or of its folder `below`, by their path relative to the site. Links are files, too."""
    found: dict[str, File] = {}
    waiting = [below.rstrip("/")]
    root = f"{site}/"
    while waiting:
        here = waiting.pop()
        prefix = f"{here}/" if here else ""
        try:
            entries = os.scandir(root + here)
        except FileNotFoundError:
            continue
        with entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(prefix + entry.name)
                else:
                    there = entry.stat(follow_symlinks=False)
                    found[prefix + entry.name] = File(there.st_size, there.st_mtime_ns)
    return found


def remove_files(site: Path) -> None:
    """Remove all files of `site`. Its folders stay: to remove thousands and to make them again takes longer than to fill them."""
    for name in walk(site):
        os.unlink(f"{site}/{name}")  # noqa: PTH108  thousands of them: no path objects


def remove_folders(site: Path, unless: Callable[[str], bool]) -> None:
    """Remove the empty folders of `site`, unless they are asked for, by their path relative to the site."""
    root = f"{site}/"
    for folder, _, names in os.walk(site, topdown=False):
        if not names and folder.startswith(root) and not unless(folder.removeprefix(root)):
            with suppress(OSError):  # there are others in it
                os.rmdir(folder)  # noqa: PTH106


def survey(site: Path, known: Mapping[str, File]) -> dict[str, File]:
    """All files of a site, with fingerprints; those that are `known` and untouched are not read again. The search index is left out."""
    files = walk(site)
    for name, file in files.items():
        if name.startswith("pagefind/"):  # lent, and about to change
            continue
        earlier = known.get(name)
        if earlier and file.same(earlier) and earlier.digest:
            files[name] = earlier
        else:
            read = _read(site / name)
            files[name] = read if name.endswith(".html") else read._replace(searched=False)
    return files


def _read(path: Path) -> File:
    with path.open("rb") as file:
        return File.page(file.read(), os.fstat(file.fileno()))


def read_notes(path: Path) -> tuple[str, dict[str, File]]:
    """What `write_notes` wrote: with what the files were found in order, and the files. Nothing where that cannot be read."""
    try:
        notes = json.loads(path.read_text(encoding="utf-8"))
        return str(notes["key"]), {str(name): File(*file) for name, file in notes["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return "", {}


def write_notes(path: Path, key: str, files: Mapping[str, File]) -> None:
    """Note down the files of a finished site, and by what `key` they were found in order."""
    replace(path, json.dumps({"key": key, "files": files}, ensure_ascii=True, separators=(",", ":")))
