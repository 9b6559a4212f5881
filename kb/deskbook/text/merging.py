"""What one article says and another does not, to be put between marks into the other until a writer has worked it in.

Stricter than `news`, because what is left out here is lost: a piece counts as said only if each of its sentences stands in the
other article word for word, code and the targets of links included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from deskbook.model import Part
from deskbook.text.link_syntax import with_inline_links
from deskbook.text.markdown import outline
from deskbook.text.sentences import is_code, sentences
from deskbook.text.slug import slugify

_READER = MarkdownIt("commonmark").enable("table").disable("code")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BEGIN = re.compile(r"^<!-- merged from (?P<path>.+?): .* -->[ \t]*$", re.MULTILINE)
_END = re.compile(r"^<!-- end of what was merged from .+? -->[ \t]*$", re.MULTILINE)
_LIST_MARK = re.compile(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+|^[ \t>]+", re.MULTILINE)
_EDGES = "*_`“”‘’\"'()|"
_STOPS = ".,;:!?"
_ORDER = tuple(part.value.casefold() for part in Part)


@dataclass(frozen=True, slots=True)
class Addition:
    """Lines to be put before the 0-based line `line` of an article's body."""

    line: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage that waits for a writer: the 1-based line of its mark, and the path of the article it came from, as far as it
    is said."""

    line: int
    path: str


def additions(body: str, other: str, path: str) -> tuple[Addition, ...]:
    """What `other`, the body of the article that was at `path`, says and `body` does not, by the section that it belongs to.

    Its links must be right already for where `body` stands. An article that holds the additions gets none the second time.
    """
    said = _Said(body)
    here = _segments(body)
    slug = slugify(path.removesuffix(".md"))
    # Of two footnotes with one name a page would show the first; what this article brought before is no other footnote.
    before = re.compile(f"{re.escape(_begin(path))}.*?{re.escape(_end(path))}", re.DOTALL)
    mine = set(_FOOTNOTE.findall(before.sub("", body)))
    other = _FOOTNOTE.sub(lambda found: f"[^{found[1]}-{slug}]" if found[1] in mine else found[0], other)
    # What belongs to a section comes before a new one that begins where it ends.
    found: dict[tuple[int, bool], list[str]] = {}
    for segment in _segments(with_inline_links(_BEGIN.sub("", _END.sub("", other)))):
        pieces = _new(segment.text, said)
        if not pieces:
            continue
        same = next((one for one in here if one.name == segment.name), None)
        heading = [] if same else ["", f"## {segment.heading}"]
        line = same.end if same else _place_of(segment.name, here)
        block = "\n\n".join([_begin(path), *pieces, _end(path)])
        found.setdefault((line, same is None), []).extend([*heading, "", *block.split("\n")])
    lines = body.split("\n")
    return tuple(
        # A heading that follows at once would belong to the comment.
        Addition(line, (*added, *([""] if line < len(lines) and lines[line].strip() else [])))
        for (line, _), added in sorted(found.items())
    )


def with_additions(text: str, found: Sequence[Addition]) -> str:
    """The body with the additions in it, each line ended as those of the text are."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split("\n")
    for addition in reversed(found):
        before = lines[: addition.line]
        if before and not before[-1].endswith("\r") and newline == "\r\n":
            before[-1] += "\r"
        ending = newline[:-1]
        lines = [*before, *(f"{line}{ending}" for line in addition.lines), *lines[addition.line :]]
    return "\n".join(lines)


def marks(body: str) -> tuple[Mark, ...]:
    """The passages of a body that were merged into it and wait for a writer; an end without a beginning counts too."""
    code = {line for first, last in outline(body).code for line in range(first, last + 1)}
    begins = [Mark(_line(body, found.start()), found["path"]) for found in _BEGIN.finditer(body)]
    ends = [Mark(_line(body, found.start()), "") for found in _END.finditer(body)]
    return tuple(mark for mark in begins or ends if mark.line not in code)


def _line(body: str, place: int) -> int:
    return body.count("\n", 0, place) + 1


def _begin(path: str) -> str:
    return f"<!-- merged from {path}: work this into the page, then delete this line and the one at its end -->"


def _end(path: str) -> str:
    return f"<!-- end of what was merged from {path} -->"


@dataclass(frozen=True, slots=True)
class _Segment:
    """What stands below a heading of the first or second level, or before the first. `end` is the line after its last word."""

    heading: str
    text: str
    end: int

    @property
    def name(self) -> str:
        return self.heading.casefold()


def _segments(body: str) -> list[_Segment]:
    lines = body.split("\n")
    tops = [mark for mark in outline(body).headings if mark.outermost and mark.level <= 2]
    # The title is no section: what stands below it is what stands before the first.
    names = [("" if mark.level == 1 and number == 0 else mark.text, mark.line) for number, mark in enumerate(tops)]
    begins = [("", 0), *names]
    ends = [line - 1 for _, line in names] + [len(lines)]
    found: list[_Segment] = []
    for (name, begin), end in zip(begins, ends, strict=True):
        last = next((n + 1 for n in range(end - 1, begin - 1, -1) if lines[n].strip()), begin)
        text = "\n".join(_without_underline(lines[begin:end]) if name else lines[begin:end])
        if name or text.strip() or begin:
            found.append(_Segment(name, text, last))
    return found


