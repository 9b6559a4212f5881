"""What the Markdown of one article links to, and how links to pages that a reader may not see become plain text.

Links to pages that are on the site stay as they were, byte for byte: staged files keep their places. So only links to
hidden pages, and to none at all, are ever rewritten. Comments are removed: they are meant for fellow writers.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from deskbook.text.pages import page_url

# What stands in place of a link's text that would itself give the hidden page away.
UNNAMED = "a page that is not published here"

_FENCE = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)", re.M | re.S
)
_CODE = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.S)
_COMMENT = re.compile(r"<!--.*?-->[ \t]*\n?", re.S)
# Brackets in brackets, three deep: a picture with a footnote in a link is two.
_PLAIN = r"[^\[\]\\]|\\."
_TEXT = rf"(?P<text>(?:{_PLAIN}|\[(?:{_PLAIN}|\[(?:{_PLAIN}|\[(?:{_PLAIN})*\])*\])*\])*)"
# Python-Markdown also takes addresses with spaces.
_DEST = r"(?P<dest><[^<>\n]*>|(?:[^\s()\\]|\\.|\([^\s()]*\)|[ \t](?=[^\s()\"']))+)"
_TITLE = r"(?:\"[^\"]*\"|'[^']*'|\([^()]*\))"
_INLINE = re.compile(rf"!?\[{_TEXT}\]\(\s*{_DEST}(?:\s+{_TITLE})?\s*\)(?:\{{[^}}\n]*\}})?", re.S)
_DEFINITION = re.compile(
    rf"^[ \t>]*\[(?P<label>[^\]^][^\]]*)\]:[ \t]*\n?[ \t]*{_DEST}(?:[ \t]*\n?[ \t]*{_TITLE})?[ \t]*(?:\n|\Z)", re.M
)
_REFERENCE = re.compile(rf"!?\[{_TEXT}\](?:[ ]?\[(?P<label>[^\]]*)\])?(?![(:])", re.S)
_ANCHOR = re.compile(r"<a\b(?P<attributes>[^>]*)>(?P<text>.*?)</a>", re.S | re.I)
_ATTRIBUTE = re.compile(
    r"\s(?:href|src|poster|data)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))", re.I
)
_TAG = re.compile(r"<[a-z][^<>]*>", re.I)
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

    def definition(match: _Found) -> str:
        hit = target.hidden_or_dead(match["dest"])
        if hit is None:
            return match.whole
        hidden_labels[_label(match["label"])] = hit
        return ""

    def reference(match: _Found) -> str:
        hit = hidden_labels.get(_label(match["label"] or match["text"]))
        return match.whole if hit is None else target.name(match["text"], hit)

    def inline(match: _Found) -> str:
        hit = target.hidden_or_dead(match["dest"])
        text = _replace(_INLINE, match["text"], inline)  # an image as the text of a link
        return match.whole.replace(match["text"], text, 1) if hit is None else target.name(text, hit)

    def anchor(match: _Found) -> str:
        hits = [target.hidden(_value(attribute)) for attribute in _ATTRIBUTE.finditer(match["attributes"])]
        hit = next(filter(None, hits), None)
        return match.whole if hit is None else target.name(match["text"], hit)

    def tag(match: _Found) -> str:
        return _ATTRIBUTE.sub(lambda found: "" if target.hidden(_value(found)) else found.group(), match.whole)

    body = _replace(_COMMENT, body, lambda _: "")
    body = _replace(_DEFINITION, body, definition)
    body = _replace(_INLINE, body, inline)
    if hidden_labels:
        body = _replace(_REFERENCE, body, reference)
    body = _replace(_ANCHOR, body, anchor)
    return Gated(_replace(_TAG, body, tag), frozenset(target.files), tuple(dict.fromkeys(target.dead)))


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
        if not target:
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
        if hit := self.hidden(destination):
            return hit
        joined = posixpath.normpath(posixpath.join(self._folder, target))
        there = joined in self._around.visible or joined in self._around.files
        # A link without a suffix, or from the root, is an address: the engine lets it be, and LinkChecker will try it.
        if there or not target or target.startswith("/") or not posixpath.splitext(target)[1]:
            return None
        self.dead.append(destination)
        return ""

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


class _Found:
    """A match outside code, with the text that really stands there."""

    def __init__(self, match: re.Match[str], text: str) -> None:
        self._match = match
        self._text = text

    def __getitem__(self, group: str) -> str:
        start, end = self._match.span(group)
        return self._text[start:end] if start >= 0 else ""

    @property
    def whole(self) -> str:
        return self._text[self._match.start() : self._match.end()]


def _replace(pattern: re.Pattern[str], text: str, replacement: Callable[[_Found], str]) -> str:
    """Like `pattern.sub`, but code is invisible to the pattern, so that brackets in it open and close nothing."""
    pieces, end = [], 0
    for match in pattern.finditer(_without_code(text)):
        pieces += [text[end : match.start()], replacement(_Found(match, text))]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _without_code(text: str) -> str:
    """`text` with each character of code, line ends apart, replaced by one that means nothing in Markdown."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", "\0", match.group())

    return _CODE.sub(blank, _FENCE.sub(blank, text))


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _value(attribute: re.Match[str]) -> str:
    return attribute["double"] or attribute["single"] or attribute["bare"] or ""
