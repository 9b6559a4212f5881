"""deskbook_site.reports: pages for the team."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from deskbook.model import (
    Comparison,
    Evidence,
    Figure,
    Measure,
    PartSides,
    Piece,
    Point,
    Share,
    Step,
    Table,
    ThreadKind,
    Verdict,
)
from deskbook_site.reports import report_pages
from pages import page, shelf


def test_a_table_becomes_a_page() -> None:
    """Cells are text, numbers stand right, and the name of an article is a link."""
    table = Table(
        "demand", "Demand", ("Page", "Share", "n"), (("dns/a.md", 0.25, 3), ("x|y <b>", 1.0, 0)), "What | is asked."
    )
    made = report_pages(shelf(page("dns/a.md")), [table], {PurePosixPath("dns/a.md")})
    found = next(made for made in made if made.path.name == "demand.md")
    assert found.path == PurePosixPath("reports/demand.md")
    assert found.body == (
        "# Demand\n\nWhat &#124; is asked.\n\n| Page | Share | n |\n| --- | --: | --: |\n"
        "| [dns/a.md](<../dns/a.md>) | 0.25 | 3 |\n| x&#124;y &#60;b&#62; | 1 | 0 |\n"
    )


def test_titles_are_links_in_a_column_of_articles() -> None:
    """In the column Article a title is a link to its page; the same words elsewhere are just words."""
    table = Table("demand", "Demand", ("Question", "Article"), (("A", "A"), ("B", "B")))
    made = report_pages(shelf(page("a.md"), page("b.md")), [table], {PurePosixPath("a.md")})
    assert made[1].body.endswith("| A | [A](<../a.md>) |\n| B | B |\n")


def test_an_empty_report_says_so() -> None:
    """No row is good news, and no empty table."""
    pages = report_pages(shelf(page("a.md")), [Table("x", "X", ("a",), ())], set())
    assert [made.body.rstrip().endswith("Nothing to report.") for made in pages] == [False, True]


COMPARED = Comparison(
    path="a.md",
    other="b.md",
    title="A <1>",
    other_title="B",
    verdict=Verdict.CONTRADICTION,
    score=0.678,
    measure=Measure.PROBABILITY,
    why="the Resolutions differ: 300 here, 60 there",
    parts=(
        PartSides(
            "Issue", 0.5, 3, 14, (Piece("Do *this*.\n\n# x", True), Piece(" & <b>", False)), (Piece("It", False),)
        ),
        PartSides("Cause", None, 9, None, (Piece("Age.", False),), ()),
    ),
    steps=(Step("If a.md is right", "deskbook merge a.md b.md"),),
)


def overlap_page(*pairs: Comparison) -> str:
    """The body of the report's page; of the two pages a.md is on the site."""
    table = Table("overlap", "Overlapping pages", ("Page",), (("a.md",),), pairs=pairs)
    made = report_pages(shelf(page("a.md"), page("b.md")), [table], {PurePosixPath("a.md")})
    return next(made.body for made in made if made.path.name == "overlap.md")


def test_overlaps_stand_side_by_side() -> None:
    """The verdict in words, why, what to do, and each part with its likeness; only pages on the site are linked."""
    body = overlap_page(COMPARED)

    assert '<span class="db-pair__verdict">Contradiction</span> The same question in the same environment' in body
    assert "Score: 68% probable. Why: the Resolutions differ: 300 here, 60 there." in body
    assert "<li>If a.md is right:<pre><code>deskbook merge a.md b.md</code></pre></li>" in body
    assert '<a href="../../a/">A &lt;1&gt;</a>' in body
    assert "<p>B<br><code>b.md</code></p>" in body
    assert "Issue: 50% alike <small>line 3 and line 14</small>" in body
    assert "Cause: only in the first <small>line 9</small>" in body
    # A blank line would end the block of HTML.
    assert "<div><mark>Do *this*.&#10;&#10;# x</mark> &amp; &lt;b&gt;</div><div>It</div>" in body


def test_pairs_that_somebody_decided_to_keep_say_why() -> None:
    """They need no next step and are closed; one that has changed since does, and is open."""
    kept = overlap_page(replace(COMPARED, distinct="two products"))
    changed = overlap_page(replace(COMPARED, distinct="two products", changed="Issue of a.md has changed"))

    assert "Somebody decided that both are needed: “two products”." in kept
    assert "deskbook merge" not in kept
    assert "<details><summary>" in kept
    assert "They were kept because “two products”. Look again: Issue of a.md has changed since then." in changed
    assert "deskbook merge" in changed
    assert "<details open><summary>" in changed


def test_of_many_pairs_the_first_are_shown() -> None:
    """Ten are open, a hundred are there, and the rest is a command away."""
    body = overlap_page(*[COMPARED] * 120)

    assert (body.count("<section"), body.count("<details open>")) == (100, 10)
    assert "All 120 pairs: <code>deskbook report overlap --format json</code>" in body


