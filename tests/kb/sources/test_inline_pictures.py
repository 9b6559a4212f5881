"""Pictures that stand in a post."""

from __future__ import annotations

import base64
import time

import pytest

from deskbook.pictures import LARGEST
from deskbook.sources.inline_pictures import with_inline_pictures
from deskbook.sources.markdown import from_html
from images import PNG

CODED = base64.b64encode(PNG).decode("ascii")


@pytest.mark.parametrize("quote", ['"', "'"])
def test_each_gets_an_address(quote: str) -> None:
    """The same one for the same picture; its words stay, and it can be read."""
    image = f"<img alt={quote}lid{quote} src={quote}data:image/png;base64,{CODED}{quote}>"

    html, files = with_inline_pictures(f"<p>See {image} {image}</p>")

    assert [file.read() for file in files] == [PNG]
    assert from_html(html) == f"See ![lid]({files[0].address}) ![lid]({files[0].address})"


@pytest.mark.parametrize(
    "html",
    [
        '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
        '<img src="data:text/html;base64,PHN2Zz4=">',
        '<a href="data:image/png;base64,PHN2Zz4=">x</a>',
        '<p>src="data:image/png;base64,PHN2Zz4="</p>',
        f'<img src="data:image/png;base64,{"A" * (LARGEST * 4 // 3 + 9)}">',
        '<img src="https://a.example/a.png">',
    ],
)
def test_everything_else_stays(html: str) -> None:
    """Drawings, pages, links, text, and what is too large."""
    assert with_inline_pictures(html) == (html, ())


def test_what_is_coded_wrongly_cannot_be_had() -> None:
    """It is found when somebody wants to read it."""
    _, (file,) = with_inline_pictures('<img src="data:image/png;base64,AAAAA">')

    assert file.read() is None


@pytest.mark.parametrize(
    "hostile",
    [
        "<img " * 50_000,
        "<img src=" * 50_000,
        '<img src="data:image/png;base64,' * 20_000,
        f"<img {' src=' * 50_000};base64,",
    ],
)
def test_hostile_posts_are_read_once(hostile: str) -> None:
    """However a post is written, the time grows with its length."""
    begin = time.process_time()

    with_inline_pictures(f"{hostile};base64,")

    assert time.process_time() - begin < 2
