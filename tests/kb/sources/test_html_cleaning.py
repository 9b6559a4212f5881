"""What of a post has a place in Markdown."""

import pytest
from bs4 import BeautifulSoup

from deskbook.sources.html_cleaning import address, clean_tree


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://x.example/a", "https://x.example/a"),
        ("HTTP://x.example", "HTTP://x.example"),
        ("mailto:a@x.example", "mailto:a@x.example"),
        ("//x.example/a", "https://x.example/a"),
        ("/t/7", "https://forum.example/t/7"),
        ("page", "https://forum.example/page"),
        ("upload://aB3.png", "https://forum.example/uploads/short-url/aB3.png"),
        ("https://x.example/ä b(c)<d>", "https://x.example/ä%20b%28c%29%3Cd%3E"),
        ("https://x.example/?a=1&lt;=2", "https://x.example/?a=1&amp;lt;=2"),
        ("#part", None),
        ("javascript:alert(1)", None),
        (" \x01javascript:alert(1)", None),
        ("java\tscript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses_are_of_the_web_or_of_mail(href: str | None, expected: str | None) -> None:
    """Everything else is dropped, and what could end a Markdown link is encoded."""
    assert address(href, "https://forum.example") == expected


def test_relative_addresses_need_a_base() -> None:
    """Without the forum's address nobody knows where a relative link leads."""
    assert address("/t/7") is None


def test_a_layout_table_is_no_table() -> None:
    """Mails are laid out with tables; only tables of data stay."""
    soup = BeautifulSoup(
        "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
        "<table id=data><tr><td>1</td><td>2</td></tr></table>",
        "html.parser",
    )

    clean_tree(soup, None)

    assert [table.get_text() for table in soup.find_all("table")] == ["12"]
