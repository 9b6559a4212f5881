"""Where links stand in Markdown, and links by reference written out."""

from __future__ import annotations

import pytest

from deskbook.text.link_syntax import places, with_inline_links


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[a](x.md) ![b](y.png 'T')", ["x.md", "y.png"]),
        ("[![b](y.png)](x.md)", ["y.png", "x.md"]),
        ("[a]: <x y.md> 'T'\n", ["<x y.md>"]),
        ("[a]:\r\n  x.md\r\n", ["x.md"]),
        ("`[a](x.md)` and\n\n~~~\r\n[a](x.md)\r\n~~~\r\n[b](y.md)", ["y.md"]),
        ("[^1]: x.md\n", []),
    ],
)
def test_targets_of_markdown(text: str, targets: list[str]) -> None:
    """Each once, in order, and none of code or a footnote."""
    assert [text[one.start : one.end] for one in places(text)] == targets
    assert not any(one.html for one in places(text))


def test_targets_of_html() -> None:
    """In any quotation marks, or none."""
    text = "<a href=\"x/\"> <img alt='x' src='y.png'> <a href=z/>"
    assert [text[one.start : one.end] for one in places(text)] == ["x/", "y.png", "z/"]
    assert all(one.html for one in places(text))


def test_references_are_written_out() -> None:
    """In all three forms, with titles, and pictures in links; a label that nothing defines stays."""
    text = "[a][R] [r][] [r] ![p][r] [![p][r]][r] [none] `[r]`\n\n[r]: x.md 'T'\n"
    link = "(x.md 'T')"
    assert with_inline_links(text) == (f"[a]{link} [r]{link} [r]{link} ![p]{link} [![p]{link}]{link} [none] `[r]`\n\n")
