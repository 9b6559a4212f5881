"""KB603: a learning path with a step that readers cannot take."""

from deskbook.checks.path_steps import PathSteps
from deskbook.model import Audience, Confidence, Location, Severity
from pages import page, shelf


def test_each_step_leads_to_another_article_once() -> None:
    """A step to nothing, to an archived page, to itself or to what was listed before is a finding on its line."""
    body = "1. [a](../a.md)\n2. nothing\n3. [gone](../gone.md)\n4. [old](../old.md)\n5. [me](new.md)\n6. [again](../a.md#part)"
    articles = (page("a.md"), page("old.md", confidence=Confidence.ARCHIVED), page("paths/new.md", body))

    found = list(PathSteps().findings(shelf(*articles)))

    assert [(one.location.line, one.message) for one in found] == [
        (11, "step 2 leads to no article"),
        (12, "step 3 leads to gone.md, which is no other article"),
        (13, "step 4 is archived"),
        (14, "step 5 leads to paths/new.md, which is no other article"),
        (15, "step 6 is on the path already"),
    ]
    assert {one.severity for one in found} == {Severity.ERROR}
    assert found[-1].related == (Location("help/paths/new.md", 10),)


def test_a_step_that_some_readers_cannot_open_is_worth_knowing() -> None:
    """A notice: it is left out for them, and may be meant to be."""
    inside = page("inside.md", audience=Audience.INTERNAL)

    (found,) = PathSteps().findings(shelf(inside, page("paths/new.md", "1. [x](../inside.md)")))

    assert (found.severity, found.location.line) == (Severity.NOTICE, 10)


def test_a_path_without_steps_is_a_finding() -> None:
    """So is one whose list has no numbers; archived paths and other pages are left alone."""
    articles = (
        page("paths/new.md", "- [a](../a.md)"),
        page("paths/old.md", confidence=Confidence.ARCHIVED),
        page("paths/index.md"),
        page("a.md"),
    )

    (found,) = PathSteps().findings(shelf(*articles))

    assert found.message == "this path has no steps"


def test_a_translated_path_may_lead_to_what_nobody_translated() -> None:
    """Its readers get the original."""
    path = page("fr/paths/new.md", "1. [a](../a.md)\n2. [b](../b.md)", language="fr")

    (found,) = PathSteps().findings(shelf(page("a.md"), path))

    assert "fr/b.md" in found.message
