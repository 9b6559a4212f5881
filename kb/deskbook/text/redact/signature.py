"""Mail signatures: who wrote, where they work and from which telephone."""

from __future__ import annotations

import re

# "-- " (RFC 3676), also as sources write it in Markdown: escaped, and with the blanks of a hard line break.
_DASHES = re.compile(r"^\\?-- *$")
_MARK = re.compile(r"^—\s*$|^_{5,}$")
_DEVICE = re.compile(
    r"^\s*(?:sent (?:from|via|with) (?:my |the )?[\w .'-]{2,40}|get outlook for \w+|gesendet von [\w .'-]{2,40}|von meinem \w+ gesendet|"
    r"envoyé de mon \w+|sent from (?:yahoo )?mail.{0,40})\.?\s*$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^\s*(?:(?:kind|best|warm|warmest|many|with kind|with best)\s+)?(?:regards|wishes|thanks(?: again| a lot| so much| in advance| and regards)?|"
    r"thank you(?: very much| in advance)?|cheers|sincerely|yours(?: sincerely| truly| faithfully)?|best|(?:mit freundlichen|viele|liebe) gr(?:ü|ue)(?:ß|ss)en?)"
    r"\s*[,.!-]*\s*$",
    re.IGNORECASE,
)
_LONGEST_LINE = 70
_MOST_LINES = 9


def remove_signature(text: str) -> str:
    """A mail without its signature: below "-- ", "Sent from my …", or a closing line with up to nine short lines after it.

    The closing line itself goes too. Quoted lines (">") below a signature stay, and so does a text that is nothing else.
    """
    lines = text.splitlines()
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(">")):
        end -= 1
    own, quoted = lines[:end], lines[end:]
    kept = _without_devices(own)
    cut = _signature_begins(kept)
    if cut is not None and any(line.strip() for line in kept[:cut]):
        kept = kept[:cut]
    if kept == own:
        return text
    while kept and not kept[-1].strip():
        kept.pop()
    return "\n".join([*kept, *quoted]).rstrip("\n")


def _without_devices(lines: list[str]) -> list[str]:
    kept = list(lines)
    while kept and (not kept[-1].strip() or _DEVICE.match(kept[-1])):
        kept.pop()
    return kept if any(_DEVICE.match(line) for line in lines[len(kept) :]) and kept else lines


def _signature_begins(lines: list[str]) -> int | None:
    fences = sum(line.lstrip().startswith(("```", "~~~")) for line in lines)
    for number in range(len(lines) - 1, max(-1, len(lines) - 40), -1):
        line = lines[number]
        if line.lstrip().startswith(("```", "~~~")):
            fences -= 1
        if fences % 2:
            continue
        if _DASHES.match(line) or (_MARK.match(line) and len(lines) - number <= _MOST_LINES):
            return number
        if _CLOSING.match(line) and _is_contact_block(lines[number + 1 :]):
            return number
    return None


def _is_contact_block(lines: list[str]) -> bool:
    """A name, a title, a company, numbers: few short lines, none of which is a sentence, a list or code."""
    said = [line.strip() for line in lines if line.strip()]
    if len(said) > _MOST_LINES:
        return False
    return all(
        len(line) <= _LONGEST_LINE
        and not line.endswith(("?", ".", ":", ";", "{"))
        and not line.startswith(("#", "```", "* ", "> ", "    "))
        for line in said
    )
