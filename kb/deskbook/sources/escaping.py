"""Plain text -> Markdown that renders as it was typed, in CommonMark and in Python-Markdown alike.

Python-Markdown knows fewer backslash escapes than CommonMark (none for `<`, `~`, `=`, `?`, `:`); for those the text gets
a character reference, which both understand. Every rule that keeps text from becoming HTML, a link or an attribute list
looks at nothing outside the text it is given, so that pieces may be joined safely.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from deskbook.text.tracking import is_private, shortened, without_tracking

_URL = r"https?://[^\s<>\[\]`*\"|{}\\]+"
_INLINE = re.compile(
    rf"""
      (?P<url>{_URL})
    | (?P<reference><(?=[A-Za-z/!?]|\Z) | &(?=\#?\w+;) | ~(?=~|\Z) | (?<=~)~)
    | (?P<backslash>
          \\(?=[!-/:-@\[-`{{-~]|\Z)
        | `
        | \](?=\s*\Z|[(\[:])
        | \[(?=/?(?:details|spoiler)[\]= ])      # a tag of ours: see folds
        | \{{(?=\s*[:\#.] | [^}}\n]*(?:=|\Z))   # an attribute list, which could hold onclick=
      )
    | (?P<star>\*(?!\s) | (?<=\S)\*)
    | (?P<underscore>(?<![^\W_])_ | _(?![^\W_]))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BLOCK = re.compile(
    r"""
    ^[ \t]*
    (?: (?P<number>\d{1,9})(?=[.)](?:\s|$))
      | (?P<mark>[#>] | [-+*](?=\s|$) | -(?=[-|: ]*$ | -*8<) | !(?=!!) | \|(?=[-|: ]*-[-|: ]*$))
      | (?P<named>=(?==*\s*$ | ==) | \?(?=\?\?) | :(?=:: | [-|: ]*-[-|: ]*$) | /(?=//\s))
    )
    """,
    re.VERBOSE | re.MULTILINE,
)
_TRAILING = re.compile(r"[.,;:!?)'’”]+$")


def escape(text: str, *, line_start: bool, alone: bool = False, link_urls: bool = False) -> str:
    """Text with what Markdown would take for markup made literal; addresses of the web are left whole.

    `line_start` says that the text begins a line, `alone` that nothing is joined to it, so that a single `*` or `_` or a
    last `]` cannot find a partner and stays as it is. `link_urls` puts web addresses in `<>`, which makes links of them everywhere.
    """
    single_star = alone and text.count("*") == 1
    single_underscore = alone and text.count("_") == 1

    def inline(match: re.Match[str]) -> str:
        kind, found = match.lastgroup, match[0]
        if kind == "url":
            return _linked(found) if link_urls else found
        if kind == "reference":
            return {"<": "&lt;", "&": "&amp;", "~": "&#126;"}[found]
        if (kind == "star" and single_star) or (kind == "underscore" and single_underscore):
            return found
        if alone and found == "]" and not text[match.end() :].strip():
            return found
        return "\\" + found

    escaped = _INLINE.sub(inline, text)
    return literal_start(escaped) if line_start else escaped


def literal_start(markdown: str) -> str:
    """Escaped text whose first characters cannot begin a heading, list, quote, table, rule or extension block."""
    return _BLOCK.sub(_literal_block, markdown)


def chat_line(text: str) -> str:
    """One line of a chat."""
    return escape(text.strip(), line_start=True, alone=True, link_urls=True)


def _linked(url: str) -> str:
    tail = _TRAILING.search(url)
    end = tail.start() if tail else len(url)
    if tail and "(" in url and tail[0].startswith(")"):
        end += 1  # an address may end in a bracket that it opened itself
    found = without_tracking(url[:end])
    if found is None or is_private(found):
        return escape(shortened(url[:end]), line_start=False) + url[end:]
    if found != url[:end]:
        found = re.sub(r"[^\w\-.~:/?#@!$&'+,;=%]", lambda match: quote(match[0]), found)
    return f"<{found}>{url[end:]}"


def _literal_block(match: re.Match[str]) -> str:
    whole = match[0].lstrip()
    if match["number"]:
        return f"{whole}\\"
    if match["named"]:
        return f"&#{ord(whole)};"
    return f"\\{whole}"
