"""Atlassian Document Format, the JSON in which Jira Cloud keeps texts -> Markdown in which nothing can run.

developer.atlassian.com/cloud/jira/platform/apis/document/structure. It goes by way of HTML, which `from_html` makes safe. Of nodes that
are not known here the text is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from .markdown import DEPTH, from_html, from_plain
from .records import one_line

_BLOCKS = {
    "paragraph": "p",
    "bulletList": "ul",
    "orderedList": "ol",
    "taskList": "ul",
    "decisionList": "ul",
    "listItem": "li",
    "taskItem": "li",
    "decisionItem": "li",
    "blockquote": "blockquote",
    "panel": "blockquote",
    "table": "table",
    "tableRow": "tr",
    "tableHeader": "th",
    "tableCell": "td",
    "caption": "p",
}
_MARKS = {"strong": "strong", "em": "em", "code": "code", "strike": "del"}


def from_adf(document: object, base: str | None = None) -> str:
    """Markdown of a document; empty for what is none. Relative links are joined to `base`. One nested too deeply gives its text."""
    if _depth(document) > DEPTH:
        return from_plain(plain(document))
    return from_html("".join(_html(document)), base)


def plain(document: object) -> str:
    """The words of a document alone, each block in a line."""
    lines: list[str] = []
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            lines.append(_text(node))
            waiting += reversed(_content(node))
    return "\n".join(line for line in lines if line)


def mentioned(document: object) -> Iterator[str]:
    """The names of those whom a document mentions."""
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if node.get("type") == "mention":
                yield one_line(_text(node)).removeprefix("@")
            waiting += _content(node)


def _html(node: object) -> Iterator[str]:  # noqa: C901  one branch for each sort of node
    if not isinstance(node, dict):
        return
    kind, attributes = str(node.get("type")), _attributes(node)
    inner = [piece for child in _content(node) for piece in _html(child)]
    if kind == "text":
        yield _marked(node)
    elif kind in _BLOCKS:
        yield from _tagged(_BLOCKS[kind], inner)
    elif kind == "heading":
        level = attributes.get("level")
        yield from _tagged(f"h{level}" if level in (1, 2, 3, 4, 5, 6) else "h3", inner)
    elif kind == "codeBlock":
        code = "".join(_text(child) for child in _content(node) if isinstance(child, dict))
        yield f"<pre><code>{escape(code)}</code></pre>"
    elif kind == "hardBreak":
        yield "<br>"
    elif kind == "rule":
        yield "<hr>"
    elif kind in ("expand", "nestedExpand"):
        yield f"<details><summary>{escape(str(attributes.get('title') or ''))}</summary>{''.join(inner)}</details>"
    elif kind in ("inlineCard", "blockCard", "embedCard"):
        yield _link(str(attributes.get("url") or ""), escape(str(attributes.get("url") or "")))
    elif kind == "media" and attributes.get("type") == "external":
        yield f'<img src="{escape(str(attributes.get("url")))}" alt="{escape(str(attributes.get("alt") or ""))}">'
    else:
        yield escape(_text(node))
        yield from inner


def _tagged(tag: str, inner: list[str]) -> Iterator[str]:
    yield f"<{tag}>"
    yield from inner
    yield f"</{tag}>"


def _marked(node: dict[str, Any]) -> str:
    html = escape(_text(node))
    marks = node.get("marks")
    # Code is the innermost: nothing in it is markup.
    for mark in sorted((one for one in marks if isinstance(one, dict)), key=_outer) if isinstance(marks, list) else ():
        if (tag := _MARKS.get(str(mark.get("type")))) is not None:
            html = f"<{tag}>{html}</{tag}>"
        elif mark.get("type") == "link":
            html = _link(str(_attributes(mark).get("href") or ""), html)
    return html


def _outer(mark: dict[str, Any]) -> int:
    return {"code": 0, "link": 2}.get(str(mark.get("type")), 1)


def _link(address: str, html: str) -> str:
    return f'<a href="{escape(address)}">{html}</a>'


def _text(node: dict[str, Any]) -> str:
    """The words that a node itself holds. Files that only Jira can show are named."""
    attributes = _attributes(node)
    kind = node.get("type")
    if kind == "emoji":
        said = attributes.get("text") or attributes.get("shortName")
    elif kind in ("media", "mediaInline"):
        said = attributes.get("alt")
    else:
        said = node.get("text") or attributes.get("text")
    return said if isinstance(said, str) else ""


def _content(node: dict[str, Any]) -> list[object]:
    content = node.get("content")
    return content if isinstance(content, list) else []


def _attributes(node: dict[str, Any]) -> dict[str, Any]:
    attributes = node.get("attrs")
    return attributes if isinstance(attributes, dict) else {}


def _depth(document: object) -> int:
    deepest, waiting = 0, [(document, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        if isinstance(node, dict):
            waiting += [(child, level + 1) for child in _content(node)]
    return deepest
