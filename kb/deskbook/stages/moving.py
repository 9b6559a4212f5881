"""What merge, rename and archive share: content/ as it will be when an article is elsewhere, and nothing of it written yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath

from deskbook.errors import ContentError
from deskbook.library import Library
from deskbook.library.changes import Change, make
from deskbook.library.git import Git
from deskbook.library.keys import body_start, with_value, without_entry
from deskbook.model import Article
from deskbook.text.relinking import Moves

_NAMED = 5  # files named in an error


class Moving:
    """Gathers changes. Each file is planned once; the others follow with `repair`."""

    def __init__(self, library: Library) -> None:
        self.library = library
        shelf = library.read()
        self.articles = shelf.articles
        prefix = f"{library.prefix}/"
        # Front matter that cannot be read is no reason to break the links below it.
        broken = (PurePosixPath(finding.location.path.removeprefix(prefix)) for finding in shelf.unreadable)
        self._paths = [article.path for article in shelf.articles] + [p for p in broken if p.suffix.lower() == ".md"]
        self.files = frozenset({*shelf.files, *(path.as_posix() for path in self._paths)})
        self._planned: dict[PurePosixPath, bytes | None] = {}

    def plan(self, path: PurePosixPath, after: str | bytes | None) -> None:
        """What a file will hold; None removes it."""
        self._planned[path] = after.encode("utf-8") if isinstance(after, str) else after

    def changes(self) -> tuple[Change, ...]:
        """What differs from what is there, in the order of `plan`."""
        found = (Change(path, self.held(path), after) for path, after in self._planned.items())
        return tuple(change for change in found if change.before != change.after)

    def held(self, path: PurePosixPath) -> bytes | None:
        """What a file holds today."""
        file = self.library.folder / path
        return file.read_bytes() if file.is_file() else None

    def moves(self, to: Mapping[str, str], anchors: Mapping[str, Collection[str]] | None = None) -> Moves:
        """The links of all files follow `to`; so do those to the index of a folder in which nothing is left, because the build
        makes none any more."""
        gone = {PurePosixPath(path) for path in to}
        stay = [path for path in self._paths if path not in gone] + [PurePosixPath(path) for path in to.values()]
        kept = {folder for path in stay for folder in path.parents}
        empty = {
            (folder / "index.md").as_posix(): new
            for old, new in to.items()
            for folder in PurePosixPath(old).parents
            if old.endswith(".md") and folder not in kept
        }
        return Moves({*self.files, *empty}, {**empty, **to}, anchors or {})

    def repair(self, moves: Moves, *, ids: Mapping[str, str], claimed: Collection[str] = ()) -> None:
        """Plan what follows in all files that are not planned yet: their links, the ids that they name by `ids`, and that none
        claims a path or an id of `claimed` as one that it had before."""
        by_path = {article.path: article for article in self.articles}
        for path in self._paths:
            if path in self._planned:
                continue
            try:
                text = self.library.text(path)
            except ContentError:
                continue  # it is a finding of the check
            start = body_start(text)
            made = text[:start] + (moves.relinked(text[start:], path) if moves.concern(text[start:]) else text[start:])
            if article := by_path.get(path):
                made = self._with_names(made, article, ids, claimed)
            if made != text:
                self.plan(path, made)

    def _with_names(self, text: str, article: Article, ids: Mapping[str, str], claimed: Collection[str]) -> str:
        try:
            for key, name in (("improves", article.improves), ("replaced_by", article.replaced_by)):
                if name and name in ids:
                    text = with_value(text, key, ids[name])
            for key, names in (("aliases", article.aliases), ("former_ids", article.former_ids)):
                for name in set(names).intersection(claimed):
                    text = without_entry(text, key, name)
        except ContentError as error:
            raise self.at(article, error) from error
        return text

    def at(self, article: Article, error: ContentError) -> ContentError:
        """The error, with the file in which it is."""
        return ContentError(error.what, where=f"{self.library.prefix}/{article.path}", cure=error.cure)


def carry_out(library: Library, changes: tuple[Change, ...], *, force: bool) -> None:
    """Make the changes. Raises `ContentError`, and changes nothing, where git could not bring back what was there, unless by
    `force`."""
    git = Git(library.folder)
    if git.there and not force:
        touched = {library.folder / change.path: change.path for change in changes if change.before is not None}
        if dirty := [touched[path] for path in git.changed(list(touched))]:
            raise ContentError(
                f"{_listed(library, dirty)} {'has' if len(dirty) == 1 else 'have'} changes that are not committed, so git could "
                "not bring back what would be changed now",
                cure="commit first, or add --force",
            )
    make(changes, library.folder)


def _listed(library: Library, paths: Iterable[PurePosixPath]) -> str:
    names = [f"{library.prefix}/{path}" for path in paths]
    more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return " and ".join(filter(None, (", ".join([*names[:_NAMED], *more][:-1]), [*names[:_NAMED], *more][-1])))
