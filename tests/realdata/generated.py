"""A help desk of any size: threads of which a known part asks again what another asked, in other words.

Words are as common as in language (Zipf's law). A thread is about one of the desk's topics, some of them far more common than
others, and has words in common with all that are about the same. Of the threads 2 % say what another one says, with some words
replaced, some left out and some in another order; and 0.5 % say nearly the same, as in an outage. Everything follows from size
and seed. Threads are made when they are asked for: a million of them need little memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from deskbook.similarity.segment import Document
from deskbook.text.question import titled

AGAIN, OUTAGE = 0.02, 0.005
WORDS = 300_000
# Zipf's exponent, for words; topics are spread more evenly.
_STEEP, _LESS_STEEP = 1.05, 0.7
# Words that a topic has, none of them among the commonest, and the share of a thread's words that is taken from them.
_TOPIC, _NOT_OF_TOPICS, _ABOUT = 100, 300, 0.25
_TITLE, _FEWEST, _MOST = 7, 15, 90
# The share of words that are replaced or missing, at least and at most, when something is said again.
_LEAST_OTHER, _MOST_OTHER, _OTHER_IN_OUTAGE = 0.2, 0.7, 0.06
_CHUNK = 5_000
# As many as a language has: with fewer, strangers would be alike by their characters.
_SYLLABLES = [
    f"{onset}{vowel}{coda}"
    for coda in ("", "n", "r", "s", "l", "ck")
    for onset in "b br c ch d dr f fl g gr h j k l m n p pr qu r s sh st t th tr v w".split()
    for vowel in "aeiou"
]

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Desk:
    """A desk of `size` threads, whose places are counted from 0."""

    size: int
    seed: int = 1

    @cached_property
    def repeats(self) -> Numbers:
        """Two threads a row, the earlier first, that ask the same."""
        return np.sort(self._chosen[: 2 * self._many].reshape(-1, 2), axis=1)

    @cached_property
    def outage(self) -> Numbers:
        """The threads that are nearly the same."""
        return np.sort(self._chosen[2 * self._many :])

    def threads(self, first: int = 0, end: int | None = None) -> Iterator[Document]:
        """The threads from the place `first` on and before `end`. The number of a thread is its place and 1."""
        end, asked, said = self.size if end is None else end, self._writer, self._said
        earlier, later = ({place: n for n, place in enumerate(side.tolist())} for side in self.repeats.T)
        outage = set(self.outage.tolist())
        for start in range(first - first % _CHUNK, end, _CHUNK):
            fresh = asked.write(_CHUNK, self._chance(3, start))
            for place in range(max(first, start), min(end, start + _CHUNK)):
                words = fresh[place - start]
                if place in earlier:
                    words = said[earlier[place]]
                elif place in later:
                    words = asked.again(said[later[place]], None, self._chance(4, place))
                elif place in outage:
                    words = asked.again(said[-1], _OTHER_IN_OUTAGE, self._chance(4, place))
                yield Document(key(place), asked.text(words), place + 1)

    @property
    def _many(self) -> int:
        return int(self.size * AGAIN)

    @cached_property
    def _writer(self) -> _Writer:
        return _Writer(self.size, self._chance(1))

    @cached_property
    def _said(self) -> list[Numbers]:
        """What is said twice, and last what is said in the outage."""
        return self._writer.write(self._many + 1, self._chance(2))

    @cached_property
    def _chosen(self) -> Numbers:
        return self._chance(0).permutation(self.size)[: 2 * self._many + int(self.size * OUTAGE)]

    def _chance(self, *what: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, self.size, *what])


def key(place: int) -> str:
    """The key of a thread; keys sort as places do."""
    return f"tickets:{place:08}"


class _Writer:
    """Threads as numbers of words, the first `_TITLE` of them the title's."""

    def __init__(self, size: int, chance: np.random.Generator) -> None:
        self._words = [word(n) for n in range(WORDS)]
        self._common = _cumulated(WORDS, _STEEP)
        # A desk ten times as large has about three times as many topics.
        self._topics = chance.integers(_NOT_OF_TOPICS, WORDS // 10, (4 * int(size**0.5) + 1, _TOPIC))
        self._popular = _cumulated(len(self._topics), _LESS_STEEP)

    def write(self, many: int, chance: np.random.Generator) -> list[Numbers]:
        """So many threads."""
        lengths = chance.integers(_FEWEST, _MOST + 1, many)
        topic = np.repeat(np.searchsorted(self._popular, chance.random(many)), lengths)
        common = np.searchsorted(self._common, chance.random(len(topic)))
        # Of a topic's words too some are much commoner than others.
        own = self._topics[topic, (_TOPIC * chance.random(len(topic)) ** 2).astype(np.int64)]
        words = np.where(chance.random(len(topic)) < _ABOUT, own, common)
        return np.split(words, np.cumsum(lengths)[:-1])

    def again(self, words: Numbers, other: float | None, chance: np.random.Generator) -> Numbers:
        """The same in other words; `other` is the share of words that change."""
        other = chance.uniform(_LEAST_OTHER, _MOST_OTHER) if other is None else other
        fate = chance.random(len(words))
        strange = np.searchsorted(self._common, chance.random(len(words)))
        said = np.where(fate < other / 2, strange, words)[fate < 1 - other / 2]
        return said[np.argsort(np.arange(len(said)) + chance.uniform(0, 6, len(said)), kind="stable")]

    def text(self, words: Numbers) -> str:
        """As the product compares it."""
        said = [self._words[word] for word in words.tolist()]
        return titled(" ".join(said[:_TITLE]), " ".join(said))


def _cumulated(many: int, steep: float) -> NDArray[np.float64]:
    shares = np.cumsum(1 / np.arange(1, many + 1) ** steep)
    return shares / shares[-1]


def word(number: int) -> str:
    """A word that can be spoken; those with low numbers are short."""
    number, first = divmod(number, len(_SYLLABLES))
    return _SYLLABLES[first] + (word(number - 1) if number else "")
