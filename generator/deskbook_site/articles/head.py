"""What stands between an article's title and its text: what sort of page it is, and how far to trust it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from deskbook.model import Confidence

from ..entry import Entry
from ..page import relative_url
from ..words import Words

# HTML, because it then needs no extension of the engine, and what strangers wrote means nothing in it.


def with_head(body: str, entry: Entry, words: Words) -> str:
    """`body` with the head of its page after its first heading; at its beginning where the engine makes the heading."""
    said = _of_language(entry, words) if entry.is_index else _said(entry, words)
    head = words.block("\n".join(said)) if entry.foreign else "\n".join(said)
    first, _, rest = body.lstrip().partition("\n")
    return f"{first}\n\n{head}\n\n{rest.lstrip()}" if first.startswith("# ") else f"{head}\n\n{body}"


def _said(entry: Entry, words: Words) -> Iterator[str]:
    yield _facts(entry, words)
    yield from _of_language(entry, words)
    yield from _of_trust(entry, words)


def _facts(entry: Entry, words: Words) -> str:
    facts = [f'<li class="db-about__kind">{words(entry.kind_key)}</li>']
    if entry.vouched:
        facts.append(f'<li class="db-about__trust">{words("validated_by", who=escape(entry.vouched))}</li>')
    if entry.vouched and entry.reviewed:
        facts.append(f"<li>{words('last_verified', day=words.time_tag(entry.reviewed))}</li>")
    elif entry.changed:
        facts.append(f"<li>{words('last_changed', day=words.time_tag(entry.changed))}</li>")
    applies = ""
    if entry.applies_to:
        names = "".join(f"<dd>{escape(name)}</dd>" for name in entry.applies_to)
        applies = f'<dl class="db-applies"><dt>{words("applies_to")}</dt>{names}</dl>\n'
    return f'<div class="db-about" data-pagefind-ignore="all">\n<ul>{"".join(facts)}</ul>\n{applies}</div>'


def _of_language(entry: Entry, words: Words) -> Iterator[str]:
    if entry.foreign:
        yield _banner(
            "note", words("untranslated", language=words.name_of(entry.foreign)), words("untranslated_text"), words
        )
    elif entry.newer:
        original = f'<a href="{escape(relative_url(entry.url, f"../{entry.url}"))}">{words("to_original")}</a>'
        text = f"{words('older_text', day=words.day(entry.newer))} {original}"
        yield _banner("note", words("older"), text, words)


def _of_trust(entry: Entry, words: Words) -> Iterator[str]:
    if entry.confidence is Confidence.WIP:
        yield _banner("draft", words("draft"), words("draft_text"), words)
    elif entry.confidence is Confidence.NOT_VALIDATED:
        yield _banner("unsure", words("unsure"), words("unsure_text"), words)
    elif entry.overdue and entry.changed:
        yield _banner("overdue", words("overdue"), words("overdue_text", day=words.day(entry.changed)), words)


def _banner(sort: str, title: str, text: str, words: Words) -> str:
    title = words("sentence", text=title)
    return f'<p class="db-banner db-banner--{sort}" data-pagefind-ignore="all"><strong>{title}</strong> {text}</p>'
