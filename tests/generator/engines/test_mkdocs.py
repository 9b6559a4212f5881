"""deskbook_site.engines.mkdocs: what MkDocs is told, and what it answers."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
import yaml

from deskbook.errors import BuildError
from deskbook_site.engines import Order
from deskbook_site.engines.mkdocs import render, theme_dir
from deskbook_site.indexes import Nav
from deskbook_site.page import Page
from deskbook_site.stage import stage
from deskbook_site.words import words_of

MKDOCS_YML = "site_name: Own name\ntheme:\n  name: material\n  features: [navigation.top]\n"


def order(root: Path, *pages: Page, **values: object) -> Order:
    """An order for some staged pages of a project with its own mkdocs.yml."""
    (root / "mkdocs.yml").write_text(MKDOCS_YML, encoding="utf-8")
    build = root / "build"
    stage(pages, (), root / "content", build / "docs")
    made = Order(
        root=root,
        name="Help: #1",
        url=None,
        content=root / "content",
        config=build / "mkdocs-public.yml",
        docs=build / "docs",
        site=build / "site-public.new",
        theme=theme_dir(root),
        nav=[PurePosixPath("index.md"), ("Key: value # {x}", (PurePosixPath("a/b.md"),))],
        pages=pages,
    )
    return replace(made, **values)  # type: ignore[arg-type]


HOME = Page(PurePosixPath("index.md"), {"title": "Home"}, "Hello.")
DEEP = Page(PurePosixPath("a/b.md"), {"title": 'It is: "x" <i> & #1 {y}'}, "Deep.")


def test_a_site_is_built_from_staged_pages(tmp_path: Path) -> None:
    """The project's own settings are inherited; titles and sections with signs of YAML and HTML are shown as they are."""
    made = order(tmp_path, HOME, DEEP, url="https://x.example/kb")
    render(made)
    html = (made.site / "a/b/index.html").read_text(encoding="utf-8")
    assert "<title>It is: &quot;x&quot; &lt;i&gt; &amp; #1 {y} - Own name</title>" in html
    assert "Key: value # {x}" in html
    assert '<link rel="canonical" href="https://x.example/kb/a/b/">' in html
    assert '"navigation.top"' in html
    assert "Built with deskbook" in html
    config = yaml.safe_load(made.config.read_text(encoding="utf-8"))
    assert (config["INHERIT"], config["docs_dir"], config["plugins"]) == ("../mkdocs.yml", "docs", [])


def test_without_a_mkdocs_yml_the_one_of_a_new_project_is_taken(tmp_path: Path) -> None:
    """A project needs no file of the engine's; the name then comes from deskbook.toml."""
    made = order(tmp_path, HOME, DEEP)
    (tmp_path / "mkdocs.yml").unlink()
    render(made)
    html = (made.site / "a/b/index.html").read_text(encoding="utf-8")
    assert "Help: #1" in html
    assert "Made with" not in html
    assert 'data-md-color-scheme="slate"' in html


def test_readers_can_choose_light_or_dark(tmp_path: Path) -> None:
    """Also where the project's settings name no colours; a project that does keeps its own."""
    made = order(tmp_path, HOME, DEEP)
    render(made)
    html = (made.site / "index.html").read_text(encoding="utf-8")
    assert [scheme for scheme in ("default", "slate") if f'data-md-color-scheme="{scheme}"' in html] == [
        "default",
        "slate",
    ]
    own = order(tmp_path, HOME, DEEP)
    (tmp_path / "mkdocs.yml").write_text(
        f"{MKDOCS_YML}  palette: {{primary: teal}}\n  language: ar\n", encoding="utf-8"
    )
    render(own)
    html = (own.site / "index.html").read_text(encoding="utf-8")
    assert 'data-md-color-primary="teal"' in html
    assert '<body dir="rtl"' in html


def test_a_project_can_bring_its_own_theme(tmp_path: Path) -> None:
    """theme/main.html of the project is taken in place of deskbook's."""
    assert (theme_dir(tmp_path) / "main.html").is_file()
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "main.html").write_text("<p>{{ page.content }}</p>", encoding="utf-8")
    assert theme_dir(tmp_path) == tmp_path / "theme"


def test_what_the_engine_warns_of_stops_the_build(tmp_path: Path) -> None:
    """A warning is an error that says what MkDocs said, and where its settings are."""
    made = order(tmp_path, replace(HOME, body="[x](missing.md)"), DEEP)
    with pytest.raises(BuildError, match=re.escape("Doc file 'index.md' contains a link 'missing.md'")) as caught:
        render(made)
    assert caught.value.where == str(made.config)


def test_a_page_that_the_engine_leaves_out_is_noticed(tmp_path: Path) -> None:
    """Pages in a folder called templates are built; a page that is nowhere stops the build."""
    kept = Page(PurePosixPath("templates/letter.md"), {"title": "Letter"}, "Dear customer.")
    render(order(tmp_path, HOME, DEEP, kept))
    with pytest.raises(BuildError, match="MkDocs left this page out") as caught:
        render(order(tmp_path, HOME, DEEP, Page(PurePosixPath(".hidden.md"), {}, "x")))
    assert caught.value.where == "docs/.hidden.md"


