"""KB103: translations and their originals; and what other rules make of them."""

from __future__ import annotations

from datetime import date

from deskbook.checks.internal_links import InternalLinks
from deskbook.checks.missing_parts import MissingParts
from deskbook.checks.orphans import Orphans
from deskbook.checks.translations import Translations
from deskbook.model import Article, ArticleKind, Confidence, Location, Severity
from pages import page, shelf


def french(path: str, body: str = "Du texte.", **values: object) -> Article:
    """A French translation."""
    return page(f"fr/{path}", body, language="fr", **values)


def test_a_translation_of_nothing_is_a_finding() -> None:
    """Its original is gone, or lies elsewhere. An index needs none where there is such a section."""
    articles = (page("dns/slow.md"), french("dns/slow.md"), french("dns/index.md"), french("slow.md"))

    (finding,) = Translations().findings(shelf(*articles))

    assert (finding.location, finding.severity) == (Location("help/fr/slow.md", 1), Severity.WARNING)
    assert "slow.md" in finding.message


def test_a_newer_original_is_a_notice() -> None:
    """It says what to write once the translation is up to date."""
    original = page("a.md", reviewed=date(2026, 3, 1))

    (finding,) = Translations().findings(shelf(original, french("a.md", created=date(2026, 1, 1))))

    assert (finding.severity, finding.related) == (Severity.NOTICE, (Location("help/a.md", 1),))
    assert "translated: 2026-03-01" in (finding.hint or "")


def test_a_translation_of_an_archived_page_is_a_finding() -> None:
    """An archived translation is left alone."""
    gone = page("a.md", confidence=Confidence.ARCHIVED)

    assert len(list(Translations().findings(shelf(gone, french("a.md"))))) == 1
    assert not list(Translations().findings(shelf(gone, french("a.md", confidence=Confidence.ARCHIVED))))


def test_a_translation_may_link_to_what_nobody_translated() -> None:
    """The build shows the original there; a link to nothing is wrong in any language."""
    linking = french("a.md", "[b](b.md) [c](dns/) [gone](gone.md)")

    (finding,) = InternalLinks().findings(shelf(page("a.md"), page("b.md"), page("dns/index.md"), linking))

    assert "gone.md" in finding.message


def test_other_rules_ask_the_original() -> None:
    """Its parts have other names, and nobody needs to link to it."""
    translation = french("a.md", "## Problème\n\nIl est lent.", kind=ArticleKind.BREAKFIX)

    assert not list(MissingParts().findings(shelf(translation)))
    assert not list(Orphans().findings(shelf(translation)))
