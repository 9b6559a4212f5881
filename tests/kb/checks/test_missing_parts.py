"""KB102: an article without the parts that its kind needs."""

import pytest

from deskbook.checks.missing_parts import MissingParts
from deskbook.model import ArticleKind, Confidence, Location, Severity
from pages import page, shelf

FULL = "## Issue\n\nIt is slow.\n\n## Environment\n\nAll plans\n\n## Resolution\n\nRestart it."


def test_a_missing_part_is_named() -> None:
    """A breakfix article needs three parts; the one that is not there is found at the top of the file."""
    full = page("full.md", FULL, kind=ArticleKind.BREAKFIX)
    short = page("short.md", FULL.replace("## Environment", "## Where"), kind=ArticleKind.BREAKFIX)

    (finding,) = MissingParts().findings(shelf(full, short))

    assert finding.location == Location("help/short.md", 1)
    assert "Environment" in finding.message


def test_the_kind_decides() -> None:
    """A FAQ needs no Environment and a reference page needs no part at all."""
    body = "## Issue\n\nWhy?\n\n## Resolution\n\nBecause."
    articles = [page(f"{kind}.md", body, kind=kind) for kind in ArticleKind]
    empty = [page(f"empty-{kind}.md", "", kind=kind) for kind in ArticleKind]

    assert [f.location.path for f in MissingParts().findings(shelf(*articles))] == ["help/breakfix.md"]
    found = [f.location.path for f in MissingParts().findings(shelf(*empty))]
    assert found == ["help/empty-breakfix.md"] * 3 + ["help/empty-faq.md"] * 2


@pytest.mark.parametrize(
    "nothing", ["", "   ", "<!-- What was it? -->", "TODO", "_TBD_", "- TODO: write", "...", "### Steps"]
)
def test_an_empty_part_is_a_missing_part(nothing: str) -> None:
    """Blanks, comments and notes to write it later say nothing; the finding stands at the part's heading."""
    article = page("a.md", FULL.replace("Restart it.", nothing), kind=ArticleKind.BREAKFIX)

    (finding,) = MissingParts().findings(shelf(article))

    assert finding.location == Location("help/a.md", 18)
    assert finding.message == "the part Resolution is empty"


@pytest.mark.parametrize(
    "something", ["Use `TODO`.", "```sh\nmake\n```", "- one", "![how](a.png)", "<!-- x --> Restart."]
)
def test_little_is_not_nothing(something: str) -> None:
    """Code, an image or a word is enough."""
    article = page("a.md", FULL.replace("Restart it.", something), kind=ArticleKind.BREAKFIX)

    assert list(MissingParts().findings(shelf(article))) == []


def test_who_promises_more_is_held_to_it() -> None:
    """It is an error in a validated article, a warning in one that is not, a notice in a draft, and nothing in an archived one."""
    found = {
        confidence: [
            f.severity
            for f in MissingParts().findings(
                shelf(page("a.md", "## Issue\n\nWhy?", kind=ArticleKind.FAQ, confidence=confidence))
            )
        ]
        for confidence in Confidence
    }

    assert found == {
        Confidence.WIP: [Severity.NOTICE],
        Confidence.NOT_VALIDATED: [Severity.WARNING],
        Confidence.VALIDATED: [Severity.ERROR],
        Confidence.ARCHIVED: [],
    }
