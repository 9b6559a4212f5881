"""Pairs become groups."""

import random

from hypothesis import given
from hypothesis import strategies as st

from deskbook.text.grouping import group

pairs = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"), st.floats(0, 1)).filter(lambda p: p[0] < p[1]),
    max_size=20,
    unique_by=lambda p: p[:2],
)


@given(pairs, st.floats(0.01, 1), st.randoms())
def test_a_partition_whatever_the_order(
    listed: list[tuple[str, str, float]], threshold: float, chance: random.Random
) -> None:
    """No key is in two groups, each group has two or more, and the order of the pairs does not matter."""
    shuffled = listed[:]
    chance.shuffle(shuffled)

    groups = group(listed, threshold)

    members = [key for keys in groups for key in keys]
    assert len(members) == len(set(members))
    assert all(len(keys) >= 2 for keys in groups)
    assert group(shuffled, threshold) == groups


def test_a_pair_is_enough() -> None:
    """Two that are alike make a group; two that are not do not."""
    assert group([("a", "b", 0.8), ("c", "d", 0.2)], 0.5) == [("a", "b")]


def test_one_thread_does_not_glue_strangers_together() -> None:
    """A long thread that resembles two strangers joins one of them only; three that all agree are one group."""
    assert group([("a", "x", 0.9), ("b", "x", 0.8)], 0.5) == [("a", "x")]
    assert group([("a", "x", 0.9), ("b", "x", 0.8), ("a", "b", 0.7)], 0.5) == [("a", "b", "x")]
