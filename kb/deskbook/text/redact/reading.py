"""A text as the detectors read it: without the characters that only hide things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Zero-width and direction marks, soft hyphen: invisible, so they would split an address that a person still reads whole.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_ALIKE = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},  # full-width forms of ASCII
    **dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212], ord("-")),
    **dict.fromkeys([0x2018, 0x2019, 0x201A], ord("'")),
    **dict.fromkeys([0x201C, 0x201D, 0x201E], ord('"')),
    **dict.fromkeys([0x00A0, 0x2007, 0x2009, 0x202F, 0x3000], ord(" ")),
}
_TABLE = _ALIKE | _INVISIBLE
_FIVE_DIGITS = re.compile(r"[^0-9]*+(?:[0-9][^0-9]*+){5}")
_NUMBER = re.compile(r"[0-9][0-9 .,\-/()]{3,40}[0-9]")


@dataclass(frozen=True, slots=True)
class Reading:
    """`plain` is the text to search in, `lower` the same in lower case with every character at the same place.

    `has_numbers` says whether there is any number of five digits or more, so that telephones and cards are worth looking for;
    `has_five_digits` whether there are so many in all.
    `places` gives the original position of each character of `plain`; None where nothing was left out.
    """

    plain: str
    lower: str
    has_numbers: bool
    places: tuple[int, ...] | None = None
    has_five_digits: bool = True

    def before(self, position: int) -> str:
        """The character in front of a position, '' at the beginning."""
        return self.plain[position - 1] if position else ""

    def after(self, position: int) -> str:
        """The character at a position, '' at the end."""
        return self.plain[position] if position < len(self.plain) else ""

    def words(self, beginnings: Iterable[str]) -> Iterator[tuple[int, int]]:
        """Where a word begins with one of these, in lower case, and where that beginning ends; far faster than one pattern."""
        lower = self.lower
        for beginning in beginnings:
            at = lower.find(beginning)
            while at >= 0:
                end = at + len(beginning)
                if not (at and lower[at - 1].isalnum() and beginning[0].isalnum()):
                    yield at, end
                at = lower.find(beginning, end)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of `plain` as one of the original text."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def read(text: str) -> Reading:
    """Prepare a text for the detectors. ASCII, by far the most, is taken as it is."""
    if text.isascii():
        return Reading(text, text.lower(), _NUMBER.search(text) is not None, None, _FIVE_DIGITS.match(text) is not None)
    plain = text.translate(_TABLE)
    places = None
    if len(plain) != len(text):
        places = tuple(place for place, character in enumerate(text) if ord(character) not in _INVISIBLE)
    lower = plain.lower()
    if len(lower) != len(plain):  # a few capitals have a longer small form
        lower = "".join(small if len(small := character.lower()) == 1 else character for character in plain)
    return Reading(plain, lower, _NUMBER.search(plain) is not None, places, _FIVE_DIGITS.match(plain) is not None)
