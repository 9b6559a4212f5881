"""Text that stays text."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import markdown
from markdown_it import MarkdownIt

from deskbook.sources.escaping import chat_line

COMMONMARK = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
LINES = [
    "<script>alert(1)</script>",
    "a < b && c > d &lt; e <3",
    "*bold* **more** 2 * 3 and *",
    "apt-get install php5-*",
    "_x_ snake_case __init__ foo_",
    "[x](javascript:alert(1)) ![y](data:z) [a [b] c](javascript:1) [q]: javascript:1",
    "[12:34] fixed [SOLVED]",
    "#ubuntu is this way",
    "- no list",
    "+ no list",
    "1. no list",
    "12) no list",
    "---",
    "===",
    "***",
    "> no quote",
    "~~~",
    "```js",
    "~~gone~~ ~/.bashrc",
    r"C:\Users\_foo \\srv\x \* \<b>",
    '{: onclick="alert(1)" } { #id .class } {"a": 1}',
    "!!! note",
    "| a | b |",
    "`ls` ``x`",
    "!important :smile: $x$",
    "&#106;avascript",
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_renders_as_it_was_typed(line: str) -> None:
    """CommonMark shows exactly the characters that were typed, and so does the dialect of the site."""
    written = chat_line(line)

    assert BeautifulSoup(COMMONMARK.render(written), "html.parser").get_text().strip() == line
    extensions = ["attr_list", "tables", "fenced_code", "admonition", "def_list"]
    assert BeautifulSoup(markdown(written, extensions=extensions), "html.parser").get_text().strip() == line


@settings(deadline=None)
@given(st.text(st.sampled_from("ab 1_*`<>[](){}#-+=.!&;:|~\\/\"'"), max_size=30).map(str.strip))
def test_any_line_renders_as_it_was_typed(line: str) -> None:
    """Whatever the mixture of Markdown's signs, CommonMark shows the text."""
    rendered = BeautifulSoup(COMMONMARK.render(chat_line(line)), "html.parser")

    assert " ".join(rendered.get_text().split()) == " ".join(line.split())
    assert {tag.name for tag in rendered.find_all(True)} <= {"p"}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("see http://a.example/b_c_d, ok", "see <http://a.example/b_c_d>, ok"),
        ("(http://a.example/x_(y))", "(<http://a.example/x_(y)>)"),
        ("snake_case and 2 * 3", "snake_case and 2 * 3"),
        ("that's 100% fine - really, isn't it?", "that's 100% fine - really, isn't it?"),
        ("one *.deb only [sic]", "one *.deb only [sic]"),
    ],
)
def test_text_stays_readable_and_addresses_become_links(typed: str, written: str) -> None:
    """Nothing is escaped that needs no escape."""
    assert chat_line(typed) == written
