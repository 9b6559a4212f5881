"""kb-index.json: what is known of each article, for other tools. content/reference/kb-index.md says what stands in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from deskbook.model import Audience

from ..entry import Entry

# It changes when a key goes or changes its meaning.
VERSION = 1


def kb_index(name: str, url: str | None, audience: Audience, entries: Sequence[Entry]) -> str:
    """All articles of the site by address, as JSON."""
    index = {
        "version": VERSION,
        "name": name,
        "base": f"{url.rstrip('/')}/" if url else None,
        "audience": str(audience),
    }
    head = json.dumps(index, ensure_ascii=False)[:-1]
    # Each article on a line of its own, to be read by people and compared by git; with `indent` it would take a second for ten thousand.
    articles = [
        json.dumps(_article(entry), ensure_ascii=False) for entry in sorted(entries, key=lambda entry: entry.url)
    ]
    return "".join([head, ', "articles": [\n', ",\n".join(articles), "\n]}\n"])


def _article(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.url,
        "markdown": f"{entry.url}index.md",
        "title": entry.title,
        "summary": entry.summary,
        "kind": str(entry.kind),
        "section": entry.section,
        "tags": list(entry.tags),
        "applies_to": list(entry.applies_to),
        "asked_as": list(entry.asked_as),
        "audience": str(entry.audience),
        "confidence": str(entry.confidence),
        "overdue": entry.overdue,
        "created": _day(entry.created),
        "reviewed": _day(entry.reviewed),
        "threads": entry.threads,
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
