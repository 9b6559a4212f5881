"""What tickets were told of the articles that came of them."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from deskbook.model import Note, Told


class Notes:
    """One entry a ticket, the last. It stays when the thread goes, for the note stands on the ticket all the same."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def put(self, told: Told) -> None:
        """Remember what a ticket was told, in place of what it was told before."""
        note = told.note
        self._db.execute(
            "INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                told.thread, told.article, note.text, note.link, note.marker, note.public, note.tag, told.receipt,
                told.at.isoformat(), told.round, told.stands,
            ),
        )  # fmt: skip

    def all(self) -> tuple[Told, ...]:
        """Everything that was told, also what was taken back, by ticket."""
        found = self._db.execute(
            "SELECT thread, article, text, link, marker, public, tag, receipt, at, round, stands FROM note ORDER BY thread"
        )
        return tuple(
            Told(
                thread,
                article,
                Note(text, link, mark, bool(public), tag),
                receipt,
                datetime.fromisoformat(at),
                count,
                bool(stands),
            )
            for thread, article, text, link, mark, public, tag, receipt, at, count, stands in found
        )
