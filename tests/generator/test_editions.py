"""deskbook_site.editions: the site in each language."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from deskbook.config import Config, ProjectBlock, SiteBlock
from deskbook.library import Library, create
from deskbook.model import Audience, Confidence, Knowledge, Roster
from deskbook_site.build import BuildResult, build
from deskbook_site.editions import editions, with_languages
from deskbook_site.page import Page
from fakes import FakeProject, RecordingProgress
from help_desk import PIXEL
from pages import page, shelf

_PUBLIC = "---\ntitle: {title}\nconfidence: validated\naudience: public\n{more}---\n\n{body}\n"
URL = "https://help.example/kb"


def french(path: str, body: str = "Du texte.", **values: object) -> object:
    """A French translation."""
    return page(f"fr/{path}", body, language="fr", **values)


def test_without_languages_there_is_one_edition_as_ever() -> None:
    """The very same knowledge, in English, at the site's address."""
    knowledge = shelf(page("a.md"))

    (only,) = editions(knowledge, Audience.PUBLIC, ())

    assert only.knowledge is knowledge
    assert (only.prefix, only.up, only.words.language) == ("", "", "en")


def test_each_page_is_in_each_language_once() -> None:
    """Translated where it is, else as it was written; and never in the first language's edition."""
    english, fr = editions(shelf(page("a.md"), page("b.md"), french("a.md")), Audience.PUBLIC, ("en", "fr"))

    assert [(str(a.path), a.language) for a in english.knowledge.articles] == [("a.md", None), ("b.md", None)]
    assert [(str(a.path), a.language) for a in fr.knowledge.articles] == [("a.md", "fr"), ("b.md", None)]
    assert (fr.untranslated, fr.prefix, fr.url(URL)) == ({PurePosixPath("b.md")}, "fr/", f"{URL}/fr/")


def test_a_translation_that_readers_may_not_see_leaves_the_original() -> None:
    """Work in progress, or one for other readers, hides nothing."""
    for values in (
        {"confidence": Confidence.WIP},
        {"audience": Audience.INTERNAL},
        {"confidence": Confidence.ARCHIVED},
    ):
        _, fr = editions(shelf(page("a.md"), french("a.md", **values)), Audience.PUBLIC, ("en", "fr"))
        assert [article.language for article in fr.knowledge.articles] == [None]


def test_links_of_a_translation_lead_where_they_led() -> None:
    """To translations, to what nobody translated, and to pictures of the original, wherever the file lies."""
    body = "[b](b.md) [c](sub/c.md#x) ![own](img/own.png) ![shared](../img/shared.png) [out](https://a.example)"
    knowledge = shelf(
        page("a.md"), page("b.md"), page("sub/c.md"), french("a.md", body), french("b.md"),
        files=frozenset({"img/shared.png", "fr/img/own.png"}),
    )  # fmt: skip

    _, fr = editions(knowledge, Audience.PUBLIC, ("en", "fr"))

    assert fr.knowledge.articles[0].body == body.replace("../img", "img")
    assert fr.knowledge.files == {"img/shared.png", "img/own.png"}


def test_pages_know_where_they_are_in_other_languages() -> None:
    """Search engines hear of translations only, and that an original is the original; readers get the page in each language."""
    known = editions(shelf(page("a.md"), page("b.md"), french("a.md")), Audience.PUBLIC, ("en", "fr"))
    pages = [Page(PurePosixPath(name), {}, "") for name in ("a.md", "b.md")]

    english, fr = with_languages([(edition, pages) for edition in known], URL)

    assert [(one["lang"], one["url"], one["whole"]) for one in english[0].meta["languages"]] == [  # type: ignore[attr-defined]
        ("en", "../a/", f"{URL}/a/"), ("fr", "../fr/a/", f"{URL}/fr/a/"),
    ]  # fmt: skip
    assert [(one["lang"], one["url"], one["whole"]) for one in fr[1].meta["languages"]] == [  # type: ignore[attr-defined]
        ("en", "../../b/", f"{URL}/b/"), ("fr", "../../fr/b/", ""),
    ]  # fmt: skip
    assert (fr[1].meta["lang"], fr[1].meta["dir"], fr[1].meta["original"]) == ("en", "ltr", f"{URL}/b/")
    assert "lang" not in fr[0].meta


