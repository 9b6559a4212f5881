"""The same words in two texts."""

from hypothesis import given
from hypothesis import strategies as st

from deskbook.text.passages import WIDTH, Wording, most_holders, passages, shingles, wording

SHARED = "browsers keep old files for as long as the header says they may"
NONE: frozenset[int] = frozenset()


def read(*texts: str) -> list[Wording]:
    """Some texts."""
    return [wording(text) for text in texts]


def test_a_shared_passage_has_its_lines_and_the_first_texts_words() -> None:
    """It may run over lines and differ in case, markup and line breaks."""
    one, other = read(
        f"Intro.\n\nNow: Browsers keep **old** files\n{SHARED.partition('files ')[2]}. End.", f"x\n{SHARED}"
    )

    ((length, passage),) = passages(one, other, NONE)

    assert length == len(SHARED.split())
    assert (passage.line, passage.other_line) == (3, 2)
    assert passage.text == "Browsers keep **old** files for as long as the header says they may"


def test_lines_count_from_where_the_text_begins_in_its_file() -> None:
    """The first line of a body is seldom the first of its file."""
    ((_, passage),) = passages(wording(SHARED, 9), wording(f"\n{SHARED}", 20), NONE)

    assert (passage.line, passage.other_line) == (9, 21)


def test_code_headings_navigation_and_addresses_are_not_compared() -> None:
    """They repeat without anybody having copied them; the same words in a paragraph are found."""
    for text in (
        f"```\n{SHARED}\n```",
        f"## {SHARED}",
        f"- [{SHARED}](x.md)",
        f"[x](http://e.com/{SHARED.replace(' ', '/')})",
    ):
        one, other = read(text, text)
        assert passages(one, other, NONE) == []
    one, other = read(f"- {SHARED}", SHARED)
    assert len(passages(one, other, NONE)) == 1


def test_boilerplate_is_no_passage() -> None:
    """What is said to stand in too many pages is left out."""
    one, other = read(SHARED, SHARED)

    assert passages(one, other, frozenset(one.shingles)) == []


def test_the_more_pages_the_more_may_say_the_same() -> None:
    """Four of a few, 2 % of many, and never more than fifty: a passage of a thousand pages is a template."""
    assert [most_holders(pages) for pages in (2, 200, 1_000, 2_500, 50_000)] == [4, 4, 20, 50, 50]


@given(st.text(alphabet="ab c\n#`[](", max_size=200))
def test_shingles_are_those_of_the_wording(text: str) -> None:
    """Read with or without places, each once and in order."""
    assert shingles(text).tolist() == sorted(set(wording(text).shingles))


def test_shingles_are_the_same_on_every_machine() -> None:
    """They are kept from one run to the next."""
    assert wording("one two three four five six seven eight").shingles == (15845036354590,)


def test_of_several_places_the_longest_run_is_taken() -> None:
    """A passage is as long as it can be, and longer ones come first."""
    start = " ".join(SHARED.split()[:WIDTH])
    one, other = read(f"{start}, wrong.\n\nother words here\n\n{SHARED}", f"{start} nothing\n\n{SHARED}")

    found = [(length, passage.line, passage.other_line) for length, passage in passages(one, other, NONE)]

    assert found == [(13, 5, 3), (8, 1, 1)]


words = st.lists(st.sampled_from("abc"), max_size=60).map(" ".join)


@given(words, words)
def test_passages_are_really_in_both(left: str, right: str) -> None:
    """Each passage's words stand in both texts, and none is told twice."""
    one, other = read(left, right)

    found = passages(one, other, NONE)

    assert all(passage.text in left and passage.text in right for _, passage in found)
    assert sum(length for length, _ in found) <= len(one.words)


@given(words)
def test_a_text_is_one_passage_of_itself(text: str) -> None:
    """From the first word to the last, if it has as many words as a shingle."""
    one, other = read(text, text)

    assert [length for length, _ in passages(one, other, NONE)] == [len(text.split())] * (len(text.split()) >= WIDTH)
