"""What a check says of a place in the content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """`error` stops a publication in CI, `warning` asks for work, `notice` is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place: `path` relative to the project with forward slashes, `line` 1-based (1 = the whole file)."""

    path: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `hint` is the cure in one line; `related` are other places that belong to it.

    `identity` is what tells it from other findings of its rule in the file, wherever it stands and whatever the day: the
    message, less its numbers, where it is empty.
    """

    code: str
    name: str
    severity: Severity
    location: Location
    message: str
    hint: str
    related: tuple[Location, ...] = ()
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that is known, so that only new ones fail: since when (aware UTC), its rule, file and message.

    `fingerprint` is that of `deskbook.stages.baseline`.
    """

    at: datetime
    code: str
    path: str
    fingerprint: str
    message: str
