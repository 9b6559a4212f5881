"""Text -> words and their stems.

Scripts that write no spaces (Chinese, Japanese, Thai, ...) are cut into overlapping pairs of characters, the usual way
without a dictionary. Cyrillic words are stemmed as Russian, all others as English (Snowball).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

from deskbook.similarity.stop_words import STOP_WORDS

# Kana, CJK ideographs, Hangul, Thai, Lao, Khmer and Myanmar.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
# Accents and vowel signs that are characters of their own: to `re` they are no part of a word, and Hindi would be in pieces.
_MARKS = "".join(chr(n) for n in range(0x300, 0x2000) if unicodedata.category(chr(n)).startswith("M"))
_WORD = re.compile(rf"[\w{_MARKS}]+")
_JOINED = re.compile(rf"{_WORD.pattern}(?:[.'’-]{_WORD.pattern})*")
_PLACEHOLDER = re.compile(r"\[[a-z][a-z0-9 -]*\]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
# Without a cache of their own (`stem` has one): it is slower, and the only thing that two threads could spoil.
_ENGLISH, _RUSSIAN = Stemmer.Stemmer("english", 0), Stemmer.Stemmer("russian", 0)
# Longer runs without a space are hashes and pasted data: their beginning tells them apart.
_LONGEST_WORD = 40
_PIECE = 1000


def words(text: str) -> list[str]:
    """The words of a text in order, in lower case, common ones too; placeholders of redaction are none."""
    found: list[str] = _WORD.findall(_plain(text).lower())
    if text.isascii():
        return [word[:_LONGEST_WORD] for word in found]
    return [piece for word in found for piece in _pieces(word)]


def terms(text: str) -> list[str]:
    """The stems of a text's words in order, without stop words; `a.b`, `don't` and `re-use` are one word each."""
    found = (word.lower().replace("’", "'") for word in _JOINED.findall(_plain(text)))
    pieces = (piece for word in found for piece in (_pieces(word) if _UNSPACED_RUN.search(word) else (word,)))
    return [stem(word) for word in pieces if word not in STOP_WORDS and (len(word) > 1 or not word.isascii())]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What is left of a word without its endings."""
    return str((_RUSSIAN if _CYRILLIC.search(word) else _ENGLISH).stemWord(word))


def _plain(text: str) -> str:
    """The text with one form for each character, however it was typed, and without what redaction left."""
    if not text.isascii():
        # In pieces, because the time for accents upon accents grows with the square of how many there are.
        pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
        text = "".join(unicodedata.normalize("NFKC", piece) for piece in pieces)
    return _PLACEHOLDER.sub(" ", text).replace("_", " ")


def _pieces(word: str) -> Iterator[str]:
    at = 0
    for run in _UNSPACED_RUN.finditer(word):
        if before := word[at : run.start()]:
            yield before[:_LONGEST_WORD]
        characters = run.group()
        if len(characters) == 1:
            yield characters
        yield from (characters[n : n + 2] for n in range(len(characters) - 1))
        at = run.end()
    if rest := word[at:]:
        yield rest[:_LONGEST_WORD]
