"""Every way through the site: by mouse, by keyboard alone, and by finger on a phone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from deskbook.stages.init import demo_project
from deskbook_site.webserver import serving

pytestmark = [pytest.mark.slow, pytest.mark.browser]

WAYS = ("mouse", "keyboard", "phone")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# So many stops of the Tab key are more than any page of the sample has.
_MOST_STOPS = 200
_CONFIG = """
[site]
languages = ["en", "fr"]

[contact]
form = "https://desk.example/new"
"""
_PATH = """\
---
id: new-customers
title: New customers
confidence: validated
audience: public
owner: platform
created: 2026-10-01
---

1. [Point your domain](../dns/apex-domain.md) at us.
2. [Purge the cache](../edge/purge-cache.md)
"""


class Reader:
    """Somebody who reads the site in one of the `WAYS`."""

    def __init__(self, page: Any, way: str, root: str) -> None:
        self.page, self.way, self.root = page, way, root

    def at(self, url: str) -> None:
        """Has opened a page, by its address below the site's."""
        self.page.goto(self.root + url)

    def use(self, what: Any, key: str = "Enter") -> None:
        """Clicks it, taps it, or goes to it with Tab and presses `key`."""
        if self.way == "mouse":
            what.first.click()
        elif self.way == "phone":
            what.first.tap()
        else:
            self._reach(what.first)
            self.page.keyboard.press(key)

    def link(self, name: str, within: str = "body") -> None:
        """Follows a link by its words."""
        self.use(self.page.locator(within).get_by_role("link", name=name))

    def search(self, words: str) -> None:
        """Types into the search of the home page."""
        if self.way == "keyboard":
            self.page.keyboard.press("/")
        else:
            self.use(self.page.locator(".db-hero"))
        field = self.page.locator("pagefind-input input")
        field.wait_for()
        field.press_sequentially(words)

    def menu(self) -> None:
        """Opens the navigation where it is not there at once, and goes from the page's section up to the whole."""
        if self.way == "phone":
            self.page.locator("label[for=__drawer].md-header__button").tap()
            self.page.locator(".md-nav--primary .md-nav .md-nav__title").first.tap()

    def comes_to(self, url: str) -> None:
        """Is on this page now."""
        self.page.wait_for_url(self.root + url)

    def _reach(self, what: Any) -> None:
        what.wait_for(state="attached")  # what the keyboard reaches need not be what is seen: the label of a field
        for _ in range(_MOST_STOPS):
            if what.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"no way to {what} by keyboard")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample's site, in two languages, with a path and a page before the ticket."""
    project = tmp_path_factory.mktemp("ways")
    demo_project(project)
    (project / "content/paths").mkdir()
    (project / "content/paths/new-customers.md").write_text(_PATH, encoding="utf-8")
    with (project / "deskbook.toml").open("a", encoding="utf-8", newline="\n") as file:
        file.write(_CONFIG)
    for verb in (["collect"], ["build", "--no-links"]):
        command = [sys.executable, "-m", "deskbook", "-C", str(project), *verb]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode < 2, done.stderr
    with serving(project / "site", 0) as address:
        yield address