@pytest.mark.parametrize("extension", ["[tables, pymdownx.snippets]", "\n  - pymdownx.snippets:\n      base_path: ."])
def test_an_extension_that_copies_files_past_the_gate_is_refused(tmp_path: Path, extension: str) -> None:
    """With snippets, a public page could show any file of the project."""
    made = order(tmp_path, HOME, DEEP)
    (tmp_path / "mkdocs.yml").write_text(f"{MKDOCS_YML}markdown_extensions: {extension}\n", encoding="utf-8")
    with pytest.raises(BuildError, match="copies files into pages") as caught:
        render(made)
    assert caught.value.where == str(tmp_path / "mkdocs.yml")


def test_settings_that_are_no_yaml_are_named(tmp_path: Path) -> None:
    """Tags that only MkDocs knows are let be; a file that is no YAML is an error with its name."""
    made = order(tmp_path, HOME, DEEP)
    (tmp_path / "mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")
    with pytest.raises(BuildError, match="cannot be read as YAML"):
        render(made)
    (tmp_path / "mkdocs.yml").write_text(
        f"{MKDOCS_YML}copyright: !ENV [NO_SUCH_NAME, mine]\nplugins: []\n", encoding="utf-8"
    )
    render(made)
    assert "mine" in (made.site / "index.html").read_text(encoding="utf-8")


def test_the_navigation_does_not_grow_with_the_site(tmp_path: Path) -> None:
    """It shows the sections above a page and what stands beside it; of more than 100 sections, or 40 pages, a link to all of them."""
    sections = [[PurePosixPath(f"s{n}/{name}.md") for name in ("index", "x", "y")] for n in range(102)]
    pages = [Page(path, {"title": f"Page {path.with_suffix('')}"}, "Text.") for paths in sections for path in paths]
    nav: list[Nav] = [HOME.path, *((f"Section {n}", tuple(paths)) for n, paths in enumerate(sections))]

    def links(many: int, url: str) -> list[str]:
        """Those on one page of a site with the first so many sections."""
        made = order(tmp_path, HOME, *pages[: 3 * many], nav=nav[: many + 1])
        render(made)
        return navigation(made, url)

    here = ["../", "./", "../y/"]
    assert links(3, "s1/x") == ["../..", "../../s0/", *here, "../../s2/"]
    assert links(100, "s1/x") == [
        "../..",
        "../../s0/",
        *here,
        *(f"../../s{n}/" for n in range(2, 100)),
        "../../all-pages/",
    ]
    assert links(102, "s1/x") == ["../..", *here, "../../all-pages/"]


def test_more_than_500_neighbours_are_not_looked_at(tmp_path: Path) -> None:
    """A page shows home, what it is in and itself, and links to all; one that is in no navigation shows no place in it."""
    flat = [Page(PurePosixPath(f"p{n}.md"), {"title": f"Page {n}"}, "Text.") for n in range(500)]
    deep = [Page(PurePosixPath(f"s/{name}.md"), {"title": f"Deep {name}"}, "Text.") for name in ("index", "x", "y")]
    listed = [HOME, *flat, *deep]
    nav: list[Nav] = [HOME.path, *(page.path for page in flat), ("Section", tuple(page.path for page in deep))]
    made = order(tmp_path, *listed, Page(PurePosixPath("moved.md"), {"title": "Moved"}, "Text."), nav=nav)
    render(made)
    assert navigation(made, "") == [".", "all-pages/"]
    assert navigation(made, "p7") == ["..", "./", "../all-pages/"]
    assert navigation(made, "s") == ["..", "./", "x/", "y/", "../all-pages/"]
    assert navigation(made, "s/x") == ["../..", "../", "./", "../y/", "../../all-pages/"]
    assert navigation(made, "moved") == ["..", "../all-pages/"]


def navigation(made: Order, url: str) -> list[str]:
    """The links of the navigation on a page."""
    html = (made.site / url / "index.html").read_text(encoding="utf-8")
    (shown,) = re.findall(r'<nav class="md-nav md-nav--primary".*?</nav>\s*</div>', html, re.S)
    return re.findall(r'<a href="([^"]+)" class="md-nav__link', shown)


def test_the_engine_speaks_the_language_of_the_site(tmp_path: Path) -> None:
    """With deskbook's own words in it, too; of one that it does not know it says so."""
    made = order(tmp_path, HOME, DEEP, language="fr", words=words_of("fr"))
    render(made)
    html = (made.site / "a/b/index.html").read_text(encoding="utf-8")
    assert '<html lang="fr"' in html
    assert "Réalisé avec deskbook" in html
    with pytest.raises(BuildError, match="does not speak the language 'gd'"):
        render(order(tmp_path, HOME, DEEP, language="gd"))
