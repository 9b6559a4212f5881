"""Runs of characters."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from deskbook.similarity.grams import LONGEST, SHORTEST, grams


def runs(word: str) -> list[str]:
    """The runs of a word, spelt out."""
    padded = f" {word} "
    return [
        padded[start : start + length]
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(len(padded) - length + 1)
    ]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9), max_size=9))
def test_every_run_of_three_to_five_characters_has_its_number(words: list[str]) -> None:
    """As many numbers as runs, the same for equal runs and different ones for others, wherever they stand."""
    starts, numbers = grams(words)
    spelt = [run for word in words for run in runs(word)]
    found = numbers.tolist()

    assert starts.tolist() == [sum(len(runs(word)) for word in words[:n]) for n in range(len(words) + 1)]
    assert sorted(Counter(found).values()) == sorted(Counter(spelt).values())


def test_a_word_has_the_same_numbers_among_other_words() -> None:
    """Segments that were made apart can be compared."""
    starts, numbers = grams(["purge", "日", "ключ"])
    alone = grams(["ключ"])[1]

    assert numbers[starts[2] : starts[3]].tolist() == alone.tolist()
    assert len(grams(["日"])[1]) == 1
