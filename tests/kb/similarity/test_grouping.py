"""Pairs become groups."""

from __future__ import annotations

import random
import time
import zlib
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise
from math import fsum

from hypothesis import given
from hypothesis import strategies as st

from deskbook.model import Rulings
from deskbook.similarity.grouping import group

KEYS = "abcdefgh"
Scored = tuple[str, str, float]

scored = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS), st.floats(0, 1)).filter(lambda p: p[0] < p[1]),
    max_size=28,
    unique_by=lambda p: p[:2],
)


@st.composite
def rulings(draw: st.DrawFn) -> Rulings:
    """Disjoint sets that are together, and pairs apart of which none is in one of them."""
    places = draw(st.lists(st.integers(0, 4), min_size=len(KEYS), max_size=len(KEYS)))
    sets = [tuple(key for key, place in zip(KEYS, places, strict=True) if place == n) for n in range(1, 4)]
    together = tuple(sorted(kept for kept in sets if len(kept) > 1))
    apart = draw(st.frozensets(st.sampled_from(list(combinations(KEYS, 2)))))
    return Rulings(together, frozenset(pair for pair in apart if not any(set(pair) <= set(kept) for kept in together)))


def nothing(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """Pairs that were not found are not alike at all."""
    return [0.0] * len(pairs)


def grouped(listed: list[Scored], threshold: float, kept: Rulings = Rulings()) -> list[tuple[str, ...]]:  # noqa: B008
    return group(listed, threshold, likeness=nothing, rulings=kept)


@given(scored, st.floats(0, 1), rulings(), st.randoms())
def test_a_partition_whatever_the_order(
    listed: list[Scored], threshold: float, kept: Rulings, chance: random.Random
) -> None:
    """No key is in two groups, each group has two or more, and neither order nor direction of the pairs matters."""
    shuffled = [(other, one, score) if chance.random() < 0.5 else (one, other, score) for one, other, score in listed]
    chance.shuffle(shuffled)

    groups = grouped(listed, threshold, kept)

    members = [key for keys in groups for key in keys]
    assert len(members) == len(set(members))
    assert all(len(keys) >= 2 for keys in groups)
    assert grouped(shuffled, threshold, kept) == groups


@given(scored, st.floats(0, 1), rulings())
def test_rulings_hold(listed: list[Scored], threshold: float, kept: Rulings) -> None:
    """Keys that are kept together are in one group whatever they score; no pair that is kept apart is in one, by any way."""
    groups = [set(keys) for keys in grouped(listed, threshold, kept)]

    assert all(any(set(keys) <= found for found in groups) for keys in kept.together)
    assert not any(set(pair) <= found for pair in kept.apart for found in groups)


@given(scored, st.floats(0.01, 1))
def test_groups_are_alike_on_average_and_nothing_more_fits(listed: list[Scored], threshold: float) -> None:
    """Each group can be taken apart into halves that are alike on average, down to single keys; two groups with a pair that
    is alike enough are not alike on average, or they would be one."""
    scores = {(one, other): score for one, other, score in listed}

    def alike(left: Sequence[str], right: Sequence[str]) -> bool:
        across = [scores.get((min(two), max(two)), 0.0) for two in ((x, y) for x in left for y in right)]
        return fsum(across) / len(across) >= threshold - 1e-6

    def holds(keys: tuple[str, ...]) -> bool:
        return len(keys) == 1 or any(
            alike(left, right) and holds(left) and holds(right)
            for size in range(1, len(keys) // 2 + 1)
            for left in combinations(keys, size)
            if (right := tuple(key for key in keys if key not in left))
        )

    groups = grouped(listed, threshold)

    assert all(holds(keys) for keys in groups)
    alone = [(key,) for key in KEYS if not any(key in keys for keys in groups)]
    for left, right in combinations([*groups, *alone], 2):
        best = max(scores.get((min(x, y), max(x, y)), 0.0) for x in left for y in right)
        average = fsum(scores.get((min(x, y), max(x, y)), 0.0) for x in left for y in right) / len(left) / len(right)
        assert best < threshold or average < threshold + 1e-6


def test_a_pair_is_enough() -> None:
    """Two that are alike make a group; two that are not do not."""
    assert grouped([("a", "b", 0.8), ("c", "d", 0.2)], 0.5) == [("a", "b")]


def test_one_thread_does_not_glue_strangers_together() -> None:
    """A long thread that resembles two strangers joins one of them only; three that all agree are one group."""
    assert grouped([("a", "x", 0.9), ("b", "x", 0.8)], 0.5) == [("a", "x")]
    assert grouped([("a", "x", 0.9), ("b", "x", 0.8), ("a", "b", 0.7)], 0.5) == [("a", "b", "x")]


def test_a_chain_of_weak_links_is_no_group() -> None:
    """a is like b, b like c and c like d; a and d have nothing in common, so they do not end up together."""
    assert grouped([("a", "b", 0.6), ("b", "c", 0.6), ("c", "d", 0.6)], 0.5) in ([("a", "b"), ("c", "d")], [("b", "c")])

    long = [f"{n:03}" for n in range(300)]
    assert max(map(len, grouped([(*two, 0.9) for two in pairwise(long)], 0.5))) == 2


def test_the_better_fit_wins() -> None:
    """A key that is like one member of a group goes to another that it is more like than to all of the group."""
    assert grouped([("a", "b", 0.9), ("b", "c", 0.85), ("a", "c", 0.3), ("c", "d", 0.8)], 0.5) == [
        ("a", "b"),
        ("c", "d"),
    ]


def test_what_was_not_found_is_asked_for() -> None:
    """Three of which a search missed a pair are a group if that pair is alike, in a few calls however many groups there are."""
    threes = [(f"{n:03}a", f"{n:03}b", f"{n:03}c") for n in range(500)]
    listed = [(one, other, 0.7) for a, b, c in threes for one, other in ((a, b), (a, c))]
    calls: list[Sequence[tuple[str, str]]] = []

    def likeness(pairs: Sequence[tuple[str, str]]) -> list[float]:
        calls.append(pairs)
        return [0.6] * len(pairs)

    assert group(listed, 0.5, likeness=likeness) == threes
    assert {pair for pairs in calls for pair in pairs} == {(b, c) for _, b, c in threes}
    assert len(calls) <= 3


def test_each_part_of_what_is_kept_together_finds_its_own_like() -> None:
    """Who asks what one of two joined groups asks is in with both, however little it is like the other."""
    listed = [("a", "b", 0.9), ("c", "d", 0.9), ("a", "x", 0.8), ("b", "x", 0.8)]

    assert grouped(listed, 0.5, Rulings(together=(("b", "c"),))) == [("a", "b", "c", "d", "x")]
    assert grouped(listed, 0.5, Rulings((("b", "c"),), frozenset({("d", "x")}))) == [("a", "b", "c", "d")]


def test_a_ruling_about_the_one_that_all_were_found_by_does_not_scatter_the_others() -> None:
    """Where a search pairs equal documents with one of them only, the others stay together when that one is taken out; a new
    one by which all are found goes with them."""
    others = tuple("bcdefg")
    out = Rulings(apart=frozenset(("a", other) for other in others))
    by_a = [("a", other, 1.0) for other in others]
    by_new = [("0", key, 1.0) for key in ("a", *others)]

    def alike(pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [1.0] * len(pairs)

    assert group(by_a, 0.5, likeness=alike, rulings=out) == [others]
    assert group(by_new, 0.5, likeness=alike, rulings=out) == [("0", *others)]


def test_keys_without_any_pair_can_be_kept_together() -> None:
    """A person knows what no search finds."""
    assert grouped([], 0.5, Rulings(together=(("a", "b"),))) == [("a", "b")]


def noise(one: str, other: str, least: float) -> float:
    return least + (1 - least) * zlib.crc32(f"{one} {other}".encode()) / 2**32


def outage(
    keys: list[str], found: Callable[[int], list[int]], likeness: Callable[[str, str], float]
) -> tuple[int, float]:
    """How many pairs were asked for, and how long it took, until all `keys` were one group."""
    asked = 0

    def answer(pairs: Sequence[tuple[str, str]]) -> list[float]:
        nonlocal asked
        asked += len(pairs)
        return [likeness(*pair) for pair in pairs]

    pairs = {(min(n, m), max(n, m)) for n in range(len(keys)) for m in found(n) if n != m}
    listed = [(keys[n], keys[m], likeness(keys[n], keys[m])) for n, m in sorted(pairs)]
    begun = time.process_time()
    assert group(listed, 0.5, likeness=answer) == [tuple(keys)]
    return asked, time.process_time() - begun


def test_an_outage_takes_no_quadratic_time() -> None:
    """5,000 threads that say nearly the same are one group within seconds, and few pairs are asked for: if each was found near
    some others, and if all were found near the same ten."""
    keys = [f"{n:04}" for n in range(5000)]
    chance = random.Random(1)

    asked, seconds = outage(keys, lambda _: chance.sample(range(5000), 10), lambda one, other: noise(one, other, 0.9))
    assert asked < 100 * len(keys)
    assert seconds < 10

    asked, seconds = outage(keys, lambda _: list(range(10)), lambda _one, _other: 1.0)
    assert asked < 100 * len(keys)
    assert seconds < 10


def test_a_thread_that_is_like_thousands_of_strangers_takes_one_of_them() -> None:
    """A paste of every error message there is resembles everything; it is asked about in a few calls, not one a stranger."""
    strangers = [f"{n:04}" for n in range(4000)]
    calls = 0

    def answer(pairs: Sequence[tuple[str, str]]) -> list[float]:
        nonlocal calls
        calls += 1
        return [0.05] * len(pairs)

    listed = [(key, "paste", 0.6 + 0.3 * noise(key, "paste", 0)) for key in strangers]
    groups = group(listed, 0.5, likeness=answer)

    assert [len(keys) for keys in groups] == [2]
    assert calls < 50


def test_order_does_not_matter_in_a_crowd() -> None:
    """Nor where groups are compared by samples, edges are thinned out and threads were taken out: 400 threads about 4 things."""
    chance = random.Random(5)
    keys = [f"{n:03}" for n in range(400)]

    def alike(one: str, other: str) -> float:
        return noise(one, other, 0.7) if int(one) % 4 == int(other) % 4 else noise(one, other, 0) * 0.7

    def answer(pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [alike(*pair) for pair in pairs]

    found = {
        (min(two), max(two))
        for one in keys
        for two in ((one, other) for other in chance.sample(keys, 60))
        if len(set(two)) == 2
    }
    listed = [(one, other, alike(one, other)) for one, other in sorted(found)]
    ruled = Rulings((("001", "002"),), frozenset(("000", key) for key in keys[4:200:4]))
    groups = group(listed, 0.6, likeness=answer, rulings=ruled)

    assert sorted(map(len, groups)) == [99, 100, 200]
    for _ in range(5):
        chance.shuffle(listed)
        assert group(listed, 0.6, likeness=answer, rulings=ruled) == groups
