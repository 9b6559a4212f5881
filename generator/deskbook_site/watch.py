"""When files change."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path


def changes(folder: Path, *, every: float = 1.0, ended: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Gives a sign, until it has `ended`, each time that something below `folder` was written, made or removed.

    Looks `every` so many seconds: the notices of the operating system differ on each, and do not cross network drives.
    """
    before = _state(folder)
    while not ended():
        time.sleep(every)
        now = _state(folder)
        if now != before:
            before = now
            yield


def _state(folder: Path) -> dict[Path, tuple[int, int]]:
    state = {}
    for path in folder.rglob("*"):
        try:
            found = path.stat()
        except FileNotFoundError:  # removed, or a temporary file of an editor, since it was listed
            continue
        state[path] = (found.st_mtime_ns, found.st_size)
    return state
