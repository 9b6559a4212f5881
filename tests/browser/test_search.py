"""The search in a real browser, over bundles of which one has changed pages, on a site below a folder of its host."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from deskbook.model import Audience, Confidence, ThreadKind
from deskbook_site.build import build
from deskbook_site.search import bundles
from fakes import FakeStore, RecordingProgress
from help_desk import THREADS, article, help_desk, message, thread

pytestmark = [pytest.mark.slow, pytest.mark.browser]

# Whether the answer to some words is shown: results, or where else to look.
_DONE = """words => {
  const said = document.querySelector("pagefind-summary").innerText, nothing = !document.querySelector(".db-nothing").hidden;
  return nothing ? /^no /i.test(said) && said.includes(words)
                 : said.includes(words) && document.querySelector(".pf-result-title a[href]");
}"""
_TITLES = "[...document.querySelectorAll('.pf-result-title a')].map(title => title.innerText).sort()"
# Whether the results have been the same for a while: each comes when it is there.
_STILL = f"""() => {{
  const found = {_TITLES}.join(), now = performance.now();
  if (window.before?.found !== found) window.before = {{ found, since: now }};
  return now - window.before.since > 300;
}}"""
_SHOWN = f"titles => {_TITLES}.join() === titles.join()"
WORDS = ("kestrel", "osprey", "merlin", "buzzard", "harrier", "goshawk", "falcon", "hobby")
TOPICS = tuple(
    thread(ThreadKind.TOPIC, str(100 + n), f"About the {word}", message(1, f"Printer and {word}, both are broken."))
    for n, word in enumerate(WORDS)
)


@pytest.fixture(scope="module")
def kites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with eight topics in three bundles; the merlin's grew a word after it was indexed, the goshawk's lost one."""
    root = tmp_path_factory.mktemp("search")
    project = replace(help_desk(root / "desk", url="http://127.0.0.1/a/b"), store=FakeStore((*THREADS, *TOPICS)))
    site = root / "www" / "a" / "b"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundles, "SIZE", 4)
        patch.setattr(bundles, "SMALL", 1)
        patch.setattr(bundles, "SHARE", 0.4)
        build(project, Audience.PUBLIC, progress=RecordingProgress(), check_links=False, output=site)
        grown = replace(TOPICS[2], messages=(*TOPICS[2].messages, message(2, "It was the wardrobe.")))
        shrunk = replace(TOPICS[5], messages=(message(1, "Printer and goshawk are broken."),))
        store = FakeStore((*THREADS, *TOPICS[:2], grown, *TOPICS[3:5], shrunk, *TOPICS[6:]))
        build(
            replace(project, store=store), Audience.PUBLIC, progress=RecordingProgress(), check_links=False, output=site
        )
    told = json.loads((site / "pagefind/bundles.json").read_text(encoding="utf-8"))["bundles"]
    assert {"forum-1/", "forum-2/", "forum-fresh/"} < {one["path"] for one in told}
    with serving(root / "www") as address:
        yield f"{address}a/b/"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a folder, served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test's output is its own."""


@contextmanager
def opened(browser: Any, address: str, **options: Any) -> Iterator[Any]:
    """A page in a window of its own. What it complains of is an error."""
    complaints: list[str] = []
    context = browser.new_context(**options)
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda answer: complaints.append(answer.url) if answer.status >= 400 else None)
    page.goto(address)
    yield page
    context.close()
    assert complaints == []


def search(page: Any, words: str) -> list[str]:
    """The titles that are found for some words, typed into the search box that "/" opens."""
    page.keyboard.press("/")
    box = page.locator("pagefind-input input")
    box.wait_for()
    box.fill(words)
    page.wait_for_function(_DONE, arg=words)
    page.evaluate("delete window.before")
    page.wait_for_function(_STILL)
    return [title.inner_text() for title in page.locator(".pf-result-title a").all()]


