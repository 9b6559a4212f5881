"""A message as lines that rules about mail can judge: what a reader sees of each, and whether it is code or quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FENCE = re.compile(r" {0,12}(`{3,}|~{3,})")
_SIGNS = re.compile(r"[\\*&<\[\u200b\xa0]")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,2000}\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_STARS = re.compile(r"\*+(?=\S)|(?<=\S)\*+")
_REFERENCES = (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&"), ("\xa0", " "), ("\u200b", ""))
_RULE = re.compile(r"[-_=*~–—#\s]{2,}")
_LONGEST = 600  # characters: what is longer is prose or data, never a line that mail adds


@dataclass(frozen=True, slots=True)
class Line:
    """`said` is the line without Markdown's signs; it is empty for blank lines, for code and for very long lines, so that no
    rule about mail can match these."""

    raw: str
    said: str
    code: bool = False
    quoted: bool = False

    @property
    def blank(self) -> bool:
        return not self.code and not self.raw.strip()

    @property
    def ruled(self) -> bool:
        """Whether it only draws a line, such as `---`."""
        return self.said != "" and _RULE.fullmatch(self.said) is not None


def read_lines(text: str) -> list[Line]:
    """The lines of a Markdown or plain text; fences of code, also open ones, are marked with all that they hold."""
    found, fence = [], ""
    for raw in text.splitlines():
        mark = _FENCE.match(raw) if "```" in raw or "~~~" in raw else None
        if mark and not fence:
            fence = mark[1]
            found.append(Line(raw, "", code=True))
        elif fence:
            found.append(Line(raw, "", code=True))
            if mark and mark[1].startswith(fence) and not raw[mark.end() :].strip():
                fence = ""
        else:
            said = raw.strip()
            quoted = said.startswith(">")
            found.append(Line(raw, _plain(said) if len(said) <= _LONGEST else "", quoted=quoted))
    return found


def joined(lines: Sequence[Line]) -> str:
    """The lines as text again."""
    return "\n".join(line.raw for line in lines).strip()


def _plain(said: str) -> str:
    if not _SIGNS.search(said):
        return said
    said = _ESCAPED.sub(r"\1", _STARS.sub("", _LINK.sub(r"\1", said)))
    for reference, character in _REFERENCES:
        said = said.replace(reference, character)
    return said.strip()
