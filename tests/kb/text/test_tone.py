"""How a text speaks to its reader."""

import pytest
from hypothesis import given, settings

import strategies
from deskbook.text.tone import LONGEST_SENTENCE, belittling, blaming, long_sentences


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("You failed to set the record.", "You failed to"),
        ("You should have read the page.", "You should have read"),
        ("As I already said, restart it.", "As I already said"),
        ("You **should have\nchecked** it first.", "You should have checked"),
        ("It fails because you forgot the dot.", "you forgot"),
        ("That is your own mistake.", "your own mistake"),
        ("We have already explained that.", "We have already explained"),
        ("Why didn’t you ask?", "Why didn’t you"),
        ("A classic user error.", "user error"),
    ],
)
def test_words_that_blame(text: str, quote: str) -> None:
    """What says that it is the reader's fault is found, also over two lines and through emphasis, with a kinder wording."""
    (remark,) = blaming(text)

    assert (remark.quote, remark.line) == (quote, 1)
    assert remark.kinder


@pytest.mark.parametrize(
    "text",
    [
        "If you forgot your password, ask for a new one.",
        "You should have received a mail by now.",
        "You should have a domain of your own.",
        "You must have the role of an owner.",
        "This is not your fault.",
        "Write “you failed to”, and nobody answers. 'You should have read' is no better.",
        "Use `you failed to` as the message.",
        "> You failed to answer.\n\nHe wrote that.",
        "```\nyou failed to\n```",
        "<!-- you failed to -->",
        "See [the page](https://x.example/user error).",
    ],
)
def test_what_blames_nobody(text: str) -> None:
    """Conditions, expectations, code, quotations, comments and addresses are left alone."""
    assert blaming(text) == ()


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Obviously the record is missing.", "Obviously"),
        ("Simply click it.", "Simply"),
        ("Then just run the script.", "just run"),
        ("It's really easy: open it.", "It's really easy"),
        ("As everybody knows, it caches.", "As everybody knows"),
        ("Clearly, it is off.", "Clearly,"),
        ("Everyone knows this.", "Everyone knows"),
        ("That is no stupid question.", "stupid question"),
    ],
)
def test_words_that_belittle(text: str, quote: str) -> None:
    """What says that everybody else finds it easy is found."""
    assert [remark.quote for remark in belittling(text)] == [quote]


@pytest.mark.parametrize(
    "text",
    [
        "The file that you just created is empty.",
        "It is not obviously wrong, not simply slow, and not just read but written.",
        "The name is simply a label.",
        "Use a simple string and an easy mode.",
        "State clearly what you need.",
        "It happens as a matter of course.",
    ],
)
def test_words_that_belittle_nobody(text: str) -> None:
    """The same words are fine where they say something."""
    assert belittling(text) == ()


def test_a_remark_names_its_line() -> None:
    """Code, notes to the engine and comments before it do not move it; each place is a remark of its own."""
    text = "# A\n\n```\nx\n```\n\n<!-- a\nb -->\n\n!!! note\n    It `is\n    long`, obviously.\n\n- Simply go.\n\n| a |\n|---|\n| of course |\n"

    assert [(remark.line, remark.quote) for remark in belittling(text)] == [
        (12, "obviously"),
        (14, "Simply"),
        (18, "of course"),
    ]


def test_a_sentence_that_is_too_long() -> None:
    """It is told with its line and its words; code is one word, and the sentences around it are not counted."""
    many = "word " * (LONGEST_SENTENCE - 1)

    assert long_sentences(f"Short one.\nThen {many}`a b c` end. Short one.") == ((2, LONGEST_SENTENCE + 2),)
    assert long_sentences(f"{many}end.") == ()


def test_what_is_no_sentence_is_not_long() -> None:
    """Items of a list, cells of a table, code and quotations are not added up."""
    half = "word " * 30
    items = f"- {half}\n- {half}\n\n| {half} {half} |\n|---|\n| {half} {half} |\n\n> {half} {half}\n\n```\n{half}\n{half}\n```\n"

    assert long_sentences(items) == ()
    assert long_sentences(f"{half}:\n\n{half}. {half.capitalize()}") == ()


@settings(deadline=None)
@given(strategies.bodies)
def test_any_text_can_be_judged(text: str) -> None:
    """Whatever the text holds, remarks name lines that it has."""
    lines = len(text.split("\n"))

    assert all(1 <= remark.line <= lines for remark in (*blaming(text), *belittling(text)))
    assert all(1 <= line <= lines for line, _ in long_sentences(text, 3))
