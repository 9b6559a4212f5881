"""deskbook_site.stage: what the engine finds."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from deskbook.errors import BuildError
from deskbook_site.page import Page
from deskbook_site.stage import Staged, safe, stage


def page(path: str, body: str = "Text.") -> Page:
    """A page without front matter."""
    return Page(PurePosixPath(path), {}, body)


def tree(folder: Path) -> dict[str, str]:
    """Every file and its text."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with an image."""
    (tmp_path / "content" / "img").mkdir(parents=True)
    (tmp_path / "content" / "img" / "x.svg").write_text("<svg/>", encoding="utf-8")
    return tmp_path / "content"


def test_pages_and_files_are_staged_and_strays_removed(tmp_path: Path, content: Path) -> None:
    """The folder holds just what was asked for; a second run does nothing, the next only what changed."""
    docs = tmp_path / "build" / "docs"
    assert stage([page("a/b.md"), page("c.md")], {"img/x.svg"}, content, docs) == Staged(3, 0)
    assert tree(docs) == {"a/b.md": "---\n{}\n---\n\nText.\n", "c.md": "---\n{}\n---\n\nText.\n", "img/x.svg": "<svg/>"}
    before = (docs / "c.md").stat().st_mtime_ns
    assert stage([page("a/b.md"), page("c.md")], {"img/x.svg"}, content, docs) == Staged(0, 0)
    (docs / "stray").mkdir()
    (docs / "stray" / "secret.md").write_text("x", encoding="utf-8")
    (docs / ".c.md.tmp").write_text("left behind", encoding="utf-8")
    assert stage([page("c.md")], (), content, docs) == Staged(0, 4)
    assert tree(docs) == {"c.md": "---\n{}\n---\n\nText.\n"}
    assert (docs / "c.md").stat().st_mtime_ns == before
    assert [path.name for path in docs.iterdir()] == ["c.md"]


@pytest.mark.parametrize("path", ["../x.md", "/etc/x.md", "a/../../x.md", "a\\..\\x.md", "C:/x.md", "", "a\0.md"])
def test_a_path_that_leaves_its_folder_is_refused(path: str, tmp_path: Path, content: Path) -> None:
    """Neither a page nor a file can be written or read elsewhere."""
    with pytest.raises(BuildError, match="leaves the folder"):
        safe(path)
    with pytest.raises(BuildError):
        stage([], {path}, content, tmp_path / "docs")


def test_a_symbolic_link_brings_nothing_in(tmp_path: Path, content: Path) -> None:
    """A linked file or folder below content/ could be any file of the computer."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "id_rsa").write_text("key", encoding="utf-8")
    (content / "linked").symlink_to(secret)
    (content / "pic.png").symlink_to(secret / "id_rsa")
    for name in ("linked/id_rsa", "pic.png"):
        with pytest.raises(BuildError, match="symbolic link") as caught:
            stage([], {name}, content, tmp_path / "docs")
        assert str(content) in str(caught.value.where)
    assert not (tmp_path / "docs" / "pic.png").exists()


def test_links_in_the_staged_folder_are_not_followed(tmp_path: Path, content: Path) -> None:
    """A link that somebody put there is replaced, and what it leads to stays as it was."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "b.md").write_text("mine", encoding="utf-8")
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a").symlink_to(outside)
    (docs / "c.md").symlink_to(outside / "b.md")
    (docs / "stray").symlink_to(outside)
    stage([page("a/b.md"), page("c.md")], (), content, docs)
    assert (outside / "b.md").read_text(encoding="utf-8") == "mine"
    assert sorted(tree(docs)) == ["a/b.md", "c.md"]
    (tmp_path / "docs2").symlink_to(outside)
    with pytest.raises(BuildError, match="symbolic link"):
        stage([page("c.md")], (), content, tmp_path / "docs2")


def test_a_page_can_take_the_place_of_a_folder_and_back(tmp_path: Path, content: Path) -> None:
    """Renaming x.md to x.md/y.md, or back, is no trouble."""
    for paths in (["x.md"], ["x.md/y.md"], ["x.md"]):
        stage([page(path) for path in paths], (), content, tmp_path / "docs")
        assert sorted(tree(tmp_path / "docs")) == paths


@pytest.mark.parametrize("paths", [("a.md", "a/index.md"), ("a/index.md", "a/README.md"), ("a.md", "A.md")])
def test_two_pages_with_one_address_are_refused(paths: tuple[str, str], tmp_path: Path, content: Path) -> None:
    """One of them would silently vanish."""
    with pytest.raises(BuildError, match="two pages would have the address"):
        stage([page(path) for path in paths], (), content, tmp_path / "docs")


def test_a_file_that_is_gone_is_named(tmp_path: Path, content: Path) -> None:
    """Between reading and staging somebody may remove an image."""
    with pytest.raises(BuildError, match="it is gone"):
        stage([], {"img/y.svg"}, content, tmp_path / "docs")
