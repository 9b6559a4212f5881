"""What a conversation is called that has no title: its first line."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LONGEST = 80


def first_line(markdown: str) -> str:
    """The first line of a text that says something, without Markdown's escapes, cut at a word after 80 characters."""
    line = next((" ".join(line.split()) for line in _ESCAPED.sub(r"\1", markdown).splitlines() if line.strip()), "")
    if len(line) <= _LONGEST:
        return line
    head = line[: _LONGEST - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:.-") + "…"
