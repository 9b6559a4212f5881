"""Who asks the same."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.similarity import search
from deskbook.similarity.index import Index
from deskbook.similarity.likeness import Statistics
from deskbook.similarity.segment import Document, segment
from questions import DESK, WordModel, corpora, desk, texts

# Likenesses are rounded to 32 bits, so a pair that is just at the floor may be on either side of it.
NEAR = 1e-4
FLOOR = 0.35


def spread(documents: Mapping[str, str], parts: int, order: Sequence[str]) -> Index:
    """An index of documents that come in some order, in so many segments."""
    rows = [Document(key, documents[key], number) for number, key in enumerate(order, 1)]
    made = [segment(rows[n::parts]) for n in range(parts)]
    return Index(made, Statistics.of(made))


def near(one: Mapping[object, float], other: Mapping[object, float], floor: float) -> bool:
    """Whether two sets of scores are the same, but for roundings."""
    return all(abs(one.get(key, floor) - other.get(key, floor)) < NEAR for key in {*one, *other})


def scores(index: Index, floor: float = FLOOR) -> dict[object, float]:
    return {(one, other): probability for one, other, probability in index.pairs(floor)}


@settings(deadline=None, max_examples=30)
@given(corpora, texts, st.sampled_from([1, 2, 5]), st.randoms())
def test_it_does_not_matter_how_documents_are_spread(
    drawn: dict[str, str], text: str, parts: int, chance: random.Random
) -> None:
    """One, two or five segments, in any order: the same pairs, probabilities and nearest documents."""
    documents = dict(list(drawn.items())[:14])  # as many as a search looks at in one segment
    every = list(combinations(sorted(documents), 2))
    whole = Index.of(documents)
    index = spread(documents, parts, chance.sample(sorted(documents), len(documents)))

    assert near(scores(index), scores(whole), FLOOR)
    assert near(dict(index.nearest(text)), dict(whole.nearest(text)), 0)
    assert index.compare(every) == pytest.approx(whole.compare(every), abs=NEAR)
    assert set(index.live_keys) == set(documents)


def test_a_larger_desk_in_other_order() -> None:
    """The same of 3,000 questions: no pair comes or goes."""
    documents = desk(3_000)
    turned = spread(documents, 3, sorted(documents, key=lambda key: key[::-1]))

    assert near(scores(turned), scores(Index.of(documents)), FLOOR)
    assert len(scores(turned)) > 250


@settings(deadline=None, max_examples=30)
@given(corpora, texts)
def test_nearest_is_what_comparing_with_all_finds(documents: dict[str, str], text: str) -> None:
    """The most probable documents, best first, ties by key, none that has nothing in common."""
    with_text = Index.of(documents)
    each = {key: with_text.explain(text, said).probability for key, said in documents.items()}

    found = with_text.nearest(text, top=5)

    assert found == sorted(found, key=lambda item: (-item[1], item[0]))
    expected = sorted((p for p in each.values() if p > 0), reverse=True)[:5]
    assert [p for _, p in found] == pytest.approx(expected, abs=NEAR)
    assert near(dict(found), {key: each[key] for key, _ in found}, 0)


@settings(deadline=None, max_examples=30)
@given(corpora)
def test_pairs_comparing_and_explaining_agree(documents: dict[str, str]) -> None:
    """The probability of a pair is one number, whoever is asked."""
    index = Index.of(documents)

    pairs = index.pairs(FLOOR)

    assert pairs == sorted(pairs)
    assert all(one < other for one, other, _ in pairs)
    assert index.compare([pair[:2] for pair in pairs]) == pytest.approx([p for *_, p in pairs], abs=NEAR)
    for one, other, probability in pairs[:5]:
        why = index.explain(documents[one], documents[other])
        assert why.probability == pytest.approx(probability, abs=NEAR)
        assert sum(part for _, part in why.shared) == pytest.approx(why.by["words"], abs=NEAR)


def test_the_shared_words_explain_a_pair() -> None:
    """The most telling come first, each stem once, in the form in which the first text has it."""
    why = Index.of(DESK).explain("Purging the purged URL from cache", DESK["a"])

    assert [word for word, _ in why.shared] == ["purging", "from", "cache", "url", "the"]
    assert why.by["words"] > 0.5
    assert np.isnan(why.by["meaning"])
    assert Index.of(DESK).explain("hello", "").shared == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [("purged urls", "a"), ("Invoices", "f"), ("сертификата", "h"), ("請求書の金額", "i"), ("DNS apex", "d")],
)
def test_other_words_and_scripts_find_their_like(text: str, first: str) -> None:
    """Stems count, not word forms, in English and Russian; Japanese needs no spaces."""
    assert Index.of(DESK).nearest(text)[0][0] == first


def test_an_empty_index_answers() -> None:
    """Nothing is like anything where there is nothing."""
    empty = Index.of({})

    assert empty.nearest("How do I purge?") == []
    assert empty.nearest_each([]) == []
    assert empty.pairs(0.0) == []
    assert empty.compare([]) == []
    assert list(empty.live_keys) == []
    assert empty.explain("purge it", "purge it").shared == ()


@pytest.mark.parametrize(
    ("documents", "pairs"),
    [
        ({"a": "", "b": "", "c": " \n"}, 0),
        ({"a": "😀", "b": "[e-mail]"}, 0),
        ({"a": "invoice", "b": "Invoice!", "c": "cache"}, 1),
        ({f"{n:03}": "Nothing works since this morning" for n in range(300)}, 299),
        ({"a": "ERROR connection reset\n" * 45_000, "b": "connection reset", "c": "x" * 1_000_000}, 1),
        ({"a": "日本語" * 300_000, "b": "日本語"}, 1),
    ],
    ids=["empty", "signs", "one word", "all the same", "a megabyte", "a megabyte without spaces"],
)
def test_strange_documents_do_no_harm(documents: dict[str, str], pairs: int) -> None:
    """Texts without words are like nothing, not even each other; all else is compared as usual."""
    index = Index.of(documents)

    assert len(index.pairs(0.1)) == pairs
    for text in set(documents.values()):
        assert all(0 < probability <= 1 for _, probability in index.nearest(text))


def test_an_outage_is_found_and_costs_no_more_than_other_questions() -> None:
    """Five thousand of the same text but for the order number, and thousands of wholly the same, among ordinary questions:
    all but one in a thousand are paired with their like, in seconds, and the pairs do not grow with the square."""
    text = "The checkout page shows error 502 since this morning and we cannot pay order {}"
    documents = desk(1_000)
    documents |= {f"outage{n}": text.format(100_000 + 37 * n) for n in range(5_000)}
    documents |= {f"same{n}": "Login does not work, please help us quickly" for n in range(3_000)}
    began = time.perf_counter()

    pairs = Index.of(documents).pairs(FLOOR)

    assert time.perf_counter() - began < 60
    for kind, many in (("outage", 5_000), ("same", 3_000)):
        assert len({key for one, other, _ in pairs for key in (one, other) if key.startswith(kind)}) >= 0.999 * many
    assert len(pairs) < 20 * len(documents)


def test_in_an_outage_order_does_not_matter_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no word is rare enough to find anybody, those that say nearly the same are paired, in whatever order they came."""
    monkeypatch.setattr(search, "_WORK", 0)
    text = "The checkout page shows error 502 since this morning and we cannot pay order {}"
    documents = desk(600) | {f"k{n:03}": text.format(100_000 + 37 * n) for n in range(300)}

    pairs = scores(Index.of(documents))

    assert len({key for pair in pairs for key in pair if key.startswith("k")}) > 280  # type: ignore[attr-defined]
    turned = sorted(documents, key=lambda key: key[::-1])
    assert near(scores(spread(documents, 3, turned)), pairs, FLOOR)


