"""incidents: looks at the status page, and keeps what is open for the site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from deskbook.model import Incident, Snapshot
from deskbook.store import write_snapshot


def incidents(read: Callable[[], tuple[Incident, ...]], folder: Path, now: datetime) -> Snapshot:
    """What `read` finds open, kept in the store's `folder`. What was found before stays where the page cannot be read, and so
    says its age. `now` is aware."""
    snapshot = Snapshot(now, read())
    write_snapshot(folder, snapshot)
    return snapshot