def _without_underline(lines: list[str]) -> list[str]:
    """Of a heading that is underlined the line below it is not text."""
    return ["", *lines[1:]] if lines and re.fullmatch(r" {0,3}(?:=+|-+)\s*", lines[0]) else lines


def _place_of(name: str, here: Sequence[_Segment]) -> int:
    """Where a section begins that is not there yet: a part after the part that comes before it, all else at the end."""
    if name == "":
        return 0
    if name in _ORDER:
        before = [one for one in here if one.name in _ORDER[: _ORDER.index(name)]]
        after = [number for number, one in enumerate(here) if one.name in _ORDER[_ORDER.index(name) + 1 :]]
        if before:
            return before[-1].end
        if after:
            return here[after[0] - 1].end if after[0] else 0
    return max((one.end for one in here), default=0)


class _Said:
    """What an article says, as words."""

    def __init__(self, body: str) -> None:
        # What only writers see is not said.
        shown = _COMMENT.sub("\n", body)
        self._words = "\n".join(f" {_words(paragraph)} " for paragraph in re.split(r"\n[ \t]*\n", shown))
        self._lines = {" ".join(line.split()) for line in shown.split("\n")}
        self._whole = " ".join(body.split())

    def has(self, text: str) -> bool:
        """Whether each sentence and each line of code of a piece stands there."""
        return all(self._has_code(one) if is_code(one) else self._has(one) for one in sentences(text))

    def literally(self, text: str) -> bool:
        return " ".join(text.split()) in self._whole

    def _has(self, sentence: str) -> bool:
        return f" {_words(sentence)} " in self._words

    def _has_code(self, block: str) -> bool:
        # Which language it is in says nothing.
        return all(" ".join(line.split()) in self._lines for line in block.split("\n")[1:])


def _words(text: str) -> str:
    """The words of a text, without emphasis and stops at their ends; case counts only where a word is not of letters alone."""
    found = []
    for raw in _LIST_MARK.sub("", text).split():
        word = raw.strip(_EDGES).rstrip(_STOPS).strip(_EDGES) or raw
        found.append(word.casefold() if word.isalpha() else word)
    return " ".join(found)


def _new(text: str, said: _Said) -> list[str]:
    """The pieces of a section that are said nowhere, each whole, below the headings that they stood below."""
    kept: list[str] = []
    above: list[tuple[int, str]] = []
    for level, piece in _pieces(text, said):
        if level:
            above = [*((one, heading) for one, heading in above if one < level), (level, piece)]
        else:
            kept += [*(heading for _, heading in above if heading), piece]
            above = [(one, "") for one, _ in above]
    return kept


def _pieces(text: str, said: _Said) -> Iterator[tuple[int, str]]:
    """(level, heading), and (0, piece) for each piece that is said nowhere."""
    lines = text.split("\n")
    # A footnote of one word looks like the definition of a link, and would be no piece at all.
    shown = re.sub(r"^( {0,3}\[\^[^\]\n]+\]):", r"\1;", text, flags=re.MULTILINE)
    for block in _grouped(_READER.parse(shown), lines):
        kind, whole = block.kind, "\n".join(lines[block.first : block.last]).rstrip()
        if kind == "heading_open":
            yield len(whole) - len(whole.lstrip("#")) or 2, whole
        elif kind in ("bullet_list_open", "ordered_list_open") and block.items:
            items = ["\n".join(lines[first:last]).rstrip() for first, last in block.items]
            new = [item for item in items if not said.has(item)]
            if new:
                yield 0, "\n".join(new)
        elif kind == "html_block":
            if whole.strip() and not said.literally(whole):
                yield 0, whole
        elif kind != "hr" and not said.has(whole):
            yield 0, whole


@dataclass(slots=True)
class _Block:
    kind: str
    first: int
    last: int
    items: list[tuple[int, int]]


def _grouped(tokens: Sequence[Token], lines: Sequence[str]) -> list[_Block]:
    """The outermost blocks. One that is indented belongs to the one before: it is in a note, a tab, or a footnote."""
    blocks: list[_Block] = []
    for token in tokens:
        if token.level == 0 and token.nesting >= 0 and token.map:
            first, last = token.map
            if blocks and lines[first].startswith(("    ", "\t")):
                blocks[-1].last = last
                blocks[-1].items = []
            else:
                blocks.append(_Block(token.type, first, last, []))
        elif token.level == 1 and token.type == "list_item_open" and token.map and blocks:
            first, last = token.map
            blocks[-1].items.append((first, last))
    return blocks
