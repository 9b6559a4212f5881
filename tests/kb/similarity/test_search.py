"""Which documents are like which."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.similarity import search as module
from deskbook.similarity.likeness import Alike, Fit, Held, Statistics, Vectors, Weights, fitted
from deskbook.similarity.search import Pairs, Some, Wanted, alike, finding, neighbours, scored, shortlist
from deskbook.similarity.segment import Document, segment
from questions import WordModel, corpora, desk

# Likenesses are rounded to 32 bits, so a pair that is just at the floor may be on either side of it.
NEAR = 1e-4


def everything(documents: dict[str, str], model: WordModel | None = None) -> Some:
    part = segment([Document(key, text) for key, text in documents.items()], model)
    return Some(Vectors(part, Statistics.of([part])), np.arange(len(part)))


def all_pairs(some: Some) -> tuple[Some, Some]:
    left, right = np.indices((len(some.rows), len(some.rows))).reshape(2, -1)
    return some.only(left), some.only(right)


def found(pairs: Pairs) -> dict[tuple[int, int], float]:
    places = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    return dict(zip(places, pairs.probability.tolist(), strict=True))


def expected(some: Some, fit: Fit, floor: float) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The pairs that must be found, and those that may be: by comparing all with all.

    A pair must share a stem, and its likeness by characters must not be due to chance (see `_EXCESS`).
    """
    left, right = all_pairs(some)
    measured = alike(left, right)
    ordinary = Alike(
        measured.words,
        np.minimum(measured.characters, measured.words + module._EXCESS),
        measured.meaning,
        measured.length,
    )
    places = list(zip(left.rows.tolist(), right.rows.tolist(), strict=True))
    sure = (fit.probability(ordinary) >= floor + NEAR) & (measured.words > 0)
    possible = fit.probability(measured) >= floor - NEAR
    return {p for p, yes in zip(places, sure, strict=True) if yes}, {
        p for p, yes in zip(places, possible, strict=True) if yes
    }


@settings(deadline=None)
@given(corpora, st.sampled_from([0.01, 0.05, 0.15, 0.35, 0.5, 0.9]))
def test_no_pair_is_lost(documents: dict[str, str], floor: float) -> None:
    """Whatever the texts and the floor, the search finds the pairs that comparing all with all finds, and no others."""
    some, fit = everything(documents), fitted()
    if not documents:
        return
    must, may = expected(some, fit, floor)

    pairs = found(neighbours(some, some, Wanted(fit, floor, top=len(documents)), finding_all(some)))

    assert must <= set(pairs) <= may


@pytest.mark.parametrize("floor", [0.05, 0.35, 0.7])
def test_no_pair_of_a_desk_is_lost(floor: float) -> None:
    """The same on 400 questions of a dozen words, where the commonest stems of many find nobody."""
    some, fit = everything(desk(400, vocabulary=400)), fitted()
    must, may = expected(some, fit, floor)

    pairs = found(neighbours(some, some, Wanted(fit, floor, top=400), finding_all(some)))

    assert must <= set(pairs) <= may
    assert len(must) > 400
    rarer = module._rarer(some, Wanted(fit, 0.7))
    assert rarer.nnz < 0.95 * some.vectors.all_words.nnz


@settings(max_examples=200, deadline=None)
@given(
    st.builds(Weights, st.floats(-5, 0), st.floats(-5, 0), st.floats(0, 10), st.floats(0.1, 10)),
    st.floats(0.01, 0.9),
    st.integers(1, 40),
)
def test_below_the_least_likeness_nothing_is_probable(weights: Weights, floor: float, length: int) -> None:
    """A pair that is probable enough is at least that much alike by words, whichever of the two documents is the shorter."""
    fit = Fit(weights)
    words, shorter = np.meshgrid(np.linspace(0, 1, 2000, dtype=np.float32), np.arange(1, length + 1, dtype=np.float32))
    pairs = Alike(words, np.minimum(1, words + module._EXCESS), np.full_like(words, np.nan), shorter)

    probable = words[fit.probability(pairs) >= floor + NEAR]

    assert probable.min(initial=1) >= module._least(Wanted(fit, floor), np.array([length]))[0]


def finding_all(some: Some) -> np.ndarray:
    return np.ones(len(some.vectors.commonness), np.float32)


def test_meaning_finds_what_shares_no_word() -> None:
    """With a model the nearest by meaning are candidates too; a text that the model does not know is found by words."""
    some = everything(
        {"a": "purge", "b": "clear", "c": "invoice", "d": "bill", "e": "zebra stripes", "f": "zebra striped"},
        WordModel(),
    )

    pairs = found(neighbours(some, some, Wanted(fitted(semantic=True), 0.3, top=2), finding_all(some)))

    assert {(a, b) for a, b in pairs if a < b} == {(0, 1), (2, 3), (4, 5)}


def test_each_has_only_so_many_candidates() -> None:
    """The best come first: a document is compared with `top` others at most."""
    some = everything({f"{n:02}": "cache purge " + "x " * n for n in range(40)})

    pairs = found(neighbours(some, some, Wanted(fitted(), 0, top=3), finding_all(some)))

    assert {sum(a == n for a, _ in pairs) for n in range(40)} == {3}
    assert all((n, n) in pairs for n in range(40))


def test_the_work_is_bounded() -> None:
    """Stems find candidates from the rarest on, as long as it stays below so many comparisons a document; the commonest of
    all find nobody."""
    documents = 200_000
    commonness = np.concatenate([np.full(100_000, 3), np.full(1_000, 500), np.full(20, documents)])
    counts = Statistics(
        documents,
        Held(np.arange(len(commonness), dtype=np.uint32), commonness),
        Held(np.zeros(0, np.uint32), np.zeros(0, np.int64)),
    )

    chosen = finding(counts) > 0

    assert commonness[chosen].max() == 500
    assert float((commonness[chosen].astype(float) ** 2).sum()) <= 10_000 * documents
    few = Statistics(1_000, Held(counts.stems.hashes[:9], np.full(9, 1_000)), counts.grams)
    assert finding(few).all()


def test_a_floor_changes_only_what_is_left_out() -> None:
    """With a floor, pairs that cannot reach it are not measured in full; those that reach it are scored the same."""
    left, right = all_pairs(everything(desk(60, vocabulary=80)))
    whole, some = found(scored(left, right, Wanted(fitted()))), found(scored(left, right, Wanted(fitted(), 0.4)))

    assert len(whole) == 3600
    assert some.items() <= {pair: p for pair, p in whole.items() if p >= 0.4}.items()
    assert len(some) > 60


def test_a_shortlist_is_the_most_alike_by_words_and_by_meaning() -> None:
    """Each query comes with the best of both, among the documents that are asked for."""
    documents = everything({"a": "purge cache", "b": "clear", "c": "invoice", "d": "zebra zebra"}, WordModel())
    part = segment([Document("", "purge zebra")], WordModel())
    query = Some(Vectors(part, Statistics.of([documents.vectors._part])), np.array([0]))

    assert [best.rows.tolist() for _, best in shortlist(query, documents, top=1)] == [[1, 3]]
    assert [best.rows.tolist() for _, best in shortlist(query, documents.only([0, 1, 2]), top=1)] == [[0, 1]]
