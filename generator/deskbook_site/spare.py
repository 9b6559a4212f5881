"""What the last two sites have in common is kept in place, so that a page that stays the same costs no work on the disk.

A new site takes the place of the old one at once, and the old one is kept: the next site begins with its folders of topics and of
the search index, instead of with a link for each of their files. Readers never see a site that is worked on.

Of all other sections the next site begins with the empty folders, which take longer to make than to fill.

What is kept is only ever raw material. A file of it is published where a run of this day has asked for it and finds it as it was
noted; whatever else lies there is removed. So a crash, or somebody's hand in these folders, costs time and nothing else.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from .inventory import File, remove_files, remove_folders

_FOLDERS = "-folders"


def begin(spare: Path, site: Path) -> None:
    """Make of `site` a folder with the empty folders of the site before."""
    _remove(site)
    kept = spare / _FOLDERS
    if kept.is_dir() and not kept.is_symlink():
        kept.rename(site)
        remove_files(site)  # there are none, unless somebody has put them there


def lend(
    spare: Path, site: Path, section: str, wanted: Callable[[os.DirEntry[str]], bool] | None = None
) -> frozenset[str]:
    """Move a section of `spare` into the new site, around what is there already; the names of what came with it.

    Where it is asked, only what is `wanted` comes.
    """
    kept, here = spare / section, site / section
    if not kept.is_dir() or kept.is_symlink():
        return frozenset()
    if wanted:
        for entry in list(os.scandir(kept)):
            if not wanted(entry):
                _remove(Path(entry.path))
    own = set(os.listdir(here)) if here.is_dir() else set()  # noqa: PTH208
    for name in own:
        _remove(kept / name)
        (here / name).rename(kept / name)
    if here.is_dir():
        here.rmdir()
    kept.rename(here)
    return frozenset(os.listdir(here)) - own  # noqa: PTH208


def sweep(site: Path, section: str, lent: Collection[str], files: dict[str, File], wanted: Collection[str]) -> None:
    """Remove from the folders of `section` that were lent all that is not `wanted`; from `files`, the site's, too."""
    prefix = f"{section}/"
    lent = frozenset(lent)
    strays = [
        name for name in files if name.startswith(prefix) and name not in wanted and name.split("/", 2)[1] in lent
    ]
    for name in strays:
        del files[name]
        discard(site, name)
    used = {name.split("/", 2)[1] for name in wanted if name.startswith(prefix)}
    for folder in lent - used:
        _remove(site / section / folder)


def keep(  # noqa: PLR0913  two sites, and what is in them
    spare: Path,
    old: Path,
    site: Path,
    *,
    known: Mapping[str, File],
    files: Mapping[str, File],
    folders: Mapping[str, Collection[str]],
) -> None:
    """Make of `old`, a site that was replaced, the spare of `site`: all the same files, of which each has its space on the disk once.

    `known` and `files` are the files of the old site and of the new one. Only `folders`, by their section, are kept with their files.
    """
    _remove(spare)
    spare.mkdir(parents=True)
    for section, names in folders.items():
        here = old / section
        wanted = {
            name: files[name] for name in files if name.startswith(f"{section}/") and name.split("/", 2)[1] in names
        }
        try:
            if here.is_dir():
                for name in set(os.listdir(here)) - set(names):  # noqa: PTH208
                    _remove(here / name)
                # What was taken back must not go on lying about.
                for name, file in known.items():
                    if name.startswith(f"{section}/") and not file.same(wanted.get(name)):
                        discard(old, name)
                here.rename(spare / section)
            for name, file in wanted.items():
                if not file.same(known.get(name)):
                    _link(site / name, spare / name)
        except OSError:  # on another disk, or on one that knows no links: the next run does without
            _remove(spare / section)
    try:
        remove_files(old)
        # A name with a dot could be that of a file in the next site.
        remove_folders(old, unless=lambda folder: "." not in folder and os.path.isdir(f"{site}/{folder}"))  # noqa: PTH112
        old.rename(spare / _FOLDERS)
    except OSError:
        _remove(old)


def discard(site: Path, name: str) -> None:
    """Remove a file, and its folders as far as nothing else is in them."""
    path = site / name
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == site:
            return
        try:
            folder.rmdir()
        except OSError:
            return


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(source, target)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
