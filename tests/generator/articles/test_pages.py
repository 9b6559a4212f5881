"""deskbook_site.articles: articles as pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from deskbook.model import Audience, Cluster, Confidence, Link, Location, Outcome, Person, Roster
from deskbook_site.articles import article_pages
from pages import page, shelf

AT = datetime(2026, 1, 1, tzinfo=UTC)
ROSTER = Roster((Person("ana", "Ana <Silva>"),))


@settings(deadline=None)
@given(st.lists(strategies.articles(), max_size=4, unique_by=lambda article: article.path), st.sampled_from(Audience))
def test_only_what_the_gate_lets_through_becomes_a_page(articles: list, audience: Audience) -> None:  # type: ignore[type-arg]
    """The pages are exactly the articles that are visible to the audience, at the same paths."""
    made = article_pages(shelf(*articles), audience)
    assert [page.path for page in made.pages] == [article.path for article in articles if article.visible_to(audience)]


def test_front_matter_for_the_engine_is_chosen() -> None:
    """Title, description, tags and order are passed on, and what hides parts of a page; nothing else that an author wrote."""
    other = {"order": 2, "hide": ["toc"], "template": "x.html", "note": "private"}
    article = page("a.md", "## Issue\n\nIt does not print at all today.", title="A", tags=("x",), other=other)
    assert article_pages(shelf(article), Audience.PUBLIC).pages[0].meta == {
        "title": "A",
        "kind": "Article",
        "description": "It does not print at all today.",
        "tags": ["x"],
        "order": 2,
        "hide": ["toc"],
    }


def test_readers_are_told_how_far_to_trust_a_page() -> None:
    """What nobody validated says so under its heading; work in progress says so to the team."""
    unsure = page("a.md", "# Heading\n\nText.", confidence=Confidence.NOT_VALIDATED)
    draft = page("b.md", "Text.", confidence=Confidence.WIP)
    public = article_pages(shelf(unsure, draft), Audience.PUBLIC).pages
    assert [found.path.name for found in public] == ["a.md"]
    assert public[0].body.startswith(
        '# Heading\n\n<div class="admonition note"><p class="admonition-title">Not yet reviewed'
    )
    team = article_pages(shelf(unsure, draft), Audience.INTERNAL).pages
    assert team[1].body.startswith('<div class="admonition warning"><p class="admonition-title">Work in progress')
    assert "admonition" not in article_pages(shelf(page("c.md")), Audience.PUBLIC).pages[0].body


def test_the_end_of_a_page_says_what_is_known_of_it() -> None:
    """When it was reviewed and how often it was asked, for everybody; who owns it, only for the team."""
    article = page("a.md", owner="ana", reviewed=date(2026, 3, 1), sources=("t:1",), tags=("<x>",))
    knowledge = shelf(
        article, roster=ROSTER,
        links=(Link("t:2", Outcome.COVERED, "a", "", AT), Link("t:9", Outcome.SKIP, "", "", AT)),
        clusters=(
            Cluster("c", "c", ("t:2", "t:3", "t:4")),
            Cluster("d", "d", ("t:8", "t:9")),
            Cluster("e", "e", ("t:1", "t:7"), dismissed=True),
        ),
    )  # fmt: skip
    public = article_pages(knowledge, Audience.PUBLIC).pages[0].body
    assert 'Asked 4 times · Last reviewed <time datetime="2026-03-01">1 March 2026</time>' in public
    assert "&lt;x&gt;" in public
    assert "ana" not in public.casefold()
    assert "t:" not in public
    assert "Owner: Ana &lt;Silva&gt; · For: public" in article_pages(knowledge, Audience.INTERNAL).pages[0].body


def test_topics_that_an_article_covers_are_linked() -> None:
    """A forum topic is linked if the article answers it and it is on the site; its title is text."""
    links = (Link("forum:1", Outcome.COVERED, "b", "", AT), Link("forum:2", Outcome.IMPROVES, "b", "", AT))
    knowledge = shelf(page("a/b.md"), page("c.md"), links=links)
    pages = article_pages(knowledge, Audience.PUBLIC, topics={"forum:1": ("forum/1-x/", "Why <b>?")}).pages
    assert (
        '<p class="db-related">From the forum</p><ul><li><a href="../../forum/1-x/">Why &lt;b&gt;?</a></li></ul>'
        in pages[0].body
    )
    assert "forum:2" not in pages[0].body
    assert "From the forum" not in pages[1].body


def test_links_are_gated_for_the_audience() -> None:
    """A link to an internal page is text in public and a link for the team; what cannot be read is hidden from all."""
    article = page("a.md", "See [this](b.md), [that](pic.png), [it](owners.yml) and [an index](x/index.md).")
    hidden = page("b.md", audience=Audience.INTERNAL)
    knowledge = replace(shelf(article, hidden, page("x/y.md")), files=frozenset({"pic.png", "owners.yml", "notes.MD"}))
    public = article_pages(knowledge, Audience.PUBLIC, private=frozenset({"owners.yml"}))
    assert public.pages[0].body == "See this, [that](pic.png), it and [an index](x/index.md)."
    assert public.files == {"pic.png"}
    assert article_pages(knowledge, Audience.INTERNAL).pages[0].body.startswith("See [this](b.md)")


def test_links_to_nothing_have_a_place() -> None:
    """The line is that of the article's file."""
    found = article_pages(shelf(page("a.md", "Text.\n\n[x](gone.md)")), Audience.PUBLIC)
    assert found.dead == ((Location("help/a.md", 12), "gone.md"),)
