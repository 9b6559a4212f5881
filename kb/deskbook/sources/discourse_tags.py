"""`[quote]` and `[poll]`, as people write them into posts of Discourse, -> plain Markdown. They begin a line and end one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_BEGIN = re.compile(r"[ \t]*\[(?P<kind>quote|poll)(?:[= ](?P<said>[^\]\n]*))?\](?P<rest>.*)")
_END = re.compile(r"(?P<rest>.*)\[/(?P<kind>quote|poll)\][ \t]*")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_TITLE = re.compile(r"#{1,6}[ \t]+(.+)")
_OPTION = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(.+)")
_DEEPEST = 10  # quotes in each other; what lies deeper is text


@dataclass(slots=True)
class _Open:
    """A tag whose end is still looked for: the line it stands on, what it says of itself, and the lines since."""

    kind: str
    line: str
    said: str
    lines: list[str] = field(default_factory=list)

    def markdown(self) -> list[str]:
        """What it is once it has ended."""
        return ["", *(_quote(self) if self.kind == "quote" else _poll(self)), ""]


def without_tags(text: str) -> str:
    """Markdown of a post in which quotes and polls are Markdown, too. A tag without its end is text, and so is all in code."""
    if "[quote" not in text and "[poll" not in text:
        return text
    opened = [_Open("", "", "")]
    fence = ""
    for line in text.split("\n"):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        if fence or not _took(line, opened):
            opened[-1].lines.append(line)
    while len(opened) > 1:
        unended = opened.pop()
        opened[-1].lines += [unended.line, *unended.lines]
    return "\n".join(opened[0].lines)


def _took(line: str, opened: list[_Open]) -> bool:
    """Whether a line holds tags, which are then done with."""
    if (begin := _BEGIN.fullmatch(line)) and len(opened) <= _DEEPEST:
        opened.append(_Open(begin["kind"], line[: begin.start("rest")], begin["said"] or ""))
        if begin["rest"].strip() and not _took(begin["rest"], opened):
            opened[-1].lines.append(begin["rest"])
        return True
    if (end := _END.fullmatch(line)) and end["kind"] == opened[-1].kind:
        if end["rest"].strip():
            opened[-1].lines.append(end["rest"])
        opened[-2].lines += opened.pop().markdown()
        return True
    return False


def _quote(tag: _Open) -> list[str]:
    who = tag.said.strip('"“”').split(",")[0].strip()
    lines = [f"{who} wrote:", "", *tag.lines] if who else tag.lines
    return [f"> {line}" if line else ">" for line in lines]


def _poll(tag: _Open) -> list[str]:
    titles = [found[1].strip() for line in tag.lines if (found := _TITLE.fullmatch(line.strip()))]
    options = [f"- {found[1].strip()}" for line in tag.lines if (found := _OPTION.fullmatch(line))]
    closed = ["", "The poll is closed."] if "status=closed" in tag.said else []
    return [f"**Poll: {titles[0]}**" if titles else "**Poll**", "", *options, *closed]