def test_only_what_is_new_is_searched_for() -> None:
    """With a number, the pairs are those of the whole search in which somebody has a higher one."""
    documents = desk(400, vocabulary=500)
    documents |= {"q000250": documents["q000002"], "q000400": documents["q000001"]}
    index = spread(documents, 2, sorted(documents))

    found = index.named(index.search(FLOOR, since=300))

    new = {(one, other): p for one, other, p in index.pairs(FLOOR) if other >= "q000300"}
    assert near({(one, other): p for one, other, p in found}, new, FLOOR)
    assert ("q000001", "q000400") in new
    assert 10 < len(new) < len(index.pairs(FLOOR))


def test_only_those_that_are_there_are_found() -> None:
    """An index of some of the documents names no others, also where texts are the same."""
    documents = {"a": "purge the cache", "b": "purge the cache", "c": "purge cache", "d": "invoice"}
    whole = spread(documents, 2, "abcd")

    some = whole.among(np.array([2, 3]))

    assert {key for key, _ in some.nearest("purge the invoice")} == {"b", "c"}
    assert [pair[:2] for pair in some.pairs(0.1)] == [("b", "c")]
    assert set(some.live_keys) == {"b", "c"}
    assert whole.among(np.array([], np.int64)).pairs(0) == []


def test_a_model_finds_other_words_for_the_same() -> None:
    """With sentence embeddings a question is near one with which it shares no word; why says so."""
    documents = {"a": "purge", "b": "clear", "c": "bill", "d": "zebra", "e": "zebra"}
    index = Index.of(documents, WordModel())

    pairs = index.pairs(0.2)

    assert {pair[:2] for pair in pairs} == {("a", "b"), ("d", "e")}
    assert index.compare([("a", "b")]) == pytest.approx([index.explain("purge", "clear").probability], abs=NEAR)
    assert index.nearest("invoice")[0][0] == "c"
    assert index.explain("purge", "clear").by["meaning"] > 0.9
    assert [pair[:2] for pair in Index.of(documents).pairs(0.2)] == [("d", "e")]
