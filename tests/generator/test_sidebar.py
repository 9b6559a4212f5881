"""The page for the sidebar of a ticket system, and the file that says who may read what."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from deskbook.config import Config, ProjectBlock, SidebarBlock, SiteBlock
from deskbook.model import Audience, Confidence, ThreadKind
from deskbook_site.engines import Order
from deskbook_site.sidebar import Sidebar, write_sidebar
from deskbook_site.words import ENGLISH, words_of
from help_desk import article, message, thread

THEME = Path(__file__).parents[2] / "theme"


def order(site: Path) -> Order:
    """What an engine was asked to build into a folder."""
    return Order(site, "Acme", None, site, site, site, site, THEME, (), ())


def readers(site: Path, audience: Audience) -> dict[str, object]:
    """What the file says on a site for an audience, with an article of each sort."""
    articles = [
        article("a.md", "x", audience=Audience.PUBLIC, confidence=Confidence.VALIDATED),
        article("b.md", "x", audience=Audience.PARTNER, confidence=Confidence.VALIDATED),
        article("c.md", "x", audience=Audience.INTERNAL, confidence=Confidence.VALIDATED),
        article("d.md", "x", audience=Audience.PUBLIC, confidence=Confidence.WIP),
    ]
    topic = thread(ThreadKind.TOPIC, "1", "How", message(1, "How?"))
    write_sidebar(Config(), audience, [("", ENGLISH, articles)], [topic], [], order(site))
    told: dict[str, object] = json.loads((site / "sidebar/readers.json").read_text(encoding="utf-8"))
    return told


def test_what_is_not_named_is_for_the_team(tmp_path: Path) -> None:
    """Nor is what nobody validated: so nothing is handed on by mistake."""
    assert readers(tmp_path, Audience.INTERNAL) == {
        "audience": "internal",
        "public": ["a/", "forum/1-how/"],
        "partner": ["b/"],
    }


def test_on_a_site_for_all_nothing_is_named(tmp_path: Path) -> None:
    """All may read everything, and no address is told twice."""
    assert readers(tmp_path, Audience.PUBLIC) == {"audience": "public", "public": [], "partner": []}


@pytest.mark.parametrize("edition", ["", "fr/"])
def test_the_page_finds_the_assets_of_its_site(tmp_path: Path, edition: str) -> None:
    """In each language; and nothing in it needs an inline script or style, which a strict site forbids."""
    words = words_of("fr") if edition else ENGLISH
    write_sidebar(Config(), Audience.PUBLIC, [(edition, words, [])], [], [], order(tmp_path))
    page = tmp_path / edition / "sidebar/index.html"
    html = page.read_text(encoding="utf-8")

    for name in re.findall(r'(?:src|href)="([^"]*assets[^"]*)"', html):
        place = (page.parent / name).resolve().relative_to(tmp_path.resolve())
        assert (THEME / place).is_file()
    assert not re.search(r'<style|\sstyle=|\son\w+=|<script(?![^>]*(?:src=|type="application/json"))', html)
    assert words("sidebar") in html


def test_replies_link_to_the_site_for_customers(tmp_path: Path) -> None:
    """Also on the internal site; origins are data that cannot leave their place."""
    block = SidebarBlock(origins=("https://acme.zendesk.example",), public_url="https://help.acme.example")
    config = Config(project=ProjectBlock(name='"><b>'), site=SiteBlock(url="https://x.example/"), sidebar=block)
    write_sidebar(config, Audience.INTERNAL, [("", ENGLISH, [])], [], [], order(tmp_path))
    html = (tmp_path / "sidebar/index.html").read_text(encoding="utf-8")

    assert 'data-reply="https://help.acme.example/"' in html
    assert "&#34;https://acme.zendesk.example&#34;" in html
    assert "<b>" not in html
    assert Sidebar("a", SidebarBlock(), "https://x.example").reply_address == "https://x.example/"


@pytest.mark.parametrize("origin", ["*", "https://acme.example/path", "acme.example", "null"])
def test_an_origin_is_one_site(origin: str) -> None:
    """Not all of them, and no page."""
    with pytest.raises(ValidationError):
        SidebarBlock(origins=(origin,))
