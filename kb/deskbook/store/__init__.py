"""Threads, clusters and links in SQLite (WAL, FTS5): the only SQL in the project."""

from .pictures import Pictures
from .signals import read_signals, write_signals
from .snapshot import read_snapshot, write_snapshot
from .store import Beginning, Store, Stored

__all__ = [
    "Beginning",
    "Pictures",
    "Store",
    "Stored",
    "read_signals",
    "read_snapshot",
    "write_signals",
    "write_snapshot",
]
