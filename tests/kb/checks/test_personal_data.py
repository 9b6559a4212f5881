"""KB501: personal data and secrets in an article."""

from deskbook.checks.personal_data import PersonalData
from deskbook.model import Location, Severity
from pages import page, shelf

ADDRESS = "margit@paperlantern.net"


def test_the_place_and_the_sort_are_told_but_not_the_value() -> None:
    """A finding names line and sort of data, so that a log of the check does not spread what it found."""
    article = page("a.md", f"First line.\n\nWrite to {ADDRESS} for help.")

    (finding,) = PersonalData().findings(shelf(article, page("b.md", "Write to us for help.")))

    assert finding.location == Location("help/a.md", 12)
    assert finding.severity is Severity.ERROR
    assert finding.message.startswith("line 12 holds an e-mail address")
    assert ADDRESS not in f"{finding.message} {finding.hint}"


def test_front_matter_is_looked_at_too() -> None:
    """Title, tags and keys that deskbook does not know, however deep, are published with the page."""
    articles = (
        page("a.md", title=f"Mail of {ADDRESS}"),
        page("b.md", tags=("dns", ADDRESS)),
        page("c.md", other={"contacts": [{"mail": ADDRESS}], "weight": 3}),
        page("d.md", title="Mail", tags=("dns",), other={"contacts": [{"mail": "us"}], "weight": 3}),
    )

    found = [(f.location.path, f.message.partition(" holds")[0]) for f in PersonalData().findings(shelf(*articles))]

    assert found == [("help/a.md", "the title"), ("help/b.md", "a tag"), ("help/c.md", "`contacts`")]


def test_what_the_project_allows_is_fine() -> None:
    """An allowed value is no finding, in whatever case it is written; another address of the same host still is."""
    article = page("a.md", f"Write to {ADDRESS} or other@paperlantern.net")

    assert len(list(PersonalData().findings(shelf(article, allow=frozenset({"Margit@Paperlantern.net"}))))) == 1
    allowed = frozenset({ADDRESS, "other@paperlantern.net"})
    assert list(PersonalData().findings(shelf(article, allow=allowed))) == []


def test_one_finding_for_a_sort_on_a_line() -> None:
    """Two addresses on one line are one finding; on two lines they are two."""
    assert len(list(PersonalData().findings(shelf(page("a.md", f"{ADDRESS} and {ADDRESS}"))))) == 1
    assert len(list(PersonalData().findings(shelf(page("a.md", f"{ADDRESS}\n{ADDRESS}"))))) == 2
