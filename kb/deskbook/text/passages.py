"""The same words in two texts: word shingles, and the passages that they make up.

Shingles as in Broder, "On the resemblance and containment of documents" (1997). Eight words in a row are seldom the same
by chance. What stands in many pages is boilerplate and says nothing about two of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from deskbook.model import Passage
from deskbook.similarity.segment import hashed
from deskbook.text.markdown import prose_lines

WIDTH = 8
# Among ten million different shingles about three pairs have the same number of so many bits.
BITS = 44
# What stands in so many pages is no copy of one, however many pages there are. It also bounds the pairs of one shingle.
_MOST_HOLDERS = 50
# Any odd number that spreads over all bits (Knuth's 2^64 / golden ratio).
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_WORD = re.compile(r"[^\W_]+")
_TARGET = re.compile(r"(?<=\])(?:\([^)\n]*\)|\[[^\]\n]*\])|<[^>\n]*>")
_NAVIGATION = re.compile(r"\s*(?:(?:[-*+]|\d+[.)])\s+)?\[[^\]]*\]\s*|\s*#.*")


@dataclass(frozen=True, slots=True)
class Wording:
    """The prose of a text as words. `places` holds (line, start, end) of each word; `shingles[n]` begins at word n. Equal
    shingles have equal numbers, in every run and on every machine.

    Code, headings and lines that are only a link are left out: they repeat without anybody having copied them.
    """

    lines: Mapping[int, str]
    words: tuple[str, ...]
    places: tuple[tuple[int, int, int], ...]
    shingles: tuple[int, ...]

    def quote(self, first: int, last: int) -> str:
        """The text as written, from word `first` to word `last`, on one line."""
        (top, start, _), (bottom, _, end) = self.places[first], self.places[last]
        if top == bottom:
            return self.lines[top][start:end]
        between = [text for line, text in self.lines.items() if top < line < bottom]
        return " ".join(" ".join((self.lines[top][start:], *between, self.lines[bottom][:end])).split())


def wording(text: str, first_line: int = 1) -> Wording:
    """Read a text that begins at `first_line` of its file."""
    lines, words, places = {}, [], []
    for number, line, bare in _prose(text):
        lines[number + first_line - 1] = line
        for found in _WORD.finditer(bare):
            words.append(found.group().lower())
            places.append((number + first_line - 1, found.start(), found.end()))
    return Wording(lines, tuple(words), tuple(places), tuple(_shingles(words).tolist()))


def shingles(text: str) -> NDArray[np.uint64]:
    """The different shingles of `wording(text)`, in rising order."""
    return np.unique(_shingles([word for _, _, bare in _prose(text) for word in _WORD.findall(bare.lower())]))


def most_holders(texts: int) -> int:
    """In how many of so many texts a shingle may stand without being boilerplate: 2 %, at least four, at most fifty."""
    return min(_MOST_HOLDERS, max(4, texts // 50))


def _prose(text: str) -> Iterator[tuple[int, str, str]]:
    """(line, text, the same without what is not read) of each line of prose."""
    for number, line in prose_lines(text):
        bare = _TARGET.sub(lambda found: " " * len(found.group()), line)
        if not _NAVIGATION.fullmatch(bare):
            yield number, line, bare


def _shingles(words: Sequence[str]) -> NDArray[np.uint64]:
    many = max(0, len(words) - WIDTH + 1)
    numbers = np.fromiter(map(_number, words), np.uint64, len(words))
    mixed = np.zeros(many, np.uint64)
    for step in range(WIDTH):
        mixed = (mixed + numbers[step : step + many]) * _FACTOR
        mixed ^= mixed >> np.uint64(29)
    return mixed >> np.uint64(64 - BITS)


@lru_cache(maxsize=2**17)
def _number(word: str) -> int:
    return hashed(word)


def passages(one: Wording, other: Wording, ignored: frozenset[int]) -> list[tuple[int, Passage]]:
    """What stands in both, longest first, as (words, passage); each word of `one` is in one passage at most."""
    where: dict[int, list[int]] = {}
    for start, shingle in enumerate(other.shingles):
        if shingle not in ignored:
            where.setdefault(shingle, []).append(start)
    found = []
    position = 0
    while position < len(one.shingles):
        runs = [
            (_run(one.words, position, other.words, start), -start) for start in where.get(one.shingles[position], ())
        ]
        length, start = max(runs, default=(0, 0))
        if length >= WIDTH:
            text = one.quote(position, position + length - 1)
            found.append((length, Passage(one.places[position][0], other.places[-start][0], text)))
        position += max(1, length)
    return sorted(found, key=lambda item: (-item[0], item[1].line, item[1].other_line))


def _run(one: Sequence[str], position: int, other: Sequence[str], start: int) -> int:
    most = min(len(one) - position, len(other) - start)
    return next((n for n in range(most) if one[position + n] != other[start + n]), most)
