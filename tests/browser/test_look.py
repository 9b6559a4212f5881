"""The theme in a real browser: nothing from elsewhere, light, dark, print and right to left, at the width of a desk and of a phone."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PAGES = ("", "edge/", "edge/purge-cache/", "edge/504-gateway-timeout/", "all-pages/", "404.html")
ARTICLE = "edge/purge-cache/"
# A first view of an article, as a server would send it.
_MOST_BYTES = 300_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_sort_of_page_is_open_to_everybody(browser: Any, site: str, axe: str, scheme: str, width: int) -> None:
    """axe-core finds nothing on any template; no page is wider than the screen; no script fails; nothing comes from elsewhere."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for url in PAGES:
        page.goto(site + url)
        page.wait_for_load_state("networkidle")
        page.evaluate(axe)
        found = page.evaluate("async () => (await axe.run()).violations.map((v) => [v.id, v.nodes[0].html])")
        wrong += [f"{url}: {name} in {html}" for name, html in found]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{url}: wider than {width} pixels")
    context.close()
    assert wrong == []
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []


def test_home_begins_with_one_search_field(browser: Any, site: str) -> None:
    """It is the first thing after the title, opens the search by mouse, and a card or two below lead to sections."""
    page = browser.new_page()
    page.goto(site)
    assert page.evaluate("document.querySelector('h1').nextElementSibling.className") == "db-hero"
    page.locator(".db-hero").click()
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.locator(".db-cards a", has_text="Edge").click()
    assert page.url == f"{site}edge/"
    page.close()


def test_readers_can_say_whether_a_page_helped(browser: Any, site: str) -> None:
    """A click, or a key, becomes one event for whoever listens, and a word of thanks; the page itself sends nothing."""
    page = browser.new_page()
    page.goto(site + ARTICLE)
    page.wait_for_load_state("networkidle")  # a browser asks for the icon when it finds time
    page.evaluate(
        "() => { window.told = []; document.addEventListener('deskbook:event', (e) => window.told.push(e.detail)); }"
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Yes").click()
    page.get_by_role("button", name="No").focus()
    page.keyboard.press("Enter")
    told = page.evaluate("window.told")
    assert [(one["type"], one["vote"], one["article"], one["page"]) for one in told] == [
        ("helpful", vote, "purge-cache", "/edge/purge-cache/") for vote in ("yes", "no")
    ]
    assert "Thank you" in page.locator(".db-helpful [role=status]").inner_text()
    assert [url for url in asked if not url.endswith("favicon.png")] == []
    page.close()


def test_a_page_is_found_by_its_customers_words(browser: Any, site: str) -> None:
    """A query in the words of `asked_as`, which its text has not, finds the page; and the words explain the result."""
    page = browser.new_page()
    page.goto(site)
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] input")
    page.keyboard.type("yesterday's stylesheet")
    # Results of what was typed so far come and go before.
    found = "(end) => document.querySelector('dialog .pf-result a[href]')?.pathname.endsWith(end)"
    page.wait_for_function(found, arg=ARTICLE)
    first = page.locator("dialog .pf-result").first
    excerpt = first.locator(".pf-result-excerpt").first.inner_text()
    assert "stylesheet" in excerpt
    assert "Also asked as" not in excerpt
    page.close()


def test_without_scripts_the_site_can_be_browsed(browser: Any, site: str) -> None:
    """From home over all pages to an article; no button that does nothing is shown."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    assert not page.locator(".db-hero").is_visible()
    page.get_by_role("link", name="Look through all pages").click()
    page.locator(".db-all a", has_text="Old content is still served").click()
    assert page.url == site + ARTICLE
    assert not page.locator(".db-helpful").is_visible()
    context.close()


def test_an_article_can_be_printed(browser: Any, site: str) -> None:
    """On paper, also from a dark screen, there is dark text without navigation or buttons, and what was folded is open."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(site + ARTICLE)
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".md-header", ".md-sidebar--primary", ".db-after", ".md-footer"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.evaluate("getComputedStyle(document.querySelector('.md-typeset')).color") == "rgb(23, 37, 42)"
    page.evaluate(
        "document.querySelector('.db-page').insertAdjacentHTML('beforeend', '<details><summary>S</summary><p id=x>x</p></details>')"
    )
    assert page.locator("#x").is_visible()
    context.close()


def test_right_to_left_everything_changes_sides(browser: Any, site: str) -> None:
    """With `dir=rtl` the navigation is at the right, a banner's bar too, and nothing sticks out."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(site + "edge/504-gateway-timeout/")
    page.evaluate("document.body.dir = 'rtl'")
    box = page.locator(".md-sidebar--primary").bounding_box()
    assert box["x"] > 640
    page.evaluate("document.querySelector('.db-about').insertAdjacentHTML('afterend', '<p class=\"db-banner\">x</p>')")
    style = "getComputedStyle(document.querySelector('.db-banner')).borderRightWidth"
    assert page.evaluate(style) != "0px"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    context.close()


def test_a_first_view_is_light(browser: Any, site: str) -> None:
    """All that an article's page fetches is at most 300 kB, as servers pack it."""
    page = browser.new_page()
    sizes: dict[str, int] = {}
    page.on(
        "response",
        lambda answer: sizes.update({answer.url: len(gzip.compress(answer.body(), 6))}) if answer.ok else None,
    )
    page.goto(site + ARTICLE)
    page.wait_for_load_state("networkidle")
    page.close()
    assert sum(sizes.values()) <= _MOST_BYTES, sizes
    assert len(sizes) >= 5


def test_style_sheets_know_no_left_and_right() -> None:
    """What is said of one side is said as start or end, so that it holds for Arabic too."""
    styles = Path(__file__).parents[2] / "theme/assets/stylesheets"
    for name in ("deskbook.css", "threads.css"):
        for line in (styles / name).read_text(encoding="utf-8").splitlines():
            said = line.partition("/*")[0]
            assert not any(f"{rule}-{side}:" in said for rule in ("margin", "padding", "border") for side in ("left", "right")), line  # fmt: skip
            assert "text-align: left" not in said, line
