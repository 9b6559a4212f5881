"""A part of the index: the words of some documents as numbers, and nothing that could be read as text.

Words and stems are known by the CRC-32 of their UTF-8 form, runs of characters by a number like it, so segments that were
made apart, on other machines, can be searched together without a common vocabulary. Two words with one number make two texts
a little more alike.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from deskbook.similarity.grams import grams
from deskbook.similarity.terms import stem, words

# In characters. What follows in a longer text is a pasted log. (A count also fits 16 bits because of it.)
_LONGEST = 20_000
# Rows whose character runs are counted at once: there are a few hundred a row.
_ROWS = 20_000
_SEEDS = range(1, 9)


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be found. `number` is higher than that of everything indexed before it."""

    key: str
    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """What stands in how many documents: hashes in rising order, and a count for each."""

    hashes: NDArray[np.uint32]
    documents: NDArray[np.int64]

    @classmethod
    def together(cls, parts: Sequence[Held]) -> Held:
        """The counts of several sets of documents as one."""
        hashes, place = np.unique(np.concatenate([part.hashes for part in parts]), return_inverse=True)
        counts = np.bincount(place, np.concatenate([part.documents for part in parts]), len(hashes))
        return cls(hashes, counts.astype(np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Of a segment's documents what is needed to say which of them to compare: see `Segment`."""

    keys: tuple[str, ...]
    number: NDArray[np.int64]
    fingerprint: NDArray[np.uint64]
    signature: NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Segment:
    """Documents in rows. Row r holds the words `columns[starts[r]:starts[r + 1]]`, each as often as `counts` says.

    A column is a place in `word` (its hash) and in `stem` (the stem's place in `stems_held`); its runs of characters are
    `grams[gram_starts[c]:gram_starts[c + 1]]` (places in `grams_held`).
    `fingerprint` is the same for documents with the same words. `signature` are eight min-hashes of the words (Broder 1997):
    two documents have the same one as often as the share of words that they have in common. `vectors` are unit rows from a
    semantic model, or have no columns.
    """

    keys: tuple[str, ...]
    number: NDArray[np.int64]
    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    counts: NDArray[np.uint16]
    word: NDArray[np.uint32]
    stem: NDArray[np.int32]
    gram_starts: NDArray[np.int64]
    grams: NDArray[np.int32]
    stems_held: Held
    grams_held: Held
    fingerprint: NDArray[np.uint64]
    signature: NDArray[np.uint32]
    vectors: NDArray[np.float16]

    def __len__(self) -> int:
        return len(self.keys)

    def only(self, rows: NDArray[np.int64]) -> Segment:
        """Some of the documents, in the order of `rows`. Words that only others have stay in the tables, held by none."""
        lengths = np.diff(self.starts)[rows]
        ends = np.cumsum(lengths)
        entries = np.repeat(self.starts[:-1][rows] - (ends - lengths), lengths) + np.arange(lengths.sum())
        made = replace(
            self,
            keys=tuple(self.keys[row] for row in rows.tolist()),
            number=self.number[rows],
            starts=np.concatenate([np.zeros(1, np.int64), ends]),
            columns=self.columns[entries],
            counts=self.counts[entries],
            fingerprint=self.fingerprint[rows],
            signature=self.signature[rows],
            vectors=self.vectors[rows],
        )
        gone = np.setdiff1d(np.arange(len(self)), rows)
        # Counting is most of the work: of the many that stay or the few that go, count the fewer.
        counted, sign = (gone, -1) if len(gone) < len(rows) else (rows, 1)
        return replace(
            made,
            stems_held=self._held(self.stems_held, self.stems_of_words, counted, sign),
            grams_held=self._held(self.grams_held, self.grams_of_words, counted, sign),
        )

    def _held(self, held: Held, pieces: csr_matrix, rows: NDArray[np.int64], sign: int) -> Held:
        counts = _documents(self.word_counts[rows], pieces)
        return Held(held.hashes, held.documents - counts if sign < 0 else counts)

    @property
    def outline(self) -> Outline:
        """The outline of these documents."""
        return Outline(self.keys, self.number, self.fingerprint, self.signature)

    @cached_property
    def word_counts(self) -> csr_matrix:
        """rows x columns: how often each word is in each document."""
        counts = self.counts.astype(np.float32)
        return csr_matrix((counts, self.columns, self.starts), shape=(len(self), len(self.word)))

    @cached_property
    def stems_of_words(self) -> csr_matrix:
        """columns x `stems_held.hashes`."""
        return _one_hot(self.stem, np.arange(len(self.word) + 1), len(self.stems_held.hashes))

    @cached_property
    def grams_of_words(self) -> csr_matrix:
        """columns x `grams_held.hashes`."""
        return _one_hot(self.grams, self.gram_starts, len(self.grams_held.hashes))


class Embedder(Protocol):
    """A semantic model. `name` tells its vectors from those of another."""

    name: str
    dimensions: int

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """texts x dimensions, of unit length; zeros for an empty text."""
        ...


def segment(documents: Sequence[Document], embedder: Embedder | None = None) -> Segment:
    """The documents as a segment, in the order in which they come."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    keys, order = [], array("q")
    starts, columns, counts = array("q", [0]), array("i"), array("H")
    for document in documents:
        held = Counter(map(numbers.__getitem__, words(document.text[:_LONGEST])))
        columns.extend(held.keys())
        counts.extend(held.values())
        starts.append(len(columns))
        keys.append(document.key)
        order.append(document.number)
    gram_starts, runs = grams(list(numbers))
    stems, stem_places = np.unique(
        np.fromiter((hashed(stem(word)) for word in numbers), np.uint32, len(numbers)), return_inverse=True
    )
    known_grams, gram_places = np.unique(runs, return_inverse=True)
    made = Segment(
        keys=tuple(keys),
        number=np.array(order, np.int64),
        starts=np.array(starts, np.int64),
        columns=np.array(columns, np.int32),
        counts=np.array(counts, np.uint16),
        word=np.fromiter(map(hashed, numbers), np.uint32, len(numbers)),
        stem=stem_places.astype(np.int32),
        gram_starts=gram_starts,
        grams=gram_places.astype(np.int32),
        stems_held=Held(stems, np.zeros(len(stems), np.int64)),
        grams_held=Held(known_grams, np.zeros(len(known_grams), np.int64)),
        fingerprint=np.zeros(0, np.uint64),
        signature=np.zeros(0, np.uint32),
        vectors=_embedded(documents, embedder),
    )
    times = made.counts.astype(np.uint64) * np.uint64(2) + np.uint64(1)
    return replace(
        made,
        stems_held=Held(stems, _documents(made.word_counts, made.stems_of_words)),
        grams_held=Held(known_grams, _documents(made.word_counts, made.grams_of_words)),
        fingerprint=_folded(made, np.add, _mixed(made, 0) * times),
        signature=np.stack([_minhash(made, seed) for seed in _SEEDS], axis=1),
    )


def joined(parts: Sequence[Segment]) -> Segment:
    """The documents of several segments as one segment, in their order."""
    if len(parts) == 1:
        return parts[0]
    word, first, place = np.unique(np.concatenate([p.word for p in parts]), return_index=True, return_inverse=True)
    lengths = np.concatenate([np.diff(p.gram_starts) for p in parts])[first]
    begins = np.concatenate([p.gram_starts[:-1] + before for p, before in _counted(parts, lambda p: len(p.grams))])[
        first
    ]
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    ends = [p.starts[1:] + before for p, before in _counted(parts, lambda p: len(p.columns))]
    columns = [place[p.columns + before] for p, before in _counted(parts, lambda p: len(p.word))]
    stems, grams_ = Held.together([p.stems_held for p in parts]), Held.together([p.grams_held for p in parts])
    stem_places = [np.searchsorted(stems.hashes, p.stems_held.hashes).astype(np.int32)[p.stem] for p in parts]
    gram_places = [np.searchsorted(grams_.hashes, p.grams_held.hashes).astype(np.int32)[p.grams] for p in parts]
    return Segment(
        keys=tuple(chain.from_iterable(p.keys for p in parts)),
        number=np.concatenate([p.number for p in parts]),
        starts=np.concatenate([np.zeros(1, np.int64), *ends]),
        columns=np.concatenate(columns).astype(np.int32),
        counts=np.concatenate([p.counts for p in parts]),
        word=word,
        stem=np.concatenate(stem_places)[first],
        gram_starts=np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)]),
        grams=np.concatenate(gram_places)[np.repeat(begins, lengths) + within],
        stems_held=stems,
        grams_held=grams_,
        fingerprint=np.concatenate([p.fingerprint for p in parts]),
        signature=np.concatenate([p.signature for p in parts]),
        vectors=np.concatenate([p.vectors for p in parts]),
    )


def _embedded(documents: Sequence[Document], embedder: Embedder | None) -> NDArray[np.float16]:
    if embedder is None:
        return np.zeros((len(documents), 0), np.float16)
    return embedder.embed([document.text for document in documents]).astype(np.float16)


def hashed(text: str) -> int:
    """The number by which a text is known."""
    return crc32(text.encode("utf-8", "surrogatepass"))


def _one_hot(places: NDArray[np.int32], starts: NDArray[np.int64], width: int) -> csr_matrix:
    return csr_matrix((np.ones(len(places), np.float32), places, starts), shape=(len(starts) - 1, width))


def _documents(counts: csr_matrix, pieces: csr_matrix) -> NDArray[np.int64]:
    """In how many documents each piece of the words is."""
    documents = np.zeros(pieces.shape[1], np.int64)
    for first in range(0, counts.shape[0], _ROWS):
        found = counts[first : first + _ROWS] @ pieces
        documents += np.bincount(found.indices, minlength=pieces.shape[1])
    return documents


def _mixed(made: Segment, seed: int) -> NDArray[np.uint64]:
    """For each entry of `columns` a number as if drawn for its word and `seed`: the last steps of MurmurHash3."""
    mixed = made.word.astype(np.uint64) + np.uint64((seed + 1) * 0x9E3779B97F4A7C15 % 2**64)
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        mixed = (mixed ^ (mixed >> np.uint64(33))) * np.uint64(factor)
    return (mixed ^ (mixed >> np.uint64(33)))[made.columns]


def _folded(made: Segment, fold: np.ufunc, values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One number a row; 0 for a row without words."""
    folded = np.zeros(len(made), np.uint64)
    filled = np.flatnonzero(np.diff(made.starts))
    if len(filled):
        folded[filled] = fold.reduceat(values, made.starts[filled])
    return folded


def _minhash(made: Segment, seed: int) -> NDArray[np.uint32]:
    return (_folded(made, np.minimum, _mixed(made, seed)) >> np.uint64(16)).astype(np.uint32)


def _counted(parts: Sequence[Segment], size: Callable[[Segment], int]) -> Iterator[tuple[Segment, int]]:
    """Each segment, and the sizes of all before it."""
    before = 0
    for part in parts:
        yield part, before
        before += size(part)
