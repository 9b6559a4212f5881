"""One piece of the search, as a function of values and addresses, so that any process on any machine can do it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from deskbook.similarity.files import read_outline, read_segment, read_statistics
from deskbook.similarity.likeness import Numbers, Statistics, Vectors
from deskbook.similarity.search import Pairs, Rows, Some, Wanted, finding, neighbours
from deskbook.similarity.segment import Outline, Segment

# A segment in memory, or the address of its file; the statistics of all segments likewise.
Part = Segment | str
Counts = Statistics | str
# A process works on two segments at a time, and keeps them for its next piece of work.
_KEPT = 3
# Where single pairs of all segments are compared, more are kept, each some 150 MB.
_COMPARED = 8
# Enough to keep a hundred machines busy.
_AHEAD = 400

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some rows of one segment, whose neighbours are sought among some rows of another. `starts` are the places, in the
    whole index, of the first row of each segment."""

    left: Part
    rows: Rows
    right: Part
    others: Rows
    statistics: Counts
    wanted: Wanted
    starts: tuple[int, int]


def search(block: Block) -> Pairs:
    """The pairs of a block, by places in the whole index."""
    left = Some(vectors(block.left, block.statistics), block.rows)
    right = Some(vectors(block.right, block.statistics), block.others)
    pairs = neighbours(left, right, block.wanted, _finding(block.statistics))
    return Pairs(pairs.left + block.starts[0], pairs.right + block.starts[1], pairs.probability)


def in_order(executor: Executor | None, work: Callable[[T], R], items: Iterable[T], ahead: int = _AHEAD) -> Iterator[R]:
    """The results for all items in their order; only `ahead` items are under way at any time. Without an executor, here."""
    if executor is None:
        yield from map(work, items)
        return
    under_way: deque[Future[R]] = deque()
    for item in items:
        under_way.append(executor.submit(work, item))
        if len(under_way) >= ahead:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def outlined(part: Part) -> Outline:
    """The outline of a segment."""
    return read_outline(part) if isinstance(part, str) else part.outline


@lru_cache(_KEPT)
def opened(part: Part) -> Segment:
    """The segment itself."""
    return read_segment(part) if isinstance(part, str) else part


@lru_cache(_KEPT)
def counted(statistics: Counts) -> Statistics:
    """The statistics themselves."""
    return read_statistics(statistics) if isinstance(statistics, str) else statistics


@lru_cache(_KEPT)
def vectors(part: Part, statistics: Counts) -> Vectors:
    """The vectors of a segment."""
    return Vectors(opened(part), counted(statistics))


@lru_cache(_COMPARED)
def compared(part: Part, statistics: Counts) -> Vectors:
    """As `vectors`, for pairs here and there in many segments."""
    return Vectors(read_segment(part) if isinstance(part, str) else part, counted(statistics))


@lru_cache(_KEPT)
def _finding(statistics: Counts) -> Numbers:
    return finding(counted(statistics))
