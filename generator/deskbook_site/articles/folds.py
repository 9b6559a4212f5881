"""`[details="Summary"]…[/details]`, as messages have it and drafts take it over, -> a block that the engine folds.

So do spoilers that stand alone. One within a sentence stays as it is written: an article hides no words.
"""

from __future__ import annotations

import re

from ..words import ENGLISH, Words

_TAG = re.compile(r'(?P<indent> *)\[(?:(?P<end>/)?(?P<kind>details|spoiler))(?:="(?P<summary>[^"\n]*)")?\][ \t]*')
_FENCE = re.compile(r" *(`{3,}|~{3,})")


def with_engine_folds(text: str, words: Words = ENGLISH) -> str:
    """The same Markdown with `???` blocks in place of tags that have an end; all other tags are text. A fold without a title has one
    in `words`."""
    if "[/details]" not in text and "[/spoiler]" not in text:
        return text
    lines = text.split("\n")
    tags = _tags(lines)
    folded, depth = [], 0
    for number, line in enumerate(lines):
        tag = tags.get(number)
        depth -= bool(tag and tag["end"])
        if tag is None:
            folded.append("    " * depth + line if line.strip() else line)
        elif not tag["end"]:
            summary = tag["summary"] or words(tag["kind"])
            folded.append(f'{"    " * depth}{tag["indent"]}??? note "{summary}"\n')
            depth += 1
    return "\n".join(folded)


def _tags(lines: list[str]) -> dict[int, re.Match[str]]:
    """The lines that are tags with another half. Those halves are equally far in, and hold each other whole."""
    opened: list[tuple[int, re.Match[str]]] = []
    pairs = {}
    fence = ""
    for number, line in enumerate(lines):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        tag = None if fence else _TAG.fullmatch(line)
        if tag and not tag["end"]:
            opened.append((number, tag))
        elif tag:
            wanted = (tag["kind"], tag["indent"])
            places = [place for place, (_, begin) in enumerate(opened) if (begin["kind"], begin["indent"]) == wanted]
            if places:
                begun, begin = opened[places[-1]]
                pairs[begun], pairs[number] = begin, tag
                del opened[places[-1] :]
    return pairs
