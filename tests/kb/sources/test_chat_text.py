"""Chat Markdown -> Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from deskbook.sources.chat_posts import Person
from deskbook.sources.chat_text import from_chat, words_of

MARKDOWN = MarkdownIt("commonmark", {"html": True})


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("one\ntwo\n\nthree", "one  \ntwo\n\nthree"),
        ("```\na\nb\n```\nc", "```\na\nb\n```\nc"),
        ("run ```a``` now\nok", "run ```a``` now  \nok"),
        ("run ```sh\nb```", "run\n```sh\nb\n```"),
        ("run ```a b\nc```", "run\n```\na b\nc\n```"),
        ("> a\nb", "> a\n\nb"),
        ("```sh\na\nb``` then\nc", "```sh\na\nb\n```\nthen  \nc"),
        ("~~~\na\n~~~", "~~~\na\n~~~"),
        ("````\n```\n````\nx", "````\n```\n````\nx"),
        ("```\nnever closed", "```\nnever closed\n```"),
        ("a\n===", "a  \n\\==="),
        ("- a\n- b", "- a  \n- b"),
    ],
)
def test_new_lines_stay(text: str, markdown: str) -> None:
    """Lines are broken where they were, and code is left alone."""
    assert from_chat(text) == markdown


def test_words_have_no_emphasis_and_people_are_one_word() -> None:
    """As the linker and titles want them."""
    text = "**hi** @Ada Lovelace, *see* ~~this~~ 2*3*4 **"

    assert words_of(text, [Person("Ada Lovelace")]) == "hi @Ada_Lovelace, see this 2*3*4 **"


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("¿¡ `~\n#>-=<&*_1."), max_size=60))
def test_nothing_is_lost(text: str) -> None:
    """All that is said is there, in its order, whatever marks stand around it."""
    html = MARKDOWN.render(from_chat(text))

    assert [mark for mark in html if mark in "¿¡"] == [mark for mark in text if mark in "¿¡"]
