"""deskbook_site.machines.opensearch."""

from __future__ import annotations

from xml.etree import ElementTree

from deskbook_site.machines.opensearch import opensearch

SPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_a_browser_learns_where_to_search() -> None:
    """The address holds the query; the short name keeps to sixteen characters; names are text."""
    root = ElementTree.fromstring(opensearch('A & B "help" centre of ours', "https://x.example/kb"))  # noqa: S314
    url = root.find(f"{SPACE}Url")
    assert url is not None
    assert url.get("template") == "https://x.example/kb/?q={searchTerms}"
    assert root.findtext(f"{SPACE}ShortName") == 'A & B "help" cen'
    assert root.findtext(f"{SPACE}Description") == 'Search A & B "help" centre of ours'
