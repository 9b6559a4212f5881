"""What mail programs write that is no HTML: lists made of paragraphs, bold made of styles, words that nobody sees, signatures.

All functions change a tree in place. `styled` are the tags that have a `style`, outer ones first; `new` makes a tag of a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bs4 import Tag
from bs4.element import NavigableString

# The mark of a signature in plain text; `deskbook.text.quotes` and redaction both know it.
SIGNATURE_MARK = "—"
SIGNATURES = {
    *"gmail_signature moz-signature signature ms-outlook-mobile-signature ms-outlook-ios-signature".split(),
    *"protonmail_signature_block protonmail_signature_block-user applemailsignature x_signature x_gmail_signature".split(),
}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?![.\d])", re.IGNORECASE
)
_TINY = re.compile(r"(?:^|;)\s*(?:max-)?(?:width|height)\s*:\s*[01](?:px)?\s*(?:!important)?\s*(?:;|$)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_LEVEL = re.compile(r"mso-list\s*:[^;]{0,60}\blevel(\d{1,2})\b", re.IGNORECASE)
_MARKER = re.compile(r"mso-list\s*:\s*Ignore", re.IGNORECASE)
_ORDINAL = re.compile(r"\(?(\d{1,4}|[a-z]{1,4})[.)]", re.IGNORECASE)
_BLOCKS = ["p", "div", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr"]
New = Callable[[str], Tag]
_STRONG = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}


def clean_mail(new: New, styled: Iterable[Tag]) -> None:
    """Hidden words go; paragraphs that Word calls lists become lists; styles that make words bold or slanted become tags."""
    tags = list(styled)
    items = []
    for tag in tags:
        if tag.decomposed:
            continue
        style = str(tag.get("style"))
        if _HIDDEN.search(style) and tag.name not in ("pre", "code"):
            tag.decompose()
        elif tag.name in ("p", "div", "h1", "h2", "h3") and (level := _LEVEL.search(style)):
            items.append((tag, int(level[1])))
        else:
            _emphasis(new, tag, style)
    _word_lists(new, items)


def is_pixel(image: Tag) -> bool:
    """Whether a picture is only there to be counted."""
    sizes = {str(image.get(name, "")).strip().lower().removesuffix("px") for name in ("width", "height")}
    return bool(sizes & {"0", "1"}) or _TINY.search(str(image.get("style") or "")) is not None


def mark_signature(new: New, signature: Tag) -> None:
    """Put the mark of a signature in front, so that its words are known as such when they are text."""
    if not signature.find_parent(lambda outer: outer.has_attr("data-signature")) and signature.get_text(strip=True):
        paragraph = new("p")
        paragraph.string = SIGNATURE_MARK
        signature.insert_before(paragraph)
        signature["data-signature"] = ""


def join_emphasis(tags: Iterable[Tag]) -> None:
    """Bold words directly beside bold words are one: `**a****b**` would show its stars."""
    for tag in tags:
        following = tag.next_sibling
        while isinstance(following, Tag) and _STRONG.get(following.name) == _STRONG.get(tag.name, ""):
            tag.extend(list(following.contents))
            following.decompose()
            following = tag.next_sibling


def nest_lists(new: New, lists: Iterable[Tag]) -> None:
    """A list directly in a list belongs to the item before it."""
    for inner in lists:
        if inner.parent is None or inner.parent.name not in ("ul", "ol"):
            continue
        item = inner.find_previous_sibling(True)
        if not isinstance(item, Tag) or item.name != "li":
            item = new("li")
            inner.insert_before(item)
        item.append(inner.extract())


def _emphasis(new: New, tag: Tag, style: str) -> None:
    if tag.name in ("b", "strong") and _NOT_BOLD.search(style):
        tag.name = "span"  # Google Docs wraps a whole text like this
    elif tag.name == "span" and not tag.find(_BLOCKS) and tag.get_text(strip=True):
        for name, pattern, same in (
            ("strong", _BOLD, ["b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"]),
            ("em", _ITALIC, ["i", "em"]),
        ):
            if pattern.search(style) and not tag.find_parent(same):
                inner = new(name)
                inner.extend(list(tag.contents))
                tag.append(inner)


def _word_lists(new: New, items: list[tuple[Tag, int]]) -> None:
    """Runs of paragraphs that follow each other -> nested lists."""
    stack: list[tuple[int, Tag]] = []
    last: Tag | None = None
    for paragraph, level in items:
        ordinal = _take_marker(paragraph)
        if last is None or _next_tag(last) is not paragraph:
            stack = []
        while stack and stack[-1][0] > level:
            stack.pop()
        if not stack or stack[-1][0] < level:
            opened = new("ol" if ordinal else "ul")
            if ordinal.isdigit() and ordinal != "1":
                opened["start"] = ordinal
            if stack:
                stack[-1][1].find_all("li", recursive=False)[-1].append(opened)
            else:
                paragraph.insert_before(opened)
            stack.append((level, opened))
        item = new("li")
        item.extend(list(paragraph.contents))
        stack[-1][1].append(item)
        # The emptied paragraph marks where the run has come to; it is removed with the next.
        if last is not None:
            last.decompose()
        last = paragraph
    if last is not None:
        last.decompose()


def _take_marker(paragraph: Tag) -> str:
    """Remove the bullet or number that Word drew itself; gives the number, or '' for a bullet."""
    for span in paragraph.find_all("span"):
        if _MARKER.search(str(span.get("style") or "")):
            words = span.get_text(strip=True)
            span.decompose()
            found = _ORDINAL.fullmatch(words)
            return found[1] if found and words not in ("o", "o.") else ""
    return ""


def _next_tag(tag: Tag) -> Tag | None:
    """What stands beside a tag, space left out; None where words come first."""
    following = tag.next_sibling
    while isinstance(following, NavigableString) and not following.strip():
        following = following.next_sibling
    return following if isinstance(following, Tag) else None
