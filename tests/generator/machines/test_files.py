"""deskbook_site.machines.files: on finished sites."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

from help_desk import Built

ATOM = "{http://www.w3.org/2005/Atom}"


def test_each_article_has_a_twin_and_its_page_says_so(public: Built) -> None:
    """Exactly the articles of the site have one; the page links to it and to the feed, in words that Material's script ignores."""
    twins = {path.parent.relative_to(public.site).as_posix() for path in public.site.rglob("index.md")}
    assert twins == {"network/slow", "network/fast", "unsure"}
    page = public.html("network/slow")
    assert '<link rel="alternate markdown" type="text/markdown" title="Markdown" href="index.md">' in page
    assert re.search(r'<link rel="alternate feed" [^>]*href="\.\./\.\./feed\.xml">', page)
    assert 'rel="alternate' not in public.html("network").replace('rel="alternate feed"', "")
    assert 'property="og:title" content="Visible Vexford: &quot;slow&quot; &amp; &lt;b&gt;slower&lt;/b&gt; #1"' in page


def test_programs_read_what_is_on_the_site(public: Built) -> None:
    """Index, llms.txt and feed name the articles that the audience may read, and nothing else."""
    index = json.loads((public.site / "kb-index.json").read_text(encoding="utf-8"))
    assert [one["id"] for one in index["articles"]] == ["fast", "slow", "unsure"]
    assert (public.site / "llms.txt").read_text(encoding="utf-8").count("\n- [") == 3
    feed = ElementTree.parse(public.site / "feed.xml").getroot()  # noqa: S314
    assert len(feed.findall(f"{ATOM}entry")) == 1  # the others have no date
    assert (public.site / "opensearch.xml").is_file()


def test_without_an_address_there_is_neither_feed_nor_description(internal: Built) -> None:
    """Both hold whole addresses; the team's own pages are in the team's own index."""
    assert not (internal.site / "feed.xml").exists()
    assert not (internal.site / "opensearch.xml").exists()
    assert "feed.xml" not in internal.html("network/slow")
    assert "Internal Inkwright" in (internal.site / "kb-index.json").read_text(encoding="utf-8")
