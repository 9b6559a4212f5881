"""Documents as numbers."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.similarity.files import read_segment, write_segment
from deskbook.similarity.likeness import Statistics, Vectors, fitted
from deskbook.similarity.search import Some, Wanted, scored
from deskbook.similarity.segment import Document, Segment, joined, segment
from questions import DESK, WordModel, corpora, texts


def made(documents: dict[str, str], first: int = 1) -> Segment:
    return segment([Document(key, text, number) for number, (key, text) in enumerate(documents.items(), first)])


def probabilities(part: Segment) -> np.ndarray:
    """Of every document with every other."""
    vectors, many = Vectors(part, Statistics.of([part])), len(part)
    every = np.indices((many, many)).reshape(2, -1)
    pairs = scored(Some(vectors, every[0]), Some(vectors, every[1]), Wanted(fitted()))
    return pairs.probability.reshape(many, many)


@settings(deadline=None, max_examples=40)
@given(corpora, st.integers(0, 25))
def test_parts_that_are_joined_are_one(documents: dict[str, str], cut: int) -> None:
    """Segments made apart and joined know the same, and find the same, as one made of everything."""
    items = list(documents.items())
    whole = made(documents)
    both = joined([made(dict(items[:cut])), made(dict(items[cut:]), 1 + len(items[:cut]))])

    assert both.keys == whole.keys
    assert both.number.tolist() == whole.number.tolist()
    assert both.fingerprint.tolist() == whole.fingerprint.tolist()
    assert both.signature.tolist() == whole.signature.tolist()
    for held, once in ((both.stems_held, whole.stems_held), (both.grams_held, whole.grams_held)):
        assert held.hashes.tolist() == once.hashes.tolist()
        assert held.documents.tolist() == once.documents.tolist()
    np.testing.assert_allclose(probabilities(both), probabilities(whole), atol=1e-5)


@settings(deadline=None, max_examples=50)
@given(texts, st.randoms())
def test_a_fingerprint_is_of_the_words_alone(text: str, chance: random.Random) -> None:
    """Order, case and punctuation do not change it; one word more, or one word twice, does."""
    said = text.split()
    chance.shuffle(said)
    same, other, more = made({"a": text, "b": " - ".join(said).upper(), "c": f"{text} zebra"}).fingerprint.tolist()

    assert same == other != more
    assert (same == 0) == (not said)
    if said:
        assert made({"a": f"{text} {said[0]}"}).fingerprint[0] != same


def test_signatures_are_alike_as_often_as_words_are_shared() -> None:
    """Of two documents with 9 words of 10 in common (so 9 of 11 in all) about 9/11 of the min-hashes are the same."""
    rows = {f"{n}{side}": " ".join(f"w{n}x{k}" for k in range(9)) + f" {n}{side}" for n in range(250) for side in "ab"}
    signature = made(rows).signature

    share = (signature[::2] == signature[1::2]).mean()
    assert abs(share - 9 / 11) < 0.04


def test_an_index_holds_no_text(tmp_path: Path) -> None:
    """No word of a question can be read in the file: only keys, and numbers."""
    name = write_segment(str(tmp_path), made({"desk:1": "The quixalor of Ana Brimtuffet"}))

    content = (tmp_path / name).read_bytes()
    assert b"desk:1" in content
    assert not [word for word in (b"quixalor", b"brimtuffet", b"Brimtuffet", b"ixalo") if word in content]
    assert read_segment(f"{tmp_path}/{name}").keys == ("desk:1",)


def test_what_follows_a_very_long_text_is_left_out() -> None:
    """A megabyte of pasted log counts as its beginning does."""
    log = "ERROR connection reset by peer 10.0.0.1\n" * 30_000

    long, short = segment([Document("a", log), Document("b", log[:20_000])]).fingerprint
    assert long == short


def test_vectors_come_from_the_model() -> None:
    """One row a document, in their order; without a model there are no columns."""
    vectors = segment([Document("a", "clear the cache"), Document("b", "")], WordModel()).vectors

    assert vectors[0].tolist() == [np.float16(x) for x in WordModel().embed(["clear the cache"])[0]]
    assert not vectors[1].any()
    assert made(DESK).vectors.shape == (len(DESK), 0)


coloured = st.lists(
    st.lists(st.sampled_from("red green blue greener bluest".split()), max_size=5).map(" ".join), max_size=6
)


@given(coloured, st.data())
def test_some_rows_are_a_segment_of_their_own(written: list[str], data: st.DataObject) -> None:
    """In the order asked for, with the counts that they would have if there had never been others."""
    documents = [Document(str(n), text, n) for n, text in enumerate(written)]
    rows = data.draw(st.lists(st.sampled_from(range(len(written))), unique=True)) if written else []

    some = segment(documents).only(np.array(rows, np.int64))
    alone = segment([documents[row] for row in rows])

    assert some.keys == alone.keys
    assert some.fingerprint.tolist() == alone.fingerprint.tolist()
    assert some.signature.tolist() == alone.signature.tolist()
    for held, other in ((some.stems_held, alone.stems_held), (some.grams_held, alone.grams_held)):
        there = held.documents > 0
        assert held.hashes[there].tolist() == other.hashes.tolist()
        assert held.documents[there].tolist() == other.documents.tolist()
    assert [some.word_counts[row].sum() for row in range(len(rows))] == [
        alone.word_counts[row].sum() for row in range(len(rows))
    ]