@pytest.fixture(name="built", scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """A site in English, French and Arabic, with one translation that is older than its original and one for the team."""
    root = tmp_path_factory.mktemp("languages")
    content = root / "content"
    for path, title, body, more in (
        ("net/slow.md", "Slow", "It is slow. ![p](img/p.png)", "reviewed: 2026-10-01\n"),
        ("net/fast.md", "Fast", "It is fast. See [slow](slow.md).", "asked_as: [quickly]\n"),
        (
            "fr/net/slow.md",
            "Lent",
            "C'est lent. Voyez [vite](fast.md). ![p](../../net/img/p.png)",
            "created: 2026-01-01\n",
        ),
    ):
        create(content / path, _PUBLIC.format(title=title, body=body, more=more))
    create(content / "secret.md", "---\ntitle: Secret\naudience: internal\nconfidence: validated\n---\n\nzorkquell\n")
    create(content / "fr/secret.md", "---\ntitle: Secrète\n---\n\nzorkfrancais\n")
    (content / "net/img").mkdir()
    (content / "net/img/p.png").write_bytes(PIXEL)
    languages = ("en", "fr", "ar")
    read = Library(content, languages=languages[1:]).read()
    knowledge = Knowledge(read.articles, Roster(), date(2026, 11, 1), files=read.files)
    config = Config(project=ProjectBlock(name="Aide"), site=SiteBlock(url=URL, languages=languages))
    return build(FakeProject(root, knowledge, config), Audience.PUBLIC, progress=RecordingProgress())


def html(built: BuildResult, url: str) -> str:
    """One page."""
    return (built.site / url / "index.html").read_text(encoding="utf-8")


def test_the_site_is_there_in_each_language(built: BuildResult) -> None:
    """In its own words, with language and direction of the page, and with no broken link."""
    lent, arabic = html(built, "fr/net/slow"), html(built, "ar/net/slow")

    assert not built.broken
    assert '<html lang="fr"' in lent
    assert "Lent" in lent
    assert "Cette page vous a-t-elle aidé" in lent
    assert 'dir="rtl"' in arabic
    assert "متاح باللغة الإنجليزية فقط" in arabic
    assert '<html lang="en"' in html(built, "net/slow")


def test_what_nobody_translated_says_so_and_names_its_original(built: BuildResult) -> None:
    """In the reader's language, with the language of the text; search engines go to the original."""
    fast = html(built, "fr/net/fast")

    assert "Disponible uniquement en anglais." in fast
    assert f'<link rel="canonical" href="{URL}/net/fast/">' in fast
    assert 'lang="en" dir="ltr"' in fast
    assert '<div lang="fr" dir="ltr">' in fast
    assert f'hreflang="fr" href="{URL}/fr/net/fast/"' not in fast
    assert f'hreflang="fr" href="{URL}/fr/net/slow/"' in html(built, "net/slow")


def test_an_old_translation_leads_to_its_newer_original(built: BuildResult) -> None:
    """And says when that was changed."""
    lent = html(built, "fr/net/slow")

    assert "1 octobre 2026" in lent
    assert 'href="../../../net/slow/"' in lent


def test_the_site_map_has_translations_and_no_copies(built: BuildResult) -> None:
    """One site map for all languages."""
    found = (built.site / "sitemap.xml").read_text(encoding="utf-8")

    assert f"{URL}/fr/net/slow/<" in found
    assert f"{URL}/fr/net/fast/<" not in found
    assert not list((built.site / "fr").glob("sitemap*"))


def test_a_translation_of_what_is_for_the_team_stays_inside(built: BuildResult) -> None:
    """In every file of the site, though it does not say so itself."""
    said = b"".join(path.read_bytes() for path in sorted(built.site.rglob("*")) if path.is_file())

    assert b"zorkfrancais" not in said
    assert b"zorkquell" not in said
    assert "Secrète".encode() not in said


def test_what_languages_have_in_common_is_there_once(built: BuildResult) -> None:
    """Style sheets and scripts of the engine and the theme, and they are found from every page."""
    assert not (built.site / "fr" / "assets").exists()
    assert 'href="../../../assets/stylesheets/deskbook.css"' in html(built, "fr/net/slow")
    assert 'data-index="../../../pagefind/"' in html(built, "fr/net/slow")


def test_there_is_an_index_for_each_language(built: BuildResult) -> None:
    """Pagefind tells them apart by the language of the page."""
    folder: Path = built.site / "pagefind"

    assert {path.name.split(".")[1].split("_")[0] for path in folder.glob("pagefind.*.pf_meta")} == {"en", "fr", "ar"}
