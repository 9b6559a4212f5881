"""What a reader opens first."""

from __future__ import annotations

import re
import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from deskbook.text.folds import fold, mark, outside

PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
SPOILER = '<details class="db-spoiler db-spoiler--inline" data-pagefind-ignore><summary>Spoiler</summary>'


def page(text: str) -> str:
    """The HTML of some Markdown."""
    return fold(PARSER.render(mark(text))).strip()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a [spoiler]*b*[/spoiler] c", f'<div class="db-p">a {SPOILER}<em>b</em></details> c</div>'),
        ("- [spoiler]b[/spoiler]", f"<ul>\n<li>{SPOILER}b</details></li>\n</ul>"),
        ('[details="The *log*"]\nx\n[/details]', "<details><summary>The log</summary>\n<p>x</p>\n</details>"),
        ("[details=Log]\n\n[/details]", "<details><summary>Log</summary>\n</details>"),
        ("[details]\n\nx\n\n[/details]", "<details><summary>Details</summary>\n<p>x</p>\n</details>"),
        ('[details="<b>"]\n\nx\n\n[/details]', "<details><summary>&lt;b&gt;</summary>\n<p>x</p>\n</details>"),
    ],
)
def test_a_pair_of_tags_can_be_opened(text: str, html: str) -> None:
    """Blocks by tags that stand alone, words by spoilers within a paragraph, which cannot be one then."""
    assert page(text) == html


def test_tags_may_hold_each_other() -> None:
    """Also in lists and quotes; each ends where its own end is."""
    text = '> [details="a"]\n>\n> [spoiler]\n>\n> x [spoiler]y[/spoiler]\n>\n> [/spoiler]\n>\n> [/details]\n>\n> z'
    soup = BeautifulSoup(page(text), "html.parser")

    assert [len(tag.find_all("details")) for tag in soup.find_all("details")] == [2, 1, 0]
    assert soup.blockquote.find_all("p", recursive=False)[-1].get_text() == "z"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "`[spoiler]a[/spoiler]`", "```\n[details]\n\n[/details]\n```", r"\[spoiler]a\[/spoiler]", "[spoiler]a", "a[/spoiler]",
        "[spoiler]a\n\nb[/spoiler]", "*[spoiler]a*[/spoiler]", "[details]\n\n> a\n>\n> [/details]", "a [details]b[/details]",
        "[spoiler]\n\na\n\n[/details]", "[SPOILER]a[/SPOILER]", "[spoilers]a[/spoilers]", "![[spoiler]a[/spoiler]](b.png)",
    ],
)  # fmt: skip
def test_everything_else_is_text(text: str) -> None:
    """Code, escaped tags, tags without their other half in the same place: they read as they were written."""
    html = page(text)
    assert "<details" not in html
    shown, plain = (BeautifulSoup(each, "html.parser").get_text().split() for each in (html, PARSER.render(text)))
    assert shown == plain


PIECES = st.sampled_from(
    ["[spoiler]", "[/spoiler]", "[details]", '[details="', '"]', "[/details]", "\n", "\n\n", "> ", "- ", "    ", "*", "`", "```", "\\", "a",
     "[", "](", ")", "http://x.example/", "<", "|", "\ufdd1", "\ufdd2", "%EF%B7%91"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_is_mixed_the_html_is_whole(text: str) -> None:
    """Elements end inside those that they began in, no paragraph holds a block, and no mark is left."""
    html = page(text)
    opened: list[str] = []
    for end, name in re.findall(r"<(/?)([a-z0-9]+)[^<>]*>", html):
        if end:
            assert opened.pop() == name
        elif name not in ("br", "hr", "img"):
            assert name != "details" or "p" not in opened
            opened.append(name)
    assert opened == []
    assert not re.search("[\ufdd1\ufdd2]|%EF%B7%9[12]", html)
    assert "<details" not in outside(html)


@pytest.mark.parametrize(
    "piece",
    [
        "[spoiler]",
        "[/spoiler]",
        "[spoiler]a[/spoiler]",
        "[details]\n\n",
        "[details]\n\n[/spoiler]\n\n",
        "> [details]\n",
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    """A hundred thousand characters of tags take no minutes."""
    text = mark((piece * 100_000)[:100_000])
    html = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    begun = time.process_time()
    fold(html)

    assert time.process_time() - begun < 5
