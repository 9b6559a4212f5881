"""deskbook_site.preview, without its processes: tests/browser/test_serve.py has those."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from deskbook.model import Article, Audience, Confidence
from deskbook.project import Project
from deskbook_site.build import BuildResult, build
from deskbook_site.preview import Maker
from fakes import RecordingProgress

TOML = """\
[project]
name = "Tiny"
[content]
audience = "public"
confidence = "validated"
[site]
url = "https://help.example/"
languages = ["en", "fr"]
"""
FILES = {
    "dns/slow.md": "# Slow names\n\nAsk again. See [fast](fast.md).",
    "dns/fast.md": "# Fast names\n\nDo not ask.",
    "dns/index.md": "# Names\n\nAll of them.",
    "fr/dns/slow.md": "# Noms lents\n\nEncore.",
    "paths/first.md": "# First steps\n\n1. [Slow](../dns/slow.md)",
    "idea.md": "---\nconfidence: wip\n---\n\n# Idea\n\nA wipwobblex.",
    "plan.md": "---\nconfidence: wip\naudience: internal\n---\n\n# Plan\n\nAn internalozz.",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with two languages, a learning path and drafts."""
    root = tmp_path_factory.mktemp("preview")
    (root / "deskbook.toml").write_text(TOML, encoding="utf-8")
    for name, text in FILES.items():
        write(root, name, text)
    return Project.open(root)


@pytest.fixture(scope="module")
def maker(project: Project) -> Maker:
    """What makes pages of its site again."""
    return Maker(project, Audience.PUBLIC, built(project))


def write(root: Path, name: str, text: str) -> None:
    """Save an article."""
    path = root / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n", encoding="utf-8")


def built(project: Project) -> BuildResult:
    """The whole site."""
    return build(project, Audience.PUBLIC, progress=RecordingProgress(), check_links=False, preview=True)


def made(maker: Maker, *names: str) -> dict[str, bytes]:
    """The pages that are made of these files again."""
    return dict(maker.pages(map(PurePosixPath, names)).made)


def test_a_page_that_is_made_again_is_the_page_of_the_whole_site(project: Project, maker: Maker) -> None:
    """Byte for byte, with its languages, its place on a path and its structured data."""
    name, url = "dns/slow.md", "dns/slow/"
    site = project.root / "build/preview/site-public"
    assert made(maker, name)[url] == (site / url / "index.html").read_bytes()

    write(project.root, name, FILES[name] + "\n\n## More\n\nAnd **again**.")
    page = made(maker, name)[url]
    assert b"And <strong>again</strong>." in page
    built(project)
    assert (site / url / "index.html").read_bytes() == page


def test_drafts_are_made_for_those_who_may_read_them_later(project: Project, maker: Maker) -> None:
    """Marked as drafts; one for the team is on no page for others, and is not made."""
    write(project.root, "new.md", "---\nconfidence: wip\n---\n\n# New\n\nJust begun.")
    pages = made(maker, "idea.md", "new.md", "plan.md")

    assert set(pages) == {"idea/", "new/"}
    assert all(b"db-banner--draft" in page for page in pages.values())
    (project.root / "content/new.md").unlink()


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("reader", Audience)
@pytest.mark.parametrize("confidence", Confidence)
def test_a_preview_is_never_for_more_readers(audience: Audience, reader: Audience, confidence: Confidence) -> None:
    """It has what its readers may read once it is done; and drafts are nowhere else but on the team's own site."""
    article = Article(PurePosixPath("a.md"), "a", "A", "", confidence=confidence, audience=audience)
    previewed = replace(article, previewed=True)

    assert previewed.visible_to(reader) == (reader.may_read(audience) and confidence is not Confidence.ARCHIVED)
    if confidence is Confidence.WIP and reader is not Audience.INTERNAL:
        assert not article.visible_to(reader)


def test_what_changes_other_pages_waits_for_the_whole_site(project: Project, maker: Maker) -> None:
    """So do indexes, paths, translations, what is not for these readers, what is gone, and a second page for an address."""
    write(project.root, "DNS/Slow.md", "# Taken")
    write(project.root, "old.md", "---\nconfidence: archived\n---\n\nOld.")
    assert not made(
        maker, "dns/index.md", "paths/first.md", "fr/dns/slow.md", "old.md", "gone.md", "DNS/Slow.md", "x.png"
    )
    for name in ("DNS/Slow.md", "old.md"):
        (project.root / "content" / name).unlink()


def test_what_is_wrong_with_an_article_is_told(project: Project, maker: Maker) -> None:
    """With its place, and with what to write."""
    write(project.root, "wrong.md", "---\naudience: everybody\n---\n\nText.")
    pages = maker.pages([PurePosixPath("wrong.md")])

    assert not pages.made
    assert [str(finding.location) for finding in pages.findings] == ["content/wrong.md:2"]
    (project.root / "content/wrong.md").unlink()


def test_where_mkdocs_must_build_everything_no_page_is_made(tmp_path: Path) -> None:
    """The reason is there to be said."""
    (tmp_path / "deskbook.toml").write_text(
        '[content]\naudience = "public"\nconfidence = "validated"\n', encoding="utf-8"
    )
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [search]\n", encoding="utf-8")
    write(tmp_path, "a.md", "# A")
    project = Project.open(tmp_path)
    maker = Maker(project, Audience.PUBLIC, built(project))

    assert "plugins" in maker.whole
    assert not made(maker, "a.md")
