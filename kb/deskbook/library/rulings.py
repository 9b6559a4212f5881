"""What a list of decisions means: the later one holds, whatever the order in which they are given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from deskbook.model import Decision, Ruling, Rulings


def rulings(decisions: Iterable[Decision]) -> Rulings:
    """Which threads are always together and which never, without contradiction.

    Threads that are joined pass it on: who joins a and b, and later b and c, has joined a and c. A later `together`
    lets go of what was kept apart among all these; a later `apart` takes its thread away from those that it was joined to.
    """
    joined: dict[str, set[str]] = {}
    apart: dict[str, set[str]] = {}
    for decision in _by_time(decisions):
        if decision.ruling is Ruling.TOGETHER:
            kept = set(decision.threads).union(*(joined.get(key, ()) for key in decision.threads))
            for key in kept:
                joined[key] = kept
                apart.get(key, set()).difference_update(kept)
        elif decision.taken_out is not None:
            one, others = decision.taken_out, set(decision.threads) - {decision.taken_out}
            if joined.get(one, set()) & others:
                joined.pop(one).discard(one)
            for other in others:
                apart.setdefault(one, set()).add(other)
                apart.setdefault(other, set()).add(one)
    together = {id(kept): tuple(sorted(kept)) for kept in joined.values() if len(kept) > 1}
    pairs = frozenset((one, other) for one, others in apart.items() for other in others if one < other)
    return Rulings(tuple(sorted(together.values())), pairs)


class Dismissals:
    """Which clusters are dismissed. A cluster is known again by its members, because its id may have changed.

    It is the one that was dismissed if it shares two threads at least with the decision, and half of the smaller of the
    two: so it stays dismissed when it grows, is split, or loses some of its threads. Of all decisions that mean a cluster
    the latest holds.
    """

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._decisions = [d for d in _by_time(decisions) if d.ruling in (Ruling.DISMISS, Ruling.RESTORE)]
        self._naming: dict[str, list[int]] = {}
        for number, decision in enumerate(self._decisions):
            for key in set(decision.threads):
                self._naming.setdefault(key, []).append(number)

    def hold(self, members: Iterable[str]) -> bool:
        """Whether the cluster of these threads is dismissed."""
        keys = set(members)
        shared = Counter(number for key in keys for number in self._naming.get(key, ()))
        meant = [
            number
            for number, count in shared.items()
            if count >= 2 and 2 * count >= min(len(keys), len(set(self._decisions[number].threads)))
        ]
        return bool(meant) and self._decisions[max(meant)].ruling is Ruling.DISMISS


def _by_time(decisions: Iterable[Decision]) -> list[Decision]:
    """Of two made in the same second, `restore` comes after `dismiss` and `together` after `apart`: what shows more holds."""
    return sorted(decisions, key=lambda d: (d.at, d.ruling, d.threads, d.taken_out or ""))
