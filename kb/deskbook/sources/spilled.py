"""Sorting more than fits into memory."""

from __future__ import annotations

import heapq
import marshal
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, Any

_TOGETHER = 200  # rows that are written as one piece


def sorted_rows(
    rows: Iterable[tuple[Any, ...]], weigh: Callable[[tuple[Any, ...]], int], most: int = 24 << 20
) -> Iterator[tuple[Any, ...]]:
    """Tuples of numbers, texts and None, sorted; the first members that are not the same in two of them must be comparable.

    `weigh` says about how many bytes a row has. Where together they have more than `most` they are sorted in parts, which lie in temporary files without a name:
    nothing of them is left, whatever happens.
    """
    with ExitStack() as opened:
        runs: list[Iterator[tuple[Any, ...]]] = []
        held: list[tuple[Any, ...]] = []
        weight = 0
        for row in rows:
            held.append(row)
            weight += weigh(row)
            if weight > most:
                file = opened.enter_context(TemporaryFile())
                _write(sorted(held), file)
                runs.append(_read(file))
                held, weight = [], 0
        held.sort()
        yield from heapq.merge(*runs, held)


def _write(rows: list[tuple[Any, ...]], file: IO[bytes]) -> None:
    for first in range(0, len(rows), _TOGETHER):
        piece = marshal.dumps(rows[first : first + _TOGETHER])
        file.write(len(piece).to_bytes(8, "big"))
        file.write(piece)
    file.seek(0)


def _read(file: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    while size := file.read(8):
        yield from marshal.loads(file.read(int.from_bytes(size, "big")))  # noqa: S302  written above, to a file that nobody else has
