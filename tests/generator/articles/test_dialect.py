"""Lists as the engine reads them."""

import os
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from deskbook_site.articles.dialect import with_engine_lists

STARTS = st.sampled_from(["- a", "1. b", "2) c", "text", "> q", "", "```", "!!! note"])


def texts(*indents: str) -> st.SearchStrategy[str]:
    """Lines of all sorts, indented in some ways."""
    line = st.tuples(st.sampled_from(indents), STARTS).map("".join)
    return st.lists(line, max_size=12).map("\n".join)


def shown(text: str) -> str:
    """What the engine makes of a text, without white space."""
    return "".join(
        markdown.markdown(with_engine_lists(text), extensions=["admonition", "pymdownx.superfences"]).split()
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Options:\n+ one\n+ two", "<p>Options:</p><ul><li>one</li><li>two</li></ul>"),
        ("1. one\n   - inner\n2) two", "<ol><li>one<ul><li>inner</li></ul></li><li>two</li></ol>"),
        ("- one\n\n  more\n- two", "<ul><li><p>one</p><p>more</p></li><li><p>two</p></li></ul>"),
        ("- one\nlazy", "<ul><li>onelazy</li></ul>"),
        (
            "!!! note\n\n    - one\n    - two",
            '<divclass="admonitionnote"><pclass="admonition-title">Note</p><ul><li>one</li><li>two</li></ul></div>',
        ),
        ("10 - 3 is 7\n* not *much*", "<p>10-3is7</p><ul><li>not<em>much</em></li></ul>"),
    ],
)
def test_a_list_is_a_list(text: str, html: str) -> None:
    """After a paragraph, nested by two or three spaces, with paragraphs of its own, or in a note: a list is shown as one."""
    assert shown(text) == html


def test_code_in_an_item_stays_code() -> None:
    """A fence in a list item is moved with it, and what looks like a list in code is left alone."""
    text = with_engine_lists("1. run\n   ```sh\n   ls\n     - x\n   ```\n\n```\ntext\n- no list\n```")

    assert text == "1. run\n    ```sh\n    ls\n      - x\n    ```\n\n```\ntext\n- no list\n```"


@given(texts("", "    ", "        "))
def test_done_once_is_done(text: str) -> None:
    """What is indented as the engine wants it keeps its meaning: doing it again moves no list."""
    once = with_engine_lists(text)

    assert with_engine_lists(once).split() == once.split()


@given(texts("", "  ", "   ", "    "))
def test_no_words_are_lost(text: str) -> None:
    """Whatever the text, only white space and the sign after a number change."""
    assert [word.rstrip(".)") for word in with_engine_lists(text).split()] == [
        word.rstrip(".)") for word in text.split()
    ]


def test_text_without_lists_is_untouched() -> None:
    """Tabs, trailing spaces and everything else that is no list comes back byte for byte."""
    text = "Text  \nwith\ttab\n\n    code\n\n| a |\n|---|\n"

    assert with_engine_lists(text) == text


@pytest.mark.realdata
def test_every_list_of_a_real_knowledge_base_is_shown() -> None:
    """206 pages that were written for another engine keep each of their list items."""
    if "DESKBOOK_DATA" not in os.environ:
        pytest.skip("DESKBOOK_DATA is not set")
    extensions = ["attr_list", "md_in_html", "pymdownx.superfences", "tables"]
    wanted, there = {}, {}
    for page in sorted(Path(os.environ["DESKBOOK_DATA"], "cloudfront-docs", "doc_source").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        wanted[page.name] = MarkdownIt("commonmark").enable("table").render(text).count("<li>")
        there[page.name] = markdown.markdown(with_engine_lists(text), extensions=extensions).count("<li>")

    assert sum(wanted.values()) > 3000
    assert there == wanted
