"""What an agent may answer a ticket with: an article in short.

The reply that a person wrote is taken as it is; else the first sentences and steps of the Resolution, as many as fit.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from deskbook.model import Article, Part
from deskbook.text.markdown import parts

# Characters of a reply that nobody wrote by hand: what fits above the fold of a mail.
LENGTH = 600
_READER = MarkdownIt("commonmark", {"linkify": True}).enable(["table", "linkify"]).disable("code")
if _READER.linkify:
    _READER.linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # a link is what begins with https://
_ORDER = re.compile(r"!!!|\?\?\?|===|\{:|\[TOC\]")  # a line to the engine, not to readers
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*(?=\s|$)")
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|etc|vs|approx|no|cf|resp)\.$", re.IGNORECASE)
_ELSEWHERE = re.compile(r"https?://", re.IGNORECASE)
_PASSED_OVER = ("heading", "blockquote", "hr", "html_block")

# What stands in place of a link to a page of which the reader may not know, and of its text, which may be that page's title.
UNNAMED = "another page"
# The address on the web for the target of a link; None where it leads nowhere, empty where nobody may know where to.
Address = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Reply:
    """The same words twice: as plain text, in which code stands in backticks, and as HTML. Both empty where there is nothing to say."""

    plain: str
    html: str


def elsewhere(target: str) -> str | None:
    """A whole address is itself; what is relative to a page leads nowhere."""
    return target if _ELSEWHERE.match(target) else None


def reply(article: Article, length: int = LENGTH, address: Address = elsewhere) -> Reply:
    """The reply that stands in the article, else its Resolution (or what it says outside of the other parts) in short.

    `length` is the most characters that the plain text of a made reply has. Images, and links that lead nowhere, are left
    out; a made reply ends before the first table.
    """
    if article.reply:
        kept = list(_cleaned(_blocks(article.reply), address))
    else:
        kept = _in_short(_cleaned(_blocks(_answer(article.body)), address), length)
    html = "".join(_READER.renderer.render(block, _READER.options, {}) for block in kept)
    return Reply(_plain(kept), html.strip())


def _answer(body: str) -> str:
    there = parts(body)
    if Part.RESOLUTION in there:
        return there[Part.RESOLUTION].text
    for section in there.values():
        body = body.replace(section.text, "", 1) if section.text else body
    return body


def _blocks(markdown: str) -> Iterator[list[Token]]:
    """The tokens of each outermost block."""
    block: list[Token] = []
    for token in _READER.parse(markdown):
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield block
            block = []


def _cleaned(blocks: Iterable[list[Token]], address: Address) -> Iterator[list[Token]]:
    """Without what cannot stand in a mail: headings, quotations, images, links that lead nowhere."""
    for block in blocks:
        if block[0].type.removesuffix("_open") not in _PASSED_OVER:
            for token in block:
                if token.type == "inline":
                    token.children = _readable(token, address)
            yield block


def _readable(inline: Token, address: Address) -> list[Token]:
    children = inline.children or []
    if _ORDER.match(inline.content):
        ends = [number for number, child in enumerate(children) if child.type == "softbreak"]
        children = children[ends[0] + 1 :] if ends else []
    kept: list[Token] = []
    target: str | None = None
    for child in children:
        if child.type == "link_open":
            target = address(str(child.attrs.get("href", "")))
            child.attrs["href"] = target or ""
            if target == "":
                kept.append(Token("text", "", 0, content=UNNAMED))
        if (
            child.type not in ("image", "html_inline")
            and (target or not child.type.startswith("link_"))
            and target != ""
        ):
            kept.append(child)
        if child.type == "link_close":
            target = None
    return kept


def _in_short(blocks: Iterable[list[Token]], length: int) -> list[list[Token]]:
    """Blocks until the length is used up; of the one that passes it, the sentences or steps that still fit."""
    kept = list(_fitting(blocks, length))
    while kept and _plain(kept).endswith(":"):
        # What it announces did not fit.
        last = kept.pop()
        rest = _cut(last, len(_plain([last])) - 1)
        kept += [rest] if rest else []
    return kept


def _fitting(blocks: Iterable[list[Token]], length: int) -> Iterator[list[Token]]:
    left = length
    for block in blocks:
        if block[0].type == "table_open":
            return
        whole = [token for item in _items(block) for token in item] if block[0].type.endswith("list_open") else block
        size = len(_plain([whole]))
        if size > left:
            if cut := _cut(whole, left):
                yield cut
            return
        if size:
            yield whole
            left -= size + 2  # the empty line between blocks


def _items(block: list[Token]) -> Iterator[list[Token]]:
    """A list with only the first sentence of each item, and the code that stands in it."""
    yield block[:1]
    item: list[Token] = []
    for token in block[1:-1]:
        item.append(token)
        if token.type == "list_item_close" and token.level == 1:
            yield _step(item)
            item = []
    yield block[-1:]


def _step(item: list[Token]) -> list[Token]:
    kept, told = item[:1], False
    for before, token in itertools.pairwise(item):
        if token.type == "fence":
            kept.append(token)
        elif token.type == "inline" and before.type == "paragraph_open" and not told:
            told = True
            token.children = _first_sentence(token.children or [])
            kept += [before, token, _closing(before)]
    return [*kept, item[-1]]


def _cut(block: list[Token], length: int) -> list[Token]:
    """As much of a block as fits, by sentences or by steps; nothing of code, which is whole or worthless."""
    if block[0].type == "paragraph_open":
        opening, inline, closing = block
        children = inline.children or []
        ends = list(_sentence_ends(children))
        while ends:
            inline.children = _up_to(children, *ends.pop())
            if len(_plain([block])) <= length:
                return [opening, inline, closing]
    elif block[0].type.endswith("list_open"):
        while len(block) > 2 and len(_plain([block])) > length:
            last = max(n for n, token in enumerate(block) if token.type == "list_item_open" and token.level == 1)
            block = [*block[:last], block[-1]]
        return block if len(block) > 2 else []
    return []


def _first_sentence(children: list[Token]) -> list[Token]:
    end = next(_sentence_ends(children), None)
    return _up_to(children, *end) if end else children


def _sentence_ends(children: list[Token]) -> Iterator[tuple[int, int]]:
    """(child, characters of it) at which a sentence ends, outside of emphasis and links."""
    depth = 0
    for number, child in enumerate(children):
        depth += child.nesting
        if child.type != "text" or depth:
            continue
        for found in _SENTENCE_END.finditer(child.content):
            if not _ABBREVIATED.search(child.content[: found.end()]):
                yield number, found.end()


def _up_to(children: list[Token], last: int, characters: int) -> list[Token]:
    end = children[last].copy(content=children[last].content[:characters])
    return [*children[:last], end]


def _closing(opening: Token) -> Token:
    return Token("paragraph_close", "p", -1, level=opening.level, block=True, hidden=opening.hidden)


def _plain(blocks: list[list[Token]]) -> str:
    texts = ("\n".join(_lines(block)).strip("\n") for block in blocks)
    return "\n\n".join(text for text in texts if text)


def _lines(block: list[Token]) -> Iterator[str]:
    numbers: list[int | None] = []
    mark = ""
    for token in block:
        if token.type == "ordered_list_open":
            numbers.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            numbers.append(None)
        elif token.type.endswith("list_close"):
            numbers.pop()
        elif token.type == "list_item_open":
            number = numbers[-1]
            mark = "- " if number is None else f"{number}. "
            numbers[-1] = None if number is None else number + 1
        elif token.type == "inline":
            yield mark + _words(token.children or [])
            mark = ""
        elif token.type == "fence":
            yield token.content.rstrip("\n")


def _words(children: list[Token]) -> str:
    texts, address = [], ""
    for child in children:
        if child.type == "code_inline":
            texts.append(f"`{child.content}`")
        elif child.type == "text":
            texts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            texts.append(" " if child.type == "softbreak" else "\n")
        elif child.type == "link_open":
            address = str(child.attrs["href"])
        elif child.type == "link_close" and address not in texts[-1:]:
            texts.append(f" ({address})")
    return "".join(texts).strip()
