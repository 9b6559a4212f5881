"""A Markdown text cut into what it says: sentences, steps and blocks of code."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_STEP = re.compile(r"^\s*(?:\d{1,3}[.)]|[-*+])\s+(?=\S)")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s")
# A sentence ends at a stop that a space follows; 'e.g.' and an initial do not end one, a version or address has no space.
_END = re.compile(r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\betc\.)(?<!\bvs\.)(?<![ (][A-Z]\.)[)\"'”*_]*\s+(?=\S)")
_MARKUP = "#>*_ \t"
_OPENING = 5


def sentences(text: str) -> list[str]:
    """Each sentence, step and block of code of a text, in order. A step keeps its number, a block its fences."""
    return [sentence for paragraph in _paragraphs(text) for sentence in _split(paragraph)]


def is_code(sentence: str) -> bool:
    """Whether a piece that `sentences` gave is a block of code."""
    return _FENCE.match(sentence) is not None


def opening(sentence: str) -> str:
    """The first words of a sentence, without markup; of code, its first line."""
    if is_code(sentence):
        lines = [line.strip() for line in sentence.split("\n")[1:] if not _FENCE.match(line)]
        return next((line for line in lines if line), "")[:60]
    return " ".join(_STEP.sub("", sentence).strip(_MARKUP).split()[:_OPENING])[:60]


def _paragraphs(text: str) -> Iterator[str]:
    held: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            held.append(line)
            if mark and mark.group(1).startswith(fence):
                yield "\n".join(held)
                held, fence = [], ""
            continue
        if held and (mark or not line.strip() or _STEP.match(line) or _HEADING.match(line)):
            yield "\n".join(held)
            held = []
        if mark:
            fence = mark.group(1)
        if line.strip():
            held.append(line)
        if held and _HEADING.match(line):
            yield held.pop()
    if held:
        yield "\n".join(held)


def _split(paragraph: str) -> list[str]:
    if is_code(paragraph):
        return [paragraph]
    text = " ".join(line.strip() for line in paragraph.split("\n")).strip()
    if step := _STEP.match(text):
        # '1.' looks like the end of a sentence.
        first, *rest = _END.split(text[step.end() :])
        return [text[: step.end()] + first, *rest]
    return [sentence for sentence in _END.split(text) if sentence]
