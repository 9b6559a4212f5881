"""Links that follow the files they mean, written as they were."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from deskbook.text.relinking import Moves, targets

FILES = {"dns/old.md", "dns/a b.md", "dns/page.md", "edge/new.md", "dns/i.png", "index.md", "dns/index.md"}
MOVES = Moves(FILES, {"dns/old.md": "edge/new.md"}, {"edge/new.md": {"here"}})
PAGE, OLD, NEW = PurePosixPath("dns/page.md"), PurePosixPath("dns/old.md"), PurePosixPath("edge/new.md")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[a](old.md) and [b](./old.md 'T')", "[a](../edge/new.md) and [b](../edge/new.md 'T')"),
        ("[a](<old.md>)", "[a](<../edge/new.md>)"),
        ("[a](old.md#here)", "[a](../edge/new.md#here)"),
        ("[a](old.md#gone)", "[a](../edge/new.md)"),
        ("[a](old.md?x=1)", "[a](../edge/new.md?x=1)"),
        ("[![i](i.png)](old.md)", "[![i](i.png)](../edge/new.md)"),
        ("[a][r] [r]\n\n[r]: old.md#here\n", "[a][r] [r]\n\n[r]: ../edge/new.md#here\n"),
        ("[a][r]\r\n\r\n[r]: old.md\r\n", "[a][r]\r\n\r\n[r]: ../edge/new.md\r\n"),
        ("[a](../old/)", "[a](../../edge/new/)"),
        ("[a](/dns/old/)", "[a](/edge/new/)"),
        ('<a class="x" href="../old/#here">', '<a class="x" href="../../edge/new/#here">'),
    ],
)
def test_links_to_a_file_that_moved_follow_it(before: str, after: str) -> None:
    """In every way to write a link; an anchor stays where the page has it."""
    assert MOVES.concern(before)
    assert MOVES.relinked(before, PAGE) == after
    assert MOVES.relinked(after, PAGE) == after


@pytest.mark.parametrize(
    "text",
    [
        "`[a](old.md)`",
        "```\n[a](old.md)\n```\n",
        "[a](https://x.example/old.md)",
        "[a](mailto:old.md@x.example)",
        "[a](../old.md) [b](a%20b.md) [c](page.md#x) [d](#y)",
        '<img src="../i.png">',
    ],
)
def test_other_links_stay_as_they_were_written(text: str) -> None:
    """Code, other sites, other files, and what was broken before."""
    assert MOVES.relinked(text, PAGE) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("![i](i.png) [p](page.md) [b](a%20b.md)", "![i](../dns/i.png) [p](../dns/page.md) [b](../dns/a%20b.md)"),
        ("[h](../index.md)", "[h](../index.md)"),
        ("[s](index.md)", "[s](../dns/index.md)"),
        ("[me](#here) [me](old.md#here)", "[me](#here) [me](#here)"),
        ("[me](#gone)", "[me](new.md)"),
        ('<img src="../i.png"> <a href="../page/">', '<img src="../../dns/i.png"> <a href="../../dns/page/">'),
    ],
)
def test_a_text_that_moves_takes_its_links_along(before: str, after: str) -> None:
    """Relative links are right from where the text stands now."""
    assert MOVES.relinked(before, OLD, NEW) == after


def test_files_that_a_text_uses() -> None:
    """Pictures and pages, by Markdown and by HTML, and nothing that is not there."""
    text = '![i](i.png) <a href="../old/">x</a> [n](none.md) [w](https://x.example/i.png)'
    assert targets(text, PAGE, FILES) == {"dns/i.png", "dns/old.md"}
