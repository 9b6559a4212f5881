"""What readers searched and thought of pages, in a file of the store's folder: it is made anew of all exports each time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from deskbook.model import Signal, SignalKind

_NAME = "signals.jsonl"


def write_signals(folder: Path, signals: Iterable[Signal]) -> None:
    """Keep these signals in the store's `folder`, in the place of those before."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{_NAME}.tmp"
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        for one in signals:
            row = (one.kind, one.about, one.count, one.day.isoformat() if one.day else None)
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    fresh.replace(folder / _NAME)


def read_signals(folder: Path) -> tuple[Signal, ...]:
    """All signals; none where nothing was collected, or where the file is damaged: the next collecting makes it anew."""
    try:
        lines = (folder / _NAME).read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        return tuple(
            Signal(SignalKind(kind), str(about), int(count), date.fromisoformat(day) if day else None)
            for kind, about, count, day in rows
        )
    except (OSError, ValueError, TypeError):
        return ()
