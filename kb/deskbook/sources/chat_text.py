"""Markdown as people type it into a chat, where every new line is one, -> Markdown that renders the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .chat_posts import Person
from .markdown import from_markdown
from .records import clean

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})([^`]*)")
_TICKS = "```"
_LANGUAGE = re.compile(r"[\w+#.-]*")
_EMPHASIS = re.compile(r"(?<![\w*~])(\*{1,3}|~~)(?=[^\s*~])([^\n*~]*[^\s*~])\1(?![\w*~])")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*")  # it would make a heading of the line above


def from_chat(text: str, base: str | None = None) -> str:
    """Markdown without HTML or harmful links; relative links are joined to `base`."""
    text = clean(text).strip("\n")
    return from_markdown(_broken(text) if "\n" in text else text, base)


def words_of(text: str, people: Iterable[Person] = ()) -> str:
    """The words of such Markdown, with people as `@nick`."""
    for person in people:
        text = text.replace(f"@{person.shown}", f"@{person.nick}")
    return _EMPHASIS.sub(r"\2", text)


def _broken(text: str) -> str:
    """The text with forced line breaks outside of code, and with fences of code on lines of their own."""
    lines: list[tuple[str, bool]] = []  # and whether it may be broken
    fence = ""
    for line in text.split("\n"):
        if fence:
            code, closed, rest = line.partition(fence)
            if not closed:
                lines.append((line, False))
                continue
            lines += [(code, False)] if code.strip() else []
            lines.append((fence, False))
            fence = ""
            line = rest.lstrip(fence).strip()  # noqa: PLW2901  what stands behind the code
            if not line:
                continue
        before, fence, rest = _opening(line)
        if fence:
            language = rest.strip() if _LANGUAGE.fullmatch(rest.strip()) else ""
            lines += [(before.rstrip(), True)] if before.strip() else []
            lines.append((fence + language, False))
            lines += [(rest, False)] if rest.strip() and not language else []
        else:
            above = lines[-1][0].strip() if lines else ""
            underline = above and _UNDERLINE.fullmatch(line)
            if above.startswith(">") and line.strip() and not line.lstrip().startswith(">"):
                lines.append(("", True))  # a quote ends with its line
            lines.append((f"\\{line.strip()}" if underline else line, True))
    if fence:
        lines.append((fence, False))
    return "\n".join(
        f"{line.rstrip()}  " if breaks and line.strip() and following[1] and following[0].strip() else line
        for (line, breaks), following in zip(lines, [*lines[1:], ("", False)], strict=True)
    )


def _opening(line: str) -> tuple[str, str, str]:
    """What stands before a fence that a line opens, the fence, and what stands behind it; no fence where the line opens none."""
    if match := _FENCE.fullmatch(line):
        return "", match[1], match[2]
    return line.rpartition(_TICKS) if line.count(_TICKS) % 2 else (line, "", "")
