"""KB402: work in progress that nobody finishes."""

from datetime import timedelta

from deskbook.checks.old_drafts import OldDrafts
from deskbook.model import Confidence
from pages import TODAY, page, shelf


def test_a_draft_of_more_than_two_months_is_old() -> None:
    """61 days are too many and 60 are not; a draft without dates is not judged."""
    articles = [
        page(f"{days}.md", created=TODAY - timedelta(days=days), confidence=Confidence.WIP) for days in (0, 60, 61)
    ]

    (finding,) = OldDrafts().findings(shelf(*articles, page("undated.md", confidence=Confidence.WIP)))

    assert finding.location.path == "help/61.md"
    assert "untouched for 61 days" in finding.message


def test_only_work_in_progress_is_meant() -> None:
    """What left that state is no draft, however old."""
    old = TODAY - timedelta(days=1000)
    articles = [page(f"{confidence}.md", created=old, confidence=confidence) for confidence in Confidence]

    assert [f.location.path for f in OldDrafts().findings(shelf(*articles))] == ["help/wip.md"]
