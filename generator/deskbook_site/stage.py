"""Pages -> files for the engine: only what changed is written, and what is no longer asked for is removed.

Nothing that is not staged can be published, so everything that could put a file elsewhere, or bring one in, is refused.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from deskbook.errors import BuildError
from deskbook.library import replace

from .page import Page


@dataclass(frozen=True, slots=True)
class Staged:
    """How many files were written and how many removed; a run without a change has 0 of both."""

    written: int
    removed: int


def stage(
    pages: Iterable[Page], files: Collection[str], content: Path, docs: Path, *, before: Path | None = None
) -> Staged:
    """Make `docs` hold exactly `pages` and copies of `files`, which are paths relative to the folder `content`, or to the folder
    `before` in it, which is looked in first.

    Raises `BuildError` for a path that leaves its folder, a symbolic link, and for two pages with one address.
    """
    pages = tuple(pages)
    _check_addresses(pages)
    _refuse_links(docs, docs)
    wanted: set[Path] = set()
    clear = {docs}
    written = 0
    for page in pages:
        target = docs / safe(page.path.as_posix())
        wanted.add(target)
        _make_way(target, clear)
        written += replace(target, page.render())
    for name in sorted(files):
        target = docs / safe(name)
        wanted.add(target)
        own = before is not None and (before / safe(name)).is_file()
        _make_way(target, clear)
        written += _copy(_source(before if before and own else content, name), target)
    return Staged(written, _remove_strays(docs, wanted))


def safe(name: str) -> PurePosixPath:
    """`name` as a path that stays below the folder it is joined to. Raises `BuildError` otherwise."""
    path = PurePosixPath(name)
    if (
        not path.parts
        or path.is_absolute()
        or ".." in path.parts
        or "\\" in name
        or ":" in path.parts[0]
        or "\0" in name
    ):
        raise BuildError("this path leaves the folder it belongs to", where=repr(name), cure="rename the file")
    return path


def _check_addresses(pages: Iterable[Page]) -> None:
    seen: dict[str, PurePosixPath] = {}
    for page in pages:
        # Some file systems, and so some web servers, do not tell upper from lower case.
        other = seen.setdefault(page.url.casefold(), page.path)
        if other is not page.path:
            raise BuildError(
                f"two pages would have the address /{page.url}: {other} and {page.path}",
                where=str(page.path),
                cure="rename or move one of them",
            )


def _source(content: Path, name: str) -> Path:
    source = content / safe(name)
    _refuse_links(source, content)
    if not source.is_file():
        raise BuildError("an article shows this file, but it is gone", where=str(source), cure="put it back")
    return source


def _refuse_links(path: Path, folder: Path) -> None:
    """Refuse a symbolic link anywhere between `folder` and `path`, both included: it could bring in any file."""
    for step in (path, *path.parents):
        if step.is_symlink():
            raise BuildError(
                "this is a symbolic link, and the build follows none",
                where=str(step),
                cure="put the real file in its place",
            )
        if step == folder:
            return


def _copy(source: Path, target: Path) -> bool:
    data = source.read_bytes()
    if target.is_file() and target.read_bytes() == data:
        return False
    fresh = target.with_name(f".{target.name}.tmp")  # left behind by a crash, it is a stray for the next run
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh.write_bytes(data)
    fresh.replace(target)
    return True


def _make_way(target: Path, clear: set[Path]) -> None:
    """Remove what an earlier run, or somebody else, left in the way of `target`: a file for a folder, or a link. `clear` are the folders
    that were looked at, the first of all among them; those of the target are added."""
    steps = []
    for step in target.parents:
        if step in clear:
            break
        steps.append(step)
    for step in reversed(steps):
        if step.is_symlink() or step.is_file():
            step.unlink()
        clear.add(step)
    if target.is_symlink():
        target.unlink()
    elif target.is_dir():
        shutil.rmtree(target)


def _remove_strays(docs: Path, wanted: Collection[Path]) -> int:
    removed = 0
    for folder, folders, names in os.walk(docs, topdown=False):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for path in (Path(folder, name) for name in [*names, *links]):
            if path not in wanted:
                path.unlink()
                removed += 1
        if Path(folder) != docs and not any(Path(folder).iterdir()):
            Path(folder).rmdir()
    return removed
