"""What stands between an article's title and its text: what sort of page it is, and how far to trust it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from deskbook.model import Confidence

from ..entry import KIND_NAMES, Entry
from ..prose import day, time_tag

# HTML, because it then needs no extension of the engine, and what strangers wrote means nothing in it.


def with_head(body: str, entry: Entry) -> str:
    """`body` with the head of its page after its first heading; at its beginning where the engine makes the heading."""
    head = "\n".join((_facts(entry), *_banners(entry)))
    first, _, rest = body.lstrip().partition("\n")
    return f"{first}\n\n{head}\n\n{rest.lstrip()}" if first.startswith("# ") else f"{head}\n\n{body}"


def _facts(entry: Entry) -> str:
    facts = [f'<li class="db-about__kind">{KIND_NAMES[entry.kind]}</li>']
    if entry.vouched:
        facts.append(f'<li class="db-about__trust">Validated by {escape(entry.vouched)}</li>')
    if entry.vouched and entry.reviewed:
        facts.append(f"<li>Last verified {time_tag(entry.reviewed)}</li>")
    elif entry.changed:
        facts.append(f"<li>Last changed {time_tag(entry.changed)}</li>")
    applies = ""
    if entry.applies_to:
        names = "".join(f"<dd>{escape(name)}</dd>" for name in entry.applies_to)
        applies = f'<dl class="db-applies"><dt>Applies to</dt>{names}</dl>\n'
    return f'<div class="db-about" data-pagefind-ignore="all">\n<ul>{"".join(facts)}</ul>\n{applies}</div>'


def _banners(entry: Entry) -> Iterator[str]:
    if entry.confidence is Confidence.WIP:
        yield _banner("draft", "Work in progress", "Only the team sees this page. It is not published yet.")
    elif entry.confidence is Confidence.NOT_VALIDATED:
        text = "This answer helped before, but nobody has validated it since it was written down."
        yield _banner("unsure", "Not yet reviewed", text)
    elif entry.overdue and entry.changed:
        text = f"Nobody has verified this since {day(entry.changed)}. Details may have changed."
        yield _banner("overdue", "Review is overdue", text)


def _banner(sort: str, title: str, text: str) -> str:
    return f'<p class="db-banner db-banner--{sort}" data-pagefind-ignore="all"><strong>{title}.</strong> {text}</p>'