def test_rows_show_their_evidence() -> None:
    """Each row has a section with its threads, their dates and where to read them; only web addresses are links."""
    evidence = (
        Evidence("desk:2", ThreadKind.TICKET, "Why [x]?", date(2026, 3, 1), "https://desk.example/a(b)?c=<d>&e=`f`"),
        Evidence("irc:1", ThreadKind.CHAT, "*why*", date(2025, 12, 31), "javascript:alert(1)"),
        Evidence("irc:2", ThreadKind.CHAT, "", date(2025, 12, 30), None),
    )
    table = Table("demand", "Demand", ("Question", "n"), (("Why?", 3),), "", (evidence,))
    body = report_pages(shelf(), [table], set())[1].body
    assert body.endswith(
        "| Why? | 3 |\n\n## Why?\n\n"
        "-   1 March 2026: [Why &#91;x&#93;?](<https://desk.example/a%28b%29?c=%3Cd%3E&e=%60f%60>) (ticket desk&#58;2)\n"
        "-   31 December 2025: &#42;why&#42; (chat irc&#58;1)\n"
        "-   30 December 2025: irc&#58;2 (chat irc&#58;2)\n"
    )


def test_an_outage_does_not_fill_the_page() -> None:
    """Of thousands of threads the first twenty stand there, of many rows the first thousand, the first hundred with their threads,
    and how many more there are."""
    threads = [Evidence(f"d:{n}", ThreadKind.TICKET, f"T{n}", date(2026, 3, 1), None) for n in range(3200)]
    rows = tuple((f"Q{n}", n) for n in range(1200))
    table = Table(
        "demand", "Demand", ("Question", "n"), rows, "", tuple(tuple(threads[: 3200 - n]) for n in range(1200))
    )
    body = report_pages(shelf(), [table], set())[1].body
    assert body.count("\n| Q") == 1001  # the head, too
    assert "All 1,200 rows: `deskbook report demand --format csv`\n" in body
    assert body.count("\n## Q") == 100
    assert body.count("1 March 2026") == 2000
    assert "-   and 3,180 more\n" in body
    assert body.endswith("The threads of all 1,200: `deskbook report demand --format json`\n")


def test_a_report_shows_its_figures_and_its_rows_as_pictures() -> None:
    """Above the table: a card for each figure, then the bars of the column that the report names, each with its own ids."""
    points = (Point(date(2026, 9, 30), Share(1, 4)), Point(date(2026, 10, 31), Share(2, 4)))
    table = Table(
        "coverage",
        "Coverage",
        ("Area", "By", "Answered"),
        (("Edge", "group", Share(2, 4)), ("Edge", "tag", Share(0, 1)), ("DNS", "tag", Share(1, 1))),
        "Run `deskbook <x>`.",
        (evidence(2), (), evidence(1)),
        (Figure("threads answered", points),),
        bars="Answered",
    )
    body = report_pages(shelf(), [table], set())[1].body

    head, _, rest = body.partition("\n| Area | By | Answered |\n| --- | --- | --: |\n")
    assert 'Run `deskbook <x>`.\n\n<div class="db-figures">' in head
    assert head.count("<svg") == 2
    assert "chart-1-title" in head
    assert "chart-2-title" in head
    assert ">Edge, tag</text>" in head
    assert "Answered, by area. The table below" in head
    assert rest.startswith("| Edge | group | 2 of 4 (50%) |\n")
    assert [line for line in rest.splitlines() if line.startswith("## ")] == ["## Edge, group", "## DNS, tag"]


def evidence(count: int) -> tuple[Evidence, ...]:
    return tuple(Evidence(f"d:{n}", ThreadKind.TICKET, f"T{n}", date(2026, 3, 1), None) for n in range(count))


def test_the_index_says_what_each_report_is_for_and_its_number() -> None:
    """By purpose; a report of a plugin comes last; without a figure the entries are counted."""
    tables = [
        Table("mine", "Mine", ("a",), (("x",), ("y",))),
        Table("overlap", "Overlap", ("a",), ()),
        Table("gaps", "Gaps", ("a",), (), figures=(Figure("no article", (Point(date(2026, 10, 31), Share(2, 4)),)),)),
    ]
    index = report_pages(shelf(), tables, set())[0]

    assert index.body == (
        "# Reports\n\n"
        "## What to write\n\n-   [Gaps](<gaps.md>)<br>no article: **2 of 4 (50%)**\n\n"
        "## What to mend\n\n-   [Overlap](<overlap.md>)<br>nothing\n\n"
        "## More\n\n-   [Mine](<mine.md>)<br>**2 entries**\n"
    )
