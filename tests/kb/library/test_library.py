"""The folder of articles."""

from pathlib import Path, PurePosixPath

import pytest

from deskbook.errors import ContentError
from deskbook.library import Library
from deskbook.model import Article

ARTICLE = Article(PurePosixPath("drafts/a.md"), "a", "A", "Text.")


def test_reads_articles_and_names_the_other_files(tmp_path: Path) -> None:
    """Markdown files are articles, in the order of paths; everything else is listed."""
    for name in ("b.md", "a/z.md", "a/picture.png", ".hidden.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Text.", encoding="utf-8")

    shelf = Library(tmp_path).read()

    assert [str(article.path) for article in shelf.articles] == ["b.md", "a/z.md"]
    assert shelf.files == {"a/picture.png"}


def test_an_unreadable_file_is_a_finding_and_the_rest_is_read(tmp_path: Path) -> None:
    """One broken page does not hide the others, and cannot be published by accident."""
    (tmp_path / "bad.md").write_bytes(b"---\naudience: publik\n---\nText.")
    (tmp_path / "latin.md").write_bytes(b"caf\xe9")
    (tmp_path / "good.md").write_text("Text.", encoding="utf-8")

    shelf = Library(tmp_path, prefix="kb/content").read()

    assert [str(article.path) for article in shelf.articles] == ["good.md"]
    assert [str(finding.location) for finding in shelf.unreadable] == ["kb/content/bad.md:2", "kb/content/latin.md:1"]


def test_one_article_is_read_as_among_all(tmp_path: Path) -> None:
    """Or it is the same finding; what is gone, and what is no article, is nothing."""
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr/a.md").write_text("---\naudience: public\n---\nTexte.", encoding="utf-8")
    (tmp_path / "bad.md").write_text("---\naudience: publik\n---\nText.", encoding="utf-8")
    (tmp_path / "x.png").write_bytes(b"")
    library = Library(tmp_path, languages=("fr",))
    shelf = library.read()

    assert library.read_one(PurePosixPath("fr/a.md")) == shelf.articles[0]
    assert library.read_one(PurePosixPath("bad.md")) == shelf.unreadable[0]
    assert library.read_one(PurePosixPath("gone.md")) is library.read_one(PurePosixPath("x.png")) is None


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """A symbolic link cannot bring a file from elsewhere into the knowledge base."""
    (tmp_path / "secret.md").write_text("Secret.", encoding="utf-8")
    content = tmp_path / "content"
    content.mkdir()
    (content / "link.md").symlink_to(tmp_path / "secret.md")

    shelf = Library(content).read()

    assert shelf.articles == ()
    assert len(shelf.unreadable) == 1


def test_creates_but_never_edits(tmp_path: Path) -> None:
    """A file that a person has touched stays as that person left it."""
    library = Library(tmp_path)

    assert library.create(ARTICLE)
    (tmp_path / "drafts/a.md").write_text("mine", encoding="utf-8")
    assert not library.create(ARTICLE)

    assert (tmp_path / "drafts/a.md").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in (tmp_path / "drafts").iterdir()] == ["a.md"]


def test_an_article_stays_below_the_folder(tmp_path: Path) -> None:
    """A path that climbs out is refused."""
    with pytest.raises(ContentError):
        Library(tmp_path / "content").create(Article(PurePosixPath("../out.md"), "o", "O", "Text."))

    assert not (tmp_path / "out.md").exists()
