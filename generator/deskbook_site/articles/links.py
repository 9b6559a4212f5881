"""What the Markdown of one article links to, and how links to pages that a reader may not see become plain text.

Links to pages that are on the site stay as they were, byte for byte: staged files keep their places. So only links to
hidden pages, and to none at all, are ever rewritten. Comments are removed: they are meant for fellow writers.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from deskbook.text.link_syntax import (
    ANCHOR,
    ATTRIBUTE,
    COMMENT,
    DEFINITION,
    INLINE,
    REFERENCE,
    TAG,
    Found,
    label,
    replace_outside_code,
)
from deskbook.text.pages import page_url

# What stands in place of a link's text that would itself give the hidden page away.
UNNAMED = "a page that is not published here"

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)


@dataclass(frozen=True, slots=True)
class Gated:
    """Markdown without links to hidden pages, and the paths of the other files that it shows or links to.

    `dead` are the links to files that are not there at all, as they were written; these became plain text too.
    """

    body: str
    files: frozenset[str]
    dead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What links may lead to. Paths are relative to content/, with forward slashes.

    `visible` are the articles on the site, `files` what may be staged beside them; `hidden` maps the path of all that must
    not be known of to its title, which is empty where it has none.
    """

    visible: Container[str]
    hidden: Mapping[str, str]
    files: Container[str]


def gate(body: str, path: PurePosixPath, around: Surroundings) -> Gated:
    """The article body at `path` as readers may see it. Code is left alone."""
    target = _Targets(path, around)
    hidden_labels: dict[str, str] = {}

    def definition(match: Found) -> str:
        hit = target.hidden_or_dead(match["dest"])
        if hit is None:
            return match.whole
        hidden_labels[label(match["label"])] = hit
        return ""

    def reference(match: Found) -> str:
        hit = hidden_labels.get(label(match["label"] or match["text"]))
        return match.whole if hit is None else target.name(match["text"], hit)

    def inline(match: Found) -> str:
        hit = target.hidden_or_dead(match["dest"])
        text = replace_outside_code(INLINE, match["text"], inline)  # an image as the text of a link
        return match.whole.replace(match["text"], text, 1) if hit is None else target.name(text, hit)

    def anchor(match: Found) -> str:
        hits = [target.hidden(_value(attribute)) for attribute in ATTRIBUTE.finditer(match["attributes"])]
        hit = next(filter(None, hits), None)
        return match.whole if hit is None else target.name(match["text"], hit)

    def tag(match: Found) -> str:
        return ATTRIBUTE.sub(lambda found: "" if target.hidden(_value(found)) else found.group(), match.whole)

    body = replace_outside_code(COMMENT, body, lambda _: "")
    body = replace_outside_code(DEFINITION, body, definition)
    body = replace_outside_code(INLINE, body, inline)
    if hidden_labels:
        body = replace_outside_code(REFERENCE, body, reference)
    body = replace_outside_code(ANCHOR, body, anchor)
    return Gated(replace_outside_code(TAG, body, tag), frozenset(target.files), tuple(dict.fromkeys(target.dead)))


class _Targets:
    """Where the links of one article lead; notes down the files that it shows, and the links that lead nowhere."""

    def __init__(self, path: PurePosixPath, around: Surroundings) -> None:
        # Markdown links are relative to the file; links in raw HTML, which no engine rewrites, to the page's address.
        self._folder = path.parent.as_posix()
        self._bases = (self._folder, page_url(path) or ".")
        self._around = around
        self.files: set[str] = set()
        self.dead: list[str] = []

    def hidden(self, destination: str) -> str | None:
        """The path of the hidden page or file that a link leads to."""
        target = _path(destination)
        if not target or self._is_page(target):
            return None
        candidates = [name for base in self._bases for name in _names(base, target)]
        if files := [name for name in candidates if name in self._around.files]:
            self.files.add(files[0])
            return None
        if any(name in self._around.visible for name in candidates):
            return None
        return next((name for name in candidates if name in self._around.hidden), None)

    def hidden_or_dead(self, destination: str) -> str | None:
        """The same for a link in Markdown; `` for one to a file that is not there, which the engine would stumble over."""
        target = _path(destination)
        if not target or self._is_page(target):
            return None
        if hit := self.hidden(destination):
            return hit
        joined = posixpath.normpath(posixpath.join(self._folder, target))
        there = joined in self._around.visible or joined in self._around.files
        # A link without a suffix, or from the root, is an address: the engine lets it be, and LinkChecker will try it.
        if there or target.startswith("/") or not posixpath.splitext(target)[1]:
            return None
        self.dead.append(destination)
        return ""

    def _is_page(self, target: str) -> bool:
        """Whether a link leads to a page of the site as most links do, by its file as seen from this one's: the quick way."""
        return (
            target.endswith(".md") and posixpath.normpath(posixpath.join(self._folder, target)) in self._around.visible
        )

    def name(self, text: str, hidden: str) -> str:
        """The text of a link to `hidden`, unless it is that page's title or path."""
        if not hidden:
            return text
        title = self._around.hidden[hidden].casefold()
        path = PurePosixPath(hidden.casefold())
        plain = " ".join(re.sub(r"[*_`\\]", "", text).casefold().split())
        telling = plain in (title, path.stem) or path.name in plain or (len(title) >= 12 and title in plain)
        return UNNAMED if telling else text


def _path(destination: str) -> str:
    """The path in a link, without what follows ? or #; empty for a link to another host or within the page."""
    destination = destination.removeprefix("<").removesuffix(">").strip()
    return "" if _ELSEWHERE.match(destination) else unquote(re.split(r"[#?]", destination, maxsplit=1)[0])


def _names(base: str, target: str) -> list[str]:
    """The files that a link could mean: itself, or the source of the page at that address."""
    joined = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(base, target))
    stem = joined.removesuffix(".html")
    folder = posixpath.dirname(joined) if posixpath.basename(joined) == "index.html" else joined
    return [
        joined,
        f"{stem}.md",
        *(posixpath.normpath(posixpath.join(folder, name)) for name in ("index.md", "README.md")),
    ]


def _value(attribute: re.Match[str]) -> str:
    return attribute["double"] or attribute["single"] or attribute["bare"] or ""
