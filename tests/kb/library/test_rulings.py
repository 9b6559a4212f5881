"""What decisions mean."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deskbook.library import Dismissals, rulings
from deskbook.model import Decision, Ruling, Rulings

NOW = datetime(2026, 3, 1, tzinfo=UTC)

keys = st.sampled_from("abcdefg")
decided = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from(Ruling), st.lists(keys, min_size=2, max_size=4, unique=True), keys),
    max_size=12,
).map(lambda rows: [at(day, ruling, *threads, taken_out=one) for day, ruling, threads, one in rows])


def at(day: int, ruling: Ruling, *threads: str, taken_out: str = "") -> Decision:
    return Decision(NOW + timedelta(days=day), ruling, threads, taken_out if ruling is Ruling.APART else None)


@given(decided, st.randoms())
def test_never_a_contradiction_whatever_the_order(made: list[Decision], chance: random.Random) -> None:
    """No key is in two sets that are together, no pair in one of them is apart, and the order of the lines does not matter."""
    shuffled = made * 2
    chance.shuffle(shuffled)

    found = rulings(made)

    together = [key for kept in found.together for key in kept]
    assert len(together) == len(set(together))
    assert all(len(kept) > 1 and list(kept) == sorted(kept) for kept in found.together)
    assert all(one < other for one, other in found.apart)
    assert not any({one, other} <= set(kept) for one, other in found.apart for kept in found.together)
    assert rulings(shuffled) == found


@given(decided, st.lists(keys, min_size=2, max_size=4, unique=True), keys)
def test_the_last_word_holds(made: list[Decision], threads: list[str], one: str) -> None:
    """Whatever was decided before, the latest decision is carried out in full."""
    joined = rulings([*made, at(9, Ruling.TOGETHER, *threads)])
    parted = rulings([*made, at(9, Ruling.APART, *threads, taken_out=one)])

    assert any(set(threads) <= set(kept) for kept in joined.together)
    assert all((min(one, other), max(one, other)) in parted.apart for other in threads if other != one)


def test_joined_passes_on() -> None:
    """Who joins a and b, and b and c, has joined a and c, so what kept those apart before holds no longer."""
    made = [
        at(0, Ruling.APART, "c", "x", taken_out="a"),
        at(1, Ruling.TOGETHER, "a", "b"),
        at(2, Ruling.TOGETHER, "b", "c"),
    ]

    assert rulings(made) == Rulings((("a", "b", "c"),), frozenset({("a", "x")}))


def test_taken_out_after_it_was_joined() -> None:
    """A thread that is taken out leaves the others joined; joined again, it is back."""
    made = [at(0, Ruling.TOGETHER, "a", "b", "c"), at(1, Ruling.APART, "a", "b", taken_out="c")]

    assert rulings(made) == Rulings((("a", "b"),), frozenset({("a", "c"), ("b", "c")}))
    assert rulings([*made, at(2, Ruling.TOGETHER, "a", "c")]) == Rulings((("a", "b", "c"),))


def test_only_what_is_there_counts() -> None:
    """Threads that are gone are left out, and what they joined stays joined."""
    ruled = rulings(
        [at(0, Ruling.TOGETHER, "a", "b"), at(1, Ruling.TOGETHER, "b", "c"), at(2, Ruling.APART, "x", taken_out="y")]
    )

    assert ruled.among({"a", "c", "x"}) == Rulings((("a", "c"),))


def test_a_dismissed_cluster_is_known_by_its_threads() -> None:
    """It stays dismissed when it grows, is split or loses threads; another that shares one thread with it is not dismissed."""
    dismissals = Dismissals([at(0, Ruling.DISMISS, "a", "b", "c", "d")])

    assert dismissals.hold("abcd")
    assert dismissals.hold("abcdefghi")
    assert dismissals.hold("ab")
    assert dismissals.hold("cdx")
    assert not dismissals.hold("axyz")
    assert not dismissals.hold("ax")
    assert not dismissals.hold("xy")
    assert not Dismissals([at(0, Ruling.DISMISS, *"abcdefgh")]).hold("abuvwxyz")


def test_the_later_of_dismissed_and_restored_holds() -> None:
    """A cluster can be dismissed, restored and dismissed again; of the same moment, the cluster is shown."""
    away, back = at(0, Ruling.DISMISS, "a", "b"), at(1, Ruling.RESTORE, "a", "b", "c")

    assert not Dismissals([back, away]).hold("abc")
    assert Dismissals([back, away, at(2, Ruling.DISMISS, "b", "c")]).hold("abc")
    assert not Dismissals([away, at(0, Ruling.RESTORE, "a", "b")]).hold("ab")
