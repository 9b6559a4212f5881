"""A fair sample of threads, and what it lets one say of all of them.

Areas get rows in proportion to their threads, each at least one where there are enough; within an area every thread is as likely
as any other. A thread's place in the draw is a hash of the seed and its key, so the same seed draws the same threads on every
machine, and a larger sample holds the smaller one. One drawn thread stands for `threads of its area / drawn ones` threads: its
weight. The interval is Wilson's (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927), which also holds for few threads and for shares near
0 and 1, where the usual one fails; over several areas it is taken at Kish's effective size, (sum of weights)² / sum of squared
weights.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

_Z = 1.959964  # 95% of a normal distribution lie within so many standard deviations


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share of a whole, 0 to 1, and the interval that holds the true one 19 times of 20."""

    share: float
    low: float
    high: float


def draw(areas: Mapping[str, Collection[str]], drawn: Collection[str], size: int, seed: int) -> tuple[str, ...]:
    """The thread keys to add to those `drawn`, so that there are `size` in all (fewer where there are no more), in
    the order of the draw: whoever labels only the first of them labels a random sample, too.

    `areas` are the keys of all threads by area. An area of which more are drawn already than it would get keeps them.
    """
    had = set(drawn)
    added: list[str] = []
    for area, wanted in _shares({area: len(keys) for area, keys in areas.items()}, size).items():
        here = had.intersection(areas[area])
        left = sorted((key for key in areas[area] if key not in here), key=lambda key: _place(seed, key))
        added += left[: max(0, wanted - len(here))]
    return tuple(sorted(added, key=lambda key: _place(seed, key))[: max(0, size - len(had))])


def _shares(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """How many each area gets: in proportion, by largest remainder, at least one where `size` allows."""
    total = sum(sizes.values())
    size = min(size, total)
    least = 1 if size >= len(sizes) else 0
    ideal = {area: size * count / total for area, count in sizes.items() if count}
    given = {area: max(least, int(part)) for area, part in ideal.items()}
    order = sorted(ideal, key=lambda area: (int(ideal[area]) - ideal[area], area))
    while (missing := size - sum(given.values())) > 0:
        for area in [area for area in order if given[area] < sizes[area]][:missing]:
            given[area] += 1
    while sum(given.values()) > size:  # areas that were lifted to one take from the largest
        given[max(given, key=lambda area: (given[area], area))] -= 1
    return given


def wilson(part: float, whole: float) -> Estimate:
    """The share `part` of `whole` (above 0) drawn, and its 95% interval. Both may be fractions: effective counts."""
    share, square = part / whole, _Z * _Z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    half = _Z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole)) / (1 + square / whole)
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half))


def weighted(areas: Iterable[tuple[int, int, int]]) -> Estimate:
    """The share over several areas, each given as (threads in all, labelled, labelled so), with at least one labelled in one."""
    held = [(whole / labelled, labelled, part) for whole, labelled, part in areas if labelled]
    weights = sum(weight * labelled for weight, labelled, _ in held)
    effective = weights**2 / sum(weight**2 * labelled for weight, labelled, _ in held)
    return wilson(effective * sum(weight * part for weight, _, part in held) / weights, effective)


def _place(seed: int, key: str) -> bytes:
    return hashlib.sha256(f"{seed} {key}".encode()).digest()
