"""deskbook_site.articles: articles as pages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from deskbook.model import Audience, Cluster, Confidence, Link, Location, Outcome, Person, Roster
from deskbook.text.review import due
from deskbook_site.articles import ArticlePages
from deskbook_site.prose import day
from pages import TODAY, page, shelf

AT = datetime(2026, 1, 1, tzinfo=UTC)
ROSTER = Roster((Person("ana", "Ana <Silva>"),))


@settings(deadline=None)
@given(st.lists(strategies.articles(), max_size=4, unique_by=lambda article: article.path), st.sampled_from(Audience))
def test_only_what_the_gate_lets_through_becomes_a_page(articles: list, audience: Audience) -> None:  # type: ignore[type-arg]
    """The pages are exactly the articles that are visible to the audience, at the same paths."""
    made = ArticlePages(shelf(*articles), audience)
    assert [page.path for page in made.pages] == [article.path for article in articles if article.visible_to(audience)]


def test_front_matter_for_the_engine_is_chosen() -> None:
    """Title, description, tags and order are passed on, and what hides parts of a page; nothing else that an author wrote."""
    other = {"order": 2, "hide": ["toc"], "template": "x.html", "note": "private"}
    article = page("a.md", "## Issue\n\nIt does not print at all today.", title="A", tags=("x",), other=other)
    assert ArticlePages(shelf(article), Audience.PUBLIC).pages[0].meta == {
        "title": "A",
        "kind": "Article",
        "trust": "validated",
        "twin": True,
        "description": "It does not print at all today.",
        "tags": ["x"],
        "order": 2,
        "hide": ["toc"],
    }


def test_readers_are_told_how_far_to_trust_a_page() -> None:
    """What nobody validated says so under its heading; work in progress says so to the team."""
    unsure = page("a.md", "# Heading\n\nText.", confidence=Confidence.NOT_VALIDATED)
    draft = page("b.md", "Text.", confidence=Confidence.WIP)
    public = ArticlePages(shelf(unsure, draft), Audience.PUBLIC).pages
    assert [found.path.name for found in public] == ["a.md"]
    heading, about, banner = public[0].body.split("\n\n")[:1] + re.findall(r"<(?:div|p) class=.*", public[0].body)[:2]
    assert heading == "# Heading"
    assert about.startswith('<div class="db-about"')
    assert "<strong>Not yet reviewed.</strong>" in banner
    assert "Validated" not in public[0].body
    team = ArticlePages(shelf(unsure, draft), Audience.INTERNAL).pages
    assert "<strong>Work in progress.</strong>" in team[1].body
    assert "db-banner" not in ArticlePages(shelf(page("c.md")), Audience.PUBLIC).pages[0].body


def test_readers_are_told_that_a_review_is_overdue() -> None:
    """A validated article that nobody has looked at for too long says since when; the day before it does not."""
    once = page("a.md", reviewed=date(2025, 1, 1))
    until = due(once, shelf(once))
    assert until
    fresh, late = (replace(once, reviewed=date(2025, 1, 1) + (TODAY - until) - timedelta(days=n)) for n in (0, 1))
    (first,), (second,) = (ArticlePages(shelf(one), Audience.PUBLIC).pages for one in (fresh, late))
    assert "overdue" not in first.body
    assert late.reviewed
    assert f"Nobody has verified this since {day(late.reviewed)}." in second.body


def test_the_end_of_a_page_says_what_is_known_of_it() -> None:
    """Who vouches for it, when it was reviewed and how often it was asked, for everybody; names, only for the team."""
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
    public = ArticlePages(knowledge, Audience.PUBLIC).pages[0].body
    assert 'Last verified <time datetime="2026-03-01">1 March 2026</time>' in public
    assert "Validated by our support team" in public
    assert "Asked 4 times" in public
    assert "&lt;x&gt;" in public
    assert "ana" not in public.casefold()
    assert "t:" not in public
    team = ArticlePages(knowledge, Audience.INTERNAL).pages[0].body
    assert "Owner: Ana &lt;Silva&gt; · For: public" in team
    assert "Validated by Ana &lt;Silva&gt;" in team


def test_topics_that_an_article_covers_are_linked() -> None:
    """A forum topic is linked if the article answers it and it is on the site; its title is text."""
    links = (Link("forum:1", Outcome.COVERED, "b", "", AT), Link("forum:2", Outcome.IMPROVES, "b", "", AT))
    knowledge = shelf(page("a/b.md"), page("c.md"), links=links)
    pages = ArticlePages(knowledge, Audience.PUBLIC, topics={"forum:1": ("forum/1-x/", "Why <b>?")}).pages
    assert '<h2>From the forum</h2>\n<ul><li><a href="../../forum/1-x/">Why &lt;b&gt;?</a></li></ul>' in pages[0].body
    assert "forum:2" not in pages[0].body
    assert "From the forum" not in pages[1].body


def test_links_are_gated_for_the_audience() -> None:
    """A link to an internal page is text in public and a link for the team; what cannot be read is hidden from all."""
    article = page("a.md", "See [this](b.md), [that](pic.png), [it](owners.yml) and [an index](x/index.md).")
    hidden = page("b.md", audience=Audience.INTERNAL)
    knowledge = replace(shelf(article, hidden, page("x/y.md")), files=frozenset({"pic.png", "owners.yml", "notes.MD"}))
    public = ArticlePages(knowledge, Audience.PUBLIC, private=frozenset({"owners.yml"}))
    assert "\n\nSee this, [that](pic.png), it and [an index](x/index.md).\n\n" in public.pages[0].body
    assert public.entries[0].body == "See this, [that](pic.png), it and [an index](x/index.md)."
    assert public.files == {"pic.png"}
    assert ArticlePages(knowledge, Audience.INTERNAL).entries[0].body.startswith("See [this](b.md)")


def test_links_to_nothing_have_a_place() -> None:
    """The line is that of the article's file."""
    found = ArticlePages(shelf(page("a.md", "Text.\n\n[x](gone.md)")), Audience.PUBLIC)
    assert found.dead == ((Location("help/a.md", 12), "gone.md"),)


