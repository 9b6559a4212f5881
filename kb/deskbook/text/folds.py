"""What a reader opens first: `[details="Summary"]…[/details]` and `[spoiler]…[/spoiler]`, as Discourse writes them in Markdown.

Messages keep them in that form, which says in any program where each begins and ends. On a page they become `<details>`, which opens
by mouse and keyboard, and needs no script. Around blocks each tag is a paragraph of its own; a spoiler may also stand within one.

The tags are found in Markdown, where it can be told whether one was escaped, but become HTML only after it was rendered, where it
can be told what is code: between the two, each stands in characters that no text has.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_BEGIN, _END = "\ufdd1", "\ufdd2"
# The same characters where a renderer took them for a part of an address.
_LEFT = re.compile(f"[{_BEGIN}{_END}]|%EF%B7%9[12]")
_NAMES = r"(?:/(?:spoiler|details)|spoiler|details(?:=(?:\"[^\"\n]*\"|[^\"\]\n]*))?(?: open)?)"
_WRITTEN = re.compile(rf"(?<!\\)((?:\\\\)*)(\[{_NAMES}\])")
_LINE = re.compile(rf"[ \t]*\[{_NAMES}\][ \t]*")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_MARK = rf"{_BEGIN}\[(?P<{{0}}end>/?)(?P<{{0}}kind>spoiler|details)(?P<{{0}}rest>[^\n{_BEGIN}{_END}]*)\]{_END}"
_PIECE = re.compile(
    rf"<p>{_MARK.format('block_')}</p>|{_MARK.format('')}|<(?P<close>/?)(?P<tag>[a-z][a-z0-9]*)\b[^<>]*>"
)
_TAG = re.compile(r"<[^<>]*>")
_INNERMOST = re.compile(r"<details\b(?:(?!<details\b).)*?(?:</details>|\Z)", re.DOTALL)
_VOID = frozenset(("br", "hr", "img"))
_SPOILER = '<details class="db-spoiler" data-pagefind-ignore><summary>{}</summary>'
_INLINE_SPOILER = _SPOILER.replace('"db-spoiler"', '"db-spoiler db-spoiler--inline"')


def mark(markdown: str) -> str:
    """Markdown to be rendered, with its tags marked for `fold`. One that has a line for itself becomes a paragraph."""
    markdown = markdown.replace(_BEGIN, "").replace(_END, "")
    if "[details" not in markdown and "[spoiler]" not in markdown:
        return markdown
    lines: list[str] = []
    fence = ""
    for line in markdown.split("\n"):
        alone = not fence and _LINE.fullmatch(line)
        lines += ["", line, ""] if alone else [line]
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
    return _WRITTEN.sub(rf"\1{_BEGIN}\2{_END}", "\n".join(lines))


def fold(html: str, *, details: str = "Details", spoiler: str = "Spoiler") -> str:
    """HTML that was made of marked Markdown, in which no `<` is a stranger's own, with `<details>` for each pair of tags that holds
    whole elements. Any other tag is text, and so is what stands in code. `details` and `spoiler` are what those say that have no words
    of their own, as HTML."""
    if _BEGIN not in html and "%EF%B7%9" not in html:
        return html
    folder = _Folder(details, spoiler)
    place = 0
    for piece in _PIECE.finditer(html):
        folder.out.append(html[place : piece.start()])
        folder.take(piece)
        place = piece.end()
    return _LEFT.sub("", "".join([*folder.out, html[place:]]))


def outside(html: str) -> str:
    """Some HTML of ours without what a reader opens first, for short texts: it is read once for each level of it."""
    found = 1
    while found:
        html, found = _INNERMOST.subn(" ", html)
    return html


@dataclass(frozen=True, slots=True)
class _Open:
    """An open tag: its kind, whether it is a paragraph, how many elements it stands in, and its place in the output."""

    kind: str
    block: bool
    depth: int
    place: int
    html: str


class _Folder:
    """What has been read so far."""

    def __init__(self, details: str, spoiler: str) -> None:
        self.out: list[str] = []
        self._details, self._spoiler = details, spoiler
        self._elements: list[tuple[str, int]] = []  # open ones, each with its place in the output
        self._tags: list[_Open] = []
        self._count: Counter[tuple[str, bool, int]] = Counter()  # of those tags
        self._divided: set[int] = set()  # places of paragraphs that hold a spoiler: HTML allows no <details> in them

    def take(self, piece: re.Match[str]) -> None:
        """Read one tag, of HTML or of ours."""
        self.out.append(piece[0])
        if piece["tag"]:
            if piece["close"]:
                self._leave(piece["tag"])
            elif piece["tag"] not in _VOID:
                self._elements.append((piece["tag"], len(self.out) - 1))
            return
        block = piece["block_kind"] is not None
        prefix = "block_" if block else ""
        kind, rest = piece[f"{prefix}kind"], piece[f"{prefix}rest"]
        if any(name == "code" for name, _ in self._elements) or (kind == "details" and not block):
            return
        if piece[f"{prefix}end"]:
            self._close(kind, block)
        elif kind == "details":
            self._open(kind, block, f"<details><summary>{_summary(rest) or self._details}</summary>")
        else:
            self._open(kind, block, (_SPOILER if block else _INLINE_SPOILER).format(self._spoiler))

    def _leave(self, name: str) -> None:
        if not self._elements or self._elements[-1][0] != name:
            return
        place = self._elements.pop()[1]
        if place in self._divided:
            self.out[place], self.out[-1] = '<div class="db-p">', "</div>"
        while self._tags and self._tags[-1].depth > len(self._elements):
            self._forget()

    def _open(self, kind: str, block: bool, html: str) -> None:
        opened = _Open(kind, block, len(self._elements), len(self.out) - 1, html)
        self._tags.append(opened)
        self._count[kind, block, opened.depth] += 1

    def _close(self, kind: str, block: bool) -> None:
        wanted = (kind, block, len(self._elements))
        if not self._count[wanted]:
            return
        while True:
            opened = self._forget()
            if (opened.kind, opened.block, opened.depth) == wanted:
                break
        self.out[opened.place], self.out[-1] = opened.html, "</details>"
        if not block:
            self._divided.update(place for name, place in self._elements if name == "p")

    def _forget(self) -> _Open:
        opened = self._tags.pop()
        self._count[opened.kind, opened.block, opened.depth] -= 1
        return opened


def _summary(rest: str) -> str:
    words = _TAG.sub("", rest.removeprefix("=").removesuffix(" open")).strip()
    return words.removeprefix("&quot;").removesuffix("&quot;").strip()
