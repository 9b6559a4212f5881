"""Markdown that strangers wrote -> HTML that is safe to publish.

Two lines of defence: the Markdown parser passes no HTML through, and nh3 (ammonia) then lets only listed tags,
attributes and address schemes out. Nothing in the result makes a browser ask another host: images become links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# A post of more characters than this is a pasted log; nobody reads the rest here.
LIMIT = 100_000
LINK_REL = "nofollow ugc noopener"

_SCHEMES = {"http", "https", "mailto"}
_TAGS = set("a p br hr h3 h4 h5 h6 em strong s code pre blockquote ul ol li table thead tbody tr th td".split())
_ATTRIBUTES = {"a": {"href", "title"}, "code": {"class"}, "ol": {"start"}}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Longer than any address that people pass on; what is longer is cut.
_WORD = re.compile(r"\S{1,1000}")
_SCHEME_END = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)
_NOT_LANGUAGE = re.compile(r"[^A-Za-z0-9_+#.-]")


def post(text: str, *, base: str | None = None) -> str:
    """The HTML of one post. `base` is the address of the live topic, against which relative links are resolved.

    Headings begin at h3. Text beyond `LIMIT` characters is cut, with a note. Links that lead nowhere become text.
    """
    cut = ""
    if len(text) > LIMIT:
        cut = _note(len(text) - LIMIT, base)
        text = text[:LIMIT]
    html = _parser().render(_CONTROLS.sub("", text), {"base": base or ""})
    return _clean(html).strip() + cut


def line(text: str) -> str:
    """The HTML of one line of chat, without a paragraph around it; several lines are treated as a post."""
    if "\n" in text.strip():
        return post(text)
    return _clean(_parser().renderInline(_CONTROLS.sub("", text[:LIMIT]), {"base": ""})).strip()


def excerpt(html: str, length: int = 160) -> str:
    """The text of some HTML on one line, cut at a word after at most `length` characters."""
    text = " ".join(unescape(nh3.clean(html[: length * 20], tags=set())).split())
    if len(text) <= length:
        return text
    return (text[:length].rpartition(" ")[0] or text[: length - 1]) + "…"


def web_address(url: str | None) -> str | None:
    """`url` if it can be opened on the web (http or https), else None."""
    return url if url and _scheme(url) in ("http", "https") else None


def _note(missing: int, base: str | None) -> str:
    live = web_address(base)
    where = f'<a href="{escape(live)}" rel="{LINK_REL}">on the live topic</a>' if live else "in the original"
    return f'<p class="db-cut">This post is longer: the other {missing:,} characters are {where}.</p>'


def _clean(html: str) -> str:
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=LINK_REL)


@lru_cache(maxsize=1)
def _linkify() -> LinkifyIt:
    return LinkifyIt()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    parser.enable(["table", "strikethrough"])
    parser.inline.ruler.enable("linkify")
    # `[e-mail]: done` would be a link definition and vanish; what redaction put in must stay to be seen.
    parser.disable(["reference", "html_block", "html_inline"])
    parser.inline.ruler.at("linkify", _bare_address)
    parser.core.ruler.push("tame", _tame)
    return parser


def _bare_address(state: StateInline, silent: bool) -> bool:
    # In place of the parser's own rule, which looks back over the whole paragraph at each "://": 100,000 characters
    # of that took two minutes.
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME_END.search(state.pending[-6:])
    word = _WORD.match(state.src, state.pos - len(scheme[1])) if scheme else None
    found = _linkify().match_at_start(word[0]) if word else None
    if not scheme or not found:
        return False
    url = str(found.raw).rstrip("*")  # **https://example.org** is emphasis
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(url)}
        state.push("text", "", 0).content = url
        state.push("link_close", "a", -1)
    state.pos += len(url) - len(scheme[1])
    return True


def _tame(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            # The page's title is h1, its parts are h2.
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
        elif token.type == "fence":
            token.info = _NOT_LANGUAGE.sub("", token.info.split(maxsplit=1)[0])[:30] if token.info.strip() else ""
        elif token.type == "inline" and token.children:
            token.children = list(_tame_inline(token.children, state.env["base"]))


def _tame_inline(tokens: list[Token], base: str) -> Iterator[Token]:
    inside: list[bool] = []  # one entry for each open link: whether it is kept
    for token in tokens:
        if token.type == "link_open":
            href = _resolve(base, str(token.attrs.get("href", "")))
            inside.append(href is not None)
            if href is not None:
                token.attrs["href"] = href
                yield token
        elif token.type == "link_close":
            if inside.pop():
                yield token
        elif token.type == "image":
            yield from _image_link(token, None if any(inside) else _resolve(base, str(token.attrs.get("src", ""))))
        else:
            yield token


def _image_link(image: Token, href: str | None) -> Iterator[Token]:
    described = "".join(child.content for child in image.children or ())
    label = Token("text", "", 0, content=f"Image: {described}" if described else "Image")
    if href is None or href.startswith("mailto:"):
        yield label
    else:
        yield Token("link_open", "a", 1, attrs={"href": href})
        yield label
        yield Token("link_close", "a", -1)


def _resolve(base: str, href: str) -> str | None:
    try:
        absolute = urljoin(base, href)
    except ValueError:
        return None
    return absolute if _scheme(absolute) in _SCHEMES else None


def _scheme(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    # A web address without a host would be taken relative to this site.
    return parts.scheme if parts.netloc or parts.scheme == "mailto" else ""
