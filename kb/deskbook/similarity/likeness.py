"""How alike documents are, by words and by characters, and the probability that they ask the same.

Both likenesses are cosines of TF-IDF vectors: log(count) + 1 times the square root of the inverse document frequency of
BM25, so that a term's rarity counts once in the product of two documents. On the duplicates of Stack Exchange meta this
finds a little more than BM25 (mean average precision 41.0 against 39.4 of bm25s: `make bench-similar`), and a cosine is the
same both ways and 1 for equal texts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from deskbook.similarity.segment import Held, Segment

Numbers = NDArray[np.float32]
# Pairs whose vectors are multiplied at once.
_PAIRS = 20_000


@dataclass(frozen=True, eq=False)
class Statistics:
    """How common stems and character runs are in all documents together."""

    documents: int
    stems: Held
    grams: Held

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> Statistics:
        """Counted over segments (at least one)."""
        return cls(
            sum(map(len, segments)),
            Held.together([each.stems_held for each in segments]),
            Held.together([each.grams_held for each in segments]),
        )

    @classmethod
    def together(cls, parts: Sequence[Statistics]) -> Statistics:
        """Those of several sets of documents as one."""
        stems, grams = Held.together([part.stems for part in parts]), Held.together([part.grams for part in parts])
        return cls(sum(part.documents for part in parts), stems, grams)


@dataclass(frozen=True, slots=True)
class Alike:
    """What is measured of pairs of documents, one number a pair.

    `words`, `characters` and `meaning` are cosines, 0..1; `meaning` is NaN where the model has nothing to say of a text.
    `length` is the smaller number of distinct words.
    """

    words: Numbers
    characters: Numbers
    meaning: Numbers
    length: Numbers


@dataclass(frozen=True, slots=True)
class Weights:
    """Of a logistic regression. Likeness counts for more the more words there are to be alike: a few are soon the same. For
    meaning that holds less: a model has much to say of a short text, too."""

    constant: float
    length: float
    words: float
    characters: float
    meaning: float = 0.0

    def probability(self, pairs: Alike, meaning: Numbers) -> Numbers:
        """The probability, 0..1, for each pair."""
        length = np.log10(1 + pairs.length)
        said = self.length + self.words * pairs.words + self.characters * pairs.characters
        score = self.constant + length * said + np.sqrt(length) * self.meaning * meaning
        shared = pairs.words + pairs.characters + meaning > 0
        return np.where(shared, 1 / (1 + np.exp(-score)), 0).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Fit:
    """From likeness to the probability that two documents ask the same. `semantic` is there if a model is used."""

    lexical: Weights
    semantic: Weights | None = None

    def probability(self, pairs: Alike) -> Numbers:
        """The probability, 0..1, for each pair."""
        plain = self.lexical.probability(pairs, np.zeros_like(pairs.words))
        if self.semantic is None:
            return plain
        known = ~np.isnan(pairs.meaning)
        return np.where(known, self.semantic.probability(pairs, np.where(known, pairs.meaning, 0)), plain)


def fitted(*, semantic: bool = False) -> Fit:
    """The weights that come with deskbook, fitted on real pairs by `make calibrate`."""
    stored = json.loads(files("deskbook.similarity").joinpath("fitted.json").read_text(encoding="utf-8"))
    weights = {name: Weights(**stored[name]) for name in ("lexical", "semantic") if name in stored}
    return Fit(weights["lexical"], weights["semantic"] if semantic else None)


class Vectors:
    """The vectors of a segment's documents, as common as `statistics` says their terms are."""

    def __init__(self, part: Segment, statistics: Statistics) -> None:
        self._part = part
        self._commonness = statistics.stems.documents
        self._stems = _Space(part.stems_held.hashes, statistics.stems, statistics.documents)
        self._grams = _Space(part.grams_held.hashes, statistics.grams, statistics.documents)

    def words(self, rows: NDArray[np.int64] | slice) -> csr_matrix:
        """rows x stems of the statistics; unit length, less what stems unknown to the statistics take of it."""
        return self._stems.weighed(self._part.word_counts[rows] @ self._part.stems_of_words)

    def characters(self, rows: NDArray[np.int64] | slice) -> csr_matrix:
        """rows x character runs of the statistics, as `words`."""
        return self._grams.weighed(self._part.word_counts[rows] @ self._part.grams_of_words)

    @property
    def commonness(self) -> NDArray[np.int64]:
        """For each stem of the statistics, in how many documents it is."""
        return self._commonness

    @cached_property
    def length(self) -> NDArray[np.int64]:
        """How many distinct words each document has."""
        return np.diff(self._part.starts)

    @property
    def meaning(self) -> NDArray[np.float16]:
        """rows x dimensions, from the semantic model; no columns without one."""
        return self._part.vectors

    @cached_property
    def all_words(self) -> csr_matrix:
        """`words` of every document."""
        return self.words(slice(None))

    def some_words(self, rows: NDArray[np.int64]) -> csr_matrix:
        """`words`, by way of `all_words` where many are asked for: then it is kept for the next time."""
        if "all_words" in self.__dict__ or len(rows) > len(self._part) // 4:
            return self.all_words[rows]
        return self.words(rows)


