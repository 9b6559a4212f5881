"""export: what articles say, in the forms that other programs take."""

from __future__ import annotations

import csv
import io
import json
import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import quote, unquote

import yaml

from deskbook.model import Article, Audience, Finding, Knowledge, Location, Severity
from deskbook.text.pages import INDEX_NAMES, page_link
from deskbook.text.redact import SORTS, Watch
from deskbook.text.reply import elsewhere, reply
from deskbook.text.slug import slugify

Format = Literal["zendesk", "csv", "espanso"]

_MORE = "The whole answer: "
_ONLY = "This page answers it: "


@dataclass(frozen=True, slots=True)
class CannedReply:
    """What an agent may send: the article in short, as plain text and as HTML, and the address of its page."""

    article: Article
    plain: str
    html: str
    link: str

    @property
    def text(self) -> str:
        """The plain text, and where to read on. A person who names the address in the reply need not read it twice."""
        if self.link in self.plain:
            return self.plain
        return f"{self.plain}\n\n{_MORE}{self.link}" if self.plain else f"{_ONLY}{self.link}"


def replies(knowledge: Knowledge, audience: Audience, site: str) -> tuple[CannedReply, ...]:
    """The reply of each article that `audience` may read on the site at `site`, by path; the team's own drafts are none."""
    visible = [a for a in knowledge.articles if a.visible_to(audience) and a.confidence.published]
    pages = dict.fromkeys((article.path for article in knowledge.articles), "")
    pages |= {article.path: page_link(site, article.path) for article in visible}
    made = []
    for article in sorted(visible, key=lambda article: article.path):
        if article.path.name not in INDEX_NAMES:
            short = reply(article, address=partial(_address, article, pages))
            made.append(CannedReply(article, short.plain, short.html, pages[article.path]))
    return tuple(made)


def leaks(found: Iterable[CannedReply], knowledge: Knowledge, watch: Watch) -> tuple[Finding, ...]:
    """The last gate: a finding for each sort of what must not go out in each reply. The message never repeats the value."""
    return tuple(
        Finding(
            "KB501",
            "personal-data",
            Severity.ERROR,
            Location(f"{knowledge.prefix}/{one.article.path}"),
            f"the reply holds {SORTS.get(label, label)}",
            "take it out of the article, or list it under [redact] allow if it is your own",
        )
        for one in found
        for label in sorted({span.label for text in _said(one) for span in watch.spans(text)})
    )


def render(found: Sequence[CannedReply], form: Format) -> str:
    """The replies in one format, ending with a newline."""
    return _FORMATS[form](found)


def _address(article: Article, pages: Mapping[PurePosixPath, str], target: str) -> str | None:
    """The whole address of what an article links to; None for what is no page, empty for one that its readers may not open."""
    if whole := elsewhere(target):
        return whole
    written, mark, anchor = unquote(target).partition("#")
    path = posixpath.normpath(posixpath.join(article.path.parent.as_posix(), written)) if written else article.path
    page = pages.get(PurePosixPath(path))
    return f"{page}{mark}{quote(anchor)}" if page else page


def _said(one: CannedReply) -> tuple[str, ...]:
    article = one.article
    return (one.plain, article.title, *article.tags, *article.asked_as)


def _zendesk(found: Sequence[CannedReply]) -> str:
    """Macros as `POST /api/v2/macros` takes each of them (developer.zendesk.com, Ticketing, Macros)."""
    macros = [
        {
            # Zendesk makes folders of what stands before "::".
            "title": one.article.title.replace("::", ": :"),
            "active": True,
            "description": f"From the article '{one.article.id}': change it there, and export again.",
            "actions": [{"field": "comment_value_html", "value": _html(one)}],
        }
        for one in found
    ]
    return json.dumps({"macros": macros}, ensure_ascii=False, indent=2) + "\n"


def _html(one: CannedReply) -> str:
    # Braces in the article's own words are no orders to Zendesk's templates (Liquid).
    own = one.html.replace("{", "&#123;").replace("}", "&#125;")
    shown = escape(one.link)
    link = f'<p>{_MORE if own else _ONLY}<a href="{shown}">{shown}</a></p>'
    pieces = ("<p>Hi {{ticket.requester.first_name}},</p>", own, "" if one.link in one.plain else link)
    return "\n".join(piece for piece in pieces if piece)


def _csv(found: Sequence[CannedReply]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("id", "title", "text", "link", "kind", "tags"))
    for one in found:
        article = one.article
        row = (article.id, article.title, one.text, one.link, str(article.kind), ", ".join(article.tags))
        table.writerow(_no_formula(cell) for cell in row)
    return out.getvalue()


def _no_formula(cell: str) -> str:
    """Spreadsheets run what begins like a formula; a leading apostrophe makes text of it (OWASP, CSV Injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


class _Literal(str):
    """A text that YAML shows as a block of lines."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """YAML that people read: texts of many lines as blocks."""


_Dumper.add_representer(
    _Literal, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")
)


def _espanso(found: Sequence[CannedReply]) -> str:
    """A match file (espanso.org/docs/matches/basics). Triggers end with a colon: none is the beginning of another."""
    matches = []
    for one in found:
        match = {
            "trigger": f":{slugify(one.article.id)}:",
            "replace": _Literal(_no_variable(one.text)),
            "label": one.article.title,
        }
        terms = list(dict.fromkeys((*one.article.tags, *one.article.asked_as)))
        matches.append(match | ({"search_terms": terms} if terms else {}))
    text: str = yaml.dump({"matches": matches}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)
    return text


def _no_variable(text: str) -> str:
    r"""`{{x}}` is a variable to Espanso unless its braces are escaped, `$|$` the place of the cursor, which cannot be."""
    return text.replace("{{", r"\{\{").replace("}}", r"\}\}").replace("$|$", "$ | $")


_FORMATS: dict[Format, Callable[[Sequence[CannedReply]], str]] = {
    "zendesk": _zendesk,
    "csv": _csv,
    "espanso": _espanso,
}
