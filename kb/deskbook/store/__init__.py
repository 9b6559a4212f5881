"""Threads, clusters and links in SQLite (WAL, FTS5): the only SQL in the project."""

from .snapshot import read_snapshot, write_snapshot
from .store import Beginning, Store, Stored

__all__ = ["Beginning", "Store", "Stored", "read_snapshot", "write_snapshot"]
