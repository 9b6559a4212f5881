"""The address of a page."""

from pathlib import PurePosixPath

import pytest

from deskbook.text.pages import page_link, page_url


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("index.md", ""),
        ("README.md", ""),
        ("a/index.md", "a/"),
        ("a/b.md", "a/b/"),
        ("a.b.md", "a.b/"),
        ("a/README.md", "a/"),
    ],
)
def test_a_page_has_the_address_that_the_engine_gives_it(path: str, url: str) -> None:
    """Every page is a folder, and index.md or README.md its parent's."""
    assert page_url(PurePosixPath(path)) == url


@pytest.mark.parametrize("site", ["https://help.example/kb", "https://help.example/kb/"])
def test_a_link_names_the_whole_address(site: str) -> None:
    """The site's address may end with a slash or not; what an address cannot hold is percent-encoded."""
    assert (
        page_link(site, PurePosixPath("dns/größe & co.md")) == "https://help.example/kb/dns/gr%C3%B6%C3%9Fe%20%26%20co/"
    )
