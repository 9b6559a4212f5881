"""What readers of the site did, as their browsers told a counter of the team's choice. Counts, never people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# What `collect` calls them, as if they came from a source.
SIGNALS = "signals"


class SignalKind(StrEnum):
    """What happened. The values are the names of events in the counter."""

    SEARCH = "search"
    NO_RESULT = "no-result"
    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"
    SUGGESTED = "suggested"
    ANSWERED = "answered"
    TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that happened `count` times. `about` is what was searched for, or the path of a page; `day` is None where the
    counter tells only sums."""

    kind: SignalKind
    about: str
    count: int = 1
    day: date | None = None
