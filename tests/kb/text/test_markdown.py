"""What a Markdown text is made of."""

import markdown as python_markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions import toc

from deskbook.model import Part
from deskbook.text.markdown import outline, parts, prose_lines, says_nothing, sections, slug

PAGE = """\
# Title with `code` and *stress*<a name="top"></a>

Intro with [a link](one.md#part), an
![image](img/a%20b.png) and [a reference][r].

## Issue

- item with [inner](two.md)

!!! note

    In a note: [third](three.md)

    ## A heading in a note

## Issue

```sh
# no heading
[no link](no.md)
```

## Über uns {#about .wide}

<div id='box'>x</div>

[r]: <four five.md> "title"
"""


def test_headings_have_text_anchor_and_line() -> None:
    """Markup goes, anchors follow the site's rule, a given anchor wins, and code holds no headings."""
    found = [(h.level, h.text, h.anchor, h.line, h.outermost) for h in outline(PAGE).headings]

    assert found == [
        (1, "Title with code and stress", "title-with-code-and-stress", 1, True),
        (2, "Issue", "issue", 6, True),
        (2, "A heading in a note", "a-heading-in-a-note", 14, False),
        (2, "Issue", "issue_1", 16, True),
        (2, "Über uns", "about", 23, True),
    ]


def test_anchors_are_headings_and_what_html_names() -> None:
    """A link may aim at any of them."""
    assert outline(PAGE).anchors >= {"issue", "issue_1", "about", "top", "box"}
    assert "no-heading" not in outline(PAGE).anchors


def test_links_have_their_line_wherever_they_stand() -> None:
    """In paragraphs, lists, notes and by reference; images are told apart; addresses are decoded; code has none."""
    found = [(link.target, link.line, link.image) for link in outline(PAGE).links]

    assert found == [
        ("one.md#part", 3, False),
        ("img/a b.png", 4, True),
        ("four five.md", 4, False),
        ("two.md", 8, False),
        ("three.md", 12, False),
    ]


def test_a_code_span_over_two_lines_does_not_shift_the_line() -> None:
    """The line is that of the link, not of the line break that the code span hides."""
    (link,) = outline("Some `code\nspan` and\n[it](x.md)").links

    assert link.line == 3


def test_images_inside_links_and_cells_of_tables_count() -> None:
    """Each link of a table row has the row's line."""
    text = "| a | b |\n|---|---|\n| [x](x.md) | y |\n| z | [![i](i.png)](w.md) |"

    assert [(link.target, link.line) for link in outline(text).links] == [("x.md", 3), ("w.md", 4), ("i.png", 4)]


def test_footnotes_are_no_links() -> None:
    """`[^1]: word` defines a footnote; a definition without the caret is a link's."""
    assert outline("Text[^1].\n\n[^1]: word").links == ()
    assert [link.target for link in outline("Text [1].\n\n[1]: word").links] == ["word"]


def test_code_is_given_with_its_fences() -> None:
    """First and last line, the fences included."""
    assert outline(PAGE).code == ((18, 21),)


def test_sections_run_to_the_next_heading_of_their_level_or_above() -> None:
    """Deeper headings belong to a section; a heading in a note or in code ends none."""
    text = "## One\n\na\n\n### Deeper\n\nb\n\n    ## not a heading\n\n# Top\n\n## Two\n\n```\n## no\n```\n"

    assert [(s.heading, s.line, s.text) for s in sections(text)] == [
        ("One", 1, "a\n\n### Deeper\n\nb\n\n    ## not a heading"),
        ("Two", 13, "```\n## no\n```"),
    ]
    assert sections("no headings") == ()
    assert [s.heading for s in sections(text, level=3)] == ["Deeper"]


def test_parts_are_found_in_any_case_and_the_first_counts() -> None:
    """Sections that are no parts are not there."""
    found = parts("## ISSUE\n\nfirst\n\n## issue\n\nsecond\n\n## Resolution ##\n\ndo it\n\n## Other\n\nx")

    assert {part: section.text for part, section in found.items()} == {Part.ISSUE: "first", Part.RESOLUTION: "do it"}


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("<!-- a\nb -->", True),
        ("TBD.", True),
        ("Todo:", True),
        ("TODO: ask Ana", True),
        ("Todo lists fail.", False),
        ("No.", False),
    ],
)
def test_a_text_may_say_nothing(text: str, nothing: bool) -> None:
    """Comments and notes to write it later say nothing; the shortest answer says something."""
    assert says_nothing(text) is nothing


def test_prose_leaves_out_code_and_comments_but_keeps_their_lines() -> None:
    """Line numbers are those of the text."""
    text = "one\n\n<!-- two\nthree --> four\n\n```\nfive\n```\nsix"

    assert [(line, words.strip()) for line, words in prose_lines(text)] == [(1, "one"), (4, "four"), (9, "six")]


@given(st.text(max_size=40))
def test_anchors_are_those_of_the_sites_markdown(heading: str) -> None:
    """The rule is Python-Markdown's own."""
    assert slug(heading) == toc.slugify(heading, "-")


@given(st.lists(st.text("abc XY-_.,ü1", min_size=1, max_size=12).map(str.strip), max_size=8))
def test_anchors_of_a_whole_page_are_those_of_the_sites_markdown(headings: list[str]) -> None:
    """Also where several headings are the same, or look like a numbered one."""
    text = "\n\n".join(f"## x{heading}x" for heading in headings)
    html = python_markdown.markdown(text, extensions=["toc"])

    assert all(f'id="{heading.anchor}"' in html for heading in outline(text).headings)
    assert len(outline(text).anchors) == len(headings)


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    """Whatever is written, lines lie inside the text."""
    count = len(text.split("\n"))

    read = outline(text)

    assert all(1 <= each.line <= count for each in (*read.headings, *read.links))
    assert all(line <= count for line, _ in prose_lines(text))
    assert all(section.line <= count for section in sections(text))
