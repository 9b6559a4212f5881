"""Threads, clusters and links in SQLite (WAL, FTS5): the only SQL in the project."""

from .store import Store, Stored

__all__ = ["Store", "Stored"]
