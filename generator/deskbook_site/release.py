"""A new site on its way into the place of the old one: what it takes over, what is looked at again, and the change itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from deskbook.errors import BuildError
from deskbook.model import Audience

from . import search, spare
from .inventory import File, read_notes, remove_folders, survey, walk, write_notes

# A folder with this file was made by a build, and may be replaced by one.
_MADE_BY_A_BUILD = "404.html"


class Release:
    """A site that grows in the folder `site` and will replace the one in `target`.

    What is known of earlier sites lies in the folder `work`, under `name`: it saves time, and can be lost at any moment. The steps
    are taken in this order: `begin`, `lend` once the engine is done, `close` once all pages are written, `index`, `unread` and `passed`
    for the second gate, `put_in_place`.
    """

    def __init__(self, site: Path, target: Path, work: Path, name: str) -> None:
        self.site, self.target = site, target
        self._search_notes, self._notes = work / f"search-{name}.json", work / f"site-{name}.json"
        self.forum_notes = work / f"forum-{name}.json"
        self._spare = work / f"spare-{name}"
        self._lent: Collection[str] = ()
        self._folders: dict[str, Collection[str]] = {}
        self._files: dict[str, File] = {}
        self._key, self._known = read_notes(self._notes)

    def begin(self) -> None:
        """Make the folder of the site, in which there is no file yet."""
        spare.begin(self._spare, self.site)

    def lend(self) -> None:
        """Take what the spare site has, and what could be in this one, too."""
        if (self.site / "forum").is_dir():
            self._lent = spare.lend(self._spare, self.site, "forum", _is_topic)
        spare.lend(self._spare, self.site, "pagefind")
        shutil.rmtree(self._spare, ignore_errors=True)

    def close(self, pages: Mapping[str, File], topics: Collection[str]) -> None:
        """See which files there are. Of what was lent only `pages` of the forum stay; `topics` are the folders of topics among
        them. Both by site-relative addresses."""
        wanted = {f"{url}index.html": file for url, file in pages.items()}
        remove_folders(self.site, unless=lambda folder: False)
        self._files = survey(self.site, {**self._known, **wanted})
        spare.sweep(self.site, "forum", self._lent, self._files, wanted)
        self._folders["forum"] = {url.split("/")[1] for url in topics}

    def index(self) -> tuple[str, ...]:
        """Index the pages for search; the names of the bundles that had to be made."""
        made = search.index(self.site, self._files, notes=self._search_notes, previous=self.target)
        self._files = {name: file for name, file in self._files.items() if not name.startswith("pagefind/")}
        index = walk(self.site, "pagefind")
        self._files |= index
        self._folders["pagefind"] = {name.split("/")[1] for name in index}
        return made

    @property
    def files(self) -> Mapping[str, File]:
        """All files of the new site, once it is closed; its pages with fingerprints."""
        return self._files

    def add(self, name: str) -> None:
        """A file was written after the survey."""
        self._files |= {name: File((found := (self.site / name).stat()).st_size, found.st_mtime_ns)}

    def unread(self, key: str) -> list[str]:
        """The files that were not found in order yet by a gate with this `key`."""
        known = self._known if key == self._key else {}
        return sorted(name for name, file in self._files.items() if not file.says_the_same(known.get(name)))

    def passed(self, key: str) -> None:
        """All files were found in order. To be called before the site is in place: what is noted is what readers have."""
        self._key = key

    def put_in_place(self) -> None:
        """Put the new site in the place of the old one, which is moved aside and not taken apart before that is done."""
        old = self.target.with_name(f".{self.target.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        if self.target.exists():
            self.target.rename(old)
        self.target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(self.site, self.target)
        write_notes(self._notes, self._key, self._files)
        known = self._known if old.exists() else {}
        spare.keep(self._spare, old, self.target, known=known, files=self._files, folders=self._folders)


def place_for(root: Path, audience: Audience, output: Path | None) -> Path:
    """The folder that the site goes to. Refuses one that holds what no build has put there."""
    target = output or root / ("site" if audience is Audience.PUBLIC else f"site-{audience}")
    holds_project = root.resolve().is_relative_to(target.resolve())
    foreign = (
        target.exists() and not (target / _MADE_BY_A_BUILD).is_file() and (target.is_file() or any(target.iterdir()))
    )
    if holds_project or foreign or target.is_symlink():
        raise BuildError(
            "this folder holds something that no build has put there, and would be replaced",
            where=str(target),
            cure="choose another with `deskbook build --output FOLDER`, or empty it",
        )
    return target


def _is_topic(entry: os.DirEntry[str]) -> bool:
    """Whether this can be the folder of a topic: others of the forum, with its lists, have no dash in their names."""
    return entry.is_dir(follow_symlinks=False) and "-" in entry.name
