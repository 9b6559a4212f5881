"""deskbook_site.engines.zensical: the same site from the same staged pages, by the other engine."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin

import pytest

from deskbook.errors import BuildError
from deskbook.stages.init import demo_project
from deskbook_site.engines import Order
from deskbook_site.engines.mkdocs import theme_dir
from deskbook_site.engines.zensical import render
from deskbook_site.page import Page
from deskbook_site.stage import stage

pytest.importorskip("zensical", reason="comes with the extra `zensical`")

HOME = Page(PurePosixPath("index.md"), {"title": "Home", "tags": ["start"]}, "Hello.")
DEEP = Page(PurePosixPath("templates/b.md"), {"title": 'It is: "x" <i>'}, "Deep.")


def order(root: Path, *pages: Page) -> Order:
    """An order for some staged pages."""
    work = root / "build"
    stage(pages, (), root / "content", work / "docs")
    return Order(
        root=root,
        name="Help: #1",
        url="https://x.example/kb",
        content=root / "content",
        config=work / "mkdocs-public.yml",
        docs=work / "docs",
        site=work / "site-public.new",
        theme=theme_dir(root),
        nav=[page.path for page in pages],
        pages=pages,
    )


def test_a_site_is_built_from_staged_pages(tmp_path: Path) -> None:
    """Titles are shown as they are; there is one search, no second list of tags, and no index of the engine's own."""
    made = order(tmp_path, HOME, DEEP)
    render(made)
    html = (made.site / "templates/b/index.html").read_text(encoding="utf-8")
    home = (made.site / "index.html").read_text(encoding="utf-8")

    assert "<title>It is: &quot;x&quot; &lt;i&gt; - Help: #1</title>" in html
    assert '<link rel="canonical" href="https://x.example/kb/templates/b/">' in html
    assert home.count("<pagefind-modal>") == 1
    assert "md-search" not in home
    assert "md-tags" not in home
    assert not (made.site / "search.json").exists()


def test_addresses_in_html_lead_where_they_say(tmp_path: Path) -> None:
    """As seen from the page's address, as in all of deskbook; in code they are text."""
    said = (
        '<a href="../../a/">1</a> <a class="x" href=\'../\'>2</a> <img src="p.png"> <a href="/a/">3</a> <a href="#x">4</a> '
        '<a href="https://x.example/">5</a> <a href="../c/?y#z">6</a>'
    )
    code = '```html\n<a href="../">\n```'
    made = order(tmp_path, HOME, Page(PurePosixPath("d/b.md"), {}, f"<p id='x'>{said}</p>\n\n{code}\n"))
    render(made)
    html = (made.site / "d/b/index.html").read_text(encoding="utf-8")
    found = re.findall(r'(?:href|src)=["\']([^"\']*)["\']', html[html.index("<p id=") :].partition("</p>")[0])

    assert [urljoin("https://x.example/kb/d/b/", one) for one in found] == [
        f"https://x.example/{one}" for one in ("kb/a/", "kb/d/", "kb/d/b/p.png", "a/", "kb/d/b/#x", "", "kb/d/c/?y#z")
    ]
    assert code in (tmp_path / "build/docs-zensical/d/b.md").read_text(encoding="utf-8")


def test_what_the_engine_warns_of_stops_the_build(tmp_path: Path) -> None:
    """A warning is an error that says what Zensical said, and of which line."""
    made = order(tmp_path, Page(HOME.path, {}, "Hello.\n\n[x](missing.md)"))
    with pytest.raises(BuildError, match=re.escape("index.md:7:5: page does not exist")):
        render(made)


def test_a_page_that_the_engine_leaves_out_is_noticed(tmp_path: Path) -> None:
    """A page that is nowhere stops the build."""
    with pytest.raises(BuildError, match="Zensical left this page out"):
        render(order(tmp_path, HOME, Page(PurePosixPath(".hidden.md"), {}, "x")))


@pytest.mark.parametrize("name", ["hooks", "plugins"])
def test_what_the_engine_would_ignore_is_refused(tmp_path: Path, name: str) -> None:
    """A hook that is not run, without a word, is found out too late."""
    made = order(tmp_path, HOME)
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\ntheme: material\n{name}: [mine]\n", encoding="utf-8")
    with pytest.raises(BuildError, match=f"would ignore the {name} of this file"):
        render(made)


@pytest.mark.slow
def test_the_sample_is_the_same_site_by_both_engines(tmp_path: Path) -> None:
    """The same pages, with the same titles, addresses of their own, articles, navigation, banners, search and data for programs."""
    demo_project(tmp_path)
    settings = tmp_path / "deskbook.toml"
    text = settings.read_text(encoding="utf-8")
    for verb in ("collect", "cluster", "draft"):
        _run(tmp_path, verb)
    sites = {}
    for engine in ("mkdocs", "zensical"):
        settings.write_text(f'{text}\n[site]\nengine = "{engine}"\nurl = "https://x.example/"\n', encoding="utf-8")
        _run(tmp_path, "build", "--output", str(tmp_path / engine))
        sites[engine] = {
            path.relative_to(tmp_path / engine).as_posix(): path for path in (tmp_path / engine).rglob("*.html")
        }
    one, other = sites["mkdocs"], sites["zensical"]

    assert one.keys() == other.keys()
    assert len(one) > 40
    for name, path in one.items():
        seen, also = _Seen.of(path, name), _Seen.of(other[name], name)
        for part in ("head", "header", "nav", "article"):
            assert getattr(also, part) == getattr(seen, part), f"{part} of {name}"
        assert seen.article or name == "sidebar/index.html"  # of which no engine makes anything


def _run(folder: Path, *verb: str) -> None:
    command = [sys.executable, "-m", "deskbook", "-C", str(folder), *verb]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode < 2, done.stderr  # 1 is a finding: the sample has a broken link


@dataclass
class _Seen(HTMLParser):
    """What a reader and a program get of a page: in `head` its title and what it says of itself, in `header` the search, in `nav`
    the links and the current one, and in `article` all tags and texts."""

    url: str
    head: list[object] = field(default_factory=list)
    header: list[object] = field(default_factory=list)
    nav: list[object] = field(default_factory=list)
    article: list[object] = field(default_factory=list)
    _within: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, path: Path, name: str) -> _Seen:
        seen = cls(f"https://x.example/{name.removesuffix('index.html')}")
        HTMLParser.__init__(seen)
        seen.feed(path.read_text(encoding="utf-8"))
        return seen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {
            key: urljoin(self.url, value or "") if key in ("href", "src", "data-index") else value
            for key, value in attrs
        }
        name = f"{tag} {told.get('class') or ''}"
        if tag in ("meta", "link") and told.get("name") != "generator" and "/assets/stylesheets/" not in str(told):
            self.head.append((tag, told))
        if tag.startswith("pagefind-") or "db-search" in name:
            self.header.append((tag, told))
        if tag == "a" and "md-nav__link" in name:
            self.nav.append((told["href"], told.get("aria-current")))
        # Where "skip to content" leads, in the one engine to the first heading, in the other to a place of its own.
        if "article" in self._within and told.get("id") != "__skip":
            self.article.append((tag, told))
        if tag in ("title", "article", "nav"):
            self._within.append("menu" if "md-nav" in name else tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("title", "article", "nav"):
            self._within.pop()

    def handle_data(self, data: str) -> None:
        words = data.split()
        if words and "article" in self._within:
            self.article.append(words)
        elif words and self._within[-1:] == ["title"]:
            self.head.append(words)
        elif words and "menu" in self._within:
            self.nav.append(words)
