"""What is wrong with the platform right now, as its status page says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StatusPage(StrEnum):
    """The systems whose status pages can be read."""

    STATUSPAGE = "statuspage"
    INSTATUS = "instatus"
    BETTER_STACK = "betterstack"
    CSTATE = "cstate"
    UPPTIME = "upptime"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident that is not over. All of it is text, never markup.

    `state` is the status page's own word ('investigating', 'major'), `text` its last update and `at` when that was written
    (aware, UTC), as far as the page says. `url` is where to read more.
    """

    name: str
    state: str = ""
    text: str = ""
    at: datetime | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The open incidents as they were at `read_at` (aware, UTC), the latest first."""

    read_at: datetime
    incidents: tuple[Incident, ...] = ()
