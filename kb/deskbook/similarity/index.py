"""Who asks the same: the one engine behind `cluster`, `similar`, `draft` and `check`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from deskbook.similarity.blocks import Block, Counts, Part, compared, counted, in_order, outlined, search
from deskbook.similarity.likeness import Statistics, Vectors, fitted
from deskbook.similarity.search import Pairs, Rows, Some, Wanted, alike, scored, shortlist
from deskbook.similarity.segment import Document, Embedder, Outline, hashed, segment
from deskbook.similarity.terms import stem, words

# A text is compared with all documents by words, and with this many of them by everything.
_SHORTLIST = 500
# Documents whose neighbours are one block of work. Smaller blocks prepare the other side too often.
_FEWEST, _MOST = 5_000, 125_000
# Less is nothing in common.
_SOMETHING = 1e-6

ScoredPair = tuple[str, str, float]
Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two texts are alike: the probability that they ask the same, the likenesses behind it (0..1, by name; NaN where a
    model has nothing to say), and the words that they share, each with its part of the likeness by words, the most telling
    first."""

    probability: float
    by: Mapping[str, float]
    shared: tuple[tuple[str, float], ...]


class Index:
    """Documents that can be asked which of them ask the same. A place is a row number over all parts, in their order."""

    def __init__(
        self, parts: Sequence[Part], statistics: Counts, *, embedder: Embedder | None = None, live: Rows | None = None
    ) -> None:
        """`parts` and `statistics` are values or addresses of files; `live` are the places that count (None: all)."""
        self._parts = parts
        self._outlines = [outlined(part) for part in parts]
        self._statistics = statistics
        self._embedder = embedder
        self._fit = fitted(semantic=embedder is not None)
        self._starts = np.cumsum([0, *(len(outline.keys) for outline in self._outlines)])
        self.live = np.arange(self._starts[-1]) if live is None else live

    @classmethod
    def of(cls, documents: Mapping[str, str], embedder: Embedder | None = None) -> Index:
        """An index in memory, of texts by key."""
        part = segment([Document(key, text) for key, text in sorted(documents.items())], embedder)
        return cls([part], Statistics.of([part]), embedder=embedder)

    def among(self, present: NDArray[np.int64]) -> Index:
        """This index, of the documents with some numbers only."""
        live = np.flatnonzero(np.isin(self.number, present))
        return Index(self._parts, self._statistics, embedder=self._embedder, live=live)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The key at each place."""
        return tuple(chain.from_iterable(outline.keys for outline in self._outlines))

    @property
    def live_keys(self) -> Collection[str]:
        """The keys of the documents that count."""
        return self._place.keys()

    @cached_property
    def number(self) -> NDArray[np.int64]:
        """The number of the document at each place."""
        return self._outline(lambda outline: outline.number)

    def nearest(self, text: str, top: int = 10) -> list[tuple[str, float]]:
        """The `top` documents most like `text`, best first, with the probability that each asks the same; ties go by key."""
        return self.nearest_each([text], top)[0]

    def nearest_each(
        self, texts: Sequence[str], top: int = 10, floor: float = _SOMETHING
    ) -> list[list[tuple[str, float]]]:
        """`nearest` for each text, of those documents that are at least `floor` probable: the higher, the less work."""
        queries = self._queries(texts)
        found: list[list[tuple[str, float]]] = [[] for _ in texts]
        for part, start, live in self._by_part(self.live):
            for query, best in shortlist(queries, Some(self._vectors(part), live), max(top, _SHORTLIST)):
                pairs = scored(query, best, Wanted(self._fit, floor))
                scores = zip((pairs.right + start).tolist(), pairs.probability.tolist(), strict=True)
                found[query.rows[0]] += [(self.keys[place], probability) for place, probability in scores]
        return [sorted(near, key=lambda item: (-item[1], item[0]))[:top] for near in found]

    def pairs(self, floor: float, executor: Executor | None = None) -> list[ScoredPair]:
        """Pairs of documents (first key < second) that are at least `floor` probable, in order. See `search`."""
        return self.named(self.search(floor, executor))

    def search(self, floor: float, executor: Executor | None = None, since: int | None = None) -> Pairs:
        """Pairs of places that are at least `floor` probable; with `since`, only where one document's number is higher.

        Of documents with the same words one stands for all, and the others are paired with it alone.
        """
        standing, same = self._standing
        blocks = self._blocks(standing, Wanted(self._fit, floor), since)
        return once(
            [
                self._scored(*same, floor, since),
                *self._look_alikes(standing, floor, since),
                *in_order(executor, search, blocks),
            ]
        )

    def named(self, pairs: Pairs) -> list[ScoredPair]:
        """Pairs of places as pairs of keys, in order."""
        keys = self.keys
        named = zip(pairs.left.tolist(), pairs.right.tolist(), pairs.probability.tolist(), strict=True)
        return sorted((min(keys[a], keys[b]), max(keys[a], keys[b]), p) for a, b, p in named)

    def compare(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The probability for each pair of keys."""
        if not pairs:
            return []
        places = np.array([(self._place[one], self._place[other]) for one, other in pairs])
        probabilities: list[float] = self._scored(places[:, 0], places[:, 1]).probability.tolist()
        return probabilities

    def explain(self, one: str, other: str) -> Likeness:
        """Why two texts are alike, where words are as common as in these documents."""
        both = self._queries([one, other])
        left, right = both.only([0]), both.only([1])
        found = alike(left, right)
        product = both.vectors.all_words[0].multiply(both.vectors.all_words[1]).tocoo()
        hashes = counted(self._statistics).stems.hashes[product.col]
        share = dict(zip(hashes.tolist(), product.data.tolist(), strict=True))
        forms: dict[int, str] = {}
        for word in words(one):
            forms.setdefault(hashed(stem(word)), word)
        said = ((word, share[stemmed]) for stemmed, word in forms.items() if share.get(stemmed, 0) > 0)
        shared = sorted(said, key=lambda item: (-item[1], item[0]))
        by = {name: float(getattr(found, name)[0]) for name in ("words", "characters", "meaning")}
        return Likeness(float(self._fit.probability(found)[0]), by, tuple(shared))

    @cached_property
    def _place(self) -> dict[str, int]:
        keys = self.keys
        return {keys[place]: place for place in self.live.tolist()}

    @cached_property
    def _standing(self) -> tuple[Rows, tuple[Rows, Rows]]:
        """The places that are compared, one for all that have the same words, and the pairs of these with the others."""
        fingerprint = self._outline(lambda outline: outline.fingerprint)[self.live]
        spoken = self.live[fingerprint != 0]
        _, group, size = np.unique(fingerprint[fingerprint != 0], return_inverse=True, return_counts=True)
        alone = size[group] == 1
        keys = self.keys
        repeated = zip(group[~alone].tolist(), spoken[~alone].tolist(), strict=True)
        first: dict[int, int] = {}
        same = []
        for number, place in sorted(repeated, key=lambda item: keys[item[1]]):
            if first.setdefault(number, place) != place:
                same.append((first[number], place))
        standing = np.sort(np.concatenate([spoken[alone], np.array(list(first.values()), np.int64)]))
        left, right = np.array(same, np.int64).reshape(-1, 2).T
        return standing, (left, right)

    def _blocks(self, standing: Rows, wanted: Wanted, since: int | None) -> Iterator[Block]:
        """Each document with those that stand before it."""
        asking = standing if since is None else standing[self.number[standing] > since]
        size = min(_MOST, max(_FEWEST, len(asking) // 8))
        for left, start, rows in self._by_part(asking):
            for some in np.array_split(rows, -(-len(rows) // size)):
                before = standing[: np.searchsorted(standing, start + some[-1], side="right")]
                for right, right_start, others in self._by_part(before):
                    parts = self._parts[left], some, self._parts[right], others
                    yield Block(*parts, self._statistics, wanted, (start, right_start))

    def _look_alikes(self, standing: Rows, floor: float, since: int | None) -> Iterator[Pairs]:
        """Documents that are nearly the same, each with the next in the order of their signatures: in an outage thousands
        say the same, and no word of theirs is rare enough to find the others by."""
        # Two min-hashes as one number: more than one word must be in common.
        signatures = self._outline(lambda outline: outline.signature)[standing].view(np.uint64)
        fingerprint = self._outline(lambda outline: outline.fingerprint)[standing]
        for signature in signatures.T:
            some = np.arange(len(standing))
            if since is not None:
                some = np.flatnonzero(np.isin(signature, signature[self.number[standing] > since]))
            order = some[np.lexsort((fingerprint[some], signature[some]))]
            one, other = order[:-1], order[1:]
            same = signature[one] == signature[other]
            yield self._scored(standing[one[same]], standing[other[same]], floor, since)

    def _scored(self, left: Rows, right: Rows, floor: float = 0.0, since: int | None = None) -> Pairs:
        """Pairs of places that are at least `floor` probable, in the order given; with `since` as `search`."""
        if since is not None:
            new = (self.number[left] > since) | (self.number[right] > since)
            left, right = left[new], right[new]
        part, other = (np.searchsorted(self._starts, places, side="right") - 1 for places in (left, right))
        probability = np.zeros(len(left), np.float32)
        for one, two in sorted(set(zip(part.tolist(), other.tolist(), strict=True))):
            chosen = np.flatnonzero((part == one) & (other == two))
            here = Some(self._vectors(one), left[chosen] - self._starts[one])
            there = Some(self._vectors(two), right[chosen] - self._starts[two])
            probability[chosen] = scored(here, there, Wanted(self._fit)).probability
        kept = probability >= floor
        return Pairs(left[kept], right[kept], probability[kept])

    def _by_part(self, places: Rows) -> Iterator[tuple[int, int, Rows]]:
        """(part, its first place, rows in it) of the places (in rising order), part by part."""
        for part, (start, end) in enumerate(pairwise(self._starts.tolist())):
            first, last = np.searchsorted(places, (start, end))
            if first < last:
                yield part, start, places[first:last] - start

    def _queries(self, texts: Sequence[str]) -> Some:
        part = segment([Document("", text) for text in texts], self._embedder)
        return Some(Vectors(part, counted(self._statistics)), np.arange(len(texts)))

    def _vectors(self, part: int) -> Vectors:
        return compared(self._parts[part], self._statistics)

    def _outline(self, of: Callable[[Outline], NDArray[Number]]) -> NDArray[Number]:
        return np.concatenate([of(outline) for outline in self._outlines])


def once(found: Sequence[Pairs]) -> Pairs:
    """Each pair of two different places once, the lower place left, in order; of two probabilities the higher."""
    left, right = (np.concatenate([getattr(pairs, side) for pairs in found]) for side in ("left", "right"))
    probability = np.concatenate([pairs.probability for pairs in found])
    low, high = np.minimum(left, right), np.maximum(left, right)
    order = np.lexsort((-probability, high, low))
    low, high, probability = low[order], high[order], probability[order]
    new = low != high
    new[1:] &= (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    return Pairs(low[new], high[new], probability[new])
