"""Pictures of threads: files beside the store, each named by a `p` and the SHA-256 of what is in it."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
import time
from pathlib import Path

from deskbook.errors import StoreError
from deskbook.text.pictures import KeptPicture

# Seconds after which a picture that no thread shows was left by a run that was killed: another run may be about to name it.
_PATIENCE = 3600.0


class Pictures:
    """A folder of pictures (`ab/` holds those whose digests begin so), and which of them was at which address of a source."""

    def __init__(self, folder: Path, db: sqlite3.Connection) -> None:
        self._folder = folder
        self._db = db

    def at(self, source: str, address: str) -> KeptPicture | None:
        """The picture that was kept of an address, if it is still there."""
        found = self._db.execute(
            "SELECT name, width, height FROM picture WHERE source = ? AND address = ?", (source, address)
        ).fetchone()
        return KeptPicture(*found) if found and self.path(found[0]) else None

    def put(self, source: str, address: str, data: bytes, sort: str, size: tuple[int, int]) -> KeptPicture:
        """Keep the file that was at an address. `sort` (`png`) is the end of its name, `size` its width and height in pixels."""
        picture = KeptPicture(f"p{hashlib.sha256(data).hexdigest()}.{sort}", *size)
        row = (source, address, picture.name, picture.width, picture.height)
        try:
            self._write(self._place(picture.name), data)
            self._db.execute("INSERT OR REPLACE INTO picture VALUES (?, ?, ?, ?, ?)", row)
        except (OSError, sqlite3.OperationalError) as error:
            raise StoreError(
                f"a picture cannot be kept: {error}",
                where=str(self._folder),
                cure="see whether the disk is full or another deskbook uses the store, then try again",
            ) from error
        return picture

    def path(self, name: str) -> Path | None:
        """Where a picture is; None where it is not there."""
        path = self._place(name)
        return path if path.is_file() else None

    def sweep(self, patience: float = _PATIENCE) -> int:
        """Remove the pictures that no thread shows and that are older than `patience` seconds; returns how many there were."""
        before = time.time() - patience
        strays = [path for path in self._folder.glob("??/*") if not self._is_shown(path.name)]
        strays = [path for path in strays if patience == 0 or path.stat().st_mtime < before]
        for path in strays:
            self._db.execute("DELETE FROM picture WHERE name = ?", (path.name,))
            path.unlink(missing_ok=True)
        return len(strays)

    def _is_shown(self, name: str) -> bool:
        return self._db.execute("SELECT 1 FROM shown WHERE name = ? LIMIT 1", (name,)).fetchone() is not None

    def _place(self, name: str) -> Path:
        return self._folder / name[1:3] / name

    def _write(self, path: Path, data: bytes) -> None:
        if path.is_file():
            os.utime(path)  # it is in use again, whatever another run was about to remove
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
