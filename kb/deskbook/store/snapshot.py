"""The last look at the status page, in a file of the store's folder."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from deskbook.model import Incident, Snapshot

_NAME = "incidents.json"


def write_snapshot(folder: Path, snapshot: Snapshot) -> None:
    """Keep a snapshot in the store's `folder`, in the place of the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{_NAME}.tmp"
    text = json.dumps(asdict(snapshot), default=datetime.isoformat, ensure_ascii=False)
    fresh.write_text(text, encoding="utf-8", newline="\n")
    fresh.replace(folder / _NAME)


def read_snapshot(folder: Path) -> Snapshot | None:
    """The last snapshot; None where there is none, or where it cannot be read: the next look makes a new one."""
    try:
        found = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        return Snapshot(_moment(found["read_at"]), tuple(_incident(one) for one in found["incidents"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _incident(value: dict[str, str | None]) -> Incident:
    at = value["at"]
    return Incident(
        name=str(value["name"]),
        state=str(value["state"]),
        text=str(value["text"]),
        at=_moment(at) if at else None,
        url=str(value["url"]) if value["url"] else None,
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment
