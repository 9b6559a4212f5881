"""HTML as mail programs write it."""

import time

import pytest

from deskbook.sources.markdown import from_html, from_plain
from deskbook.text.quotes import own_words
from html_mails import PIECES, Piece


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.name)
def test_a_mail_becomes_markdown(piece: Piece) -> None:
    """Lists, tables, emphasis and code come out as Markdown; hidden words, counters and keys to files do not come out."""
    assert from_html(piece.html) == piece.markdown


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Outlook's reply", "It still fails."),
        ("Gmail's signature and quotation", "Yes, **both**."),
        (
            "a ticket's private pictures and files",
            "See: (image: shot.png) and (file: log.txt)\n\n(image: image001.png) ![The menu](https://x.example/hc/a.png)",
        ),
    ],
)
def test_own_words_of_a_mail_in_html(name: str, words: str) -> None:
    """What a mail program wraps into boxes of its own is told apart after the conversion, too."""
    html = next(piece.html for piece in PIECES if piece.name == name)

    assert own_words(from_html(html)) == words


def test_plain_text_shows_no_key_and_no_counter() -> None:
    """Addresses in plain text are treated as those of links."""
    typed = "https://x.example/attachments/token/AbC/?name=log.txt https://l.x.example/ls/click?upn=1 https://x.example/?utm_id=1."

    assert from_plain(typed) == "(file: log.txt) l.x.example/… <https://x.example/>."


@pytest.mark.parametrize(
    "html",
    [
        "<p style='mso-list:l0 level1 lfo1'>x</p>" * 3_000,
        "".join(f"<p style='mso-list:l0 level{n % 30} lfo1'>x</p>" for n in range(3_000)),
        "<ul>" * 100 + "<li>x</li>" * 3_000,
        "<b>x</b>" * 5_000,
        "<span style='font-weight:700'>" * 100 + "x" * 5_000,
        "<div class=signature>" * 100 + "x",
        "<p>&nbsp;</p>" * 5_000,
        "<pre>x</pre>" * 2_000,
        "<table>" + "<tr><td><b>x</b></td><td>y</td></tr>" * 3_000 + "</table>",
    ],
    ids=range(9),
)
def test_much_of_the_same_takes_no_longer_than_it_should(html: str) -> None:
    """No shape of HTML makes the time grow faster than the text."""
    began = time.process_time()
    from_html(html)

    assert time.process_time() - began < 10
