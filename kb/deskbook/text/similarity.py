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
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_PLACEHOLDER = re.compile(r"\[[a-z][a-z -]*\]")
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
        self._bags = {key: Counter(terms(text)) for key, text in sorted(documents.items())}
        lengths = {key: sum(bag.values()) for key, bag in self._bags.items()}
        self._average = (sum(lengths.values()) / len(lengths) if lengths else 0) or 1.0
        self._postings: dict[str, list[tuple[str, float]]] = {}
        for key, bag in self._bags.items():
            for term, weight in self._weights(bag).items():
                self._postings.setdefault(term, []).append((key, weight))
        self._own = {key: self._score(bag, bag) for key, bag in self._bags.items()}

    def nearest(self, text: str, top: int = 10) -> list[tuple[str, float]]:
        """Up to `top` documents like `text`, best first, with their likeness (0..1); ties go by key."""
        return self._nearest(Counter(terms(text)), top)

    def pairs(self, threshold: float, top: int = 20) -> Iterator[tuple[str, str, float]]:
        """Each pair of documents (first key < second) at least `threshold` alike, from every document's `top` nearest."""
        seen: set[tuple[str, str]] = set()
        for key, bag in self._bags.items():
            for other, likeness in self._nearest(bag, top + 1):
                pair = (min(key, other), max(key, other))
                if other != key and likeness >= threshold and pair not in seen:
                    seen.add(pair)
                    yield (*pair, likeness)

    def shared_terms(self, one: str, other: str, top: int = 8) -> list[str]:
        """The stems that two documents share, the most telling first."""
        shared = self._bags[one].keys() & self._bags[other].keys()
        return sorted(shared, key=lambda term: (-self._idf(term), term))[:top]

    def _nearest(self, query: Counter[str], top: int) -> list[tuple[str, float]]:
        own = self._score(query, query)
        if not own:
            return []
        scores: dict[str, float] = {}
        for term in query:
            idf = self._idf(term)
            for key, weight in self._postings.get(term, ()):
                scores[key] = scores.get(key, 0.0) + idf * weight
        # The other direction costs a pass over the document, so only the best of the first direction pay it.
        best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[: 3 * top]
        likeness = [
            (key, min(1.0, (score / own + self._score(self._bags[key], query) / (self._own[key] or 1)) / 2))
            for key, score in best
        ]
        return sorted(likeness, key=lambda item: (-item[1], item[0]))[:top]

    def _score(self, query: Counter[str], document: Counter[str]) -> float:
        weights = self._weights(document)
        return sum(self._idf(term) * weights[term] for term in query if term in weights)

    def _weights(self, bag: Counter[str]) -> dict[str, float]:
        norm = _K1 * (1 - _B + _B * sum(bag.values()) / self._average)
        return {term: count * (_K1 + 1) / (count + norm) for term, count in bag.items()}

    def _idf(self, term: str) -> float:
        holding = len(self._postings.get(term, ()))
        return math.log(1 + (len(self._bags) - holding + 0.5) / (holding + 0.5))
