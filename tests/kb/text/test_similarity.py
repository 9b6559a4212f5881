"""How alike two texts are."""

from hypothesis import given
from hypothesis import strategies as st

from deskbook.text.similarity import Index, terms

DOCUMENTS = {
    "a": "How do I purge a single URL from the cache?",
    "b": "Purging one url: the cache keeps the old file",
    "c": "My invoice for March shows the wrong amount",
    "d": "DNS does not resolve after moving the apex record",
}
texts = st.dictionaries(st.sampled_from("abcdef"), st.text("purge cache dns url ", max_size=40), max_size=6)


def test_the_same_question_in_other_words_is_nearest() -> None:
    """Stems count, not word forms; what shares no word is not listed."""
    index = Index(DOCUMENTS)

    assert [key for key, _ in index.nearest("purged url from caches")] == ["a", "b"]
    assert [(one, other) for one, other, _ in index.pairs(0.3)] == [("a", "b")]


@given(texts)
def test_likeness_is_between_nothing_and_the_same(documents: dict[str, str]) -> None:
    """A text is wholly like itself, and every likeness lies between 0 and 1."""
    index = Index(documents)

    for key, text in documents.items():
        near = dict(index.nearest(text, top=len(documents)))
        assert all(0 <= likeness <= 1 + 1e-9 for likeness in near.values())
        if terms(text):
            assert near[key] > 1 - 1e-9


@given(texts)
def test_pairs_do_not_depend_on_order(documents: dict[str, str]) -> None:
    """The order in which documents are given changes nothing."""
    turned = dict(reversed(documents.items()))

    assert sorted(Index(turned).pairs(0.2)) == sorted(Index(documents).pairs(0.2))


def test_placeholders_are_not_words() -> None:
    """Two tickets are not alike because personal data was removed from both."""
    assert terms("Mail [e-mail] about the [private key] cache") == terms("Mail about the cache")


def test_the_shared_terms_explain_a_pair() -> None:
    """The rarest words that two documents share come first."""
    assert Index(DOCUMENTS).shared_terms("a", "b") == ["cach", "purg", "url"]
