"""The page before a ticket, and its frame in somebody else's form, in a real browser."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from deskbook.stages.init import demo_project

pytestmark = [pytest.mark.slow, pytest.mark.browser]

_CONTACT = """
[contact]
form = "{form}new"
subject = "tf_subject"
body = "tf_text"

[[contact.tools]]
title = "DNS checker"
url = "https://tools.acme.example/dns"
words = ["DNS", "apex domain"]

[status]
url = "{status}"
live = true
"""
_OWN_FORM = """<!doctype html><title>Own form</title><form id="own"><input id="subject"><textarea id="text"></textarea></form>
<script src="{site}embed.js" data-subject="#subject" data-body="#text" defer></script>"""


@dataclass(frozen=True)
class Desk:
    """Addresses of the site, of the team's own form, and of a folder that can change what the status page says."""

    site: str
    form: str
    status: Path

    def say(self, *incidents: dict[str, object]) -> None:
        """What the status page has open from now on."""
        (self.status / "api/v2/summary.json").write_text(json.dumps({"incidents": incidents}), encoding="utf-8")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample's site with a page before the ticket, a status page, and a form on another server."""
    folder = tmp_path_factory.mktemp("contact")
    status, form = folder / "status", folder / "form"
    (status / "api/v2").mkdir(parents=True)
    form.mkdir()
    project = folder / "desk"
    project.mkdir()
    demo_project(project)
    with _serving(status) as status_url, _serving(form) as form_url, _serving(project / "site") as site_url:
        made = Desk(site_url, form_url, status)
        made.say(_incident("It is slow.", minutes=90))
        with (project / "deskbook.toml").open("a", encoding="utf-8") as file:
            file.write(_CONTACT.format(form=form_url, status=status_url.rstrip("/")))
        for verb in ("collect", "cluster", "incidents", "build"):
            command = [sys.executable, "-m", "deskbook", "-C", str(project), verb]
            done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
            assert done.returncode < 2, done.stderr
        (form / "new").write_text("<!doctype html><title>Form</title>", encoding="utf-8")
        (form / "index.html").write_text(_OWN_FORM.format(site=site_url), encoding="utf-8")
        yield made


