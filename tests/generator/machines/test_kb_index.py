"""deskbook_site.machines.kb_index."""

from __future__ import annotations

import json
from datetime import date

from deskbook.model import Audience
from deskbook_site.machines.kb_index import kb_index
from entries import entry


def test_all_that_is_known_stands_in_it() -> None:
    """Every documented key, with dates as text and unknown ones as null; articles by address."""
    entries = [
        entry("b.md"),
        entry(
            "a/x.md", title="É", summary="S", tags=("t",), applies_to=("p",), asked_as=("q",),
            created=date(2026, 1, 2), threads=3, overdue=True,
        ),
    ]  # fmt: skip
    index = json.loads(kb_index("Help", "https://x.example/kb", Audience.PARTNER, entries))
    assert [one["url"] for one in index.pop("articles")[1:]] == ["b/"]
    assert index == {"version": 1, "name": "Help", "base": "https://x.example/kb/", "audience": "partner"}
    assert json.loads(kb_index("Help", None, Audience.PUBLIC, entries))["articles"][0] == {
        "id": "a/x.md", "url": "a/x/", "markdown": "a/x/index.md", "title": "É", "summary": "S", "kind": "faq", "section": "a",
        "tags": ["t"], "applies_to": ["p"], "asked_as": ["q"], "audience": "public", "confidence": "validated",
        "overdue": True, "created": "2026-01-02", "reviewed": None, "threads": 3,
    }  # fmt: skip


def test_without_an_address_there_is_no_base() -> None:
    """Addresses are then relative to wherever the file is."""
    assert json.loads(kb_index("Help", None, Audience.PUBLIC, []))["base"] is None
