"""deskbook_site.live."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from deskbook_site.live import LiveHandler, Shown
from deskbook_site.webserver import serving

PAGE = "<html><body>{}</body></html>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a page and a style sheet."""
    (tmp_path / "site/a").mkdir(parents=True)
    (tmp_path / "site/a/index.html").write_text(PAGE.format("on disk"), encoding="utf-8")
    (tmp_path / "site/404.html").write_text(PAGE.format("lost"), encoding="utf-8")
    (tmp_path / "site/x.css").write_text("x", encoding="utf-8")
    return tmp_path / "site"


@pytest.fixture
def shown(site: Path) -> Shown:
    """What is shown of it."""
    return Shown(site)


@pytest.fixture
def client(site: Path, shown: Shown) -> Iterator[httpx.Client]:
    """A reader of it."""
    with (
        serving(site, handler=partial(LiveHandler, shown=shown)) as address,
        httpx.Client(base_url=address, trust_env=False) as client,
    ):
        yield client


def mark(html: str) -> str:
    """What the script of a page asks with."""
    found = re.search(r'"mark": "([^"]+)"', html)
    assert found
    return found.group(1)


def test_a_page_that_was_just_made_is_shown_instead_of_the_file(client: httpx.Client, shown: Shown, site: Path) -> None:
    """Until a site is there that has it; the file stays as it was, and has no script."""
    before = client.get("/a/").text
    shown.show({"a/": PAGE.format("made").encode(), "new/": b"no body"})

    assert ("on disk" in before, "</script>\n</body></html>" in before) == (True, True)
    assert "made" in client.get("/a/").text
    assert "no body" in client.get("/new/").text
    shown.renewed({"new/"}, every=False)
    assert client.get("/a/").text == before
    assert client.get("/new/").status_code == 200
    assert (site / "a/index.html").read_text(encoding="utf-8") == PAGE.format("on disk")


def test_a_page_hears_of_a_newer_one(client: httpx.Client, shown: Shown) -> None:
    """At once when there is one, whoever asks; not of other pages; and of everything where more than pages may have changed."""
    first = mark(client.get("/a/").text)

    def other(seconds: float = 0.0) -> bool:
        return shown.changes("a/", first, seconds)

    assert not other()
    shown.show({"b/": b"b"})
    assert not other()
    heard: list[bool] = []
    waiting = threading.Thread(target=lambda: heard.append(other(20)))
    waiting.start()
    shown.show({"a/": b"made"})
    waiting.join(10)
    assert heard == [True]
    news = {"url": "a/", "mark": first}
    assert client.get("/-deskbook/news", params=news).text == "other"
    assert client.get("/-deskbook/news", params={**news, "url": "../../a"}).text == "other"

    shown.renewed((), every=False)
    assert not other()
    shown.renewed((), every=True)
    assert other()


def test_a_page_that_is_not_there_appears(client: httpx.Client, shown: Shown) -> None:
    """The site's own page says so, with the script, which hears of the page once it is there."""
    missing = client.get("/later/")
    assert (missing.status_code, "lost" in missing.text) == (404, True)
    assert not shown.changes("later/", mark(missing.text), 0)
    shown.show({"later/": b"here"})
    assert shown.changes("later/", mark(missing.text), 0)


def test_all_else_is_served_as_it_lies_there(client: httpx.Client) -> None:
    """Nothing is outside of the folder, whatever is asked, and no browser keeps the preview."""
    assert client.get("/x.css").text == "x"
    assert client.get("/%2e%2e/%2e%2e/").status_code == 404
    assert client.get("/a/%22%3c/").status_code == 404
    assert client.get("/service-worker.js").status_code == 404
    assert client.get("/a").headers["location"].endswith("/a/")
