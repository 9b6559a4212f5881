"""How alike two texts are: BM25 over stems, as a share of what a text scores against itself.

Okapi BM25 as in Robertson & Zaragoza, "The Probabilistic Relevance Framework" (2009), with k1 = 1.2 and b = 0.75.
A raw BM25 score grows with the length of the query, so it is divided by the query's score against itself and the two
directions are averaged: the result is 0..1, the same both ways, and 1 for equal texts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

import snowballstemmer

from deskbook.text.stop_words import STOP_WORDS

_K1, _B = 1.2, 0.75
# Words in more than this share of the documents (and in more than a few) find no candidates.
_COMMON_SHARE, _FEW = 0.1, 50
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_PLACEHOLDER = re.compile(r"\[[a-z][a-z0-9 -]*\]")
_STEMMER = snowballstemmer.stemmer("english")


def terms(text: str) -> list[str]:
    """The stems of a text's words, in order: lower case, without stop words, placeholders and bare numbers of one digit."""
    words = (word.lower().replace("’", "'") for word in _WORD.findall(_PLACEHOLDER.sub(" ", text)))
    return [_stem(word) for word in words if word not in STOP_WORDS and (len(word) > 1 or not word.isascii())]


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


class Index:
    """Documents by key, ready to be asked which of them are like a text."""

    def __init__(self, documents: Mapping[str, str]) -> None:
        bags = {key: Counter(terms(text)) for key, text in sorted(documents.items())}
        self._average = sum(bag.total() for bag in bags.values()) / max(1, len(bags)) or 1.0
        self._weights = {key: self._weigh(bag) for key, bag in bags.items()}
        self._holding: dict[str, list[str]] = {}
        for key, weights in self._weights.items():
            for term in weights:
                self._holding.setdefault(term, []).append(key)
        self._idf = {
            term: math.log(1 + (len(bags) - len(keys) + 0.5) / (len(keys) + 0.5))
            for term, keys in self._holding.items()
        }
        self._common = max(_FEW, int(len(bags) * _COMMON_SHARE))

    def nearest(self, text: str, top: int = 10) -> list[tuple[str, float]]:
        """Up to `top` documents like `text`, best first, with their likeness (0..1); ties go by key."""
        return self._nearest(self._weigh(Counter(terms(text))), top)

    def pairs(self, threshold: float, top: int = 20) -> Iterator[tuple[str, str, float]]:
        """Each pair of documents (first key < second) at least `threshold` alike, from every document's `top` nearest."""
        seen: set[tuple[str, str]] = set()
        for key, weights in self._weights.items():
            for other, likeness in self._nearest(weights, top + 1):
                pair = (min(key, other), max(key, other))
                if other != key and likeness >= threshold and pair not in seen:
                    seen.add(pair)
                    yield (*pair, likeness)

    def shared_terms(self, one: str, other: str, top: int = 8) -> list[str]:
        """The stems that two documents share, the most telling first."""
        shared = self._weights[one].keys() & self._weights[other].keys()
        return sorted(shared, key=lambda term: (-self._idf[term], term))[:top]

    def _nearest(self, query: Mapping[str, float], top: int) -> list[tuple[str, float]]:
        # A word that every tenth document has finds nobody; it still counts once a rarer word has found a document.
        rough: dict[str, float] = {}
        for term in query:
            keys = self._holding.get(term, ())
            if len(keys) <= self._common:
                for key in keys:
                    rough[key] = rough.get(key, 0.0) + self._idf[term]
        candidates = sorted(rough.items(), key=lambda item: (-item[1], item[0]))[: 3 * top]
        near = [(key, self._likeness(query, self._weights[key])) for key, _ in candidates]
        return sorted(near, key=lambda item: (-item[1], item[0]))[:top]

    def _likeness(self, one: Mapping[str, float], other: Mapping[str, float]) -> float:
        """The share of what each scores against itself that it scores against the other, averaged over the two."""
        shared = one.keys() & other.keys()
        there = sum(self._idf[term] * other[term] for term in shared) / (self._own(one) or 1.0)
        back = sum(self._idf[term] * one[term] for term in shared) / (self._own(other) or 1.0)
        return min(1.0, (there + back) / 2)

    def _own(self, weights: Mapping[str, float]) -> float:
        # A word that no document holds is as rare as can be: it makes a text less like all of them.
        unseen = math.log(2 * len(self._weights) + 2)
        return sum(self._idf.get(term, unseen) * weight for term, weight in weights.items())

    def _weigh(self, bag: Counter[str]) -> dict[str, float]:
        norm = _K1 * (1 - _B + _B * bag.total() / self._average)
        return {term: count * (_K1 + 1) / (count + norm) for term, count in sorted(bag.items())}
