"""Floors for names and postal addresses on data that nobody here wrote, a little below what was measured when they were set."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskbook.text.redact import Span, redact_text
from deskbook.text.redact.people import unlisted_names
from deskbook.text.redact.postal import postal_addresses
from deskbook.text.redact.reading import read

DATA = Path(os.environ["DESKBOOK_DATA"]) if os.environ.get("DESKBOOK_DATA") else None
pytestmark = [pytest.mark.realdata, pytest.mark.skipif(DATA is None, reason="DESKBOOK_DATA is not set")]


def _sentences() -> Iterator[tuple[list[tuple[str, int, int]], tuple[Span, ...]]]:
    assert DATA is not None
    for row in json.loads((DATA / "pii-synthetic" / "dev.json").read_text(encoding="utf-8")):
        gold = [(span["entity_type"], span["start_position"], span["end_position"]) for span in row["spans"]]
        yield gold, redact_text(row["full_text"]).spans


@pytest.mark.parametrize(
    ("entity", "label", "recall", "precision"),
    [("PERSON", "name", 0.90, 0.90), ("STREET_ADDRESS", "address", 0.89, 0.98)],
)
def test_names_and_addresses_are_found(entity: str, label: str, recall: float, precision: float) -> None:
    """Nobody told who is in these sentences: what is covered whole, and how much else is taken for it."""
    wanted = hit = flagged = right = 0
    for gold, spans in _sentences():
        places = [(start, end) for kind, start, end in gold if kind == entity]
        wanted += len(places)
        hit += sum(any(s.start <= start and end <= s.end for s in spans) for start, end in places)
        found = [span for span in spans if span.label == label]
        flagged += len(found)
        right += sum(any(start < span.end and span.start < end for start, end in places) for span in found)
    assert hit / wanted >= recall
    assert right / flagged >= precision


@pytest.mark.parametrize("folder", ["cloudfront-docs", "powershell-docs"])
def test_technical_text_is_left_alone(folder: str) -> None:
    """In reference pages hardly one word in ten thousand is taken for a name or an address, and some of those are names."""
    assert DATA is not None
    words = found = 0
    for page in (DATA / folder).rglob("*.md"):
        reading = read(page.read_text(encoding="utf-8", errors="replace"))
        words += len(reading.plain.split())
        found += len(
            {(span.start, span.end) for detect in (unlisted_names, postal_addresses) for span in detect(reading, False)}
        )
    assert found <= words / 8_000
