"""Zulip's Markdown -> Markdown without Zulip's own marks, and its addresses."""

from __future__ import annotations

import re
from urllib.parse import quote

_MENTION = re.compile(r"@_?\*\*([^*\n|]{1,100})(?:\|\d{1,10})?\*\*|@_?\*([^*\n]{1,100})\*")
_CHANNEL = re.compile(r"#\*\*([^*\n]{1,200})\*\*")
_TIME = re.compile(r"<time:([^<>\n]{1,40})>")
_BLOCK = re.compile(r"(`{3,}|~{3,}) *(quote|spoiler)\b(.*)")
RESOLVED = "✔ "


def plain_marks(text: str) -> str:
    """The text with mentions, links to channels and times as words, and with blocks of quotes and spoilers as Markdown has them."""
    text = _without_blocks(text)
    text = _MENTION.sub(lambda match: f"@{match[1] or match[2]}", text)
    text = _CHANNEL.sub(lambda match: f"#{match[1]}", text)
    return _TIME.sub(lambda match: match[1], text)


def mentioned_names(text: str) -> list[str]:
    """The full names of those whom the text speaks of."""
    return [match[1] for match in _MENTION.finditer(text) if match[1]]


def near(base: str, stream: tuple[str, str], topic: str, message: str) -> str:
    """The address of a message in its topic; `stream` is the channel's id and name."""
    channel = f"{stream[0]}-{_encoded(stream[1].replace(' ', '-'))}"
    return f"{base}/#narrow/stream/{channel}/topic/{_encoded(topic)}/near/{message}"


def _encoded(text: str) -> str:
    """Zulip writes a dot where addresses have a percent sign."""
    return quote(text, safe="").replace(".", "%2E").replace("%", ".")


def _without_blocks(text: str) -> str:
    """Blocks of quotes as `>` lines, and those of spoilers under their heading. What is not closed goes to the end."""
    lines: list[str] = []
    mark = ""
    quoted = False
    for line in text.split("\n"):
        if mark and line.rstrip() == mark:
            mark = ""
            lines.append("")
        elif mark:
            lines.append(f"> {line}".rstrip() if quoted else line)
        elif opened := _BLOCK.fullmatch(line):
            mark, quoted = opened[1], opened[2] == "quote"
            lines += [""] if quoted else ["", f"**{opened[3].strip() or 'Spoiler'}**", ""]
        else:
            lines.append(line)
    return "\n".join(lines)
