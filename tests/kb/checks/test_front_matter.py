"""KB101: what an article must say of itself."""

from deskbook.checks.front_matter import FrontMatter
from deskbook.model import Finding, Location, Severity
from pages import ALL_KEYS, page, shelf


def test_an_article_that_states_everything_is_left_alone() -> None:
    """No finding for a full front matter, and one warning that names every key for an empty one."""
    full, empty = page("full.md"), page("empty.md", stated=frozenset())

    (finding,) = FrontMatter().findings(shelf(full, empty))

    assert finding.location == Location("help/empty.md", 1)
    assert finding.severity is Severity.WARNING
    assert "title, id, kind, confidence and audience" in finding.message


def test_a_heading_may_take_the_place_of_a_stated_title() -> None:
    """Without `title:` a first-level heading names the page; a second-level heading does not."""
    untitled = ALL_KEYS - {"title"}
    named, unnamed = (
        page("a.md", "# A name\n\nText", stated=untitled),
        page("b.md", "## A part\n\nText", stated=untitled),
    )

    assert [f.location.path for f in FrontMatter().findings(shelf(named, unnamed))] == ["help/b.md"]


def test_an_empty_title_is_an_error() -> None:
    """A page that nobody can name cannot be found."""
    (finding,) = FrontMatter().findings(shelf(page("a.md", title=" "), page("b.md", title="B")))

    assert (finding.location.path, finding.severity) == ("help/a.md", Severity.ERROR)


def test_an_id_belongs_to_one_article() -> None:
    """The later path of two with one id is an error that points at the earlier, whatever the order."""
    one, two, three = page("a.md", id="same"), page("b.md", id="same"), page("c.md", id="other")

    for articles in ((one, two, three), (three, two, one)):
        (finding,) = FrontMatter().findings(shelf(*articles))
        assert (finding.location.path, finding.severity) == ("help/b.md", Severity.ERROR)
        assert finding.related == (Location("help/a.md", 1),)


def test_what_could_not_be_read_comes_through() -> None:
    """The reader's findings are this rule's findings."""
    unreadable = Finding("KB101", "front-matter", Severity.ERROR, Location("help/x.md", 3), "no", "mend it")

    assert list(FrontMatter().findings(shelf(unreadable=(unreadable,)))) == [unreadable]
    assert list(FrontMatter().findings(shelf())) == []
