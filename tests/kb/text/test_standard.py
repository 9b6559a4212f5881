"""The content standard of one article."""

from __future__ import annotations

import pytest

from deskbook.model import Finding, Location, Severity
from deskbook.text.standard import Answer, standard
from pages import page

RULES = ("overlap", "missing-parts", "blame", "internal-links", "front-matter", "ownerless")


def finding(name: str, line: int = 1, message: str = "x") -> Finding:
    return Finding("KB1", name, Severity.NOTICE, Location("help/a.md", line), message, "mend it")


def answers(
    *findings: Finding, body: str = "Text.", title: str = "A", asked: tuple[str, ...] = ()
) -> dict[str, Answer]:
    article = page("a.md", body, title=title, asked_as=asked)
    return {answer.question: answer for answer in standard(article, findings, RULES)}


def test_a_question_without_a_finding_is_met() -> None:
    """Six questions in the order of the standard; nothing is said besides."""
    found = answers(body="## Issue\n\nMy upload stops.", title="Upload stops at 100 MB")

    assert list(found) == [
        "Unique", "Complete", "Clear", "Title in the customer's words", "Links valid", "Metadata right",
    ]  # fmt: skip
    assert all(answer.met for answer in found.values())


def test_what_was_found_answers_its_question_with_its_line() -> None:
    """Each rule belongs to one question; what belongs to none is told last."""
    found = answers(finding("overlap", 1, "says\nthe same"), finding("internal-links", 12), finding("personal-data", 3))

    assert found["Unique"] == Answer("Unique", False, ("says the same",))
    assert found["Links valid"].reasons == ("line 12: x",)
    assert found["Nothing else"] == Answer("Nothing else", False, ("line 3: x",))
    assert found["Complete"].met


def test_a_question_whose_rules_are_switched_off_is_not_answered() -> None:
    """Nobody looked, so nobody knows."""
    article = page("a.md")

    assert {answer.met for answer in standard(article, (), ())} == {None}


@pytest.mark.parametrize(
    ("title", "body", "asked", "met"),
    [
        ("Upload stops at 100 MB", "## Issue\n\nMy uploads stopped.", (), True),
        ("Purge the surrogate keys", "## Issue\n\nVisitors see old content.", (), False),
        ("Purge the surrogate keys", "## Issue\n\nVisitors see old content.", ("how do I purge keys",), True),
        ("Upload stops", "## Resolution\n\nUpload less.", (), None),
    ],
)
def test_the_title_is_judged_by_what_customers_wrote(
    title: str, body: str, asked: tuple[str, ...], met: bool | None
) -> None:
    """Half of its words stand in the Issue or in what was asked; where there is neither, nobody can tell."""
    assert answers(title=title, body=body, asked=asked)["Title in the customer's words"].met is met
