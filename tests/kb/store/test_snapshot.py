"""The last look at the status page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskbook.model import Incident, Snapshot
from deskbook.store import read_snapshot, write_snapshot

AT = datetime(2026, 3, 1, 11, 30, tzinfo=UTC)


def test_a_snapshot_comes_back(tmp_path: Path) -> None:
    """All of it, also what the page does not say."""
    held = Snapshot(AT, (Incident("Größe", "open", "text", AT, "https://x.example/"), Incident("Bare")))

    write_snapshot(tmp_path / "store", held)

    assert read_snapshot(tmp_path / "store") == held


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"read_at": "2026-03-01T11:30:00", "incidents": []}', '{"read_at": 1, "incidents": []}', "\xff"],
)
def test_a_damaged_file_is_no_snapshot(tmp_path: Path, text: str) -> None:
    """The next look makes a new one; a build does not stop for it."""
    (tmp_path / "incidents.json").write_bytes(text.encode("latin-1"))

    assert read_snapshot(tmp_path) is None
