"""KB401: an article that nobody has looked at for too long."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from deskbook.checks.stale import Stale
from deskbook.model import ArticleKind, Confidence, Severity
from deskbook.text.review import due
from pages import TODAY, page, shelf

OLD, YOUNG = TODAY - timedelta(days=366), TODAY - timedelta(days=319)  # 365 and at most an eighth of them earlier


def test_age_counts_from_the_last_review_else_from_creation() -> None:
    """A review makes an old page young; without one its creation counts, and so does a ticket that was linked since."""
    articles = (
        page("old-review.md", reviewed=OLD),
        page("in-time.md", reviewed=YOUNG),
        page("renewed.md", created=OLD, reviewed=YOUNG),
        page("never-reviewed.md", created=OLD),
        page("reused.md", created=OLD),
    )
    knowledge = shelf(*articles, reused={"reused": YOUNG})

    found = {f.location.path: f.message for f in Stale().findings(knowledge)}

    assert found == {
        f"help/{name}.md": f"due for review since {due(articles[number], knowledge)}: {deed} 366 days ago"
        for name, number, deed in (("old-review", 0, "last looked at"), ("never-reviewed", 3, "written"))
    }


def test_a_page_is_due_the_day_after_it_should_be_reviewed() -> None:
    """On the day itself nothing is said yet."""
    once = page("a.md", reviewed=TODAY)
    until = due(once, shelf(once))
    assert until
    on_the_day, the_day_after = (replace(once, reviewed=TODAY - (until - TODAY) - timedelta(days=n)) for n in (0, 1))

    assert list(Stale().findings(shelf(on_the_day))) == []
    assert len(list(Stale().findings(shelf(the_day_after)))) == 1


def test_the_limit_is_the_projects_own_and_kinds_may_be_exempt() -> None:
    """`stale_after_days` decides, `review_days` for a kind; 0 days mean that not even a missing date is complained of."""
    article = page("a.md", reviewed=TODAY - timedelta(days=31), kind=ArticleKind.PROCESS)
    undated = page("b.md", kind=ArticleKind.PROCESS)

    def found(**rules: Any) -> int:
        return len(list(Stale().findings(shelf(article, undated, **rules))))

    assert found(stale_after_days=30) == 2
    assert found(stale_after_days=60) == 1
    assert found(stale_after_days=30, review_days={ArticleKind.PROCESS: 60}) == 1
    assert found(stale_after_days=30, review_days={ArticleKind.PROCESS: 0}) == 0


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
