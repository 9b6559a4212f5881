"""Addresses that articles had before, on the site."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from bs4 import BeautifulSoup

from deskbook.library import create, render
from deskbook.model import Article, Audience, Confidence
from deskbook_site.build import build
from deskbook_site.linkcheck import broken_links
from deskbook_site.moved import Moved, moved_articles, write_moved
from deskbook_site.page import Page
from fakes import RecordingProgress
from help_desk import article, help_desk
from pages import page, shelf


def staged(*paths: str) -> tuple[Page, ...]:
    return tuple(Page(PurePosixPath(path), {"title": path}, "x") for path in paths)


def archived(path: str, **values: object) -> Article:
    return page(path, confidence=Confidence.ARCHIVED, aliases=(path,), **values)


def led(audience: Audience, *articles: Article) -> tuple[dict[str, str], list[str]]:
    """Where old addresses lead on a site, and those that say that the page was withdrawn."""
    on_site = staged(*(str(one.path) for one in articles if one.visible_to(audience)), "index.md")
    moved = moved_articles(shelf(*articles), audience, on_site)
    return dict(moved.redirects), [one.url for one in moved.withdrawn]


def test_an_old_address_leads_to_the_page() -> None:
    """Of an article that was renamed, was merged, or was replaced, at once."""
    articles = (page("a.md", aliases=("b.md",)), archived("c.md", replaced_by="d"), archived("d.md", replaced_by="a"))
    assert led(Audience.PUBLIC, *articles) == ({"b/": "a/", "c/": "a/", "d/": "a/"}, [])


def test_the_gate_holds_for_old_addresses() -> None:
    """What readers of a site must not know of, they do not learn from the address that it had."""
    articles = (
        page("in.md", aliases=("in-old.md",), audience=Audience.INTERNAL),
        page("wip.md", aliases=("wip-old.md",), confidence=Confidence.WIP),
        archived("secret.md", audience=Audience.INTERNAL, replaced_by="open"),
        archived("hidden.md", audience=Audience.INTERNAL),
        archived("was-open.md", replaced_by="in"),
        page("open.md"),
    )
    assert led(Audience.PUBLIC, *articles) == ({}, ["was-open/"])
    assert led(Audience.INTERNAL, *articles) == (
        {"in-old/": "in/", "wip-old/": "wip/", "secret/": "open/", "was-open/": "in/"},
        ["hidden/"],
    )


def test_a_page_keeps_its_address() -> None:
    """Neither an alias nor a withdrawn page takes the place of a page, an index, or whatever else the site has."""
    moved = moved_articles(
        shelf(page("a.md", aliases=("B.md",)), archived("dns/index.md"), page("b.md")),
        Audience.PUBLIC,
        staged("a.md", "b.md", "dns/index.md"),
    )
    assert moved == Moved((), ())


def test_rules_and_stubs(tmp_path: Path) -> None:
    """A stub for every address, always; rules behind those that are there, with the site's own path; 410 where nginx can say it."""
    (tmp_path / "_redirects").write_text("/t/1 /forum/1/ 301\n", encoding="utf-8")
    (tmp_path / "dns").mkdir()
    (tmp_path / "dns/file").write_text("x", encoding="utf-8")
    withdrawn = staged("gone.md")
    moved = Moved((("dns/old page/", "new/"), ("dns/file/x/", "new/")), withdrawn)
    write_moved(tmp_path, "https://help.example/kb", ("hosts", "nginx"), moved)

    stub = BeautifulSoup((tmp_path / "dns/old page/index.html").read_text(encoding="utf-8"), "html.parser")
    assert [str(a["href"]) for a in stub.select("a, link")] == ["../../new/"] * 2
    assert stub.select_one("meta[name=robots]")["content"] == "noindex"  # type: ignore[index]
    assert (tmp_path / "_redirects").read_text(encoding="utf-8") == (
        "/t/1 /forum/1/ 301\n/kb/dns/old%20page/ /kb/new/ 301\n"
    )
    rules = (tmp_path / "redirects.nginx.conf").read_text(encoding="utf-8")
    assert '    "/kb/dns/old page/" "/kb/new/";\n' in rules
    assert '    "/kb/gone/" 1;\n' in rules
    assert "map_hash_max_size" in rules
    (tmp_path / "forum").mkdir()
    (tmp_path / "forum/redirects.nginx.conf").write_text("map_hash_max_size 2048;", encoding="utf-8")
    write_moved(tmp_path, None, ("nginx",), moved)
    assert "map_hash" not in (tmp_path / "redirects.nginx.conf").read_text(encoding="utf-8")


def test_a_site_with_old_addresses(tmp_path: Path) -> None:
    """The withdrawn page looks like the site, is in no list, and leads on; no link of the site is broken by either."""
    more = (
        article("network/new.md", "Text.", title="New", aliases=("network/old.md",)),
        article(
            "network/dead.md", "Deadwords.", title="Dead", confidence=Confidence.ARCHIVED, aliases=("network/dead.md",)
        ),
    )
    for one in more:
        create(tmp_path / "content" / one.path, render(one))
    site = build(help_desk(tmp_path), Audience.PUBLIC, progress=RecordingProgress(), check_links=False).site

    assert broken_links(site) == ()
    dead = BeautifulSoup((site / "network/dead/index.html").read_text(encoding="utf-8"), "html.parser")
    assert dead.select_one("h1").get_text(strip=True).startswith("This page was withdrawn")  # type: ignore[union-attr]
    assert dead.select_one('meta[name="robots"]')["content"] == "noindex"  # type: ignore[index]
    assert dead.select("[data-pagefind-body]") == []
    assert [str(link["href"]) for link in dead.select("h1 + p a")] == ["../../network/", "../../all-pages/"]
    for path in site.rglob("*"):
        if path.suffix in (".html", ".xml", ".txt", ".json") and "dead" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert "dead/" not in text, path
            assert "Deadwords" not in text
