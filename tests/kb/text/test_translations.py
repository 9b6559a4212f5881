"""deskbook.text.translations: which articles are translations, and what they take over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from deskbook.model import ArticleKind, Audience, Confidence
from deskbook.text.overlap import overlaps
from deskbook.text.ownership import ownership
from deskbook.text.translations import outdated, with_languages
from pages import page, shelf

BODY = "The cache holds old style sheets after each deploy; purge it in the panel, then reload the page twice."


def test_a_folder_named_like_a_language_holds_translations() -> None:
    """They know their originals by the path; without the setting the folder is a section like any other."""
    articles = (page("dns/slow.md"), page("fr/dns/slow.md"), page("fr.md"))

    found = with_languages(articles, ("fr",))

    assert [(a.language, str(a.original)) for a in found] == [
        (None, "dns/slow.md"),
        ("fr", "dns/slow.md"),
        (None, "fr.md"),
    ]
    assert with_languages(articles, ()) == articles


def test_a_translation_is_what_its_original_is() -> None:
    """Whatever it does not state itself comes from there, above all for whom it is; what it states, counts."""
    original = page(
        "a.md", audience=Audience.PARTNER, kind=ArticleKind.FAQ, owner="ana", created=date(2026, 1, 1), tags=("x",)
    )
    silent = page(
        "fr/a.md", id="fr/a", audience=Audience.PUBLIC, confidence=Confidence.WIP, stated=frozenset({"title"})
    )
    telling = page("de/a.md", audience=Audience.PUBLIC, owner="bo", reviewed=date(2025, 5, 5))

    _, french, german = with_languages((original, silent, telling), ("fr", "de"))

    assert (french.audience, french.confidence, french.kind, french.owner) == (
        Audience.PARTNER, Confidence.VALIDATED, ArticleKind.FAQ, "ana",
    )  # fmt: skip
    assert (french.tags, french.created, french.title) == (("x",), date(2026, 1, 1), "A")
    assert (german.audience, german.owner, german.created) == (Audience.PUBLIC, "bo", None)


def test_a_translation_grows_old_with_its_original() -> None:
    """Its own dates count, and `translated` before them; without any it is as old as the original."""
    original = page("a.md", created=date(2025, 1, 1), reviewed=date(2026, 3, 1))
    made = page("fr/a.md", created=date(2026, 2, 1), language="fr")

    assert outdated(made, original)
    assert not outdated(replace(made, translated=date(2026, 3, 1)), original)
    assert not outdated(page("fr/a.md", language="fr"), original)


def test_a_translation_has_the_owner_of_its_original() -> None:
    """Also where only the section names one."""
    from deskbook.model import Person, Roster  # noqa: PLC0415  only here

    roster = Roster(people=(Person("ana", "Ana"),), sections={PurePosixPath("dns"): "ana"})
    (translation,) = with_languages((page("fr/dns/slow.md"),), ("fr",))

    assert ownership(translation, shelf(translation, roster=roster)).owner == "ana"


def test_a_translation_is_no_duplicate() -> None:
    """Not even one that nobody has begun to translate; two pages of one language still are."""
    articles = (
        page("a.md", BODY, title="Cache"),
        page("fr/a.md", BODY, title="Cache"),
        page("fr/b.md", BODY, title="Cache"),
    )

    found = overlaps(with_languages(articles, ("fr",)), 0.5)

    assert [(str(one.path), str(one.other)) for one in found] == [("fr/a.md", "fr/b.md")]
    assert len(overlaps(articles, 0.5)) == 3
