"""deskbook_site.reports: pages for the team."""

from __future__ import annotations

from pathlib import PurePosixPath

from deskbook.model import Overlap, Passage, Table, Verdict
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
