"""Sentences, steps and code."""

from hypothesis import given

from deskbook.text.sentences import is_code, opening, sentences
from strategies import bodies

TEXT = "# Steps\nOpen e.g. curl 8.5.0 now. It is\nslow!\n\n1. Tick *this*. Then save.\n2. Go on\n\n```sh\n# not. a heading\nrun it\n```\nDone."


def test_a_text_is_cut_into_what_it_says() -> None:
    """Versions and abbreviations end no sentence, a step keeps its number, a block of code is one piece."""
    assert sentences(TEXT) == [
        "# Steps",
        "Open e.g. curl 8.5.0 now.",
        "It is slow!",
        "1. Tick *this*.",
        "Then save.",
        "2. Go on",
        "```sh\n# not. a heading\nrun it\n```",
        "Done.",
    ]


def test_openings() -> None:
    """A piece is known by its first words, without markup, and code by its first line."""
    assert [opening(piece) for piece in sentences(TEXT)][3:7] == [
        "Tick *this*.",
        "Then save.",
        "Go on",
        "# not. a heading",
    ]


@given(bodies)
def test_nothing_is_lost(text: str) -> None:
    """The pieces hold every word of the text, in order."""
    pieces = sentences(text)

    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(piece.strip() for piece in pieces)
    assert all(is_code(piece) or "\n" not in piece for piece in pieces)
