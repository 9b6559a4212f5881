"""Pairs that are alike -> groups that ask the same."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from deskbook.model import Rulings
from deskbook.similarity.families import Families
from deskbook.similarity.linkage import Averages, Likeness, Linkage, Pair

# An average that is just the threshold may miss it by a rounding.
_ROUNDING = 1e-9


def group(
    pairs: Iterable[tuple[str, str, float]],
    threshold: float,
    *,
    likeness: Likeness,
    rulings: Rulings = Rulings(),  # noqa: B008  frozen
) -> list[tuple[str, ...]]:
    """Groups of two or more keys, each sorted, in the order of their first key; no key is in two groups.

    Two groups become one only where their members are, on average over the pairs across, at least `threshold` (0..1) alike.
    So one thread that resembles two strangers does not glue them together, nor does a chain of weak links. `pairs` are those
    that a search found, also below the threshold; what it did not find `likeness` is asked for, many pairs (first key <
    second) in one call.

    What `rulings` keeps together becomes one group last, when each part of it has found its own like: a thread that asks
    what one part asks is not kept out by the other part. What it keeps apart is in no group together, whoever is between.
    The result depends neither on the order of `pairs` nor on the direction of a pair.
    """
    known: dict[Pair, float] = {}
    for one, other, score in pairs:
        if one != other:
            pair = (one, other) if one < other else (other, one)
            known[pair] = max(score, known.get(pair, 0.0))
    least = threshold - _ROUNDING
    edges = {pair: score for pair, score in known.items() if score >= least}
    keys = sorted({*chain.from_iterable(edges), *chain.from_iterable(rulings.together)})
    number = {key: n for n, key in enumerate(keys)}
    families = Families(number, rulings)
    linkage = Linkage(
        keys,
        ((number[one], number[other], score) for (one, other), score in edges.items()),
        least,
        Averages(known, likeness),
        families,
    )
    while linkage.round():
        pass
    return sorted(tuple(keys[n] for n in family) for family in families.all() if len(family) > 1)
