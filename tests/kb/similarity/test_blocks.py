"""Pieces of the search, and how they are handed out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from deskbook.similarity.blocks import Block, in_order, search
from deskbook.similarity.files import write_segment, write_statistics
from deskbook.similarity.likeness import Statistics, fitted
from deskbook.similarity.search import Wanted
from deskbook.similarity.segment import Document, segment


class Slow(Executor):
    """Does nothing until somebody waits for a result, and knows how much was waiting at most."""

    def __init__(self) -> None:
        self.waiting = self.most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        future: Future[Any] = Future()

        def result(timeout: float | None = None) -> Any:
            self.waiting -= 1
            return fn(*args, **kwargs)

        future.result = result  # type: ignore[method-assign]
        return future


def test_results_come_in_order_and_little_is_under_way() -> None:
    """However many pieces there are, only so many are read ahead; without an executor each is done when it is asked for."""
    slow, read = Slow(), 0

    def items() -> Iterator[int]:
        nonlocal read
        for read in range(1, 101):
            yield -read

    assert list(in_order(slow, abs, items(), ahead=7)) == list(range(1, 101))
    assert slow.most == 7
    here = in_order(None, abs, items())
    assert [next(here), next(here)] == [1, 2]
    assert read == 2


def test_an_error_in_a_piece_is_an_error() -> None:
    """It is not lost among the results."""
    with pytest.raises(TypeError):
        list(in_order(Slow(), abs, ["x"]))


@pytest.mark.parametrize("where", ["in memory", "in files"])
def test_a_block_needs_nothing_but_what_is_in_it(tmp_path: Path, where: str) -> None:
    """Two segments, rows of both and where they stand in the whole index; the pairs are places in the whole index."""
    one = segment([Document("a", "invoice"), Document("b", "purge the cache")])
    other = segment([Document("c", "purge cache"), Document("d", "zone"), Document("e", "march invoice")])
    counts = Statistics.of([one, other])
    parts: Any = (one, other, counts)
    if where == "in files":
        folder = str(tmp_path)
        names = write_segment(folder, one), write_segment(folder, other), write_statistics(folder, counts)
        parts = tuple(f"{folder}/{name}" for name in names)
    rows = np.array([0, 1]), np.array([0, 1])

    pairs = search(Block(parts[1], rows[0], parts[0], rows[1], parts[2], Wanted(fitted(), 0.3), (100, 20)))

    assert list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)) == [(100, 21)]
