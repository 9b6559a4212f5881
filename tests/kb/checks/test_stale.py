"""KB401: an article that nobody has looked at for too long."""

from datetime import date, timedelta

from deskbook.checks.stale import Stale
from deskbook.model import Confidence, Severity
from pages import TODAY, page, shelf

OLD, YOUNG = TODAY - timedelta(days=366), TODAY - timedelta(days=365)


def test_age_counts_from_the_last_review_else_from_creation() -> None:
    """A review makes an old page young; without one its creation counts; the limit itself is still fine."""
    articles = (
        page("old-review.md", reviewed=OLD),
        page("on-the-day.md", reviewed=YOUNG),
        page("renewed.md", created=OLD, reviewed=YOUNG),
        page("never-reviewed.md", created=OLD),
    )

    found = {f.location.path: f.message for f in Stale().findings(shelf(*articles))}

    assert found == {
        "help/old-review.md": "last reviewed 366 days ago, on 2025-10-31",
        "help/never-reviewed.md": "never reviewed, and written 366 days ago, on 2025-10-31",
    }


def test_the_limit_is_the_projects_own() -> None:
    """`stale_after_days` decides."""
    article = page("a.md", reviewed=TODAY - timedelta(days=31))

    assert len(list(Stale().findings(shelf(article, stale_after_days=30)))) == 1
    assert list(Stale().findings(shelf(article, stale_after_days=31))) == []


def test_only_published_articles_go_stale() -> None:
    """Archived articles may be old, and drafts have a rule of their own."""
    articles = [page(f"{confidence}.md", reviewed=OLD, confidence=confidence) for confidence in Confidence]

    assert [f.location.path for f in Stale().findings(shelf(*articles))] == [
        "help/not-validated.md",
        "help/validated.md",
    ]


def test_a_review_that_cannot_be_is_not_believed() -> None:
    """No date at all is a notice and a date to come is a warning: neither may pass for a fresh review."""
    undated, ahead, today = page("a.md"), page("b.md", reviewed=date(2027, 1, 1)), page("c.md", reviewed=TODAY)

    found = {f.location.path: f.severity for f in Stale().findings(shelf(undated, ahead, today))}

    assert found == {"help/a.md": Severity.NOTICE, "help/b.md": Severity.WARNING}