def test_the_best_of_many_results_are_shown_and_it_is_said(browser: Any, tmp_path: Path) -> None:
    """Thousands of results would keep a browser busy for seconds, and nobody reads them."""
    topics = [
        thread(
            ThreadKind.TOPIC,
            str(n),
            f"Printer number {n}",
            message(1, f"It is jammed{' again' * (n % 4 == 0)}.", "ada"),
        )
        for n in range(40)
    ]
    project = replace(help_desk(tmp_path / "desk"), store=FakeStore(tuple(topics)))
    build(project, Audience.PUBLIC, progress=RecordingProgress(), check_links=False, output=tmp_path / "site")
    with serving(tmp_path / "site") as address, opened(browser, address) as page:
        search(page, "printer")
        further = page.locator(".db-further")
        assert page.locator("pagefind-results li").count() == 20
        assert further.inner_text() == "Shown are the best 20. One more word narrows it down."
        search(page, "printer again")
        assert page.locator("pagefind-results li").count() < 20
        assert not further.is_visible()


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, {"width": 390, "height": 800}])
def test_results_come_by_trust_and_are_narrowed_down(browser: Any, tmp_path: Path, viewport: dict[str, int]) -> None:
    """By product, year, and whether a question is solved; only what tells the results apart is offered, and each with its number."""
    project = help_desk(tmp_path / "desk")
    articles = [
        article(f"zebra{n}.md", "About zebras.", applies_to=(product,), reviewed=date(2020 + n, 5, 1), confidence=trust)
        for n, (product, trust) in enumerate(
            [
                ("Zoo Basic", Confidence.NOT_VALIDATED),
                ("Zoo Pro", Confidence.VALIDATED),
                ("Zoo Pro", Confidence.VALIDATED),
            ]
        )
    ]
    topics = [
        thread(ThreadKind.TOPIC, "1", "Zebra loose", message(1, "A zebra!"), message(2, "Caught.", accepted=True)),
        thread(ThreadKind.TOPIC, "2", "Zebra lost", message(1, "No zebra.")),
    ]
    project = replace(
        project,
        shelf=replace(project.shelf, articles=(*project.shelf.articles, *articles)),
        store=FakeStore(tuple(topics)),
    )
    build(project, Audience.PUBLIC, progress=RecordingProgress(), check_links=False, output=tmp_path / "site")
    with serving(tmp_path / "site") as address, opened(browser, address, viewport=viewport) as page:
        product, year = page.get_by_label("Product"), page.get_by_label("Year")
        solved = page.get_by_label("Solved only")

        def shows(*titles: str) -> None:
            page.wait_for_function(_SHOWN, arg=sorted(titles))

        found = search(page, "zebra")
        assert len(found) == 5
        assert found[2:] == [
            "zebra0",
            "Zebra loose",
            "Zebra lost",
        ]  # first what somebody vouches for, and what is solved
        assert product.locator("option").all_inner_texts() == ["All", "Zoo Basic (1)", "Zoo Pro (2)"]
        assert year.locator("option").all_inner_texts() == ["All", "2026 (2)", "2022 (1)", "2021 (1)", "2020 (1)"]
        product.select_option("Zoo Pro")
        shows("zebra1", "zebra2")
        year.select_option("2022")
        shows("zebra2")
        product.select_option("")
        year.select_option("")
        solved.check()
        shows("Zebra loose")
        solved.uncheck()
        shows(*found)
        search(page, "wombat")
        assert not product.is_visible()


@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_what_is_typed_while_the_search_is_on_its_way_is_searched(browser: Any, kites: str, keys: str) -> None:
    """The key opens it, and nothing that follows is lost, however long its program takes; after it the page has the focus again."""
    with opened(browser, kites) as page:
        page.route("**/pagefind-component-ui.js", lambda route: (page.wait_for_timeout(500), route.continue_()))
        button = page.get_by_role("button", name="Search", exact=True)
        button.evaluate("button => button.focus({ focusVisible: true })")
        page.keyboard.press(keys)
        page.keyboard.type("osprey")
        page.wait_for_function(_DONE, arg="osprey")
        assert page.locator(".pf-result-title a").first.inner_text() == "About the osprey"
        page.wait_for_function("() => document.activeElement.matches('pagefind-input input')")
        assert page.locator("pagefind-input input").input_value() == "osprey"
        page.keyboard.press("Escape")
        page.wait_for_function("() => document.activeElement.matches('.db-search__open')")


