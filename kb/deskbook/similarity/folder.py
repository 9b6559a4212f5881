"""The index on disk, or in any object storage that fsspec can write: files that never change, and a list of those that count.

The list is written last. A run that is killed leaves the old list, and files that nobody names; the next change removes them.
Everything here can be made again from the store, so an index of another format or model is simply left behind.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from deskbook.similarity.blocks import counted, in_order, opened
from deskbook.similarity.files import (
    LIST,
    read_arrays,
    read_bytes,
    remove_others,
    unusable,
    write_arrays,
    write_bytes,
    write_segment,
    write_statistics,
)
from deskbook.similarity.index import Index, once
from deskbook.similarity.likeness import Statistics
from deskbook.similarity.search import Pairs
from deskbook.similarity.segment import Document, Embedder, Segment, joined, segment

_FORMAT = 3
# Documents of one file, and of one piece of work while it is made. A process holds the vectors of three
# files, and works on two: about 1.5 GB.
_FULL, _CHUNK = 125_000, 20_000
# Pieces that are read ahead: their texts are in memory.
_AHEAD = 16
# Up to so many documents all pairs are searched anew each time: it takes seconds, and the result depends on nothing else.
_FEW = 20_000
# A larger index keeps its pairs until it has grown by this share since all were searched: what is rare changes slowly.
_GROWN = 0.1
# So many documents that are no longer there are worth making the index anew.
_WORN = 0.2


@dataclass(frozen=True, slots=True)
class _Kept:
    """The pairs of the last search: their file, how probable they are at least, the last document searched, and how many
    documents there were when all were searched."""

    file: str
    floor: float
    last: int
    documents: int


@dataclass(frozen=True, slots=True)
class _Listed:
    """What counts. `last` is the highest number of a document seen."""

    format: int = _FORMAT
    model: str = ""
    last: int = 0
    segments: tuple[str, ...] = ()
    statistics: str = ""
    pairs: _Kept | None = None

    @property
    def files(self) -> set[str]:
        """All that is in use."""
        return {*self.segments, self.statistics, self.pairs.file if self.pairs else ""}


class IndexFolder:
    """An index at an address. One process writes it at a time."""

    def __init__(self, address: str, embedder: Embedder | None = None) -> None:
        """`address` is a local path or an address of fsspec, such as `s3://bucket/index`."""
        self._address = address.rstrip("/")
        self._embedder = embedder
        self._listed = self._read()

    @property
    def last(self) -> int:
        """The highest number of a document that was offered. Documents with higher numbers are new."""
        return self._listed.last

    def prepare(self, numbers: Mapping[str, int]) -> None:
        """Start over if too many documents have gone, or if the index was made of another store. `numbers` are those of the
        documents (and of what asks nothing) that are there now, by key."""
        if self._listed.last > max(numbers.values(), default=0) or self._is_worn(numbers):
            self._write(self._new())

    def add(self, documents: Iterable[Document], last: int, executor: Executor | None = None) -> int:
        """Index documents, whose numbers are higher than `self.last`. Returns how many.

        `last` is the highest number there is, of a document or of something that asks nothing.
        """
        names = list(self._listed.segments)
        statistics = [counted(self._at(self._listed.statistics))] if names else []
        # The last file is filled up before there is another.
        waiting = [part for name in names[-1:] if len(part := opened(self._at(name))) < _FULL]
        added = 0
        for some in _filling(self._segments(documents, executor), sum(map(len, waiting))):
            if waiting:
                names.pop()
            names.append(write_segment(self._address, joined([*waiting, *some])))
            statistics.append(Statistics.of(some))
            waiting = []
            added += sum(map(len, some))
        listed = replace(self._listed, last=last)
        if added:
            name = write_statistics(self._address, Statistics.together(statistics))
            listed = replace(listed, segments=tuple(names), statistics=name)
        if listed != self._listed:
            self._write(listed)
        return added

    def index(self, present: NDArray[np.int64]) -> Index:
        """The index of those documents whose numbers are in `present`."""
        return self._index().among(present) if self._listed.segments else Index.of({})

    def pairs(self, index: Index, floor: float, executor: Executor | None = None) -> Pairs:
        """The pairs of `index` (as `self.index` gave it) that are at least `floor` probable, by places: all of them searched
        anew, or of a large index those of new documents only."""
        kept, documents = self._listed.pairs, len(index.live)
        if (
            kept is None
            or documents <= _FEW
            or kept.floor != floor
            or abs(documents - kept.documents) > _GROWN * kept.documents
        ):
            found, searched = index.search(floor, executor), documents
        elif kept.last == self._listed.last:
            return self._earlier(kept, index)
        else:
            found = once([index.search(floor, executor, since=kept.last), self._earlier(kept, index)])
            searched = kept.documents
        if documents > _FEW:
            sides = {"left": index.number[found.left], "right": index.number[found.right]}
            name = write_arrays(self._address, "pairs", {**sides, "probability": found.probability})
            self._write(replace(self._listed, pairs=_Kept(name, floor, self._listed.last, searched)))
        return found

    def _segments(self, documents: Iterable[Document], executor: Executor | None) -> Iterator[Segment]:
        if self._embedder:
            return (segment(chunk, self._embedder) for chunk in _chunks(documents))
        return in_order(executor, segment, _chunks(documents), _AHEAD)

    def _index(self) -> Index:
        parts = [self._at(name) for name in self._listed.segments]
        return Index(parts, self._at(self._listed.statistics), embedder=self._embedder)

    def _is_worn(self, numbers: Mapping[str, int]) -> bool:
        if not self._listed.segments:
            return False
        index, present, there = self._index(), set(numbers.values()), 0
        for key, number in zip(index.keys, index.number.tolist(), strict=True):
            if numbers.get(key) == number:
                there += 1
            elif number in present:  # a store gives a number once, so this comes from another one
                return True
        return there < (1 - _WORN) * len(index.keys)

    def _earlier(self, kept: _Kept, index: Index) -> Pairs:
        arrays = read_arrays(self._at(kept.file))
        order = index.live[np.argsort(index.number[index.live])]
        numbers = index.number[order]
        left, right = (np.searchsorted(numbers, np.asarray(arrays[side], np.int64)) for side in ("left", "right"))
        there = np.isin(arrays["left"], numbers) & np.isin(arrays["right"], numbers)
        return Pairs(order[left[there]], order[right[there]], arrays["probability"][there])

    def _new(self) -> _Listed:
        return _Listed(model=self._embedder.name if self._embedder else "")

    def _read(self) -> _Listed:
        try:
            stored = json.loads(read_bytes(self._at(LIST)))
            if (stored["format"], stored["model"]) != (_FORMAT, self._new().model):
                return self._new()
            kept = _Kept(**stored["pairs"]) if stored["pairs"] else None
            return _Listed(**{**stored, "segments": tuple(stored["segments"]), "pairs": kept})
        except FileNotFoundError:
            return self._new()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise unusable(self._at(LIST), error) from error

    def _write(self, listed: _Listed) -> None:
        """Make a list the one that counts, then remove what it does not name."""
        write_bytes(self._at(LIST), json.dumps(asdict(listed), indent=1).encode("utf-8"))
        self._listed = listed
        remove_others(self._address, {*listed.files, LIST})

    def _at(self, name: str) -> str:
        return f"{self._address}/{name}"


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    left = iter(documents)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk


def _filling(parts: Iterable[Segment], size: int) -> Iterator[list[Segment]]:
    """Parts together as long as they are fewer documents than a file holds; `size` are in the first file already."""
    waiting: list[Segment] = []
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size >= _FULL:
            yield waiting
            waiting, size = [], 0
    if waiting:
        yield waiting
