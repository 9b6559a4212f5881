"""Whether a build would only make the very site that is there.

All that a build reads is known by name, size and time: the project's folder, the programs, the day. So is the site. Where a build may
read more, it is made.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sysconfig
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import deskbook
from deskbook.config import Config
from deskbook.library import Git, replace
from deskbook.model import Audience

from .engines.mkdocs import own_settings, theme_dir
from .inventory import read_notes, walk
from .release import place_for

# Folders of the project that no build reads, and of the store what follows from all the rest. All others are looked through, hidden
# ones too: a list of what was taken down may lie anywhere.
_UNREAD = ("build", "site", "site-partner", "site-internal", ".git", ".venv", "node_modules")
_CACHES = ("overlap", "index")
# By them settings bring in what is below no folder of the project, or in no file.
_BRINGS_IN = ("INHERIT", "plugins", "hooks", "extra_templates")


@dataclass(frozen=True, slots=True)
class Told:
    """What a build told people: lines, and its exit code."""

    lines: tuple[str, ...]
    code: int


class LastBuild:
    """The build before this one, of the site for an audience. `today` decides what is overdue; `links` says whether links are followed."""

    def __init__(  # noqa: PLR0913  all that a build depends on
        self, root: Path, config: Config, audience: Audience, *, today: date, links: bool, output: Path | None
    ) -> None:
        self._root, self._config = root, config
        self._site = place_for(root, audience, output)
        work = root / "build"
        self._notes, self._files = work / f"last-{audience}.json", work / f"site-{audience}.json"
        asked = (audience, self._site, today, links)
        try:  # before anything is read: what changes during the build has changed after it
            self._state = None if self._may_read_more() else _fingerprint([*asked, *self._inputs()])
        except OSError:
            self._state = None

    def told(self) -> Told | None:
        """What it told, if this one would make the same site, and would tell the same."""
        try:
            said = json.loads(self._notes.read_text(encoding="utf-8"))
            if self._state is None or said["state"] != self._state:
                return None
            told = Told(tuple(map(str, said["lines"])), int(said["code"]))
        except (OSError, ValueError, TypeError, KeyError):
            return None
        _, files = read_notes(self._files)
        there = walk(self._site)
        same = (
            bool(files) and files.keys() == there.keys() and all(file.same(files[name]) for name, file in there.items())
        )
        return told if same else None

    def note(self, told: Told) -> None:
        """Note down what this build has told. To be called once its site is in place."""
        replace(self._notes, json.dumps({"state": self._state, **asdict(told)}))

    def _may_read_more(self) -> bool:
        settings = self._root / "mkdocs.yml"
        if not settings.is_file():
            return False
        stated = own_settings(self._root)
        return any(map(stated.get, _BRINGS_IN)) or "!ENV" in settings.read_text(encoding="utf-8")

    def _inputs(self) -> Iterator[str]:
        # A package that comes, goes or changes its version changes the folder of all packages.
        packages = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
        yield from (f"{path} {path.stat().st_mtime_ns}" for path in sorted(packages))
        yield from (f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("DESKBOOK_"))
        yield Git(self._root).head()
        own, stated = self._root, self._config.project
        store = own / stated.store
        skipped = {*(own / name for name in _UNREAD), *(store / name for name in _CACHES), self._site.absolute()}
        programs = Path(deskbook.__file__).parent, Path(__file__).parent
        named = (own / stated.content, store, theme_dir(own), *programs)
        folders = {own, *(Path(os.path.normpath(folder)) for folder in named)}
        for folder in sorted(one for one in folders if one == own or not one.is_relative_to(own)):
            yield from _below(folder, skipped)
        yield from (_file(str(own / name)) for name in (stated.roster, self._config.redact.takedowns))


def forget(root: Path, audience: Audience) -> None:
    """Remove all that earlier builds for an audience have left to later ones."""
    for path in (root / "build").glob(f"*-{audience}*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _below(folder: Path, skipped: Collection[Path]) -> Iterator[str]:
    """All files below a folder, by name, size and time. Raises `OSError` for a folder that is a link: it could lead anywhere."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__" and Path(here, name) not in skipped)
        if linked := [name for name in folders if Path(here, name).is_symlink()]:
            raise OSError(f"{here}/{linked[0]} leads to another folder")
        yield from (_file(f"{here}/{name}") for name in sorted(names))


def _file(path: str) -> str:
    try:
        there = os.stat(path)  # noqa: PTH116  ten thousands of them: no path objects
    except OSError:  # it is not there, or a link that leads nowhere
        return path
    return f"{path} {there.st_size} {there.st_mtime_ns}"


def _fingerprint(inputs: Iterable[object]) -> str:
    said = hashlib.blake2b(digest_size=16)
    for one in inputs:
        said.update(f"{one}\0".encode("utf-8", "surrogateescape"))
    return said.hexdigest()
