"""Plain text <-> Markdown, for the sentences that pages say about each other."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from deskbook.model import Part

# Python-Markdown's extensions give a meaning to nearly all punctuation; an entity is text in every one of them.
_SPECIAL = re.compile(r"[^\w\s,.;'()?%/]|_")
_MEANS = re.compile(r"[\\`*_\[\]<>&#]")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])")
_SENTENCE = re.compile(r".+?[.!?…](?=\s|$)")
# Short words without a vowel, and some with one.
_ACRONYM = re.compile(r"[b-df-hj-np-tv-xz0-9]{2,4}|api|cli|faq|id|ip|mfa|sso|ui|url|usb")
# "Welcome!" says nothing of a page: a first sentence that short takes the next one with it.
_GREETING = 25
_BULLET = re.compile(r"[-*+]\s+(.+)")
_ISSUE = re.compile(rf"^#+[ \t]+{Part.ISSUE}[ \t#]*$", re.MULTILINE | re.IGNORECASE)
# Characters of a page that are read for its first sentence.
_ENOUGH = 4_000
_MONTHS = "January February March April May June July August September October November December".split()


def literal(text: str) -> str:
    """Markdown, on one line, that shows exactly `text` (runs of spaces apart), whatever is in it."""
    line = " ".join(text.split())
    escaped = _SPECIAL.sub(lambda found: f"&#{ord(found.group())};" if found.group().isascii() else found.group(), line)
    return _NUMBERED.sub(lambda found: f"{found.group(1)}&#{ord(found.group(2))};", escaped)


def plain_markdown(text: str) -> str:
    """The same within a line of a file that is read as it is: backslashes, and only before what means something."""
    return _MEANS.sub(r"\\\g<0>", " ".join(text.split()))


def summary(markdown: str, length: int = 200) -> str:
    """The first sentence of the Issue part as plain text, else of the first paragraph; cut at a word after `length`."""
    issue = _ISSUE.search(markdown)
    text = (_first_paragraph(markdown[issue.end() :]) if issue else "") or _first_paragraph(markdown)
    sentence = ""
    for found in _SENTENCE.finditer(text):
        sentence = text[: found.end()]
        if len(sentence) > _GREETING:
            break
    sentence = sentence if len(sentence) > _GREETING else text
    if len(sentence) <= length:
        return sentence
    return (sentence[:length].rpartition(" ")[0] or sentence[:length]).rstrip(",;:") + "…"


def day(value: date) -> str:
    """`3 March 2026`, whatever the locale."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def short_items(markdown: str, most: int = 6, length: int = 40) -> tuple[str, ...]:
    """The items of a list as plain text, or a single short paragraph; those longer than `length` say too much for a label."""
    lines = [line.strip() for line in markdown.splitlines() if line.strip()]
    listed = [found.group(1) for line in lines if (found := _BULLET.match(line))]
    texts = (" ".join(_text(_parser().parseInline(line)[0]).split()).rstrip(".;,") for line in listed or lines[:2])
    short = [text for text in texts if text and len(text) <= length]
    return tuple(short[:most]) if listed or len(lines) == 1 else ()


def month(value: date) -> str:
    """`Mar`, whatever the locale."""
    return _MONTHS[value.month - 1][:3]


def humanise(name: str) -> str:
    """The title of a folder, made of its name: `getting-started` -> `Getting started`, `dns` -> `DNS`."""
    words = [word.upper() if _ACRONYM.fullmatch(word) else word for word in re.split(r"[-_ ]+", name) if word]
    title = " ".join(words) or name
    return title[:1].upper() + title[1:]


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _first_paragraph(markdown: str) -> str:
    tokens = _parser().parse(markdown[:_ENOUGH])
    for position, token in enumerate(tokens):
        if token.type != "paragraph_open":
            continue
        text = " ".join(_text(tokens[position + 1]).split())
        # "!!! note" and "??? tip" open an admonition, "{: .x }" and "[TOC]" are orders to the engine.
        if text and not text.startswith(("!!!", "???", "{:", "[TOC]", "===")):
            return text
    return ""


def _text(inline: Token) -> str:
    words = []
    for token in inline.children or ():
        if token.type in ("text", "code_inline"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return "".join(words)