class _Space:
    """From a segment's own columns to those of all documents, weighed by rarity."""

    def __init__(self, own: NDArray[np.uint32], held: Held, documents: int) -> None:
        self._width = len(held.hashes)
        place = np.minimum(np.searchsorted(held.hashes, own), max(0, self._width - 1))
        self._known = held.hashes[place] == own if self._width else np.zeros(len(own), bool)
        self._place = place.astype(np.int32)
        count = np.where(self._known, held.documents[place] if self._width else 0, 0)
        self._rarity = np.sqrt(np.log1p((documents - count + 0.5) / (count + 0.5))).astype(np.float32)

    def weighed(self, counts: csr_matrix) -> csr_matrix:
        values = (1 + np.log(counts.data)) * self._rarity[counts.indices]
        row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        length = np.sqrt(np.bincount(row, values * values, counts.shape[0]))
        values, columns, starts = (values / length[row]).astype(np.float32), counts.indices, counts.indptr
        if not self._known.all():
            known = self._known[columns]
            starts = np.concatenate([[0], np.cumsum(known)])[starts]
            values, columns = values[known], columns[known]
        return csr_matrix((values, self._place[columns], starts), shape=(counts.shape[0], self._width))


def cosines(
    one: csr_matrix, rows: NDArray[np.int64], other: csr_matrix, others: NDArray[np.int64]
) -> NDArray[np.float32]:
    """The product of row rows[n] of `one` and row others[n] of `other`, for every n, 0..1."""
    found = np.zeros(len(rows), np.float32)
    for first in range(0, len(rows), _PAIRS):
        chosen = slice(first, first + _PAIRS)
        product = one[rows[chosen]].multiply(other[others[chosen]])
        found[chosen] = np.asarray(product.sum(axis=1), np.float32).ravel()
    return np.clip(found, 0, 1)


def dots(
    one: NDArray[np.float16], rows: NDArray[np.int64], other: NDArray[np.float16], others: NDArray[np.int64]
) -> NDArray[np.float32]:
    """As `cosines`, of dense vectors; NaN where one of the two is all zeros or has no columns."""
    found = np.full(len(rows), np.nan, np.float32)
    if not one.shape[1]:
        return found
    for first in range(0, len(rows), _PAIRS):
        chosen = slice(first, first + _PAIRS)
        left, right = one[rows[chosen]].astype(np.float32), other[others[chosen]].astype(np.float32)
        something = left.any(axis=1) & right.any(axis=1)
        found[chosen] = np.where(something, np.clip(np.einsum("nd,nd->n", left, right), 0, 1), np.nan)
    return found
