"""Reading several iterators at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.stages.at_once import at_once


@given(st.lists(st.lists(st.integers(), max_size=20), max_size=4), st.integers(1, 7))
def test_nothing_is_lost_or_doubled(lists: list[list[int]], most: int) -> None:
    """Each iterator's items come in its order, in batches of so many at most."""
    found: list[list[int]] = [[] for _ in lists]
    for number, batch in at_once([iter(items) for items in lists], most, 60):
        assert 1 <= len(batch) <= most
        found[number] += batch

    assert found == lists


def test_an_iterator_waits_until_its_batch_was_dealt_with() -> None:
    """Only then it is asked for the next item."""
    asked: list[int] = []

    def items() -> Iterator[int]:
        for number in range(4):
            asked.append(number)
            yield number

    for _, batch in at_once([items()], 2, 60):
        assert asked == list(range(batch[-1] + 1))


def test_what_is_slow_comes_in_small_batches() -> None:
    """After so many seconds, however few there are."""
    assert [batch for _, batch in at_once([iter([1, 2, 3])], 99, -1)] == [[1], [2], [3]]


def test_what_came_before_an_error_is_given() -> None:
    """And then the error is raised."""

    def items() -> Iterator[int]:
        yield 1
        raise KeyError("x")

    batches = at_once([items()], 99, 60)
    assert next(batches) == (0, [1])
    with pytest.raises(KeyError):
        next(batches)


def test_iterators_end_when_nobody_wants_more() -> None:
    """No thread is left waiting, and what they hold open is closed."""
    closed = threading.Event()

    def items() -> Iterator[int]:
        try:
            yield from range(99)
        finally:
            closed.set()

    batches = at_once([items()], 1, 60)
    next(batches)
    batches.close()

    assert closed.wait(30)