@pytest.fixture
def page(browser: Any, desk: Desk) -> Iterator[Any]:
    """An empty page of a browser that has seen nothing yet; what its scripts complain of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    found = context.new_page()
    found.set_default_timeout(20_000)
    problems: list[str] = []
    found.on("pageerror", lambda error: problems.append(str(error)))
    yield found
    context.close()
    assert problems == []


def test_what_may_answer_comes_while_one_writes(page: Any, desk: Desk) -> None:
    """Three articles, three threads and two tools at most; and no field moves for it."""
    page.goto(f"{desk.site}contact/")
    before = page.locator("#db-body").bounding_box()

    page.fill("#db-subject", "Can I point my apex domain with DNS at you?")
    page.wait_for_selector("[data-db-said] >> text=may answer it")
    shown = page.locator("[data-db-found]").inner_text()

    assert "DNS checker" in shown
    assert "Can I point my apex domain at Cirrusline?" in shown
    assert page.locator(".db-suggestion").count() <= 8
    assert page.locator("#db-body").bounding_box() == before


def test_the_draft_and_what_was_opened_come_along(page: Any, desk: Desk) -> None:
    """After reading a suggestion in another tab and opening the page again, all is there; the form gets it with the fields that
    it asked for."""
    page.goto(f"{desk.site}contact/")
    page.fill("#db-subject", "504 gateway timeout")
    page.fill("#db-body", "Since this morning.")
    link = page.locator(".db-suggestion a", has_text="504").first
    link.wait_for()
    with page.context.expect_page():
        link.click()
    page.reload()

    assert page.input_value("#db-subject") == "504 gateway timeout"
    page.get_by_role("button", name="Go on to our team").click()
    page.wait_for_url("**/new?*")

    sent = parse_qs(urlsplit(page.url).query)
    assert sent["tf_subject"] == ["504 gateway timeout"]
    assert sent["tf_text"][0].startswith("Since this morning.")
    assert "/edge/504-gateway-timeout/" in sent["tf_text"][0]


def test_the_reader_decides_whether_to_tell(page: Any, desk: Desk) -> None:
    """Who unticks the box sends only what they wrote."""
    page.goto(f"{desk.site}contact/")
    page.fill("#db-subject", "504 gateway timeout")
    link = page.locator(".db-suggestion a", has_text="504").first
    link.wait_for()
    with page.context.expect_page():
        link.click()
    page.uncheck("[data-db-share-choice]")
    page.get_by_role("button", name="Go on to our team").click()
    page.wait_for_url("**/new?*")

    assert "tf_text" not in parse_qs(urlsplit(page.url).query)


def test_what_answered_it_ends_it(page: Any, desk: Desk) -> None:
    """A page that was opened can be said to have helped: then there is no ticket, and an event says so."""
    page.goto(f"{desk.site}contact/")
    page.evaluate("window.told = []; document.addEventListener('deskbook:event', e => told.push(e.detail.type))")
    page.fill("#db-subject", "504 gateway timeout")
    link = page.locator(".db-suggestion a", has_text="504").first
    link.wait_for()
    with page.context.expect_page():
        link.click()
    page.get_by_role("button", name="That answered it").click()

    assert page.input_value("#db-subject") == ""
    assert page.evaluate("told")[-2:] == ["suggestion_opened", "suggestion_helped"]


def test_the_keyboard_goes_from_field_to_field_to_the_button(page: Any, desk: Desk) -> None:
    """Suggestions come after the form, and take the focus from nobody."""
    page.goto(f"{desk.site}contact/")
    page.focus("#db-subject")
    page.keyboard.type("apex domain")
    page.wait_for_selector(".db-suggestion >> text=apex domain")
    seen = []
    for _ in range(6):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("document.activeElement.id || document.activeElement.textContent.trim().slice(0, 20)")
        )

    assert seen.index("db-body") < seen.index("Go on to our team")
    assert any("apex" in name.lower() for name in seen[2:]), seen


def test_an_open_incident_is_up_to_date(page: Any, desk: Desk) -> None:
    """What the status page says now, not what it said when the site was built; as text, with its age."""
    desk.say(_incident("A fix is <img src=x onerror=alert(1)> out.", minutes=12))
    page.goto(f"{desk.site}contact/")
    page.wait_for_selector("text=A fix is")

    assert page.locator(".db-incident img").count() == 0
    assert "12 minutes ago" in page.locator(".db-incident__age").inner_text()
    desk.say(_incident("It is slow.", minutes=90))


def test_home_shows_it_too(page: Any, desk: Desk) -> None:
    """Before anybody searches."""
    page.goto(desk.site)

    assert "It is slow." in page.locator(".db-incidents").inner_text()


def test_without_javascript_all_can_be_read_and_sent(browser: Any, desk: Desk) -> None:
    """The form works; tools, what is asked most and the list of all pages are there."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk.site}contact/")
    page.fill("#db-subject", "Help")
    assert page.get_by_role("link", name="DNS checker").is_visible()
    assert page.get_by_role("link", name="All pages").first.is_visible()
    assert page.locator("text=It is slow.").is_visible()
    page.get_by_role("button", name="Go on to our team").click()
    page.wait_for_url("**/new?*")

    assert parse_qs(urlsplit(page.url).query)["tf_subject"] == ["Help"]
    context.close()


def test_a_form_elsewhere_gets_the_same(page: Any, desk: Desk) -> None:
    """By one script: the frame grows with what it shows, and text leaves the page only into it."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(desk.form)
    page.fill("#subject", "504 gateway timeout")
    frame = page.frame_locator("iframe")
    frame.locator(".db-suggestion a", has_text="504").first.wait_for()

    assert page.locator("iframe").bounding_box()["height"] > 100
    hosts = {urlsplit(url).netloc for url in asked}
    assert hosts <= {urlsplit(url).netloc for url in (desk.form, desk.site)} | {
        urlsplit(url).netloc for url in asked if "/api/v2/" in url
    }
    assert not [url for url in asked if "gateway" in url]


def test_on_a_phone_nothing_is_too_wide(browser: Any, desk: Desk) -> None:
    """The form first, then what may answer; no sideways scrolling."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{desk.site}contact/")
    page.fill("#db-subject", "504 gateway timeout")
    page.wait_for_selector(".db-suggestion >> text=504")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert (
        page.locator("form.db-contact__form").bounding_box()["y"] < page.locator(".db-suggestions").bounding_box()["y"]
    )
    context.close()


def _incident(text: str, *, minutes: int) -> dict[str, object]:
    at = (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()
    return {"name": "Slow", "status": "monitoring", "incident_updates": [{"body": text, "display_at": at}]}


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def guess_type(self, path: Any) -> str:
        return "text/html" if str(path).endswith("/new") else super().guess_type(path)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test's output is its own."""


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    """A folder on loopback; its address ends with a slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