def test_customers_words_stand_where_the_search_finds_them() -> None:
    """`asked_as` is text of the page, escaped, and outside of what the search leaves out."""
    article = page("a.md", asked_as=("why <so> slow",))
    body = ArticlePages(shelf(article), Audience.PUBLIC).pages[0].body
    details = body[body.index("<details") : body.index("</details>")]
    assert "<li>why &lt;so&gt; slow</li>" in details
    assert body.index("<details") < body.index('data-pagefind-ignore="all">\n<div class="db-after"')


def test_an_article_says_what_it_applies_to() -> None:
    """The key `applies_to` counts, else a short Environment; sentences are no label."""
    stated = page("a.md", "## Environment\n\n- Edge\n", applies_to=("Edge 2", "A&B"))
    listed = page("b.md", "## Environment\n\n- **Edge**\n- Apps.\n\n## Resolution\n\n- x\n")
    prose = page("c.md", "## Environment\n\nEverywhere that a customer can be, and in some places besides.\n")
    found = ArticlePages(shelf(stated, listed, prose), Audience.PUBLIC)
    assert [entry.applies_to for entry in found.entries] == [("Edge 2", "A&B"), ("Edge", "Apps"), ()]
    assert "<dt>Applies to</dt><dd>Edge 2</dd><dd>A&amp;B</dd>" in found.pages[0].body
    assert "Applies to" not in found.pages[2].body


def test_a_reader_who_is_stuck_is_led_to_a_person() -> None:
    """If the site has a page for that, written or made; else nothing is promised."""
    article = page("a/b.md")
    assert "Still stuck" not in ArticlePages(shelf(article), Audience.PUBLIC).pages[0].body
    link = 'Still stuck? <a href="../../contact/">'
    assert link in ArticlePages(shelf(article), Audience.PUBLIC, others={"contact/index.md"}).pages[0].body
    assert link in ArticlePages(shelf(article, page("contact.md")), Audience.PUBLIC).pages[0].body


def test_indexes_are_left_alone() -> None:
    """The page of a section leads to others: nobody asks whether it helped."""
    assert ArticlePages(shelf(page("a/index.md", "Text.")), Audience.PUBLIC).pages[0].body == "Text."
