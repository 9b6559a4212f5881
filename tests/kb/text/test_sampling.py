"""A fair sample, and what it says of the whole."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.text.sampling import draw, weighted, wilson

AREAS = {"edge": [f"edge:{n}" for n in range(600)], "dns": [f"dns:{n}" for n in range(300)], "tax": ["tax:1", "tax:2"]}
populations = st.dictionaries(st.sampled_from("abcde"), st.integers(1, 40), min_size=1).map(
    lambda sizes: {area: [f"{area}:{n}" for n in range(size)] for area, size in sizes.items()}
)


def per_area(keys: tuple[str, ...]) -> Counter[str]:
    return Counter(key.split(":")[0] for key in keys)


def test_areas_get_rows_in_proportion_and_small_ones_at_least_one() -> None:
    """Two thirds, a third, and one row for an area of two threads."""
    assert per_area(draw(AREAS, (), 30, 1)) == {"edge": 19, "dns": 10, "tax": 1}


def test_the_same_seed_draws_the_same_and_another_one_others() -> None:
    """Whatever the order in which the threads come."""
    turned = {area: list(reversed(AREAS[area])) for area in reversed(AREAS)}

    assert draw(AREAS, (), 50, 7) == draw(turned, (), 50, 7)
    assert set(draw(AREAS, (), 50, 7)) != set(draw(AREAS, (), 50, 8))


@given(populations, st.integers(1, 120), st.integers(1, 120), st.integers(0, 9))
def test_a_larger_sample_keeps_the_smaller_one(areas: dict[str, list[str]], size: int, more: int, seed: int) -> None:
    """It has as many threads as were asked for, or all that there are; nothing is drawn twice."""
    first = draw(areas, (), size, seed)
    second = draw(areas, first, size + more, seed)
    every = sum(map(len, areas.values()))

    assert len(first) == min(size, every)
    assert not set(first) & set(second)
    assert len(first) + len(second) <= min(size + more, every)
    assert draw(areas, first, size, seed) == ()
    assert set(first) | set(second) <= {key for keys in areas.values() for key in keys}


def test_the_first_rows_are_a_sample_themselves() -> None:
    """Areas and threads are mixed, so that nobody labels one area first."""
    keys = draw(AREAS, (), 60, 1)

    assert per_area(keys[:30])["edge"] in range(12, 28)
    assert list(keys) != sorted(keys)


def test_every_thread_of_an_area_is_as_likely() -> None:
    """Over two hundred seeds each of twenty threads is drawn about fifty times of a hundred."""
    areas = {"a": [str(n) for n in range(20)]}
    seen = Counter(key for seed in range(200) for key in draw(areas, (), 10, seed))

    assert len(seen) == 20
    assert all(70 <= count <= 130 for count in seen.values())


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3 (score).
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    """As printed in the literature."""
    found = wilson(part, whole)

    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_large_areas_weigh_more_than_small_ones() -> None:
    """Of 900 threads 10% are so, of 100 all: together 19%, whatever was labelled in each; the interval is wider than that of all
    labelled ones taken as one sample."""
    found = weighted([(900, 10, 1), (100, 10, 10), (50, 0, 0)])

    assert round(found.share, 3) == 0.19
    assert found.high - found.low > wilson(3.8, 20).high - wilson(3.8, 20).low
