"""Pages that the engine builds once are cut at their markers and filled again."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from deskbook.errors import BuildError
from deskbook_site.shell import Shell, load_shells, remove_shells, shell_pages
from deskbook_site.words import ENGLISH
from fakes import site_with_shells

THEME = Path(__file__).parents[2] / "theme"
MKDOCS = f"""
site_name: Help & more
site_url: https://help.example/base/
repo_url: https://git.example/help
edit_uri: edit/main/docs/
theme:
  name: material
  font: false
  custom_dir: {THEME}
  features: [navigation.footer, navigation.tabs, content.action.edit, content.action.view]
plugins: []
markdown_extensions: [{{toc: {{permalink: true}}}}]
nav: [index.md, forum/index.md, chat/index.md]
extra: {{deskbook: {{words: {json.dumps(ENGLISH.of_theme)}, up: ""}}}}
"""


@pytest.fixture(name="site", scope="module")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("engine")
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    (root / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    for page in shell_pages():
        target = root / "docs" / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page.render(), encoding="utf-8")
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict", "--quiet"]
    subprocess.run(command, cwd=root, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    return root / "site"


def test_the_markers_survive_mkdocs_and_the_theme(site: Path) -> None:
    """Every shell of a real build can be loaded and filled, and says title, description and address of the new page."""
    shells = [*load_shells(site, "forum").values(), *load_shells(site, "chat").values()]

    assert len(shells) == 9
    for shell in shells:
        soup = BeautifulSoup(
            shell.page("A <b> & co", "<p id='content'>body</p>", 'say "hi"', "forum/1-a/"), "html.parser"
        )
        assert soup.title is not None
        assert soup.title.get_text() in ("A <b> & co - Help & more", "Forum - Help & more", "Chat - Help & more")
        assert soup.select_one("meta[name=description]")["content"] == 'say "hi"'
        assert soup.select_one("link[rel=canonical]")["href"] == "https://help.example/base/forum/1-a/"
        assert soup.select_one("a.md-skip")["href"] == "#content"
        assert soup.select_one("main article #content").get_text() == "body"


def test_nothing_of_the_shell_itself_is_left(site: Path) -> None:
    """No marker, edit link, neighbour, heading or search mark of the shell's own file gets into a page."""
    for depth, shell in load_shells(site, "forum").items():
        page = shell.page("T", "", "D", "forum/1-a/")
        soup = BeautifulSoup(page, "html.parser")
        assert "@@DESKBOOK" not in page
        assert "/shell/" not in page
        assert not soup.select("link[rel=prev], link[rel=next], a[rel=edit], .md-content__button, .md-footer__inner")
        assert not soup.select("h1, [data-pagefind-body], [data-pagefind-filter]")
        assert re.search(rf'src="({re.escape("../" * depth)})assets/', page)


def test_home_pages_do_not_show_the_markers(site: Path) -> None:
    """The navigation of other pages knows forum and chat by their names."""
    home = (site / "index.html").read_text(encoding="utf-8")

    assert "@@DESKBOOK" not in home
    assert "Forum" in home
    assert "Chat" in home


def test_only_what_is_asked_for_gets_a_shell() -> None:
    """A site without forum or chat has no pages for them."""
    assert {page.path.parts[0] for page in shell_pages(chat=False)} == {"forum"}
    assert {page.path.parts[0] for page in shell_pages(forum=False)} == {"chat"}
    assert shell_pages(forum=False, chat=False) == ()


@given(
    st.sampled_from(["@@DESKBOOK_BODY@@", "@@DESKBOOK_TITLE@@ @@DESKBOOK_URL@@"]) | st.text(max_size=30),
    st.text(max_size=30),
)
def test_what_a_page_says_cannot_move_its_parts(text: str, other: str) -> None:
    """A marker or HTML in a title or body is text like any other."""
    shell = Shell(("<title>", "TITLE", "</title><main>", "BODY", "</main>"))
    page = shell.page(text, f"<p>{other}</p>", "", "forum/x/")

    assert page.endswith(f"<main><p>{other}</p></main>")
    assert page.count("<") == 6 + other.count("<")


@pytest.mark.parametrize("slot", ["TITLE", "DESCRIPTION", "BODY"])
def test_a_theme_that_drops_a_marker_is_named(tmp_path: Path, slot: str) -> None:
    """The error says which marker is gone, from which page, and what to do."""
    path = site_with_shells(tmp_path) / "forum/shell/index.html"
    path.write_text(path.read_text(encoding="utf-8").replace(f"@@DESKBOOK_{slot}@@", ""), encoding="utf-8")

    with pytest.raises(BuildError, match=f"@@DESKBOOK_{slot}@@ is gone") as caught:
        Shell.load(path)
    assert caught.value.where == str(path)
    assert "main.html" in (caught.value.cure or "")


def test_a_site_without_shells_is_an_error(tmp_path: Path) -> None:
    """Pages cannot be made before the engine has run."""
    with pytest.raises(BuildError, match="no shell"):
        load_shells(tmp_path, "forum")


def test_a_site_without_an_address_has_no_canonical_link(tmp_path: Path) -> None:
    """Where the engine wrote none, none is made up."""
    path = tmp_path / "index.html"
    path.write_text("@@DESKBOOK_TITLE@@@@DESKBOOK_DESCRIPTION@@@@DESKBOOK_BODY@@", encoding="utf-8")

    assert Shell.load(path).page("t", "b", "d", "forum/x/") == "tdb"


def test_shells_leave_the_finished_site(tmp_path: Path) -> None:
    """Only the section's index stays."""
    site = site_with_shells(tmp_path)
    remove_shells(site, "forum")

    assert [path.relative_to(site).as_posix() for path in site.glob("forum/**/*.html")] == ["forum/index.html"]
    remove_shells(site, "forum")
