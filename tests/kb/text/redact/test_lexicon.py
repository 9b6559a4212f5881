"""The lexicon of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.text.redact.lexicon import Kind, fold, kind, sure_given


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Maria", Kind.NAME),
        ("Guðgeir", Kind.GIVEN),
        ("Jean-Luc", Kind.GIVEN),
        ("O'Brien", Kind.SURNAME),
        ("Mueller", Kind.SURNAME),
        ("Иван", Kind.GIVEN),
        ("Jenkins", Kind.SURNAME | Kind.DOUBTFUL),
        ("routers", Kind.WORD),
        ("Kubernetes", Kind.WORD),
        ("Quzmielewski", Kind.ENDING),
        ("Exversion", 0),
    ],
)
def test_words_are_known_as_names_words_or_not_at_all(word: str, expected: int) -> None:
    """Accents, case, hyphens and English endings do not matter; products and words that are names are doubtful."""
    assert kind(word) & expected == expected
    assert bool(kind(word)) == bool(expected)


@given(st.text(max_size=20))
def test_folding_is_stable(word: str) -> None:
    """What is folded once stays as it is, and means the same."""
    assert fold(fold(word)) == fold(word)


def test_doubtful_names_are_not_sure() -> None:
    """In small letters only what is nothing but a given name counts."""
    assert sure_given({"priya", "mark", "printer"}) == {"priya"}
