"""The report on owners."""

from pathlib import PurePosixPath

from deskbook.model import Candidate, Confidence, Person, Roster, Share, Team
from deskbook.reports.owners import Owners
from pages import TODAY, page, shelf

ROSTER = Roster(
    (Person("ana", "Ana"), Person("sam", "Sam", left=True, deputy="ana")),
    (Team("dns", "DNS"),),
    sections={PurePosixPath("dns"): "dns"},
)


def test_ownerless_pages_come_first_and_each_row_says_what_names_the_owner() -> None:
    """A deputy's pages come next; who could own a page stands in its row; archived pages are left out."""
    articles = (
        page("a.md", owner="ana", reviewed=TODAY),
        page("dns/b.md"),
        page("c.md", owner="sam"),
        page("d.md"),
        page("e.md", confidence=Confidence.ARCHIVED),
    )
    candidates = {PurePosixPath("d.md"): (Candidate("dns", ("answered its threads (Network)", "owns other pages")),)}

    table = Owners().table(shelf(*articles, roster=ROSTER, candidates=candidates))

    assert [row[:4] for row in table.rows] == [
        ("Ana", "for now: Sam has left", "the article", "c.md"),
        ("–", "no owner", "nothing", "d.md"),
        ("Ana", "", "the article", "a.md"),
        ("DNS", "", "the section's default (dns)", "dns/b.md"),
    ]
    assert [row[6] for row in table.rows] == ["", "dns: answered its threads (Network), owns other pages", "", ""]
    assert [row[5] == "–" for row in table.rows] == [True, True, False, True]
    assert [(figure.what, figure.now) for figure in table.figures] == [
        ("pages without an owner", Share(1, 4)),
        ("pages that a default owns", Share(1, 4)),
    ]
