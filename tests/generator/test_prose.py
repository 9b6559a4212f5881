"""deskbook_site.prose: plain text and Markdown."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import strategies
from deskbook_site.prose import day, humanise, literal, plain_markdown, short_items, summary

EXTENSIONS = [
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "pymdownx.tilde",
    "pymdownx.caret",
]


@settings(deadline=None)
@given(strategies.lines)
def test_literal_text_is_shown_as_it_is(text: str) -> None:
    """Whatever a title holds, the engine's Markdown shows just that text, also at the start of a line."""
    html = markdown.markdown(literal(text), extensions=EXTENSIONS)
    assert unescape(re.sub(r"^<p>|</p>$", "", html)) == " ".join(text.split())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# Title\n\nFirst sentence here, it is. Second.", "First sentence here, it is."),
        ("Intro text.\n\n## Issue\n\nThe *printer* `x` shows [an error](e.md). More.", "The printer x shows an error."),
        ("Welcome! Here is what we know of it. More.", "Welcome! Here is what we know of it."),
        ("!!! note\n    Inside.\n\nThe real beginning of the page.", "The real beginning of the page."),
        ("## Issue\n\n## Resolution\n\nOnly a resolution is here.", "Only a resolution is here."),
        ("```\ncode\n```", ""),
        ("", ""),
    ],
)
def test_a_summary_is_the_first_sentence(body: str, expected: str) -> None:
    """The Issue's first sentence, else the page's, without markup; nothing where there is no text."""
    assert summary(body) == expected


def test_a_long_sentence_is_cut_at_a_word() -> None:
    """A description of a page stays short."""
    assert summary("word " * 100, 22) == "word word word word…"


def test_days_and_folders_have_names() -> None:
    """Dates are for people; so are the names of folders."""
    assert day(date(2026, 3, 1)) == "1 March 2026"
    assert [humanise(name) for name in ("getting-started", "dns", "api_keys", "edge", "x")] == [
        "Getting started", "DNS", "API keys", "Edge", "X",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("markdown", "items"),
    [
        ("- **Edge** 2;\n* `Apps`.\n", ("Edge 2", "Apps")),
        ("Cirrusline Edge, all plans.", ("Cirrusline Edge, all plans",)),
        ("A sentence that says far too much to stand on a label of any page.", ()),
        ("Two lines\nof prose", ()),
        ("- " + "long " * 20 + "\n- short", ("short",)),
        ("", ()),
    ],
)
def test_short_items_are_labels(markdown: str, items: tuple[str, ...]) -> None:
    """The entries of a list, or one short line, as plain text; what is longer is left out."""
    assert short_items(markdown) == items


@given(st.text())
def test_plain_markdown_shows_the_text(text: str) -> None:
    """CommonMark shows a text that became Markdown just as it was, runs of white space apart."""
    shown = MarkdownIt("commonmark").renderInline(plain_markdown(text))
    assert "<" not in shown
    assert unescape(shown).split() == text.replace("\0", "\ufffd").split()
