"""What is known of single words: whether they are names, and whether they are English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ł": "l", "ı": "i"})
ENDINGS = ("ings", "ing", "edly", "ed", "es", "s", "ly", "ers", "er", "est", "ness")
_SECTION = re.compile(r"^\[(.+)\]$", re.MULTILINE)
# Endings of surnames of many countries that hardly a word of another kind has.
_SURNAME_ENDING = re.compile(
    r".{2,}(?:[^\W\d_]ov[aá]?|[^\W\d_]ev[aá]?|[sc]k[aiyá]|[sz]ky|wicz|cz[uay]k|chuk|vi(?:ch?|ć|č)|sson|dottir|[aeiou]enko|opoulos|escu|idis|shvili|[aeiy]nen|yev|iyev|oglu|"
    r"ович|евич|ова|ева|ский|ская|енко|ίδης|όπουλος|ζυ[aá]?)"
)


class Kind:
    """What a word is known as, as bits of an int (an enum is ten times slower, and every word is asked for).

    `DOUBTFUL` names are also words, places or products. `ENDING` is not known, but ends as surnames do.
    """

    GIVEN = 1
    SURNAME = 2
    NAME = GIVEN | SURNAME
    DOUBTFUL = 4
    WORD = 8
    ENDING = 16


@dataclass(frozen=True, slots=True)
class _Lexicon:
    names: Mapping[str, int]
    words: frozenset[str]
    sure_given: frozenset[str]


def fold(word: str) -> str:
    """A word in lower case without accents, as the lexicon has it."""
    lower = word.lower().translate(_LETTERS)
    if lower.isascii():
        return lower
    return "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))


def sure_given(words: Set[str]) -> Set[str]:
    """Those words, in small letters without accents, that are given names and nothing else."""
    return words & _lexicon().sure_given


@lru_cache(maxsize=1 << 16)
def kind(word: str) -> int:
    """What is known of a word, in any spelling of case and accents. Of a double name the first part decides."""
    known, folded = _lexicon(), fold(word)
    found = known.names.get(folded) or known.names.get(folded.replace("'", "")) or 0
    if not found and "-" in folded:
        parts = [kind(part) for part in folded.split("-")]
        found = parts[0] & Kind.NAME if all(part & Kind.NAME for part in parts) else 0
    if found:
        return found
    if len(folded) < 3 or folded in known.words or any(is_form(folded, ending, known.words) for ending in ENDINGS):
        return Kind.WORD
    return Kind.ENDING if _SURNAME_ENDING.fullmatch(word.lower()) else 0


def is_form(word: str, ending: str, words: Set[str]) -> bool:
    """Whether a word is one of `words` with an English ending: "routers", "renewed", "caching"."""
    stem = word.removesuffix(ending)
    return stem != word and len(stem) > 2 and (stem in words or stem + "e" in words)


@cache
def _lexicon() -> _Lexicon:
    text = files("deskbook.text.redact").joinpath("lexicon.txt").read_text(encoding="utf-8")
    pieces = _SECTION.split(text)
    sections = {title: body.split() for title, body in zip(pieces[1::2], pieces[2::2], strict=True)}
    names: dict[str, int] = {}
    for title, added in (
        ("given", Kind.GIVEN),
        ("doubtful given", Kind.GIVEN | Kind.DOUBTFUL),
        ("surnames", Kind.SURNAME),
        ("doubtful surnames", Kind.SURNAME | Kind.DOUBTFUL),
    ):
        for name in sections[title]:
            names[name] = names.get(name, 0) | added
    return _Lexicon(names, frozenset(sections["words"]), frozenset(sections["given"]))