def test_the_search_is_fetched_when_somebody_reaches_for_it(browser: Any, kites: str) -> None:
    """Once, by pointing at its button already; a click opens it."""
    with opened(browser, kites) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        with page.expect_response("**/pagefind-component-ui.js"):
            page.locator(".db-search__open").hover()
        page.locator(".db-search__open").click()
        page.locator("pagefind-input input").wait_for()
        assert len([url for url in asked if "pagefind-component-ui" in url]) == 2


def test_an_address_can_ask(browser: Any, kites: str) -> None:
    """`?q=` opens the search with its words, as browsers do that know the site as a search engine."""
    with opened(browser, f"{kites}?q=goshawk") as page:
        page.wait_for_function(_DONE, arg="goshawk")
        assert page.locator(".pf-result-title a").first.inner_text() == "About the goshawk"
        assert page.locator("pagefind-input input").input_value() == "goshawk"


def test_without_its_program_a_search_leads_to_all_pages(browser: Any, kites: str) -> None:
    """Somebody whose network fails between the page and the search is not left with a button that does nothing."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/pagefind-component-ui.js", lambda route: route.abort())
    page.goto(f"{kites}network/slow/")
    page.keyboard.press("/")
    page.wait_for_url(f"{kites}all-pages/")
    context.close()


def test_a_changed_page_is_found_once(browser: Any, kites: str) -> None:
    """By its new words and by its old ones, but for those that it has lost; the count of its kind is that of the results."""
    with opened(browser, kites) as page:
        assert search(page, "wardrobe") == ["About the merlin"]
        found = search(page, "merlin")
        assert found[0] == "About the merlin"
        assert found.count("About the merlin") == 1
        assert search(page, "goshawk").count("About the goshawk") == 1
        assert {"About the goshawk", "About the falcon"}.intersection(search(page, "both")) == {"About the falcon"}
        search(page, "printer")
        assert page.locator(".db-kinds [data-kind=Forum]").text_content() == "Forum 8"


def test_nothing_is_fetched_before_somebody_searches(browser: Any, kites: str) -> None:
    """A page costs no part of the index and none of its program; a search fetches no list of words unless a word is not found."""
    with opened(browser, kites) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        page.wait_for_load_state("networkidle")
        assert not [url for url in asked if "/pagefind/" in url]
        search(page, "osprey")
        assert [url for url in asked if "/pagefind/forum-2/" in url]
        assert not [url for url in asked if url.endswith("words.json")]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("goshwak", "About the goshawk"),
        ("my ospray does not work any more, what can I do?", "About the osprey"),
        ("buzards", "About the buzzard"),
    ],
)
def test_sentences_and_misspellings_find_something(browser: Any, kites: str, words: str, first: str) -> None:
    """What was left out or taken for something else is said."""
    with opened(browser, kites) as page:
        assert search(page, words)[:1] == [first]
        assert "Shown are pages with:" in page.locator(".db-relaxed").inner_text()


def test_whoever_finds_nothing_is_led_on(browser: Any, kites: str) -> None:
    """To what else there is on the site, wherever it lives; the next search that finds something takes the links away."""
    with opened(browser, f"{kites}network/slow/") as page:
        assert search(page, "xyzzyqwert") == []
        links = page.locator(".db-nothing a").all()
        assert [link.inner_text() for link in links] == ["Look through the forum", "See the list of all pages"]
        assert links[1].evaluate("link => link.href") == f"{kites}all-pages/"
        assert search(page, "kestrel") == ["About the kestrel"]
        assert page.locator(".db-nothing").is_hidden()


def test_articles_come_before_talk(browser: Any, kites: str) -> None:
    """Where both say the same, what the team vouches for is first."""
    with opened(browser, kites) as page:
        assert search(page, "slow")[0].startswith("Visible Vexford")


def test_a_result_is_opened_by_keyboard(browser: Any, kites: str) -> None:
    """ "/", words, arrow down, Enter: the page below the site's own folder is there."""
    with opened(browser, kites) as page:
        search(page, "harrier")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{kites}forum/104-about-the-harrier/**")
        assert page.locator("h1").first.inner_text() == "About the harrier"
