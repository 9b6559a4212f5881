"""Learning paths: pages in a folder paths/ whose numbered items are what to read, in that order."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from deskbook.model import Article

from .pages import INDEX_NAMES

FOLDER = "paths"
_READER = MarkdownIt("commonmark")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_MARKER = re.compile(r"(\s*)(\d{1,9})(?=[.)])")


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered item of a path.

    `target` is the file below content/ that its first link leads to, None where it has none. `first`, `head` and `end` are
    0-based lines of the body: its first line, the last one of its first paragraph, and the one after its last.
    """

    target: PurePosixPath | None
    first: int
    head: int
    end: int


def is_path(article: Article) -> bool:
    """Whether it is a learning path: a page in paths/ of the content, or of one language of it."""
    folder = article.path.parent.parts
    return folder in ((FOLDER,), (article.language, FOLDER)) and article.path.name not in INDEX_NAMES


def steps(article: Article) -> tuple[Step, ...]:
    """The numbered items of a page, in order, whether or not they lead to anything. Lists within lists belong to their item."""
    tokens = _READER.parse(article.body)
    lines = article.body.split("\n")
    found = []
    for opening, closing in _items(tokens):
        first, end = tokens[opening].map or (0, 0)
        while end > first + 1 and not lines[end - 1].strip():
            end -= 1
        inner = [token for token in tokens[opening:closing] if token.type == "inline"]
        head = (inner[0].map or (first, first + 1))[1] - 1 if inner else first
        found.append(Step(_target(article, inner), first, head, end))
    return tuple(found)


def with_steps(body: str, there: Sequence[Step], wanted: Sequence[Step]) -> str:
    """The text of a path without those of the steps `there` that are not `wanted`; the others are numbered anew, through all lists."""
    lines = body.split("\n")
    kept = {step: number for number, step in enumerate(wanted, 1)}
    for step in reversed(there):
        if step not in kept:
            del lines[step.first : step.end]
            continue
        marker = _MARKER.match(lines[step.first])
        if marker and marker[2] != (number := str(kept[step])):
            lines[step.first] = f"{marker[1]}{number}{lines[step.first][marker.end() :]}"
            # What belongs to an item stands as far in as the item's text.
            more = " " * (len(number) - len(marker[2]))
            for place in range(step.first + 1, step.end):
                lines[place] = f"{more}{lines[place]}" if lines[place].strip() else ""
    return "\n".join(lines)


def _items(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where the items of outermost numbered lists begin and end among the tokens."""
    numbered, opening = False, 0
    for place, token in enumerate(tokens):
        if token.level == 0 and token.type.endswith("_list_open"):
            numbered = token.type == "ordered_list_open"
        elif token.level == 1 and token.type == "list_item_open":
            opening = place
        elif token.level == 1 and token.type == "list_item_close" and numbered:
            yield opening, place


def _target(article: Article, inner: Sequence[Token]) -> PurePosixPath | None:
    for token in inner:
        for child in token.children or ():
            link = str(child.attrs.get("href", "")) if child.type == "link_open" else ""
            if link and not _ELSEWHERE.match(link):
                written = unquote(re.split("[?#]", link, maxsplit=1)[0])
                return PurePosixPath(posixpath.normpath(posixpath.join(article.path.parent.as_posix(), written)))
    return None
