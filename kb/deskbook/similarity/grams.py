"""Runs of characters in words, as numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SHORTEST, LONGEST = 3, 5
# Any odd number that spreads over all bits (Knuth's 2^64 / golden ratio).
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def grams(words: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """The runs of 3 to 5 characters of each word, with a space before and behind it: (starts, numbers).

    Word w has `numbers[starts[w]:starts[w + 1]]`, one number a run; equal runs have equal numbers, and two others hardly
    ever. All words at once, because one by one this would be most of the work of an index.
    """
    text = "".join(f" {word} " for word in words)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    lengths = np.fromiter((len(word) + 2 for word in words), np.int64, len(words))
    owner = np.repeat(np.arange(len(words)), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))
    owners, numbers = [], []
    for length in range(SHORTEST, LONGEST + 1):
        first = np.flatnonzero(left >= length)
        mixed = np.full(len(first), length, np.uint64)
        for step in range(length):
            mixed = (mixed + codes[first + step]) * _FACTOR
            mixed ^= mixed >> np.uint64(29)
        owners.append(owner[first])
        numbers.append((mixed >> np.uint64(32)).astype(np.uint32))
    by_word = np.concatenate(owners)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(by_word, minlength=len(words)))])
    return starts, np.concatenate(numbers)[np.argsort(by_word, kind="stable")]
