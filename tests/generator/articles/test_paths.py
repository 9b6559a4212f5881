"""Learning paths on the site: steps that are there, what is said of each, and the way from step to step."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from deskbook.model import Article, ArticleKind, Audience, Confidence
from deskbook_site.articles import ArticlePages
from deskbook_site.page import Page
from deskbook_site.words import words_of
from pages import page, shelf

PATH = "Read these.\n\n1. [One](../one.md) first\n2. [Two](../two.md)\n3. [Three](../three.md)"


def built(*articles: Article, audience: Audience = Audience.PUBLIC) -> dict[str, Page]:
    """The pages, by path."""
    return {made.path.as_posix(): made for made in ArticlePages(shelf(*articles), audience).pages}


def test_a_step_says_what_it_is() -> None:
    """Its kind and its first sentence as text, whatever is in it; the page counts as a learning path."""
    one = page("one.md", "It *costs* <b>5 & more</b> today, for everybody.", kind=ArticleKind.HOW_TO)

    made = built(one, page("paths/new.md", "1. [One](../one.md) first"))

    body = made["paths/new.md"].body
    assert '1. [One](../one.md) first <span class="db-step" data-db-step="one">' in body
    assert '<span class="db-tag">How-to guide</span>' in body
    assert "&#60;b&#62;" in body or "<b>" not in body
    assert '<li class="db-about__kind">Learning path</li>' in body
    assert made["paths/new.md"].meta["layout"] == "path"


def test_the_page_of_a_step_says_where_it_stands() -> None:
    """With the steps before and after, on each path that it is on; the first has none before, the last none after."""
    steps = [page(f"{name}.md", title=f"{name} <x>") for name in ("one", "two", "three")]
    other = page("paths/other.md", "1. [Two](../two.md)", title="Other")

    made = built(*steps, page("paths/new.md", PATH, title="New & fresh"), other)

    two = made["two.md"].body
    assert 'Step 2 of 3 in <a href="../paths/new/">New &amp; fresh</a>' in two
    assert 'Previous: <a href="../one/">one &lt;x&gt;</a>' in two
    assert 'Next: <a href="../three/">three &lt;x&gt;</a>' in two
    assert 'Step 1 of 1 in <a href="../paths/other/">Other</a>' in two
    assert "Previous:" not in made["one.md"].body
    assert "Next:" not in made["three.md"].body
    assert made["two.md"].meta["on_path"] is True
    assert "db-way" not in made["paths/new.md"].body


def test_a_step_that_the_audience_may_not_read_is_left_out() -> None:
    """With what was written about it; the numbers are those of the steps that are there, and of two to one page the first counts."""
    body = "1. [Secret plan](../inside.md) of ours\n2. [One](../one.md)\n3. [Again](../one.md)\n4. no page\n5. [Gone](../gone.md)\n6. [Two](../two.md)"
    inside = page("inside.md", audience=Audience.INTERNAL)
    path = page("paths/new.md", body)

    public = built(page("one.md"), page("two.md"), inside, path)
    team = built(page("one.md"), page("two.md"), inside, path, audience=Audience.INTERNAL)

    shown = public["paths/new.md"].body
    assert re.findall(r"^(\d)\. +\[(\w+)\]", shown, re.M) == [("1", "One"), ("2", "Two")]
    assert not re.search("Secret|inside|ours|Again|no page|Gone", shown)
    assert "Step 2 of 2" in public["two.md"].body
    assert "Step 3 of 3" in team["two.md"].body


def test_a_path_without_a_step_that_can_be_read_is_no_page() -> None:
    """And links to it are as those to any page that is not there."""
    inside = page("inside.md", audience=Audience.INTERNAL)
    home = page("index.md", "Begin with [the path for beginners](paths/new.md).")

    made = ArticlePages(shelf(inside, home, page("paths/new.md", "1. [x](../inside.md)")), Audience.PUBLIC)

    assert [one.path for one in made.pages] == [PurePosixPath("index.md")]
    assert "paths/new" not in made.pages[0].body
    assert [entry.path for entry in made.entries] == [PurePosixPath("index.md")]


def test_a_path_speaks_the_language_of_the_site() -> None:
    """What deskbook says of steps comes from the catalogue."""
    made = ArticlePages(
        shelf(page("one.md"), page("paths/new.md", "1. [One](../one.md)")), Audience.PUBLIC, words=words_of("de")
    )

    assert "Schritt 1 von 1 in" in made.pages[0].body
    assert 'data-said="{read} von {all} gelesen"' in made.pages[1].body


@given(
    st.lists(st.tuples(st.sampled_from(Audience), st.sampled_from(Confidence)), max_size=6), st.sampled_from(Audience)
)
def test_no_word_of_a_closed_step_is_on_the_site(kinds: list[tuple[Audience, Confidence]], audience: Audience) -> None:
    """Whatever steps a path has: those of others are not told of, and the ones that are have numbers without gaps."""
    steps = [page(f"s{n}.md", audience=who, confidence=sure) for n, (who, sure) in enumerate(kinds)]
    body = "\n".join(f"{n}. [Step {n} of mine](../s{n}.md)\n   about s{n}" for n in range(len(kinds)))
    made = built(*steps, page("paths/new.md", body), audience=audience)

    there = [n for n, step in enumerate(steps) if step.visible_to(audience)]
    if not there:
        assert "paths/new.md" not in made
        return
    text = made["paths/new.md"].body
    assert [int(n) for n in re.findall(r"Step (\d+) of mine", text)] == there
    assert [int(n) for n in re.findall(r"about s(\d+)", text)] == there
    assert [int(n) for n in re.findall(r"^(\d+)\.", text, re.M)] == list(range(1, len(there) + 1))
    for number, n in enumerate(there, 1):
        assert f"Step {number} of {len(there)} in" in made[f"s{n}.md"].body
