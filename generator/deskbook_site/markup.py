"""Markdown that strangers wrote -> HTML that is safe to publish.

Two lines of defence: the Markdown parser passes no HTML through, and nh3 (ammonia) then lets only listed tags,
attributes and address schemes out. Nothing in the result makes a browser ask another host: images become links, but for those
that the site itself has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

import comrak
import nh3

from deskbook.text import folds
from deskbook.text.pictures import KeptPicture, kept_pictures

from .words import ENGLISH, Words

# A post of more characters than this is a pasted log; nobody reads the rest here.
LIMIT = 100_000
LINK_REL = "nofollow ugc noopener"

_SCHEMES = {"http", "https", "mailto"}
_TAGS = set(
    "a p br hr h3 h4 h5 h6 em strong del code pre blockquote ul ol li table thead tbody tr th td details summary div".split()
)
_ATTRIBUTES = {"a": {"href", "title"}, "code": {"class"}, "ol": {"start"}, "details": {"data-pagefind-ignore"}}
_CLASSES = {"details": {"db-spoiler", "db-spoiler--inline"}, "div": {"db-p"}}
_CLEANER = nh3.Cleaner(
    tags=_TAGS, attributes=_ATTRIBUTES, allowed_classes=_CLASSES, url_schemes=_SCHEMES, link_rel=LINK_REL
)
# Stands for a picture of the site while HTML is cleaned, so that no other can pass.
_SHOWN = "\ufdd3"
_MARK = re.compile(f"{_SHOWN}([0-9]+){_SHOWN}")
_CONTROLS = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f{_SHOWN}]")
_NOT_LANGUAGE = re.compile(r"[^A-Za-z0-9_+#.-]")
# A character that no text has. `[e-mail]: done` would be a link definition and vanish; what redaction put in must stay.
_APART = "\ufdd0"
# Quotes and lists in each other, so deep that nobody can have meant them; what follows is text. 50,000 took 17 seconds.
# It begins with a line break: "^" would be tried at every character.
_DEEP = re.compile(r"\n(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){40}")
# Read as text wherever it stands, so that what follows it begins no list, heading or quote.
_INLINE = "\\("
_EXTENSIONS = comrak.ExtensionOptions(table=True, strikethrough=True, autolink=True)
_RENDERING = comrak.RenderOptions(escape=True)  # HTML becomes text
# The tags that are changed, as the parser writes them: whatever a stranger wrote has its "<" and '"' escaped.
_CHANGED = re.compile(
    r'<(?:a href="(?P<href>[^"]*)"(?P<title> title="[^"]*")?|(?P<end>/a)|img src="(?P<src>[^"]*)" alt="(?P<alt>[^"]*)"[^<>]*'
    r'|(?P<heading>/?h)(?P<level>[1-6])|code class="language-(?P<language>[^"]*)")>'
)
_WEB = re.compile(r"https?://\w|mailto:\w", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*(?:>|$)")


def post(text: str, *, base: str | None = None, pictures: str = "", words: Words = ENGLISH) -> str:
    """The HTML of one post. `base` is the address of the live topic, against which relative links are resolved; `pictures` that of
    the folder with the pictures that the store kept, which become their words without. What we say in it ourselves is said in `words`.

    Headings begin at h3. Text beyond `LIMIT` characters is cut, with a note. Links that lead nowhere become text.
    """
    cut = ""
    if len(text) > LIMIT:
        cut = _note(len(text) - LIMIT, base, words)
        text = text[:LIMIT]
    wall = _Wall(pictures, {picture.address: picture for picture in kept_pictures(text)} if pictures else {})
    return wall.hang(_clean(_html(text), base or "", wall, words).strip()) + cut


def line(text: str, words: Words = ENGLISH) -> str:
    """The HTML of one line of chat, without a paragraph around it; several lines are treated as a post."""
    if "\n" in text.strip():
        return post(text, words=words)
    html = _html(_INLINE + " ".join(text[:LIMIT].splitlines()))
    return _clean(html.strip().removeprefix("<p>(").removesuffix("</p>"), "", _Wall(), words).strip()


def excerpt(html: str, length: int = 160) -> str:
    """The text of some HTML of ours on one line, cut at a word after at most `length` characters; of what a reader opens, none."""
    text = " ".join(unescape(_TAG.sub("", folds.outside(html[: length * 20]))).split())
    if len(text) <= length:
        return text
    return (text[:length].rpartition(" ")[0] or text[: length - 1]) + "…"


def web_address(url: str | None) -> str | None:
    """`url` if it can be opened on the web (http or https), else None."""
    return url if url and _scheme(url) in ("http", "https") else None


def _note(missing: int, base: str | None, words: Words) -> str:
    live = web_address(base)
    where = f' <a href="{escape(live)}" rel="{LINK_REL}">{words("live_closed")}</a>' if live else ""
    return f'<p class="db-cut">{words.count(missing, "cut")}{where}</p>'


def _html(text: str) -> str:
    text = _DEEP.sub(rf"\g<0>{_APART}", "\n" + _CONTROLS.sub("", text).replace("]:", f"]{_APART}:"))
    html = comrak.markdown_to_html(folds.mark(text), extension_options=_EXTENSIONS, render_options=_RENDERING)
    return html.replace(_APART, "").replace("%EF%B7%90", "")


@dataclass(slots=True)
class _Wall:
    """The pictures of one post that the site has, in its folder `folder`, by the address that the post has for each."""

    folder: str = ""
    known: Mapping[str, KeptPicture] = field(default_factory=dict)
    images: list[str] = field(default_factory=list)

    def mark(self, address: str, described: str) -> str | None:
        """What stands for a picture until it is hung; `described` is HTML."""
        if picture := self.known.get(unescape(address)):
            size = f'width="{picture.width}" height="{picture.height}"'
            self.images.append(f'<img src="{self.folder}{picture.name}" alt="{described}" {size} loading="lazy">')
            return f"{_SHOWN}{len(self.images) - 1}{_SHOWN}"
        return None

    def hang(self, html: str) -> str:
        """Clean HTML with the pictures in their places."""
        return _MARK.sub(lambda mark: self.images[int(mark[1])], html) if self.images else html


def _clean(html: str, base: str, wall: _Wall, words: Words) -> str:
    folded = folds.fold(html, details=words.texts["details"], spoiler=words.texts["spoiler"])
    tamed = _CHANGED.sub(_taming(base, wall, words), folded)
    return _CLEANER.clean(tamed)


def _taming(base: str, wall: _Wall, words: Words) -> Callable[[re.Match[str]], str]:
    """What each tag of one post becomes."""
    kept: list[bool] = []  # one entry for each open link: whether it is one

    def tamed(tag: re.Match[str]) -> str:
        if tag["heading"]:  # the page's title is h1, its parts are h2
            return f"<{tag['heading']}{min(int(tag['level']) + 2, 6)}>"
        if tag["language"] is not None:
            said = unescape(tag["language"]).split(maxsplit=1)
            language = _NOT_LANGUAGE.sub("", said[0])[:30] if said else ""
            return f'<code class="language-{language}">' if language else "<code>"
        if tag["alt"] is not None:
            mark = wall.mark(tag["src"], tag["alt"])
            return mark or _image_link(tag["alt"], None if any(kept) else _resolve(base, tag["src"]), words)
        if tag["end"]:
            return "</a>" if kept and kept.pop() else ""
        href = _resolve(base, tag["href"])
        kept.append(href is not None)
        return "" if href is None else f'<a href="{href}"{tag["title"] or ""}>'

    return tamed


def _image_link(described: str, href: str | None, words: Words) -> str:
    label = words("image_of", text=described) if described else words("image")
    return label if href is None or href.startswith("mailto:") else f'<a href="{href}">{label}</a>'


def _resolve(base: str, href: str) -> str | None:
    """An address as it stands in HTML, made absolute; None where it leads nowhere."""
    if _WEB.match(href):
        return href
    try:
        absolute = urljoin(base, unescape(href)) if href else ""
    except ValueError:
        return None
    return escape(absolute) if _scheme(absolute) in _SCHEMES else None


def _scheme(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    # A web address without a host would be taken relative to this site.
    return parts.scheme if parts.netloc or parts.scheme == "mailto" else ""
