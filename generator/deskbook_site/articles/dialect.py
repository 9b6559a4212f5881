"""Lists as people write them -> lists as Python-Markdown reads them.

GitHub, help desks and forums follow CommonMark: a list may follow a paragraph without a blank line, and what belongs to an
item is indented as far as the item's text. Python-Markdown, on which the engine is built, would run the one into the
paragraph and wants four spaces for the other. Only lists change, and only in these ways, so that the result means the same
to both; code stays as it is, and so does what stands in notes and tabs, which CommonMark does not know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_READER = MarkdownIt("commonmark").enable("table")
_MARKER = re.compile(r"(?P<marker>[-+*]|\d{1,9}[.)])(?P<gap> {1,4}(?=\S)|\s|$)\s*(?P<text>.*)")
_STEP = 4


@dataclass(frozen=True, slots=True)
class _Item:
    """A list item: its first line and the one after its last, how deep it is (0 outermost), the column of its text.

    `base` is the column of the outermost item's marker, which stays where it is: what follows the list may depend on it.
    """

    first: int
    end: int
    depth: int
    base: int
    column: int

    @property
    def wanted(self) -> int:
        """The column at which the engine looks for the item's further lines."""
        return self.base + _STEP * (self.depth + 1)


def with_engine_lists(text: str) -> str:
    """The same Markdown, each list set off by a blank line and each level of items indented by four spaces."""
    lines = text.split("\n")
    owner: dict[int, _Item] = {}
    for item in _items(_READER.parse(text), lines):  # outer items first: inner ones take their lines from them
        owner.update(dict.fromkeys(range(item.first, item.end), item))
    leftmost: dict[_Item, int] = {}
    for number, item in owner.items():
        indent = _indent(lines[number])
        if lines[number].strip() and number != item.first and indent >= item.column:
            leftmost[item] = min(indent, leftmost.get(item, indent))
    result: list[str] = []
    for number, line in enumerate(lines):
        item_here = owner.get(number)
        if item_here is None or not line.strip():
            result.append(line)
        elif number == item_here.first:
            if _must_be_set_off(item_here, owner.get(number - 1), lines):
                result.append("")
            result.append(_marked(line, item_here))
        else:
            result.append(_continued(line, item_here, leftmost.get(item_here, item_here.column)))
    return "\n".join(result)


def _items(tokens: list[Token], lines: list[str]) -> list[_Item]:
    """All items outside of quotations, in the order of their first lines."""
    items: list[_Item] = []
    quotes = depth = 0
    for token in tokens:
        if token.type in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.type == "list_item_open" and token.map and not quotes:
            first, end = token.map
            # "- - a" opens two items on one line; the inner one has no line of its own to move.
            if not items or items[-1].first != first:
                base = items[-1].base if depth else _indent(lines[first])
                items.append(_Item(first, end, depth, base, _column_of_text(lines[first])))
            depth += 1
        elif token.type == "list_item_close" and not quotes:
            depth -= 1
    return items


def _column_of_text(line: str) -> int:
    indent = _indent(line)
    found = _MARKER.match(line.lstrip())
    return indent + (len(found["marker"]) + max(1, len(found["gap"])) if found else 2)


def _must_be_set_off(item: _Item, before: _Item | None, lines: list[str]) -> bool:
    """Whether a blank line is missing: after a paragraph, or in a list whose items hold more than one paragraph."""
    if not item.first or not lines[item.first - 1].strip():
        return False
    return before is None or any(not line.strip() for line in lines[before.first : item.first])


def _marked(line: str, item: _Item) -> str:
    found = _MARKER.match(line.lstrip())
    if found is None:
        return line
    return f"{' ' * (item.wanted - _STEP)}{found['marker'].replace(')', '.')} {found['text']}".rstrip()


def _continued(line: str, item: _Item, leftmost: int) -> str:
    """A further line of an item, moved right with the others of the item, if they are not far enough in already.

    A lazy line, indented less than the item's text, goes on with the item's paragraph all the same.
    """
    indent = _indent(line)
    moved = item.wanted if indent < item.column else indent + max(0, item.wanted - leftmost)
    return " " * moved + line.lstrip()


def _indent(line: str) -> int:
    return len(line.expandtabs(_STEP)) - len(line.expandtabs(_STEP).lstrip())
