"""What a Markdown text is made of: headings, sections, links, code, each with its line.

CommonMark with tables, read by markdown-it-py. Blocks indented by four spaces are read as text, not as code, because
the site's dialect uses that indent for the contents of notes and tabs (Python-Markdown admonitions and tabbed blocks).
Lines are 1-based lines of the given text; `Article.body_line` turns them into lines of the file.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from deskbook.model import Part

_READER = MarkdownIt("commonmark").enable("table").disable("code")
# A footnote's definition looks like a link's: `[^1]: word` would make a link of every `[^1]`.
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]\n]+\]:", re.MULTILINE)
_HTML_ANCHOR = re.compile(r"<[a-z][^>]*?\s(?:id|name)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_GIVEN_ANCHOR = re.compile(r"\{:?[^{}\n]*#([\w:.-]+)[^{}\n]*\}")
_ATTRIBUTES = re.compile(r"\s*\{:?[^{}\n]*\}\s*$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PLACEHOLDER = re.compile(r"(?:TODO|TBD|TBA|FIXME|XXX)\b.*|(?i:todo|tbd|tba)[.:!]*|[.…_*\s-]*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its text without markup, and the anchor (`#...`) that the site gives it."""

    level: int
    text: str
    anchor: str
    line: int
    outermost: bool


@dataclass(frozen=True, slots=True)
class MarkdownLink:
    """A link or image. `target` is percent-decoded, with its `#anchor` if it has one."""

    target: str
    line: int
    image: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """The structure of a text. `code` holds the (first, last) lines of each fenced block, the fences included."""

    headings: tuple[Heading, ...]
    anchors: frozenset[str]
    links: tuple[MarkdownLink, ...]
    code: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below a heading, up to the next heading of its level or above; `line` is the heading's."""

    heading: str
    line: int
    text: str


@lru_cache(maxsize=4096)
def outline(text: str) -> Outline:
    """Read a text once; asking again for the same text costs nothing."""
    tokens = _READER.parse(_FOOTNOTE.sub("", text))
    lines = text.split("\n")
    headings = tuple(_headings(tokens, lines))
    anchors = {heading.anchor for heading in headings} | set(_GIVEN_ANCHOR.findall(text))
    for token in _flat(tokens):
        if token.type in ("html_block", "html_inline"):
            anchors.update(_HTML_ANCHOR.findall(token.content))
    code = tuple((t.map[0] + 1, t.map[1]) for t in tokens if t.type == "fence" and t.map)
    return Outline(headings, frozenset(anchors), tuple(_links(tokens, lines)), code)


def sections(text: str, level: int = 2) -> tuple[Section, ...]:
    """The sections of one level. Headings inside lists, quotes, notes and code do not count."""
    lines = text.split("\n")
    marks = [heading for heading in outline(text).headings if heading.outermost and heading.level <= level]
    ends = [heading.line - 1 for heading in marks[1:]] + [len(lines)]
    return tuple(
        Section(heading.text, heading.line, "\n".join(lines[heading.line : end]).strip("\n"))
        for heading, end in zip(marks, ends, strict=False)
        if heading.level == level
    )


def parts(body: str) -> dict[Part, Section]:
    """The parts of an article that are there, written in any case; of two with one name, the first."""
    known = {part.value.lower(): part for part in Part}
    found: dict[Part, Section] = {}
    for section in sections(body):
        part = known.get(section.heading.lower())
        if part:
            found.setdefault(part, section)
    return found


def says_nothing(text: str) -> bool:
    """Whether a section holds only blanks, comments, headings, dashes or a note to write it later (TODO, TBD)."""
    bare = _COMMENT.sub("", text).splitlines()
    return all(line.lstrip().startswith("#") or _PLACEHOLDER.fullmatch(line.strip(" *_>-")) for line in bare)


def prose_lines(text: str) -> Iterator[tuple[int, str]]:
    """(line, text) of each line outside of fenced code and comments that is not blank."""
    bare = _COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text).split("\n")
    fenced = {line for first, last in outline(text).code for line in range(first, last + 1)}
    return ((line, words) for line, words in enumerate(bare, 1) if line not in fenced and words.strip())


def slug(heading: str) -> str:
    """The anchor of a heading's text, by the rule of Python-Markdown's `toc` extension, which MkDocs uses."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def _headings(tokens: list[Token], lines: list[str]) -> Iterator[Heading]:
    taken: set[str] = set()
    for opening, inline in itertools.pairwise(tokens):
        if opening.type != "heading_open" or not opening.map:
            continue
        words = "".join(c.content for c in inline.children or () if c.type in ("text", "code_inline", "softbreak"))
        given = _GIVEN_ANCHOR.search(words)
        words = _ATTRIBUTES.sub("", words).strip()
        anchor = _unique(given.group(1) if given else slug(words), taken)
        outermost = opening.level == 0 and not lines[opening.map[0]].startswith(("    ", "\t"))
        yield Heading(int(opening.tag[1:]), words, anchor, opening.map[0] + 1, outermost)


def _unique(anchor: str, taken: set[str]) -> str:
    while not anchor or anchor in taken:
        stem, mark, number = anchor.rpartition("_")
        anchor = f"{stem}_{int(number) + 1}" if mark and number.isdecimal() else f"{anchor}_1"
    taken.add(anchor)
    return anchor


def _links(tokens: list[Token], lines: list[str]) -> Iterator[MarkdownLink]:
    for block in tokens:
        if block.type != "inline" or not block.map:
            continue
        line, last = block.map
        for child in block.children or ():
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            target = child.attrs.get("href" if child.type == "link_open" else "src")
            if isinstance(target, str) and target:
                # Code spans over several lines hide line breaks: look ahead for the line that has the target.
                name = unquote(target)
                line = next((n for n in range(line, last) if name in lines[n] or target in lines[n]), line)
                yield MarkdownLink(name, line + 1, child.type == "image")
            yield from (
                MarkdownLink(unquote(str(inner.attrs["src"])), line + 1, image=True)
                for inner in child.children or ()
                if inner.type == "image"
            )


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()
