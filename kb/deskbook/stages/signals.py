"""collect signals: what readers searched and thought of pages, redacted at the door and kept in the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from deskbook.model import Damage, Signal, SignalKind
from deskbook.sources.signals import page_path
from deskbook.store import write_signals
from deskbook.text.redact import Policy, Takedowns, redact_text

_SEARCHES = frozenset((SignalKind.SEARCH, SignalKind.NO_RESULT))
_LONGEST = 80  # characters; more is a text that somebody pasted


@dataclass(frozen=True, slots=True)
class Counted:
    """How many events were kept, and what could not be read."""

    events: int
    damages: tuple[Damage, ...]


def collect_signals(given: Iterable[Signal | Damage], folder: Path, policy: Policy, takedowns: Takedowns) -> Counted:
    """Keep what all exports tell, in the place of what was kept before: the exports are the history."""
    damages: list[Damage] = []
    counts: Counter[Signal] = Counter()
    for one in given:
        if isinstance(one, Damage):
            damages.append(one)
        elif about := _about(one, policy, takedowns):
            counts[Signal(one.kind, about, 1, one.day)] += one.count
    kept = [Signal(one.kind, one.about, count, one.day) for one, count in counts.items()]
    write_signals(folder, sorted(kept, key=lambda one: (one.kind, one.about, str(one.day))))
    return Counted(counts.total(), tuple(damages))


def _about(one: Signal, policy: Policy, takedowns: Takedowns) -> str:
    """What a signal is about, without what must not be kept; empty where nothing is left."""
    if one.kind not in _SEARCHES:
        return takedowns.removed_from(page_path(one.about))
    # As it was written, and all of it: a key in small letters, or half of one, is no longer known as one.
    safe = redact_text(takedowns.removed_from(one.about), names=policy.names, allow=policy.allow).text
    return " ".join(safe.lower().split())[:_LONGEST]
