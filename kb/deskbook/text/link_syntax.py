"""How links are written in Markdown and in the HTML within it, found by their place, so that one can be changed and all else
stays byte for byte. Code is invisible to all of this.

A parser would tell what a link is better than these patterns, but not where each of its pieces stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_FENCE = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*(?P=fence)[`~]*[ \t\r]*$|\Z)", re.M | re.S
)
_CODE = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n[ \t\r]*\n).)+?(?<!`)\1(?!`)", re.S)
COMMENT = re.compile(r"<!--.*?-->[ \t]*\n?", re.S)
# Brackets in brackets, three deep: a picture with a footnote in a link is two.
_PLAIN = r"[^\[\]\\]|\\."
_TEXT = rf"(?P<text>(?:{_PLAIN}|\[(?:{_PLAIN}|\[(?:{_PLAIN}|\[(?:{_PLAIN})*\])*\])*\])*)"
# Python-Markdown also takes addresses with spaces.
_DEST = r"(?P<dest><[^<>\n]*>|(?:[^\s()\\]|\\.|\([^\s()]*\)|[ \t](?=[^\s()\"']))+)"
_TITLE = r"(?:\"[^\"]*\"|'[^']*'|\([^()]*\))"
INLINE = re.compile(rf"!?\[{_TEXT}\]\(\s*{_DEST}(?:\s+{_TITLE})?\s*\)(?:\{{[^}}\n]*\}})?", re.S)
DEFINITION = re.compile(
    rf"^[ \t>]*\[(?P<label>[^\]^][^\]]*)\]:[ \t]*(?:\r?\n)?[ \t]*{_DEST}(?:[ \t]*(?:\r?\n)?[ \t]*(?P<title>{_TITLE}))?"
    r"[ \t]*(?:\r?\n|\Z)",
    re.M,
)
REFERENCE = re.compile(rf"!?\[{_TEXT}\](?:[ ]?\[(?P<label>[^\]]*)\])?(?![(:])", re.S)
ANCHOR = re.compile(r"<a\b(?P<attributes>[^>]*)>(?P<text>.*?)</a>", re.S | re.I)
ATTRIBUTE = re.compile(
    r"\s(?:href|src|poster|data)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))", re.I
)
TAG = re.compile(r"<[a-z][^<>]*>", re.I)
# What there is wherever one of them is found: most texts have neither comments nor HTML.
_SIGNS = {COMMENT: "<!--", INLINE: "](", DEFINITION: "]:", REFERENCE: "[", ANCHOR: "<", TAG: "<"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the target of a link stands in a text, as a slice. `html` says that it is an attribute of a tag: no engine rewrites
    those, so they are relative to the page's address and not to its file."""

    start: int
    end: int
    html: bool = False


class Found:
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


def replace_outside_code(pattern: re.Pattern[str], text: str, replacement: Callable[[Found], str]) -> str:
    """Like `pattern.sub`, but code is invisible to the pattern, so that brackets in it open and close nothing."""
    if _SIGNS.get(pattern, "") not in text:
        return text
    pieces, end = [], 0
    for match in pattern.finditer(without_code(text)):
        pieces += [text[end : match.start()], replacement(Found(match, text))]
        end = match.end()
    return "".join([*pieces, text[end:]]) if pieces else text


@lru_cache(maxsize=8)  # one text is looked through for one pattern after the other
def without_code(text: str) -> str:
    """`text` with each character of code, line ends apart, replaced by one that means nothing in Markdown."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", "\0", match.group())

    return _CODE.sub(blank, _FENCE.sub(blank, text))


def label(text: str) -> str:
    """The label of a reference as Markdown compares it."""
    return " ".join(text.split()).casefold()


def places(text: str) -> list[Place]:
    """The targets of all links, images, reference definitions and attributes of tags, in order; comments are text here."""
    masked = without_code(text)
    found = {(place.start, place.end): place for place in _tags(masked)}
    found |= {match.span("dest"): Place(*match.span("dest")) for match in DEFINITION.finditer(masked)}
    found |= {(place.start, place.end): place for place in _inline(masked, 0, len(masked))}
    return [found[span] for span in sorted(found)]


def with_inline_links(text: str) -> str:
    """The text with each link by reference written out, and without the definitions: it can be cut to pieces now."""
    targets: dict[str, str] = {}

    def definition(match: Found) -> str:
        targets.setdefault(label(match["label"]), f"{match['dest']} {match['title']}".strip())
        return ""

    def reference(match: Found) -> str:
        target = targets.get(label(match["label"] or match["text"]))
        if target is None:
            return match.whole
        mark = "!" if match.whole.startswith("!") else ""
        return f"{mark}[{replace_outside_code(REFERENCE, match['text'], reference)}]({target})"

    text = replace_outside_code(DEFINITION, text, definition)
    return replace_outside_code(REFERENCE, text, reference) if targets else text


def _inline(masked: str, start: int, end: int) -> Iterator[Place]:
    for match in INLINE.finditer(masked, start, end):
        yield Place(*match.span("dest"))
        yield from _inline(masked, *match.span("text"))  # an image as the text of a link


def _tags(masked: str) -> Iterator[Place]:
    for tag in TAG.finditer(masked):
        for attribute in ATTRIBUTE.finditer(masked, *tag.span()):
            group = next((name for name in ("double", "single", "bare") if attribute[name] is not None), None)
            if group:
                yield Place(*attribute.span(group), html=True)
