"""The folder of articles."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from deskbook.errors import ContentError
from deskbook.library.articles import Defaults, Unreadable, parse, render
from deskbook.library.files import create, create_bytes, replace_bytes
from deskbook.library.keys import with_entry, with_value, without_entry
from deskbook.model import Article, Finding, Location, Severity
from deskbook.text.moved import with_present_ids
from deskbook.text.translations import with_languages


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the folder holds: articles by path, naming each other by the ids of today, findings about what could not be read, and all other files."""

    articles: tuple[Article, ...]
    unreadable: tuple[Finding, ...]
    files: frozenset[str]


class Library:
    """content/: reads all of it and creates articles. It edits one only where a person's own command says so."""

    def __init__(
        self,
        folder: Path,
        *,
        prefix: str = "content",
        defaults: Defaults = Defaults(),  # noqa: B008
        languages: Collection[str] = (),
    ) -> None:
        """`prefix` is the folder's path relative to the project, as findings show it. `languages` are those of translations."""
        self.folder = folder
        self.prefix = prefix
        self._defaults = defaults
        self._languages = languages
        self._real_folder = os.path.realpath(folder)

    def read(self) -> Shelf:
        """Everything below the folder, in the order of paths. A file that is not an article is a finding, not an error."""
        articles: list[Article] = []
        unreadable: list[Finding] = []
        files: set[str] = set()
        for path in self._files():
            relative = PurePosixPath(path.relative_to(self.folder).as_posix())
            try:
                article = self._article(path, relative)
            except Unreadable as problem:
                unreadable.append(self._finding(relative, problem))
                continue
            if article:
                articles.append(article)
            else:
                files.add(relative.as_posix())
        present = with_present_ids(with_languages(articles, self._languages))
        return Shelf(present, tuple(unreadable), frozenset(files))

    def read_one(self, path: PurePosixPath) -> Article | Finding | None:
        """One article, by its path below the folder, or what is wrong with it; None where there is none.

        It names other articles by the ids that its file has.
        """
        try:
            article = self._article(self.folder / path, path)
        except Unreadable as problem:
            return self._finding(path, problem)
        except OSError:
            return None
        return with_languages([article], self._languages)[0] if article else None

    def holds(self, path: PurePosixPath) -> bool:
        """Whether there is a file, of an article or not, at a path below the folder."""
        return (self.folder / path).exists()

    def create(self, article: Article) -> bool:
        """Write a new article. Says whether it wrote: a file that exists is never touched."""
        return create(self._below(article.path), render(article))

    def create_file(self, path: PurePosixPath, data: bytes) -> bool:
        """Write a new file that an article shows, in the same way."""
        return create_bytes(self._below(path), data)

    def name_source(self, path: PurePosixPath, key: str, *, named: bool = True) -> bool:
        """Add a thread's key to the `sources` of an article, or take it out. Says whether that changed the file.

        Nothing else in the file changes. Raises `ContentError` where that cannot be had.
        """
        text = self.text(path)
        try:
            changed = with_entry(text, "sources", key) if named else without_entry(text, "sources", key)
        except ContentError as error:
            raise ContentError(error.what, where=f"{self.prefix}/{path}", cure=error.cure) from error
        return replace_bytes(self.folder / path, changed.encode("utf-8"))

    def state(self, path: PurePosixPath, name: str, value: str | date) -> bool:
        """Have an article say `name: value` in its front matter. Says whether that changed the file; nothing else in it changes.

        Raises `ContentError` where that cannot be had.
        """
        try:
            changed = with_value(self.text(path), name, value)
        except ContentError as error:
            raise ContentError(error.what, where=f"{self.prefix}/{path}", cure=error.cure) from error
        return replace_bytes(self.folder / path, changed.encode("utf-8"))

    def text(self, path: PurePosixPath) -> str:
        """A file as it is, line ends and all. Raises `ContentError` where it cannot be read."""
        try:
            return (self.folder / path).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ContentError(
                f"this file cannot be read: {error}", where=f"{self.prefix}/{path}", cure="save it as UTF-8"
            ) from error

    def _below(self, path: PurePosixPath) -> Path:
        target = self.folder / path
        if not target.resolve().is_relative_to(self.folder.resolve()):
            raise ContentError("an article must stay below the content folder", where=str(path))
        return target

    def _files(self) -> Iterator[Path]:
        for root, folders, names in os.walk(self.folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            yield from (Path(root, name) for name in sorted(names) if not name.startswith("."))

    def _article(self, path: Path, relative: PurePosixPath) -> Article | None:
        """Raises `Unreadable`; None for a file that is not meant to be one."""
        if not os.path.realpath(path).startswith(os.path.join(self._real_folder, "")):  # noqa: PTH118
            raise Unreadable("this link leads out of the folder", 1, "copy the file here instead of linking to it")
        if path.suffix.lower() != ".md":
            return None
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise Unreadable("this file is not UTF-8 text", 1, "save it as UTF-8") from error
        return parse(text, relative, self._defaults)

    def _finding(self, path: PurePosixPath, problem: Unreadable) -> Finding:
        place = Location(f"{self.prefix}/{path}", problem.line)
        return Finding("KB101", "front-matter", Severity.ERROR, place, problem.message, problem.cure)
