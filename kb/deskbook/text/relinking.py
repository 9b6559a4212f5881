"""Links that lead to where the files that they mean are now, written as they were written before.

A link that means no file that is or was there is left alone, and so is one to another site.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote

from deskbook.text.link_syntax import Place, places
from deskbook.text.pages import page_url

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
# What a path may not hold within the brackets of a link or the quotation marks of a tag.
_ENCODED = re.compile(r"[\s()<>%#?\\\"'&]")


@dataclass(frozen=True)
class Moves:
    """Which files below content/ are in other places now, by their paths relative to it, with forward slashes.

    `files` are all that were there before, and `to` maps those that are gone to what stands for them now. `anchors` maps a path
    of today to the anchors that its page has, where links to others cannot be kept.
    """

    files: Collection[str]
    to: Mapping[str, str]
    anchors: Mapping[str, Collection[str]] = field(default_factory=dict)

    def relinked(self, text: str, was: PurePosixPath, now: PurePosixPath | None = None) -> str:
        """The Markdown of the file at `was`, which will be read at `now`, with its links as they have to be then."""
        page = _Page(self, was.as_posix(), (now or was).as_posix())
        pieces, end = [], 0
        for place in places(text):
            written = text[place.start : place.end]
            pieces += [text[end : place.start], page.link(written, place)]
            end = place.end
        return "".join([*pieces, text[end:]])

    def concern(self, text: str) -> bool:
        """Whether a text may link to any of the files that are gone; cheap, and never wrong where it says no."""
        plain = unquote(text)
        return any(name in text or name in plain for name in self._names())

    def _names(self) -> set[str]:
        # The address of an index is that of its folder, and from the pages below it may be written as dots alone.
        return {"" if path.stem in ("index", "README") else path.stem for path in map(PurePosixPath, self.to)}


@dataclass(frozen=True)
class _Page:
    """One text, read at a path before and at another, or the same, now."""

    moves: Moves
    was: str
    now: str

    def link(self, written: str, place: Place) -> str:
        """How a link is written now."""
        bracketed = written.startswith("<") and written.endswith(">")
        path, mark, anchor = _parted(written[1:-1] if bracketed else written)
        meant = self.meant(written, html=place.html)
        if meant is None:
            return written
        new, address = self.moves.to.get(meant, meant), _names_address(path)
        known = self.moves.anchors.get(new)
        if known is not None and mark.startswith("#") and unquote(anchor) not in known and meant != new:
            mark = anchor = ""
        if (path or mark) and self._leads(path, new, html=place.html):
            again = path
        else:
            again = self._written(new, path, anchored=bool(mark), address=address or place.html)
            again = again if bracketed else _ENCODED.sub(lambda found: f"%{ord(found.group()):02X}", again)
        return f"<{again}{mark}{anchor}>" if bracketed else f"{again}{mark}{anchor}"

    def meant(self, written: str, *, html: bool) -> str | None:
        """The file that a link meant, of those that were there; None for one to another site, or to nothing."""
        target = written.removeprefix("<").removesuffix(">")
        path = _parted(target)[0]
        if _ELSEWHERE.match(target):
            return None
        if not path:
            return self.was
        found = _candidates(self.was, unquote(path), html=html)
        hit = next((name for name in found if name in self.moves.files), None)
        # The build makes an index of a folder that has none.
        return hit or (found[0] if self.was != self.now and _is_file(path) and not found[0].startswith("..") else None)

    def _leads(self, path: str, new: str, *, html: bool) -> bool:
        """Whether a link leads to `new` as it stands."""
        if not path:
            return new == self.now
        there, gone = self.moves.files, self.moves.to
        found = _candidates(self.now, unquote(path), html=html)
        return next((name for name in found if name == new or (name in there and name not in gone)), None) == new

    def _written(self, new: str, path: str, *, anchored: bool, address: bool) -> str:
        if new == self.now and anchored:
            return ""
        rooted = path.startswith("/")
        if not address or not new.endswith(".md"):
            base = page_url(PurePosixPath(self.now)) if address else posixpath.dirname(self.now)
            return f"/{new}" if rooted else posixpath.relpath(f"/{new}", f"/{base}")
        url = page_url(PurePosixPath(new))
        if rooted:
            return f"/{url}"
        base = page_url(PurePosixPath(self.now))
        relative = posixpath.relpath(f"/{url}", f"/{base}")
        return "./" if relative == "." else f"{relative}/"


def _names_address(path: str) -> bool:
    """Whether a link names a page by its address (`../dns/`) and not by its file."""
    return bool(path) and not _is_file(path)


def _is_file(path: str) -> bool:
    return bool(posixpath.splitext(unquote(path))[1]) and not path.endswith("/")


def _candidates(page: str, path: str, *, html: bool) -> list[str]:
    """The files that a path in the text of a page may mean, likeliest first."""
    base = page_url(PurePosixPath(page)) if html or _names_address(path) else posixpath.dirname(page)
    joined = posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(base, path))
    if _is_file(path) and not path.endswith(".html"):
        return [joined]
    folder = posixpath.dirname(joined) if joined.endswith("index.html") else joined
    stem = joined.removesuffix(".html")
    inside = [posixpath.normpath(posixpath.join(folder, name)) for name in ("index.md", "README.md")]
    return [f"{stem}.md", *inside, joined]


def _parted(target: str) -> tuple[str, str, str]:
    """(path, the mark that ends it, the rest)."""
    found = re.search(r"[#?]", target)
    return (target[: found.start()], found.group(), target[found.end() :]) if found else (target, "", "")


def targets(text: str, path: PurePosixPath, files: Collection[str]) -> set[str]:
    """Those of `files` that the Markdown of the file at `path` shows or links to."""
    page = _Page(Moves(files, {}), path.as_posix(), path.as_posix())
    meant = (page.meant(text[place.start : place.end], html=place.html) for place in places(text))
    return {name for name in meant if name is not None}
