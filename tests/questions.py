"""Questions to compare: a small desk, random ones of any size, and a model that knows a few words."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

DESK = {
    "a": "How do I purge a single URL from the cache?",
    "b": "Purging one url: the cache keeps the old file",
    "c": "My invoice for March shows the wrong amount",
    "d": "DNS does not resolve after moving the apex record",
    "e": "",
    "f": "Invoice",
    "g": "Сертификат истёк вчера",
    "h": "сертификаты истекли",
    "i": "請求書の金額が違います",
}
# Forms of one stem, words that begin alike, other scripts, and the same word again and again.
_WORDS = "purge purging purged cache caches dns record records invoice url 403 ошибка ошибки 請求書の金額".split()
texts = st.lists(st.sampled_from(_WORDS), max_size=8).map(" ".join)
corpora = st.lists(texts, max_size=25).map(lambda said: {f"k{n:02}": text for n, text in enumerate(said)})


def desk(many: int, seed: int = 0, vocabulary: int = 4000) -> dict[str, str]:
    """So many questions of about twelve words, common and rare ones; every tenth asks what another asks, in other words."""
    chance = random.Random(seed)
    words = [f"{'bcdfghklmnprstvz'[n % 16]}{'aeiou'[n % 5]}{n:x}" for n in range(vocabulary)]
    weights = [1 / (n + 20) for n in range(vocabulary)]
    asked: list[list[str]] = []
    for n in range(many):
        said = chance.choices(words, weights, k=chance.randint(6, 18))
        if n % 10 == 9:
            said = chance.sample(again := chance.choice(asked), len(again) - 2) + said[:2]
        asked.append(said)
    return {f"q{n:06}": " ".join(said) for n, said in enumerate(asked)}


class WordModel:
    """Stands for a semantic model: a text is where its words are on a map of five; of other words it knows nothing."""

    name = "words"
    dimensions = 2

    def __init__(self) -> None:
        self._known = {"purge": (1, 0), "clear": (1, 0.1), "cache": (1, 0.3), "invoice": (0, 1), "bill": (0.1, 1)}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A unit row for each text, or zeros."""
        rows = np.zeros((len(texts), self.dimensions))
        for place, text in enumerate(texts):
            for word in text.lower().split():
                rows[place] += self._known.get(word, (0, 0))
        length = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.divide(rows, length, out=np.zeros_like(rows), where=length > 0).astype(np.float32)
