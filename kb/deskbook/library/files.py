"""Writing files so that nobody ever reads half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def replace(path: Path, text: str) -> bool:
    """Write `text` (UTF-8, `\\n`) unless the file holds just that already. Says whether it wrote."""
    return replace_bytes(path, text.encode("utf-8"))


def replace_bytes(path: Path, data: bytes) -> bool:
    """Write `data` unless the file holds just that already. Says whether it wrote."""
    if path.is_file() and path.read_bytes() == data:
        return False
    temporary = _write_beside(path, data)
    temporary.replace(path)
    return True


def create(path: Path, text: str) -> bool:
    """Write a new file. Says whether it wrote: a file that exists is never touched, not even by a race."""
    return create_bytes(path, text.encode("utf-8"))


def create_bytes(path: Path, data: bytes) -> bool:
    """The same of a file that is no text."""
    if path.exists():
        return False
    temporary = _write_beside(path, data)
    try:
        os.link(temporary, path)  # unlike a rename, a link never takes the place of a file
    except FileExistsError:
        return False
    finally:
        temporary.unlink()
    return True


def _write_beside(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".deskbook-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(0o644)
    except BaseException:
        temporary.unlink()
        raise
    return temporary
