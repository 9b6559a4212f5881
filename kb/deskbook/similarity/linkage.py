"""Groups that are most alike become one, round after round.

Average linkage (Sokal & Michener 1958) by reciprocal nearest neighbours (Murtagh 1983; for graphs of any size Sumengen et al.,
"Scaling Hierarchical Agglomerative Clustering to Billion-sized Datasets", 2021): in each round groups that are each other's
nearest become one. That gives the groups that joining the best pair of all again and again would give, but everything that
a round needs to know can be asked at once.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from math import fsum

from deskbook.similarity.families import Families

Pair = tuple[str, str]
Likeness = Callable[[Sequence[Pair]], Sequence[float]]

# Groups of which more than so many pairs of members are across are compared by so many members of each, spread over all.
_SIDE = 6
# Pairs for which one call asks at most, but for a few.
_ASKED = 200_000
# Likenesses that differ by less than one step in so many count as equal: then small groups come first.
_STEPS = 50
# A document that is like more than this many others introduces them to each other.
_HUB = 100
# A group with more neighbours than this is in a crowd: thousands that are all the same, and all edges among them are too many.
_CROWD = 16
_PRIME = 2**32 - 5


class Averages:
    """How alike groups are on average: by what a search found, and by asking for the rest."""

    def __init__(self, known: Mapping[Pair, float], ask: Likeness) -> None:
        self._known = known
        self._ask = ask

    def of(self, across: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Iterator[float]:
        """The average for each two groups of keys (each sorted): of all pairs across, or of a sample of both."""
        waiting: list[list[Pair]] = []
        unknown: dict[Pair, None] = {}
        for left, right in across:
            compared = [
                (one, other) if one < other else (other, one)
                for one in _spread(left, _SIDE**2 // min(len(right), _SIDE))
                for other in _spread(right, _SIDE**2 // min(len(left), _SIDE))
            ]
            waiting.append(compared)
            unknown.update((pair, None) for pair in compared if pair not in self._known)
            if len(unknown) >= _ASKED:
                yield from self._answers(waiting, unknown)
                waiting, unknown = [], {}
        yield from self._answers(waiting, unknown)

    def _answers(self, waiting: list[list[Pair]], unknown: dict[Pair, None]) -> Iterator[float]:
        asked = list(unknown)
        told = dict(zip(asked, self._ask(asked), strict=True)) if asked else {}
        for pairs in waiting:
            yield fsum(told[pair] if pair in told else self._known[pair] for pair in pairs) / len(pairs)


class Linkage:
    """Groups by number, and edges between those that are alike.

    An edge holds how alike two groups are, how many members they had together when that was found, and the step of the
    likeness. Groups only grow, so with another count it is a guess from what is known of parts of the two.
    """

    def __init__(
        self,
        keys: Sequence[str],
        edges: Iterable[tuple[int, int, float]],
        threshold: float,
        averages: Averages,
        families: Families,
    ) -> None:
        """Begin with every key alone. `edges` are pairs of places in `keys` (sorted) that are at least `threshold` alike."""
        self._threshold = threshold
        self._averages = averages
        self._families = families
        self._members: list[Sequence[str]] = [(key,) for key in keys]
        self._size = [1] * len(keys)
        self._near: list[dict[int, tuple[float, int, int]]] = [{} for _ in keys]
        self._top = [0] * len(keys)  # the step of the nearest
        self._foes = [families.foes(n) for n in range(len(keys))]
        self._ruled = {n for n, foes in enumerate(self._foes) if foes}
        self._chance = [_scatter(n) for n in range(len(keys))]
        self._doubt = [1] * len(keys)  # how many guesses to look at
        self._moved: set[int] = set()
        for one, other, score in edges:
            self._connect(one, other, score)
        self._introduce()
        for n in range(len(keys)):
            self._thin_out(n)
        self._moved.update(n for n, near in enumerate(self._near) if near)

    def round(self) -> bool:
        """Join groups that are each other's nearest, where something changed around them. False when all is done."""
        moved, self._moved = self._moved, set()
        for n in moved:
            self._top[n] = max((edge[2] for edge in self._near[n].values()), default=0)
        mutual = {
            (n, other) if n < other else (other, n)
            for n in moved
            for other, edge in self._near[n].items()
            if edge[2] == self._top[n] == self._top[other]
        }
        chosen = self._match(sorted(mutual, key=self._rank))
        refused = self._look(chosen)
        now: dict[int, int] = {}
        for host, guest in chosen:
            if (host, guest) not in refused and guest in self._near[now.get(host, host)]:
                now[host] = self._join(now.get(host, host), guest)
        return bool(self._moved)

    def _introduce(self) -> None:
        """Connect neighbours of hubs that are alike. Where many are the same, a search finds each of them near the same few:
        without edges among themselves they could only join those few, one by one, and not at all where a ruling forbids it.
        So all around a ruling are introduced, those next to each other that are kept apart from the same."""
        hubs = {n for n, near in enumerate(self._near) if len(near) > _HUB}
        hubs.update(self._ruled, *(self._near[n] for n in self._ruled))
        rows = [sorted(self._near[n], key=lambda near: (self._foes[near], self._chance[near])) for n in hubs]
        strangers = {(min(two), max(two)) for row in rows for two in pairwise(row) if two[1] not in self._near[two[0]]}
        asked = sorted(strangers)
        found = self._averages.of((self._members[one], self._members[other]) for one, other in asked)
        for (one, other), score in zip(asked, found, strict=True):
            if score >= self._threshold:
                self._connect(one, other, score)

    def _thin_out(self, n: int) -> None:
        """Leave a group in a crowd the edges to the nearest, and to those that are in no crowd themselves."""
        if len(self._near[n]) <= _CROWD:
            return
        crowded = [other for other in self._near[n] if len(self._near[other]) > _CROWD]
        for other in sorted(crowded, key=lambda other: self._rank((n, other)))[_CROWD:]:
            self._part(n, other)
            self._moved.add(other)

    def _rank(self, pair: tuple[int, int]) -> tuple[int, int, int, int, tuple[int, int]]:
        """Sorts the most alike first. Of equals, what was not taken out of anything, then small groups, then at random but
        always the same: were it by name, all would be joined to the first, one by one."""
        one, other = pair
        foes = len(self._foes[one]) + len(self._foes[other]) if self._ruled else 0
        chance = self._chance[one] * self._chance[other] % _PRIME
        return -self._near[one][other][2], foes, self._size[one] + self._size[other], chance, pair

    def _match(self, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Pairs of a host (the larger) and a guest. A group is in one pair only; but a host has more guests as long as each
        is alike enough to all together, even were it wholly unlike the other guests."""
        chosen = []
        room: dict[int, float] = {}
        for one, other in pairs:
            host, guest = (one, other) if self._size[one] >= self._size[other] else (other, one)
            if guest not in room and (host not in room or self._size[guest] <= room[host]):
                likeness = (self._top[host] - 0.5) / _STEPS
                spare = self._size[host] * (likeness / max(self._threshold, 0.01) - 1)
                room[guest], room[host] = 0.0, room.get(host, spare) - self._size[guest]
                chosen.append((host, guest))
        return chosen

    def _look(self, chosen: list[tuple[int, int]]) -> set[tuple[int, int]]:
        """Find out how alike groups really are where that is a guess. Returns the pairs that are less alike than was guessed."""
        guessed = [(one, other) for one, other in (*chosen, *self._doubted(chosen)) if self._is_guess(one, other)]
        found = self._averages.of((self._members[one], self._members[other]) for one, other in guessed)
        refused = set()
        for (one, other), score in zip(guessed, found, strict=True):
            if _step(score) < self._near[one][other][2] or score < self._threshold:
                refused.add((one, other))
            self._moved.update((one, other))
            if score >= self._threshold:
                self._connect(one, other, score)
                self._doubt[one] = self._doubt[other] = 1
            else:
                self._part(one, other)
                self._doubt[one], self._doubt[other] = 2 * self._doubt[one], 2 * self._doubt[other]
        return refused

    def _doubted(self, chosen: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """More pairs of groups of which the last guess was wrong, twice as many each time. A thread that is like thousands of
        strangers would otherwise be asked about one of them a round."""
        more = {
            (n, other) if n < other else (other, n)
            for n in chain.from_iterable(chosen)
            if self._doubt[n] > 1
            for other in heapq.nsmallest(self._doubt[n], self._near[n], key=lambda other: self._rank((n, other)))
        }
        return sorted(more.difference(chosen, ((guest, host) for host, guest in chosen)))

    def _join(self, one: int, other: int) -> int:
        """Make two groups one, unless somebody ruled against it. Returns the number that the first has from now on."""
        self._part(one, other)
        self._moved.update((one, other))
        if not self._families.join(one, other):
            return one
        if len(self._near[one]) < len(self._near[other]):
            one, other = other, one
        self._moved.update(self._near[other])
        for third in list(self._near[other]):
            self._inherit(one, other, third)
        self._members[one] = sorted((*self._members[one], *self._members[other]))
        self._members[other] = ()
        self._size[one] += self._size[other]
        self._thin_out(one)
        return one

    def _inherit(self, one: int, other: int, third: int) -> None:
        """Give `one`, just before it takes in the members of `other`, the edge of `other` to a third group."""
        weight, more = self._size[one], self._size[other]
        score = self._near[other][third][0]
        mine = self._near[one].get(third)
        sure = bool(mine) and not self._is_guess(one, third) and not self._is_guess(other, third)
        self._part(other, third)
        if mine:
            score = (mine[0] * weight + score * more) / (weight + more)
        size = weight + more + self._size[third] if sure else 0  # no two groups have 0 members together
        self._near[one][third] = self._near[third][one] = (score, size, _step(score))

    def _is_guess(self, one: int, other: int) -> bool:
        return self._near[one][other][1] != self._size[one] + self._size[other]

    def _connect(self, one: int, other: int, score: float) -> None:
        edge = (score, self._size[one] + self._size[other], _step(score))
        self._near[one][other] = self._near[other][one] = edge

    def _part(self, one: int, other: int) -> None:
        del self._near[one][other], self._near[other][one]


def _spread(keys: Sequence[str], most: int) -> Sequence[str]:
    """At most so many keys, evenly from the first to the last."""
    return keys if len(keys) <= most else [keys[n * len(keys) // most] for n in range(most)]


def _step(score: float) -> int:
    return round(_STEPS * score)


def _scatter(n: int) -> int:
    """A number that looks like chance (the finalizer of MurmurHash3, Appleby 2011)."""
    n = ((n ^ (n >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    n = ((n ^ (n >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    return n ^ (n >> 16)
