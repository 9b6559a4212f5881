"""What a mail says, without what it quotes and how it greets."""

from __future__ import annotations

import re

_INTRODUCTION = re.compile(
    r"^\s*(?:on\b.{4,120}\bwrote|am\b.{4,120}\bschrieb\b.{0,60}|le\b.{4,120}\ba écrit)\s*:\s*$"
    r"|^-{2,}\s*(?:original message|forwarded message)\s*-{2,}$",
    re.IGNORECASE,
)
# What redaction leaves of a person: "[name]", "[customer]", "[agent 2]".
_PERSON = r"\[(?:name|customer|agent|system)(?: \d+)?\]"
_GREETING = re.compile(
    r"^\s*(?:hi|hello|hey|dear|hallo|good (?:morning|afternoon|evening)|greetings|thanks for (?:getting in touch|reaching out|"
    r"contacting us|your (?:message|report|patience)))\b[^.?!\n:]{0,40}[,.!:]?\s*$"
    rf"|^\s*(?:\S{{2,12}} ){{1,2}}{_PERSON}\s*[,.!:]*\s*$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^\s*(?:(?:good (?:morning|afternoon|evening|day)|hola|bonjour|salut|ciao|olá|moin|servus|salam|hej|hei)\b"
    r"[^.!,\n]{0,20}[.!,](?: me again[.!,])?\s+(?=\S))|"
    r"^\s*(?:hi|hello|hey|dear|hallo)(?: (?:there|all|team|support|everyone|folks|[A-Z]\w+|\[\w+(?: \d+)?\])){0,3}\s*[,!–—-]+\s*(?=\S)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^\s*(?:(?:kind|best|warm|many)\s+)?(?:regards|thanks(?: a lot| again| in advance)?|thank you(?: in advance)?|cheers|"
    r"sincerely|best(?: wishes)?|hope (?:this|that) helps|let (?:me|us) know (?:if|how) .{0,60}|viele grüße|danke)"
    rf"\s*[,.!]*\s*(?:{_PERSON})?\s*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(rf"^\s*{_PERSON}(?:\s*[,|/–—-]\s*\S.{{0,40}})?\s*$")
_LONGEST_SIGNATURE = 5


def own_words(text: str) -> str:
    """The text without quoted replies, the line that introduces them, greeting and closing lines.

    A quotation inside the text (`> ` after the first own line and followed by more own words) stays: it is then
    something that the author answers to. A fence of code is never touched.
    """
    lines = _without_trailing_quote(text.strip().splitlines())
    while lines and (not lines[0].strip() or _GREETING.match(lines[0])):
        lines.pop(0)
    if lines:
        lines[0] = _OPENING.sub("", lines[0])
        lines[0] = lines[0][:1].upper() + lines[0][1:] if lines[0][:1].islower() and text[:1].isupper() else lines[0]
    lines = _without_signature(lines)
    while lines and (not lines[-1].strip() or _CLOSING.match(lines[-1])):
        lines.pop()
    return "\n".join(lines).strip()


def _without_signature(lines: list[str]) -> list[str]:
    """Without a last block in which a person stands alone on a line: their role, company and the like follow."""
    begins = len(lines)
    for number in range(len(lines) - 1, max(-1, len(lines) - 1 - _LONGEST_SIGNATURE), -1):
        if _SIGNED.match(lines[number]):
            begins = number
        elif not lines[number].strip() and number < len(lines) - 1:
            break
    return lines[:begins]


def _without_trailing_quote(lines: list[str]) -> list[str]:
    fenced = False
    for number, line in enumerate(lines):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced and _INTRODUCTION.match(line):
            return lines[:number]
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(">")):
        end -= 1
    return lines[:end]
