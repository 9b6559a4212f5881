"""deskbook_site.reports: pages for the team."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

from deskbook.model import Evidence, Overlap, Passage, Table, ThreadKind, Verdict
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


def test_overlaps_show_their_passages_and_what_to_do() -> None:
    """The pair, the verdict in words, and each passage with its lines in both; only pages on the site are linked."""
    overlap = Overlap(
        PurePosixPath("a.md"),
        PurePosixPath("b.md"),
        Verdict.CONTRADICTION,
        0.678,
        (Passage(3, 14, "Do *this*.\n\n# x"),),
    )
    table = Table("overlap", "Overlapping pages", ("Page",), (("a.md",),))
    made = report_pages(shelf(page("a.md"), page("b.md"), overlaps=(overlap,)), [table], {PurePosixPath("a.md")})
    body = next(made.body for made in made if made.path.name == "overlap.md")
    assert "[A](<../a.md>) and b.md are 68% alike.\n**Contradiction: " in body
    assert "Line 3 of the first, line 14 of the second:\n\n> Do &#42;this&#42;.\n>\n> &#35; x\n" in body


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
    """Of thousands of threads the first twenty stand there, of many rows the first hundred, and how many more there are."""
    threads = [Evidence(f"d:{n}", ThreadKind.TICKET, f"T{n}", date(2026, 3, 1), None) for n in range(3200)]
    rows = tuple((f"Q{n}", n) for n in range(1200))
    table = Table(
        "demand", "Demand", ("Question", "n"), rows, "", tuple(tuple(threads[: 3200 - n]) for n in range(1200))
    )
    body = report_pages(shelf(), [table], set())[1].body
    assert body.count("\n## Q") == 100
    assert body.count("1 March 2026") == 2000
    assert "-   and 3,180 more\n" in body
    assert body.endswith("The threads of all 1,200: `deskbook report demand --format json`\n")
