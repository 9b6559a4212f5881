"""Headings of a message, made to fit below the headings of an article."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^\s*(```|~~~)")
_ATX = re.compile(r"^(#{1,6})(?=\s)")


def demote_headings(text: str, level: int) -> str:
    """The text with its `#` headings moved down so that the highest has `level` (none passes 6). Code is left alone."""
    lines = text.split("\n")
    places = [(number, len(found.group(1))) for number, line in _outside_code(lines) if (found := _ATX.match(line))]
    by = max(0, level - min((depth for _, depth in places), default=level))
    for number, depth in places:
        lines[number] = "#" * min(6, depth + by) + lines[number][depth:]
    return "\n".join(lines)


def _outside_code(lines: list[str]) -> list[tuple[int, str]]:
    outside, fence = [], ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if found and (not fence or found.group(1) == fence):
            fence = "" if fence else found.group(1)
        elif not fence:
            outside.append((number, line))
    return outside
