"""Which documents of one segment are like which of another, without comparing all with all.

A document is indexed by its rarer stems only: its commonest ones are left out as long as together they could not make it
like enough to anything (prefix filtering: Bayardo et al., "Scaling up all pairs similarity search", WWW 2007; Anastasiu &
Karypis, "L2AP", ICDE 2014), so none of the pairs looked for is lost by that. Beyond that the commonest stems of all find
nobody: as many are left out as it takes to keep the work below a fixed number of comparisons a document, so that the time
grows with the number of documents and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sparse_dot_topn import sp_matmul_topn

from deskbook.similarity.likeness import Alike, Fit, Numbers, Statistics, Vectors, cosines, dots

# Postings looked at for each document, on average.
_WORK = 10_000
# The most that the likeness by characters is seen to exceed that by words, but for very short texts.
_EXCESS = 0.2
# Rows whose vectors are compared with all at once: 500 x 125,000 numbers, and their order, are 1 GB.
_ROWS = 500

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Some:
    """Some rows of a segment, in some order."""

    vectors: Vectors
    rows: Rows

    def only(self, chosen: Rows | NDArray[np.bool_] | slice | list[int]) -> Some:
        """Some of these, by their place among them."""
        return Some(self.vectors, self.rows[chosen])


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pairs at least `floor` probable, of the `top` candidates of each document in each segment."""

    fit: Fit
    floor: float = 0.0
    top: int = 15


@dataclass(frozen=True, slots=True)
class Pairs:
    """Row numbers on two sides, and the probability that the two documents ask the same."""

    left: Rows
    right: Rows
    probability: Numbers


def finding(statistics: Statistics) -> Numbers:
    """1 for each stem that finds candidates, 0 for one that is too common."""
    documents = statistics.stems.documents
    order = np.argsort(documents, kind="stable")
    work = np.cumsum(documents[order].astype(np.float64) ** 2)
    chosen = np.zeros(len(documents), np.float32)
    chosen[order] = work <= _WORK * max(statistics.documents, _WORK)
    return chosen


def neighbours(left: Some, right: Some, wanted: Wanted, stems: Numbers) -> Pairs:
    """The pairs wanted of each row of `left` with those of `right`. `stems` is what `finding` says of all documents."""
    if len(left.rows) < len(right.rows):
        query, searched = _rarer(left, wanted), right.vectors.words(right.rows)
    else:
        query, searched = left.vectors.words(left.rows), _rarer(right, wanted)
    postings = _only(searched, stems).T.tocsr()
    found = sp_matmul_topn(_only(query, stems), postings, top_n=wanted.top, threshold=0.0).tocoo()
    places = np.stack([found.row, found.col])
    if wanted.fit.semantic:
        chunks = range(0, len(left.rows), _ROWS)
        also = [
            _nearest_meaning(left.only(slice(n, n + _ROWS)), right, wanted.top) + np.array([[n], [0]]) for n in chunks
        ]
        places = np.unique(np.concatenate([places, *also], axis=1), axis=1)
    return scored(left.only(places[0]), right.only(places[1]), wanted)


def shortlist(queries: Some, right: Some, top: int) -> Iterator[tuple[Some, Some]]:
    """For each query (the query as often as it takes, the `top` of `right` that are most like it by words, and as many by
    meaning)."""
    for place in range(len(queries.rows)):
        query = queries.only([place])
        likeness = [(right.vectors.all_words @ query.vectors.all_words[query.rows].T).toarray().ravel()[right.rows]]
        if right.vectors.meaning.shape[1]:
            likeness.append(_meaning(right) @ _meaning(query)[0])
        best = np.unique(np.concatenate([np.argsort(-values, kind="stable")[:top] for values in likeness]))
        yield queries.only(np.full(len(best), place)), right.only(best)


def alike(left: Some, right: Some) -> Alike:
    """What is measured of row n of `left` and row n of `right`, for every n."""
    own, row = np.unique(left.rows, return_inverse=True)
    theirs, other = np.unique(right.rows, return_inverse=True)
    characters = cosines(left.vectors.characters(own), row, right.vectors.characters(theirs), other)
    return _alike(left, right, _words(left, right), characters)


