"""The same words in two texts: word shingles, and the passages that they make up.

Shingles as in Broder, "On the resemblance and containment of documents" (1997). Eight words in a row are seldom the same
by chance. What stands in many pages is boilerplate and says nothing about two of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskbook.model import Passage
from deskbook.text.markdown import prose_lines

WIDTH = 8
_WORD = re.compile(r"[^\W_]+")
_TARGET = re.compile(r"(?<=\])(?:\([^)\n]*\)|\[[^\]\n]*\])|<[^>\n]*>")
_NAVIGATION = re.compile(r"\s*(?:(?:[-*+]|\d+[.)])\s+)?\[[^\]]*\]\s*|\s*#.*")


@dataclass(frozen=True, slots=True)
class Wording:
    """The prose of a text as words. `places` holds (line, start, end) of each word; `shingles[n]` begins at word n.

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


def wording(text: str, vocabulary: dict[str, int], first_line: int = 1) -> Wording:
    """Read a text that begins at `first_line` of its file.

    `vocabulary` numbers words and grows: give the same one for all texts that are to be compared.
    """
    lines, words, places = {}, [], []
    for number, line in ((first_line - 1 + n, line) for n, line in prose_lines(text)):
        bare = _TARGET.sub(lambda found: " " * len(found.group()), line)
        if _NAVIGATION.fullmatch(bare):
            continue
        lines[number] = line
        for found in _WORD.finditer(bare):
            words.append(found.group().lower())
            places.append((number, found.start(), found.end()))
    # Numbers instead of words, because only the hashes of numbers are the same in every run of Python.
    numbers = [vocabulary.setdefault(word, len(vocabulary)) for word in words]
    shingles = tuple(hash(tuple(numbers[n : n + WIDTH])) for n in range(len(numbers) - WIDTH + 1))
    return Wording(lines, tuple(words), tuple(places), shingles)


def boilerplate(wordings: Sequence[Wording]) -> frozenset[int]:
    """Shingles that stand in more than 2 % of the texts, and in more than four."""
    holders = Counter(shingle for each in wordings for shingle in set(each.shingles))
    most = max(4, len(wordings) // 50)
    return frozenset(shingle for shingle, count in holders.items() if count > most)


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