@pytest.fixture(params=WAYS)
def reader(request: pytest.FixtureRequest, browser: Any, root: str) -> Iterator[Reader]:
    """One without a past. What scripts complain of, and a page that is wider than a phone, fail the test."""
    context = browser.new_context(**(PHONE if request.param == "phone" else {}))
    page = context.new_page()
    page.set_default_timeout(15_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield Reader(page, request.param, root)
    if request.param == "phone" and page.evaluate("document.documentElement.scrollWidth") > 390:
        problems.append(f"{page.url} is wider than the screen")
    context.close()
    assert problems == []


def test_home_leads_over_a_section_to_an_article(reader: Reader) -> None:
    """And the path above its title back again."""
    reader.at("")
    reader.link("Edge", within=".db-cards")
    reader.comes_to("edge/")
    reader.link("Old content", within=".db-page")
    reader.comes_to("edge/purge-cache/")
    reader.link("Edge", within=".md-path")
    reader.comes_to("edge/")


def test_a_search_leads_to_a_page(reader: Reader) -> None:
    """From typing to the answer."""
    reader.at("")
    reader.search("apex domain")
    found = reader.page.locator(".pf-result-title a", has_text="Can I point my apex domain")
    found.wait_for()
    reader.use(found)
    reader.comes_to("dns/apex-domain/**")


def test_a_search_can_be_narrowed_and_closed(reader: Reader) -> None:
    """To one kind of page; after it the page is there as before."""
    reader.at("")
    reader.search("cache")
    kind = reader.page.locator(".db-kinds [data-kind=Forum]")
    kind.wait_for()
    reader.use(kind)
    reader.page.wait_for_function(
        "() => { const kinds = [...document.querySelectorAll('.pf-result .db-kind')]; "
        "return kinds.length && kinds.every((one) => one.textContent === 'Forum'); }"
    )
    if reader.way == "phone":
        reader.use(reader.page.locator("dialog").get_by_role("button", name="Close"))
    else:  # the first one clears what was typed
        reader.page.locator("pagefind-input input").focus()
        reader.page.keyboard.press("Escape")
        reader.page.keyboard.press("Escape")
    reader.page.wait_for_selector("dialog[open]", state="detached")


def test_whoever_finds_nothing_is_led_on(reader: Reader) -> None:
    """To people, who answer what no page does."""
    reader.at("")
    reader.search("zzzzqqqq")
    reader.page.locator(".db-nothing a").first.wait_for()
    reader.link("Ask the team", within=".db-nothing")
    reader.comes_to("contact/")


def test_an_article_can_be_voted_on_and_left_for_the_team(reader: Reader) -> None:
    """Whoever is still stuck is one step from writing."""
    reader.at("edge/purge-cache/")
    reader.use(reader.page.locator(".db-helpful button[value=no]"))
    assert "Thank you" in reader.page.locator(".db-helpful [role=status]").inner_text()
    reader.link("Ask our support team")
    reader.comes_to("contact/")


def test_the_navigation_leads_to_another_section(reader: Reader) -> None:
    """On a phone it is behind a button."""
    reader.at("edge/purge-cache/")
    reader.menu()
    reader.link("All pages", within=".md-nav--primary")
    reader.comes_to("all-pages/")
    reader.link("API rate limits", within=".db-all")
    reader.comes_to("account/**")


def test_colours_and_language_can_be_changed(reader: Reader) -> None:
    """The page stays the same one."""
    reader.at("edge/purge-cache/")
    if reader.way == "keyboard":
        reader.use(reader.page.locator("input[name=__palette]"), key="ArrowDown")
    else:
        reader.use(reader.page.locator("[data-md-component=palette] label:not([hidden])"))
    reader.page.wait_for_selector("body[data-md-color-scheme=slate]")
    switch = reader.page.locator(".db-languages button")
    if reader.way == "mouse":
        switch.hover()
    elif reader.way == "phone":
        switch.tap()
    reader.use(reader.page.locator(".db-languages a[lang=fr]"))
    reader.comes_to("fr/edge/purge-cache/")


def test_the_forum_leads_to_an_answer(reader: Reader) -> None:
    """Over the topics that were answered; from the answer to its place in the talk, and to the topic's category."""
    reader.at("forum/")
    reader.link("Answered", within=".db-page, .db-topics, main")
    reader.comes_to("forum/answered/")
    reader.link("Websocket closes after 60s", within="main")
    reader.comes_to("forum/207-**")
    reader.link("See it in its place")
    reader.page.wait_for_url("**#post-2")
    reader.link("Apps", within=".db-facts__path")
    reader.comes_to("forum/c/apps/")


def test_the_chat_leads_to_a_conversation(reader: Reader) -> None:
    """Channel, day, conversation, and from a line of it into the log."""
    reader.at("chat/")
    reader.use(reader.page.locator("main a[href$='2026-10-14/'], main a[href='cirrusline/']"))
    reader.comes_to("chat/cirrusline/**")
    if not reader.page.url.endswith("2026-10-14/"):
        reader.use(reader.page.locator("main a[href*='2026-10-14/']"))
        reader.comes_to("chat/cirrusline/2026-10-14/")
    reader.link("502 EDGE-5021", within="main")
    reader.comes_to("chat/cirrusline/2026-10-14/502-**")
    reader.link("11:29", within="main")
    reader.page.wait_for_url("**/2026-10-14/#*")


def test_before_a_ticket_a_suggestion_can_be_read(reader: Reader) -> None:
    """It opens beside the form, in which the text stays; the button leads to people with it."""
    reader.at("contact/")
    desk = '<meta name="viewport" content="width=device-width"><title>Desk</title>'
    reader.page.context.route(
        "https://desk.example/**", lambda route: route.fulfill(body=desk, content_type="text/html")
    )
    reader.use(reader.page.locator("#db-subject"), key="ArrowRight")
    reader.page.keyboard.type("apex domain")
    suggestion = reader.page.locator(".db-suggestion a[target=_blank]", has_text="apex domain")
    suggestion.first.wait_for()
    with reader.page.context.expect_page() as opened:
        reader.use(suggestion)
    opened.value.wait_for_url(f"{reader.root}dns/apex-domain/**")
    opened.value.close()
    assert reader.page.locator("#db-subject").input_value() == "apex domain"
    reader.use(reader.page.get_by_role("button", name="Go on to our team"))
    reader.page.wait_for_url("https://desk.example/new*")


def test_a_path_is_walked(reader: Reader) -> None:
    """A step is ticked off, the next one opened, and read as well."""
    reader.at("paths/new-customers/")
    reader.use(reader.page.get_by_role("checkbox").first, key="Space")
    reader.page.locator("[data-db-progress] [role=status]", has_text="1 of 2 read").wait_for()
    reader.link("Continue with Purge the cache")
    reader.comes_to("edge/purge-cache/")
    reader.use(reader.page.get_by_role("checkbox", name="I have read this"), key="Space")
    reader.link("New customers", within=".db-way")
    reader.comes_to("paths/new-customers/")
    reader.page.get_by_text("You have read all of it.").wait_for()


def test_a_lost_reader_finds_the_way(reader: Reader) -> None:
    """From a page that is not there to the start."""
    reader.at("404.html")
    reader.link("start page", within="main")
    reader.comes_to("")
