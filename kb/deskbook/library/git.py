"""What git knows of the articles, and commits of what a person's own command changed. git is run as a program."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from deskbook.model import Edit

# A commit of more pages is an import or a sweep: it says nothing about who knows a page.
_SWEEP = 20
_LOG = ("log", "-M", "--name-status", "-z", "--no-merges", "--relative", "--format=%x01%ae%x02%an%x02%as")


class Git:
    """The work tree that a folder lies in."""

    def __init__(self, folder: Path) -> None:
        """Raises nothing: where there is no git, or `folder` is in no work tree, `there` is False and nothing is known."""
        self._folder = folder
        self._program = shutil.which("git")
        self.there = self._program is not None and any((p / ".git").exists() for p in (folder, *folder.parents))

    def email(self) -> str:
        """The address under which the person here commits; empty where git has none."""
        return self._said("config", "user.email").strip()

    def head(self) -> str:
        """The commit that the work tree is at; empty where there is none."""
        return self._said("rev-parse", "HEAD").strip() if self.there else ""

    def edits(self, paths: Iterable[PurePosixPath]) -> dict[PurePosixPath, tuple[Edit, ...]]:
        """Who edited files, the latest first, also under the names that the files had before. Files without an edit are left out;
        so are commits that changed many files at once. `paths` are relative to the folder."""
        wanted = {path.as_posix(): path for path in paths}
        found: dict[PurePosixPath, dict[str, Edit]] = {}
        for who, name, day, changes in _commits(self._said(*_LOG, "--", ".")):
            for before, after in changes:
                path = wanted.get(after)
                if path is None:
                    continue
                if before != after:  # going back in time, the file has its earlier name from here on
                    wanted[before] = wanted.pop(after)
                if len(changes) <= _SWEEP:
                    found.setdefault(path, {}).setdefault(who, Edit(who, name, day))
        return {path: tuple(by.values()) for path, by in found.items()}

    def changed(self, paths: Sequence[Path]) -> list[Path]:
        """Those of some files that are not in the work tree as they were committed last: changed, new, or unknown to git."""
        return [
            path
            for path in paths
            if not self.there or self._status("diff", "--quiet", "HEAD", "--", str(path)) or not self._tracked(path)
        ]

    def commit(self, paths: Sequence[Path], message: str) -> str:
        """Commit some files and nothing else, whatever else is staged. Returns what git complained of, empty if it did not."""
        done = self._run("commit", "--quiet", "--only", "-m", message, "--", *map(str, paths))
        return "" if done.returncode == 0 else (done.stderr or done.stdout).decode("utf-8", "replace").strip()

    def _tracked(self, path: Path) -> bool:
        return bool(self._said("ls-files", "--", str(path)))

    def _status(self, *words: str) -> int:
        return self._run(*words).returncode

    def _said(self, *words: str) -> str:
        done = self._run(*words) if self.there else None
        return done.stdout.decode("utf-8", "replace") if done and done.returncode == 0 else ""

    def _run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        assert self._program is not None  # noqa: S101  asked only where it is there
        return subprocess.run(  # noqa: S603
            [self._program, "-C", str(self._folder), *words], capture_output=True, check=False
        )


def _commits(log: str) -> Iterator[tuple[str, str, date, list[tuple[str, str]]]]:
    """Each commit, the latest first: who, under which name, when, and the files with their names before and after."""
    for block in log.split("\x01")[1:]:
        head, _, rest = block.partition("\0")
        who, name, day = head.strip().split("\x02")
        words = iter(rest.strip("\n\0").split("\0"))
        changes = []
        for status in words:
            first = next(words, "")
            changes.append((first, next(words, "") if status.strip()[:1] in ("R", "C") else first))
        yield who.lower(), name, date.fromisoformat(day), changes
