"""Pairs that are alike -> groups that ask the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def group(pairs: Iterable[tuple[str, str, float]], threshold: float) -> list[tuple[str, ...]]:
    """Groups of two or more keys, each sorted, in the order of their first key; no key is in two groups.

    Average linkage, best pair first: two groups become one only where their members are, on average over all pairs
    across, at least `threshold` alike (a pair that is not listed counts 0). So one thread that resembles two strangers
    does not glue them together. The result does not depend on the order of `pairs`.
    """
    scores = {frozenset((one, other)): score for one, other, score in pairs if one != other}
    member_of: dict[str, str] = {}
    groups: dict[str, tuple[str, ...]] = {}
    for pair in sorted(scores, key=lambda pair: (-scores[pair], sorted(pair))):
        one, other = (member_of.get(key, key) for key in sorted(pair))
        if one == other:
            continue
        left, right = groups.get(one, (one,)), groups.get(other, (other,))
        if _average(left, right, scores) >= threshold:
            joined = tuple(sorted((*left, *right)))
            groups.pop(one, None)
            groups.pop(other, None)
            groups[joined[0]] = joined
            member_of.update(dict.fromkeys(joined, joined[0]))
    return sorted(groups.values())


def _average(left: tuple[str, ...], right: tuple[str, ...], scores: Mapping[frozenset[str], float]) -> float:
    across = [scores.get(frozenset((one, other)), 0.0) for one in left for other in right]
    return sum(across) / len(across)
