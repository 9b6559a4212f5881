"""Files <-> articles."""

from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given

from deskbook.library import parse, render
from deskbook.library.articles import Defaults, Unreadable
from deskbook.model import Article, ArticleKind, Audience, Confidence
from strategies import articles

PLACE = PurePosixPath("dns/apex.md")


@given(articles())
def test_round_trip(article: Article) -> None:
    """What is rendered is read back as the same article."""
    assert parse(render(article), article.path) == article


def test_all_keys_are_read() -> None:
    """Every key of the front matter has its place in the article, and unknown keys are kept."""
    article = parse(
        "---\nid: apex\ntitle: A name at the apex\nkind: breakfix\nconfidence: validated\naudience: public\nowner: dns\n"
        "tags: [dns]\nasked_as: [No CNAME at the root]\nreply: Use ALIAS.\nimproves: cname\nsources:\n  - tickets:1\n"
        "provenance:\n  tickets:1#2: [It fails]\n"
        "created: 2026-01-02\nreviewed: 2026-02-03\nproduct: edge\napplies_to: [Edge 2]\n---\n\n## Issue\n\nIt fails.\n",
        PLACE,
    )

    assert article == Article(
        PLACE, "apex", "A name at the apex", "## Issue\n\nIt fails.", ArticleKind.BREAKFIX, Confidence.VALIDATED,
        Audience.PUBLIC, "dns", ("tickets:1",), ("dns",), ("No CNAME at the root",), "Use ALIAS.", "cname",
        {"tickets:1#2": ("It fails",)}, date(2026, 1, 2), date(2026, 2, 3), {"product": "edge"}, ("Edge 2",),
    )  # fmt: skip
    assert article.body_line == 22
    assert "owner" in article.stated


def test_a_page_without_front_matter_takes_the_project_defaults() -> None:
    """A page of an existing knowledge base is named by its first heading and has the configured state."""
    article = parse(
        '# Restricting access<a name="x"></a>\n\nText.\n', PLACE, Defaults(Audience.PUBLIC, Confidence.VALIDATED)
    )

    assert (article.title, article.audience, article.confidence) == (
        "Restricting access",
        Audience.PUBLIC,
        Confidence.VALIDATED,
    )
    assert article.stated == frozenset()


def test_without_configured_defaults_a_page_is_internal_and_in_work() -> None:
    """The gate fails closed: what says nothing is not published."""
    article = parse("Text.\n", PLACE)

    assert (article.audience, article.confidence) == (Audience.INTERNAL, Confidence.WIP)


@pytest.mark.parametrize(
    ("front_matter", "line", "word"),
    [
        ("id: x\naudience: publik", 3, "audience"),
        ("confidence: done", 2, "confidence"),
        ("kind: recipe", 2, "kind"),
        ("created: yesterday", 2, "created"),
        ("title: [a, b]", 2, "title"),
        ("tags: {a: b}", 2, "tags"),
        ("provenance: [a]", 2, "provenance"),
        ("provenance: {a: b}", 2, "provenance"),
        ("audience: true", 2, "audience"),
        ("title: a: b", 2, "YAML"),
        ("title: !!python/object/apply:os.system ['true']", 2, "YAML"),
        ("just words", 1, "front matter"),
    ],
)
def test_a_wrong_value_is_never_guessed_at(front_matter: str, line: int, word: str) -> None:
    """Front matter that means nothing makes the file unreadable, with line and cure."""
    with pytest.raises(Unreadable) as caught:
        parse(f"---\n{front_matter}\n---\n\nText.\n", PLACE)

    assert word in caught.value.message
    assert caught.value.line == line
    assert caught.value.cure


def test_front_matter_that_is_never_closed_is_an_error() -> None:
    """A missing second line of --- must not make the keys a part of the text, with defaults for all."""
    with pytest.raises(Unreadable):
        parse("---\naudience: internal\n\nText.\n", PLACE)


def test_windows_line_ends_and_byte_order_marks_are_no_trouble() -> None:
    """A file saved by a Windows editor is the same article."""
    text = "---\ntitle: T\n---\n\nOne.\n\nTwo.\n"

    assert parse("\ufeff" + text.replace("\n", "\r\n"), PLACE) == parse(text, PLACE)
