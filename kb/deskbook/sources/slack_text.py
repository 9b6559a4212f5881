"""Slack's markup -> Markdown, and -> plain words.

Slack writes `*bold*`, `_italic_`, `~struck~`, "&gt; quote", code in ticks, and everything that acts in angle brackets: `<@U1>`,
`<#C1|name>`, `<!here>`, `<https://example.com|words>`. Of HTML it escapes `&`, `<` and `>` only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape

from .chat_posts import Person
from .markdown import from_html, from_plain
from .records import clean

_PART = re.compile(r"```(?P<block>.+?)```|`(?P<code>[^`\n]+)`|<(?P<token>[^<>\n]{1,2000})>", re.DOTALL)
_EDGE = r"(?<![\w*_~`\\]){0}(?=[^\s{0}])([^\n{0}]*[^\s{0}]|[^\s{0}]){0}(?![\w{0}])"
_EMPHASIS = tuple(
    (re.compile(_EDGE.format(re.escape(mark))), tag) for mark, tag in (("*", "b"), ("_", "i"), ("~", "s"))
)
_QUOTED = re.compile(r"(?:&gt;) ?")
_SLOT = re.compile(r"\ue000(\d+)\ue001")
_MARKED = re.compile(r"[<&*_~`]")
_RESERVED = re.compile("[\ue000\ue001]")


@dataclass(frozen=True, slots=True)
class Directory:
    """What ids stand for: people, and the names of channels."""

    people: Mapping[str, Person]
    channels: Mapping[str, str]

    def user(self, id_: str, *, one_word: bool) -> str:
        """A user's name as people see it; "" for an unknown id."""
        found = self.people.get(id_)
        return (found.nick if one_word else found.shown) if found else ""


def from_slack(text: str, directory: Directory) -> str:
    """Markdown of a message."""
    slots: list[str] = []

    def slot(html: str) -> str:
        slots.append(html)
        return f"\ue000{len(slots) - 1}\ue001"

    def part(match: re.Match[str]) -> str:
        if match["block"]:
            return slot(f"<pre>{_code(match['block'].strip(chr(10)), directory)}</pre>")
        if match["code"]:
            return slot(f"<code>{_code(match['code'], directory)}</code>")
        return slot(_link(match["token"], directory))

    text = _RESERVED.sub("", clean(text))
    if not _MARKED.search(text):
        return from_plain(text)
    marked = escape(unescape(_PART.sub(part, text)), quote=False)
    for pattern, tag in _EMPHASIS:
        marked = pattern.sub(rf"<{tag}>\1</{tag}>", marked)
    html = _SLOT.sub(lambda match: slots[int(match[1])], "".join(_lines(marked)))
    return from_html(html)


def words_of(text: str, directory: Directory) -> str:
    """The words of a message without markup, people as `@name`."""
    plain = _PART.sub(
        lambda match: match["block"] or match["code"] or _named(match["token"], directory, one_word=True), clean(text)
    )
    for pattern, _ in _EMPHASIS:
        plain = pattern.sub(r"\1", plain)
    return unescape(plain)


def mentioned_ids(text: str) -> list[str]:
    """The ids of the users who are spoken of."""
    return re.findall(r"<@(\w{1,30})(?:\|[^<>]*)?>", text)


def _lines(html: str) -> list[str]:
    """Lines that begin with a mark of quotation become block quotes, others are broken where they were."""
    pieces: list[str] = []
    quoted: list[str] = []
    for line in [*html.split("\n"), None]:
        mark = _QUOTED.match(line) if line is not None else None
        if line is not None and mark:
            quoted.append(line[mark.end() :])
            continue
        if quoted:
            pieces.append(f"<blockquote>{'<br>'.join(quoted)}</blockquote>")
            quoted = []
        if line is not None:
            pieces.append(f"{line}<br>")
    return pieces


def _code(text: str, directory: Directory) -> str:
    """Code, in which Slack marks links and people as anywhere."""
    plain = re.sub(r"<([^<>\n]{1,2000})>", lambda match: _named(match[1], directory), text)
    return escape(unescape(plain), quote=False)


def _link(token: str, directory: Directory) -> str:
    target, _, label = token.partition("|")
    if token[0] in "@#!":
        return escape(_named(token, directory))
    words = unescape(label) or unescape(target).removeprefix("mailto:")
    return f'<a href="{escape(unescape(target))}">{escape(words)}</a>'


def _named(token: str, directory: Directory, *, one_word: bool = False) -> str:
    """What a token in angle brackets says, as text."""
    target, _, label = token.partition("|")
    label = unescape(label)
    if target.startswith("@"):
        return f"@{directory.user(target[1:], one_word=one_word) or label.removeprefix('@') or target[1:]}"
    if target.startswith("#"):
        return f"#{directory.channels.get(target[1:]) or label.removeprefix('#') or target[1:]}"
    if target.startswith("!"):
        named = label.removeprefix("@") or target[1:].partition("^")[0]
        return named if target.startswith("!date") else f"@{named}"
    return label or unescape(target).removeprefix("mailto:")
