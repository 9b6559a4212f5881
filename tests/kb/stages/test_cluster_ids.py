"""Clusters keep their names."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deskbook.model import Cluster
from deskbook.stages.cluster_ids import cluster_ids
from deskbook.store import Beginning

NOW = datetime(2026, 3, 1, tzinfo=UTC)
# The threads a, b, c … in the order of their age.
THREADS = {f"t:{key}": Beginning(NOW + timedelta(days=day), key) for day, key in enumerate("abcdefghij")}


def of(keys: str) -> tuple[str, ...]:
    return tuple(f"t:{key}" for key in keys)


def ids(groups: Sequence[str], **earlier: str) -> list[str]:
    """The ids of groups, without the source; earlier clusters as id=members."""
    made = [Cluster(f"t:{id_}", "", of(keys)) for id_, keys in earlier.items()]
    return [id_.removeprefix("t:") for id_ in cluster_ids([of(keys) for keys in groups], made, THREADS)]


partitions = st.lists(st.integers(0, 4), min_size=10, max_size=10).map(
    lambda places: ["".join(k for k, p in zip("abcdefghij", places, strict=True) if p == n) for n in range(1, 5)]
)


@given(partitions, partitions, st.randoms())
def test_no_two_have_one_name_and_order_does_not_matter(old: list[str], new: list[str], chance: random.Random) -> None:
    """Names are unique, the same groups keep the same names, and the order of groups and clusters does not matter."""
    earlier = {keys[-1]: keys for keys in old if keys}
    groups = [keys for keys in new if keys]
    shuffled = chance.sample(groups, len(groups))

    named = dict(zip(groups, ids(groups, **earlier), strict=True))

    assert len(set(named.values())) == len(groups)
    assert dict(zip(shuffled, ids(shuffled, **dict(reversed(earlier.items()))), strict=True)) == named
    assert ids(list(earlier.values()), **earlier) == list(earlier)


def test_a_new_cluster_is_named_after_its_oldest_thread() -> None:
    """Nothing is known before the first run."""
    assert ids(["bda", "ec"]) == ["a", "c"]


def test_a_cluster_that_grows_keeps_its_name() -> None:
    """Also when an older thread comes in, or the thread that it was named after leaves."""
    assert ids(["abc"], b="bc") == ["b"]
    assert ids(["cd"], b="bcd") == ["b"]


def test_of_two_parts_the_larger_keeps_the_name() -> None:
    """The other is named after its oldest thread, or the next if that is the name of the larger part."""
    assert ids(["ab", "cde"], a="abcde") == ["b", "a"]
    assert ids(["ab", "cde"], e="abcde") == ["a", "e"]
    assert ids(["cd", "ab"], x="abcd") == ["c", "x"]


def test_two_that_became_one_go_by_the_larger() -> None:
    """Of equals by the older; the other name is free again."""
    assert ids(["abcde"], a="ab", c="cde") == ["c"]
    assert ids(["abcd"], b="ab", c="cd") == ["b"]


def test_a_name_is_found_even_if_all_threads_are_names_of_others() -> None:
    """Every thread of a new cluster may have given its name to an earlier one that it has left."""
    assert ids(["ab", "cd", "ef"], a="cd", b="ef") == ["a+2", "a", "b"]
