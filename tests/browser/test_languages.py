"""The site in several languages, in a real browser."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from deskbook_site.search import lacking

pytestmark = [pytest.mark.slow, pytest.mark.browser]

_CJK = pytest.mark.skipif(
    lacking(("ja",)) is not None, reason="the extended Pagefind is missing: pip install -e '.[cjk]'"
)
_CONFIG = '[project]\nname = "Help"\n\n[site]\nlanguages = ["en", "fr", "ar", "ja"]\noffline = true\n\n[contact]\nform = "https://desk.example/new"\n'
_PUBLIC = "---\ntitle: {}\nconfidence: validated\naudience: public\n---\n\n{}\n"
_ARTICLES = {
    "edge/cache.md": ("Clear the cache", "Press purge to clear the cache of the site."),
    "edge/limits.md": ("Rate limits", "The turnstile counts requests."),
    "fr/edge/cache.md": ("Vider le cache", "Appuyez sur purger pour vider le cache du site."),
    "ar/edge/cache.md": ("مسح الذاكرة", "اضغط لمسح ذاكرة الموقع."),
    "ja/edge/cache.md": ("古い内容が表示される", "ブラウザーのキャッシュを削除してください。"),
}


@pytest.fixture(name="site", scope="module")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("languages")
    (root / "deskbook.toml").write_text(_CONFIG, encoding="utf-8")
    for name, (title, body) in _ARTICLES.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_PUBLIC.format(title, body), encoding="utf-8")
    command = [sys.executable, "-m", "deskbook", "-C", str(root), "build"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root / "site"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test's output is its own."""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """An empty page; what its scripts complain of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    found = context.new_page()
    problems: list[str] = []
    found.on("pageerror", lambda error: problems.append(str(error)))
    yield found
    context.close()
    assert problems == []


@pytest.mark.parametrize(
    ("home", "words", "found"),
    [
        ("", "cache", ["/edge/cache/"]),
        ("fr/", "vidé le cache", ["/fr/edge/cache/"]),
        ("fr/", "turnstile", ["/fr/edge/limits/"]),
        ("ar/", "مسح", ["/ar/edge/cache/"]),
        pytest.param("ja/", "キャッシュ", ["/ja/edge/cache/"], marks=_CJK),
        pytest.param("ja/", "キャッシュが消えない理由", ["/ja/edge/cache/"], marks=_CJK),
    ],
)
def test_search_finds_pages_of_the_reader_s_language(
    page: Any, site: str, home: str, words: str, found: list[str]
) -> None:
    """Each page once: the translation, in any form of its words, or the original where there is none."""
    page.goto(f"{site}{home}")
    page.keyboard.press("/")
    page.locator("pagefind-input input").fill(words)
    page.locator(".pf-result-link").first.wait_for()
    page.wait_for_timeout(500)

    assert [link.get_attribute("href") for link in page.locator(".pf-result-link").all()] == found


def test_the_switch_leads_to_the_same_page(page: Any, site: str) -> None:
    """By keyboard, too; and the page says what language it is in, and from which side it runs."""
    page.goto(f"{site}fr/edge/cache/")
    page.locator(".db-languages button").focus()
    page.locator(".db-languages a[lang=ar]").press("Enter")
    page.wait_for_url(f"{site}ar/edge/cache/")

    assert page.locator("html").get_attribute("lang") == "ar"
    assert page.locator("[dir=rtl] h1").first.inner_text().startswith("مسح الذاكرة")


def test_scripts_speak_the_reader_s_language(page: Any, site: str) -> None:
    """After a vote, when nothing is found, and on the page before a ticket."""
    page.goto(f"{site}fr/edge/cache/")
    page.locator(".db-helpful button[value=yes]").click()
    assert page.locator(".db-helpful [role=status]").inner_text() == "C’est noté. Merci."
    page.keyboard.press("/")
    page.locator("pagefind-input input").fill("zzzzqqq")
    page.locator(".db-nothing a").first.wait_for()
    offered = [(link.get_attribute("href"), link.inner_text()) for link in page.locator(".db-nothing a").all()]
    assert offered == [("/fr/contact/", "Demander à l’équipe")]
    page.goto(f"{site}fr/contact/")
    page.fill("#db-subject", "vider le cache")
    page.wait_for_selector("[data-db-said] >> text=répond")
    assert page.locator(".db-suggestion a").first.evaluate("link => link.href") == f"{site}fr/edge/cache/"


def test_suggestions_for_other_forms_come_in_their_language(page: Any, site: str) -> None:
    """The script of a language shows its frame, with its words, its pages and its name."""
    form = '<form><input id="subject"><textarea id="body"></textarea></form>'
    script = f'<script src="{site}fr/embed.js" data-subject="#subject" data-body="#body"></script>'
    page.route("**/own-form", lambda route: route.fulfill(body=form + script, content_type="text/html"))
    page.goto(f"{site}own-form")
    page.fill("#subject", "vider le cache")
    link = page.frame_locator("iframe").locator(".db-suggestion a").first
    link.wait_for()

    assert link.evaluate("link => link.href") == f"{site}fr/edge/cache/"
    assert page.frame_locator("iframe").locator("h1").inner_text() == "Ceci répond peut-être à votre question"
    page.wait_for_function("() => document.querySelector('iframe').title.includes('Help')")
    assert page.locator("iframe").get_attribute("title") == "Suggestions de Help"


def test_every_language_opens_without_a_network(page: Any, site: str) -> None:
    """Its articles, its search, and its own page for what was not kept, whose list leads to what was."""
    page.goto(f"{site}fr/")
    ready = "async () => Boolean((await navigator.serviceWorker.ready).active && navigator.serviceWorker.controller)"
    page.wait_for_function(ready)
    page.wait_for_function("async () => Boolean(await caches.match(new URL('edge/cache/', location.href)))")
    page.context.set_offline(True)
    page.goto(f"{site}ar/edge/cache/")
    assert page.locator("h1").first.inner_text().startswith("مسح الذاكرة")
    page.goto(f"{site}fr/edge/cache/")
    assert page.locator("h1").first.inner_text().startswith("Vider le cache")
    page.keyboard.press("/")
    page.locator("pagefind-input input").fill("turnstile")
    page.locator(".pf-result-link").first.wait_for()
    assert page.locator(".pf-result-link").first.get_attribute("href") == "/fr/edge/limits/"
    page.goto(f"{site}fr/nowhere/")
    assert page.locator("h1").first.inner_text().startswith("Vous êtes hors ligne")
    listed = page.locator("[data-db-offline] li a")
    listed.first.wait_for()
    there = {link.evaluate("link => new URL(link.href).pathname.slice(1)") for link in listed.all()}
    # Each page once, in French where it was translated.
    assert {"fr/", "fr/edge/cache/", "edge/limits/"} <= there
    assert there.isdisjoint({"", "edge/cache/", "ar/edge/cache/", "ja/edge/cache/"})
    page.locator("[data-db-offline] li a", has_text="Vider le cache").click()
    page.wait_for_url(f"{site}fr/edge/cache/")