def scored(left: Some, right: Some, wanted: Wanted) -> Pairs:
    """Row n of `left` with row n of `right`, for every n, if the pair is probable enough."""
    if wanted.floor:
        words = _words(left, right)
        most = _alike(left, right, words, np.minimum(1, words + _EXCESS))
        possible = wanted.fit.probability(most) >= wanted.floor
        left, right = left.only(possible), right.only(possible)
    probability = wanted.fit.probability(alike(left, right))
    enough = probability >= wanted.floor
    return Pairs(left.rows[enough], right.rows[enough], probability[enough])


def _words(left: Some, right: Some) -> Numbers:
    own, row = np.unique(left.rows, return_inverse=True)
    theirs, other = np.unique(right.rows, return_inverse=True)
    return cosines(left.vectors.some_words(own), row, right.vectors.some_words(theirs), other)


def _alike(left: Some, right: Some, words: Numbers, characters: Numbers) -> Alike:
    length = np.minimum(left.vectors.length[left.rows], right.vectors.length[right.rows])
    meaning = dots(left.vectors.meaning, left.rows, right.vectors.meaning, right.rows)
    return Alike(words, characters, meaning, length.astype(np.float32))


def _meaning(some: Some) -> Numbers:
    vectors: Numbers = some.vectors.meaning[some.rows].astype(np.float32)
    return vectors


def _nearest_meaning(left: Some, right: Some, top: int) -> Rows:
    """The places of pairs, in two rows."""
    top = min(top, len(right.rows))
    best = np.argpartition(-(_meaning(left) @ _meaning(right).T), top - 1, axis=1)[:, :top]
    return np.stack([np.repeat(np.arange(len(best)), top), best.ravel()])


def _only(vectors: csr_matrix, columns: Numbers) -> csr_matrix:
    chosen = (vectors @ diags(columns, dtype=np.float32)).tocsr()
    chosen.eliminate_zeros()
    return chosen


def _least(wanted: Wanted, length: Rows) -> NDArray[np.float64]:
    """For documents of so many words a likeness by words below which no pair of theirs is probable enough."""
    steps = np.linspace(0, 1, 101, dtype=np.float32)
    lengths, which = np.unique(length, return_inverse=True)
    words, longest = np.meshgrid(steps, lengths.astype(np.float32))
    most = Alike(words, np.minimum(1, words + _EXCESS), np.full_like(words, np.nan), longest)
    # The other document may be shorter. What the length adds is a straight line, so it is most at one of the ends.
    shortest = replace(most, length=np.ones_like(words))
    enough = (wanted.fit.probability(most) >= wanted.floor) | (wanted.fit.probability(shortest) >= wanted.floor)
    first = np.where(enough.any(axis=1), enough.argmax(axis=1), len(steps))
    # The limit lies between the first step that is enough and the one before it.
    least: NDArray[np.float64] = steps[np.maximum(first - 1, 0)].astype(np.float64)
    return least[which]


def _rarer(some: Some, wanted: Wanted) -> csr_matrix:
    """The vectors without their commonest stems: as many as could not make a document like enough to anything."""
    least = _least(wanted, some.vectors.length[some.rows])
    vectors = some.vectors.words(some.rows)
    by_commonness = np.argsort(-some.vectors.commonness, kind="stable")
    place = np.empty_like(by_commonness)
    place[by_commonness] = np.arange(len(place))
    commonest_first = csr_matrix((vectors.data, place[vectors.indices], vectors.indptr), shape=vectors.shape)
    commonest_first.sort_indices()
    squares = np.cumsum(commonest_first.data.astype(np.float64) ** 2)
    before = np.concatenate([[0.0], squares])[vectors.indptr[:-1]]
    row = np.repeat(np.arange(vectors.shape[0]), np.diff(vectors.indptr))
    values = np.where(squares - before[row] < least[row] ** 2, 0, commonest_first.data).astype(np.float32)
    rarer = csr_matrix((values, by_commonness[commonest_first.indices], vectors.indptr), shape=vectors.shape)
    rarer.eliminate_zeros()
    return rarer
