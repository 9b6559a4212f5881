"""Forum and chat pages in a real browser: by keyboard, on a phone, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.browser]

TOPIC = "forum/300-purge-does-nothing-since-monday/"
DAY = "chat/cirrusline/2026-10-14/"
PAGES = ("forum/", "forum/answered/", TOPIC, f"{TOPIC}page/2/", "chat/", "chat/cirrusline/", DAY)
# Where the focus is: the element's own words, where it leads, and whether anybody can see that it is there.
FOCUS = """() => {
  const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  return {tag: e.tagName, text: e.innerText, href: e.getAttribute("href"), inMain: !!e.closest("#content"),
          seen: r.width > 0 && r.height > 0 && (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none")}
}"""


@contextmanager
def opened(browser: Any, address: str, **options: Any) -> Iterator[Any]:
    """A page in a window of its own. What it complains of is an error."""
    complaints: list[str] = []
    context = browser.new_context(**options)
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"{request.url} was not there"))
    page.goto(address)
    yield page
    page.wait_for_load_state("networkidle")
    context.close()
    assert complaints == []


def conversation(browser: Any, site: str) -> str:
    """The address of the first conversation's page."""
    with opened(browser, f"{site}{DAY}") as page:
        return str(page.evaluate("document.querySelector('.db-talks a[href^=\"../\"]').href"))


def stops(page: Any, most: int = 80) -> list[dict[str, Any]]:
    """Where Tab stops in the page's content, from its beginning on."""
    page.evaluate("location.hash = '#content'")
    found = []
    for _ in range(most):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUS))
    return [stop for stop in found if stop["inMain"]]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_the_window_or_complains(browser: Any, site: str, width: int, scheme: str) -> None:
    """Long code and wide tables scroll by themselves; the console stays empty."""
    for url in (*(f"{site}{page}" for page in PAGES), conversation(browser, site)):
        with opened(
            browser, url, viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        ) as page:
            for summary in page.locator("#content summary").all():
                summary.click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, url


def test_the_first_stop_leads_to_the_content(browser: Any, site: str) -> None:
    """Whoever has no mouse need not pass the navigation on every page."""
    for url in (f"{site}{TOPIC}", f"{site}{DAY}", conversation(browser, site)):
        with opened(browser, url) as page:
            page.keyboard.press("Tab")
            first = page.evaluate(FOCUS)
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")

            assert first["text"].strip() == "Skip to content"
            assert page.evaluate(FOCUS)["inMain"], url


def test_all_that_can_be_opened_is_reached_in_order(browser: Any, site: str) -> None:
    """The answer's place, each post's own address, the pages of a topic and what is folded away: in the order in which they
    stand, and the focus is always to be seen."""
    with opened(browser, f"{site}{TOPIC}") as page:
        found = stops(page)

    targets = [str(stop["href"]) for stop in found if stop["tag"] == "A"]
    wanted = [
        "../../forum/",
        "https://community.cirrusline.example/t/",
        "#post-1",
        "#post-2",
        "page/2/",
        "#accepted-answer",
        "#post-3",
    ]
    places = [next((n for n, target in enumerate(targets) if target.startswith(want)), -1) for want in wanted]
    assert -1 not in places
    assert places == sorted(places)
    assert [stop["text"] for stop in found if stop["tag"] == "SUMMARY"] == ["The whole log", "Spoiler", "Spoiler"]
    assert [stop for stop in found if not stop["seen"]] == []


def test_what_is_hidden_opens_and_closes_by_keyboard(browser: Any, site: str) -> None:
    """With scripts and without; until then nobody sees it."""
    for scripts in (True, False):
        with opened(browser, f"{site}{TOPIC}", java_script_enabled=scripts) as page:
            for words, hidden in (
                ("The whole log", "It begins well"),
                ("Spoiler", "the butler"),
                ("Spoiler", "the long story"),
            ):
                fold = page.locator("#content details", has_text=hidden)
                assert fold.locator("summary").inner_text() == words
                assert hidden not in fold.inner_text()
                fold.locator("summary").focus()
                page.keyboard.press("Enter")
                assert hidden in fold.inner_text()
                page.keyboard.press("Space")
                assert hidden not in fold.inner_text()


def test_everything_is_there_without_scripts(browser: Any, site: str) -> None:
    """Question, answer, poll, code, table, quote and talk; and the log of a day with its conversations."""
    with opened(browser, f"{site}{TOPIC}", java_script_enabled=False) as page:
        text = page.locator("#content").inner_text()
        answer = page.locator("#accepted-answer")
        assert answer.locator("table td").first.is_visible()
        assert "return each(zone)" in answer.locator("pre").last.inner_text()
        assert "purge does nothing" in answer.locator("blockquote").inner_text()
    for said in (
        "Who sees this, too?",
        "Me, since Monday: 9 votes",
        "12 people voted.",
        "A short tour of a header",
        "number 99.",
    ):
        assert said in text
    assert "the butler" not in text
    with opened(browser, f"{site}{DAY}", java_script_enabled=False) as page:
        assert page.locator(".db-log > li").count() == 80
        assert all(line.is_visible() for line in page.locator(".db-log > li").all()[:5])
        assert page.locator(".db-talks > li").count() > 5


def test_a_line_of_chat_can_be_linked_and_followed(browser: Any, site: str) -> None:
    """Its time is its own address, which is then marked, and its number leads to the next line of the conversation."""
    with opened(browser, f"{site}{DAY}") as page:
        line = page.locator(".db-log > li", has=page.locator(".db-log__talk")).first
        line.locator("a.db-log__time").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.querySelector('.db-log > li:target').id") == line.get_attribute("id")
        assert line.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
        line.locator(".db-log__talk").focus()
        page.keyboard.press("Enter")
        following = page.locator(".db-log > li:target")
        assert following.get_attribute("id") != line.get_attribute("id")
        assert following.locator(".db-log__talk").inner_text() == line.locator(".db-log__talk").inner_text()


def test_a_conversation_begins_each_line_at_its_edge(browser: Any, site: str) -> None:
    """There is no column for the number of the conversation: there is only one."""
    with opened(browser, conversation(browser, site), viewport={"width": 1280, "height": 800}) as page:
        log, time = (page.locator(place).first.bounding_box() for place in (".db-log", ".db-log__time"))
        assert time["x"] - log["x"] < 4
