"""The page for the sidebar of a ticket system, in a real browser."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from deskbook.stages.init import demo_project

pytestmark = [pytest.mark.slow, pytest.mark.browser]

_CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'"
_DESK = """<!doctype html><title>Desk</title><iframe src="{site}sidebar/" width="320" height="600" allow="clipboard-write"></iframe>"""


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        if self.path.startswith("/sidebar/"):
            self.send_header("Content-Security-Policy", _CSP)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test's output is its own."""


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Addresses of the team's own site, and of a ticket system that shows the page beside a ticket."""
    folder = tmp_path_factory.mktemp("sidebar")
    project, system = folder / "desk", folder / "system"
    project.mkdir()
    system.mkdir()
    demo_project(project)
    with _serving(project / "site-internal") as site, _serving(system) as parent:
        with (project / "deskbook.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[sidebar]\npublic_url = "https://help.acme.example"\norigins = ["{parent.rstrip("/")}"]\n')
        for verb in (["collect"], ["cluster"], ["draft"], ["build", "--audience", "internal"]):
            command = [sys.executable, "-m", "deskbook", "-C", str(project), *verb]
            done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
            assert done.returncode < 2, done.stderr
        (system / "index.html").write_text(_DESK.format(site=site), encoding="utf-8")
        yield site, parent


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of 320 pixels; what its scripts complain of, or its policy forbids, fails the test."""
    context = browser.new_context(
        viewport={"width": 320, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    found = context.new_page()
    found.set_default_timeout(20_000)
    problems: list[str] = []
    found.on("pageerror", lambda error: problems.append(str(error)))
    found.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
    yield found
    context.close()
    assert problems == []


def test_the_subject_in_the_address_is_looked_for(page: Any, desk: tuple[str, str]) -> None:
    """Three articles and three threads at most, each with who may read it; under a strict policy, and nothing is too wide."""
    page.goto(f"{desk[0]}sidebar/?subject={quote('504 gateway timeout')}")
    page.locator(".db-answer a", has_text="504").first.wait_for()

    assert 0 < page.locator("[data-db-articles] .db-answer").count() <= 3
    assert page.locator("[data-db-threads] .db-answer").count() <= 3
    assert page.locator(".db-answer__readers").count() == page.locator(".db-answer").count()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_reply_is_copied_by_keyboard(page: Any, desk: tuple[str, str]) -> None:
    """It links to the site that customers can open."""
    page.goto(f"{desk[0]}sidebar/#subject={quote('504 gateway timeout')}")
    button = page.get_by_role("button", name="Copy reply").first
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-db-said] >> text=copied")
    text = page.evaluate("navigator.clipboard.readText()")

    assert text.startswith("This may answer your question:\n")
    assert "\nhttps://help.acme.example/" in text


def test_what_the_team_alone_may_read_has_no_reply(page: Any, desk: tuple[str, str]) -> None:
    """A draft is on the internal site; no customer can open it."""
    page.goto(f"{desk[0]}sidebar/?subject=504")
    page.locator(".db-answer").first.wait_for()
    page.route("**/readers.json", lambda route: route.fulfill(status=500, body="no"))
    page.reload()
    page.locator(".db-answer--internal").first.wait_for()

    assert page.get_by_role("button", name="Copy reply").count() == 0
    assert "For the team only" in page.locator(".db-answer__readers").first.inner_text()


def test_where_nothing_can_be_copied_the_text_is_shown(browser: Any, desk: tuple[str, str]) -> None:
    """Selected, for the keyboard."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto(f"{desk[0]}sidebar/?subject=504")
    page.get_by_role("button", name="Copy reply").first.click()
    page.wait_for_selector("#db-reply:visible")

    assert page.evaluate("document.getSelection().toString()").startswith("This may answer")
    context.close()


def test_the_page_around_it_may_tell_the_subject(page: Any, desk: tuple[str, str]) -> None:
    """If deskbook.toml names it; text reaches no server."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(desk[1])
    frame = page.frame_locator("iframe")
    frame.locator("#db-subject").wait_for()
    page.evaluate("frames[0].postMessage({ type: 'deskbook:subject', subject: '504 gateway timeout' }, '*')")
    frame.locator(".db-answer", has_text="504").first.wait_for()

    assert not [url for url in asked if "gateway" in url and "504" not in url]


def test_nobody_else_may(page: Any, desk: tuple[str, str]) -> None:
    """A message of another origin is not heard."""
    page.goto(f"{desk[0]}sidebar/")
    page.evaluate("postMessage({ type: 'deskbook:subject', subject: '504 gateway timeout' }, '*')")
    page.wait_for_timeout(300)

    assert page.input_value("#db-subject") == ""


def test_a_subject_without_an_answer_is_said(page: Any, desk: tuple[str, str]) -> None:
    """And what was typed by hand is looked for, too."""
    page.goto(f"{desk[0]}sidebar/")
    page.fill("#db-subject", "zzqqxx")
    page.wait_for_selector("text=No page was found")
    page.fill("#db-subject", "504 gateway timeout")
    page.locator(".db-answer a", has_text="504").first.wait_for()


def test_without_javascript_it_leads_to_all_pages(browser: Any, desk: tuple[str, str]) -> None:
    """And says why it finds nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk[0]}sidebar/?subject=504")

    assert page.get_by_text("Without JavaScript").is_visible()
    page.get_by_role("link", name="All pages").click(timeout=5000, no_wait_after=True)
    context.close()
