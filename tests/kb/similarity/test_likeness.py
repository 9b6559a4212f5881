"""How alike documents are, and how probable it is that they ask the same."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.similarity.likeness import Alike, Fit, Statistics, Vectors, Weights, cosines, dots, fitted
from deskbook.similarity.search import Some, alike
from deskbook.similarity.segment import Document, segment
from deskbook.similarity.terms import words
from questions import DESK, WordModel, corpora, texts

EVERY = np.indices((len(DESK), len(DESK))).reshape(2, -1)


def measured(documents: dict[str, str], one: str, other: str, model: WordModel | None = None) -> Alike:
    """Of two texts, where words are as common as in `documents`."""
    common = segment([Document(key, text) for key, text in documents.items()], model)
    vectors = Vectors(segment([Document("", one), Document("", other)], model), Statistics.of([common]))
    return alike(Some(vectors, np.array([0])), Some(vectors, np.array([1])))


@settings(deadline=None, max_examples=50)
@given(corpora, texts, texts, st.randoms())
def test_likeness_is_fair(documents: dict[str, str], one: str, other: str, chance: random.Random) -> None:
    """It is 0..1, the same both ways, 1 for the same words in whatever order, and 0 where there are no words."""
    there, back = measured(documents, one, other), measured(documents, other, one)
    turned = one.split()
    chance.shuffle(turned)
    own = measured(documents | {"own": one}, one, " ".join(turned))

    for name in ("words", "characters"):
        assert 0 <= getattr(there, name)[0] <= 1
        assert getattr(there, name)[0] == pytest.approx(getattr(back, name)[0], abs=1e-6)
        assert getattr(own, name)[0] == pytest.approx(1.0 if turned else 0.0, abs=1e-5)
    assert there.length == back.length == min(len({*words(one)}), len({*words(other)}))
    for semantic in (False, True):
        assert 0 <= fitted(semantic=semantic).probability(there)[0] <= 1


def test_the_matrices_are_the_formula() -> None:
    """Cosines of (1 + log count) * sqrt(idf of BM25), as computed by hand for a few pairs."""
    documents = {"a": "cache cache dns", "b": "cache zone", "c": "dns zone zone"}
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    one = (idf**0.5 * (1 + math.log(2)), idf**0.5)
    by_hand = one[0] * idf**0.5 / (math.hypot(*one) * math.hypot(idf**0.5, idf**0.5))

    assert measured(documents, documents["a"], documents["b"]).words[0] == pytest.approx(by_hand, abs=1e-6)


def test_rare_words_count_for_more() -> None:
    """Two questions about a rare error are more alike than two about the product that everybody names."""
    documents = {f"{n}": f"nginx {n}a {n}b" for n in range(50)} | {"x": "sigsegv one", "y": "sigsegv two"}

    rare = measured(documents, "sigsegv three four", "sigsegv five six").words[0]
    common = measured(documents, "nginx three four", "nginx five six").words[0]
    assert rare > 2 * common


def test_nothing_in_common_is_not_the_same() -> None:
    """The probability is 0, not what the constant of a regression says."""
    pairs = measured(DESK, "purge", "hello")

    assert pairs.words[0] == pairs.characters[0] == 0
    assert fitted().probability(pairs)[0] == 0


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(1, 500), st.floats(0, 0.5))
def test_more_likeness_is_never_less_probable(
    by_words: float, characters: float, meaning: float, length: int, more: float
) -> None:
    """With the weights that come with deskbook, by each of the three measures."""

    def pair(*measures: float) -> Alike:
        return Alike(*(np.array([value], np.float32) for value in (*measures, length)))

    base = (by_words, characters, meaning)
    for n in range(3):
        higher = tuple(min(1.0, value + more * (n == place)) for place, value in enumerate(base))
        for fit in (fitted(), fitted(semantic=True)):
            assert fit.probability(pair(*higher))[0] >= fit.probability(pair(*base))[0]


def test_where_the_model_knows_nothing_words_decide() -> None:
    """A text with a row of zeros is compared as if there were no model; all others with it."""
    fit = Fit(Weights(-1, 0, 0.5, 0.5), Weights(-1, 0, 0, 0, meaning=9))
    known = measured(DESK, "purge the cache", "clear purge", WordModel())
    unknown = measured(DESK, "purge the cache", "what else", WordModel())

    assert known.meaning[0] == pytest.approx(0.99, abs=0.01)
    assert math.isnan(unknown.meaning[0])
    assert fit.probability(known)[0] > 0.9
    assert fit.probability(unknown)[0] == Fit(fit.lexical).probability(unknown)[0]
    assert math.isnan(measured(DESK, "purge", "purge").meaning[0])


def test_products_of_many_pairs_are_those_of_each() -> None:
    """Pairs are multiplied in lots; that changes nothing."""
    part = segment([Document(key, text) for key, text in DESK.items()], WordModel())
    vectors = Vectors(part, Statistics.of([part]))
    left, right = (np.tile(side, 300) for side in EVERY)
    whole = (vectors.all_words @ vectors.all_words.T).toarray()[left, right]

    np.testing.assert_allclose(cosines(vectors.all_words, left, vectors.all_words, right), whole, atol=1e-6)
    meaning = part.vectors.astype(np.float32)
    expected = np.clip((meaning @ meaning.T)[left, right], 0, 1)
    found = dots(part.vectors, left, part.vectors, right)
    something = meaning.any(axis=1)
    assert (np.isnan(found) == ~(something[left] & something[right])).all()
    np.testing.assert_allclose(found[~np.isnan(found)], expected[~np.isnan(found)], atol=1e-6)
