"""KB602: an article that no person has linked to."""

from deskbook.checks.orphans import Orphans
from deskbook.model import Confidence, Location, Severity
from pages import page, shelf


def test_a_page_that_no_other_page_links_to_is_an_orphan() -> None:
    """A link from another page saves it, with or without an anchor; a link from itself does not."""
    articles = (
        page("index.md", "[linked](dns/linked.md#part)"),
        page("dns/linked.md", "[back](../index.md)"),
        page("dns/alone.md", "[me](alone.md) [here](#here)"),
    )

    (finding,) = Orphans().findings(shelf(*articles))

    assert (finding.location, finding.severity) == (Location("help/dns/alone.md", 1), Severity.NOTICE)


def test_only_published_pages_can_be_orphans() -> None:
    """Indexes, drafts and archived pages need no link; a link from an archived page leads nobody anywhere."""
    articles = [page(f"{confidence}.md", confidence=confidence) for confidence in Confidence]
    grave = page("grave.md", "[x](validated.md)", confidence=Confidence.ARCHIVED)

    found = [f.location.path for f in Orphans().findings(shelf(page("sub/index.md"), *articles, grave))]

    assert found == ["help/not-validated.md", "help/validated.md"]
