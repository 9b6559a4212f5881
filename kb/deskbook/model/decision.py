"""What people decided about clusters, which no later run may undo."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Ruling(StrEnum):
    """What a decision says of some threads."""

    DISMISS = "dismiss"
    RESTORE = "restore"
    APART = "apart"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. It names threads by their keys, because the ids of clusters may differ from store to store.

    `threads` are the members of the cluster as it was, oldest first: the one dismissed or restored, all those joined, or
    the one that `taken_out` (a thread key, only with `apart`) was taken out of. `at` is aware UTC, in whole seconds.
    """

    at: datetime
    ruling: Ruling
    threads: tuple[str, ...]
    taken_out: str | None = None


@dataclass(frozen=True, slots=True)
class Rulings:
    """What decisions mean for the grouping of threads, without contradiction.

    `together` are sets of keys that are always in one cluster, each sorted; no key is in two of them. `apart` are pairs of
    keys (first < second) that are never in one cluster.
    """

    together: tuple[tuple[str, ...], ...] = ()
    apart: frozenset[tuple[str, str]] = frozenset()

    def among(self, keys: Collection[str]) -> Rulings:
        """What they mean where there are only these keys."""
        left = (tuple(key for key in kept if key in keys) for kept in self.together)
        return Rulings(
            tuple(kept for kept in left if len(kept) > 1),
            frozenset((one, other) for one, other in self.apart if one in keys and other in keys),
        )
