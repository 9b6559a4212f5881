"""A preview in a real browser: what an author saves is there, drafts are marked, and nothing of it gets into the published site."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.browser]

TOML = '[project]\nname = "Tiny"\n[content]\naudience = "public"\nconfidence = "validated"\n'
PATIENCE = 30_000
FINISHED = "looked for personal data"


class Serving:
    """A project whose preview runs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        (root / "deskbook.toml").write_text(TOML, encoding="utf-8")
        self.write("steady.md", "# Steady\n\nFirst words.")
        self.write("idea.md", "---\nconfidence: wip\n---\n\n# Bold idea\n\nA wipwobblex.")
        self.write("team/plan.md", "---\nconfidence: wip\naudience: internal\n---\n\n# Secret plan\n\nAn internalozz.")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        """Begin, and wait until the site is there."""
        command = [sys.executable, "-m", "deskbook", "-C", str(self.root), "serve", "--port", str(self._port)]
        with (self.root / "said.txt").open("a", encoding="utf-8") as said:
            environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
            self._process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=said, encoding="utf-8", env=environment
            )
        assert self._process.stdout is not None
        assert "shows the site for public" in self._process.stdout.readline(), self.said()

    def end(self) -> int:
        """Ctrl+C, and the exit code."""
        self._process.send_signal(signal.SIGINT)
        self._process.communicate(timeout=20)
        return self._process.returncode

    def write(self, name: str, text: str) -> None:
        """Save an article."""
        path = self.root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n", encoding="utf-8")

    def said(self) -> str:
        """What was printed for people."""
        return (self.root / "said.txt").read_text(encoding="utf-8")

    def url(self, path: str = "") -> str:
        """The address of a page."""
        return f"http://127.0.0.1:{self._port}/{path}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """One preview for all; each test has articles of its own."""
    serving = Serving(tmp_path_factory.mktemp("serve") / "desk")
    yield serving
    assert serving.end() == 130
    assert "Traceback" not in serving.said()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A tab of its own."""
    page = browser.new_page()
    yield page
    page.close()


def shows(tab: Any, text: str) -> None:
    """Wait until the tab shows a text, whoever loads the page again."""
    deadline = time.monotonic() + PATIENCE / 1000
    while text not in tab.locator("body").inner_text():
        assert time.monotonic() < deadline, f"the page does not come to show: {text}"
        tab.wait_for_timeout(50)


def comes(true: Callable[[], bool]) -> None:
    """Wait until it is true."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_what_is_saved_is_in_the_open_page(desk: Serving, tab: Any) -> None:
    """Nobody has to load it again, and the site that is built behind it, of the same bytes, does not disturb the reader."""
    tab.goto(desk.url("steady/"))
    shows(tab, "First words.")
    loaded: list[str] = []
    tab.on("load", lambda page: loaded.append(page.url))
    finished = desk.said().count(FINISHED)
    desk.write("steady.md", "# Steady\n\nSecond words.")
    shows(tab, "Second words.")
    comes(lambda: desk.said().count(FINISHED) > finished)
    tab.wait_for_timeout(2_000)

    assert loaded == [desk.url("steady/")]


def test_drafts_are_shown_and_marked_and_never_published(desk: Serving, tab: Any, tmp_path: Path) -> None:
    """On their page and in lists; those of the audience only; and the site that `build` makes beside it knows nothing of them."""
    tab.goto(desk.url("idea/"))
    shows(tab, "A wipwobblex.")
    assert tab.locator(".db-banner--draft").count() == 1
    tab.goto(desk.url())
    assert tab.locator("li", has_text="Bold idea").locator(".db-tag").first.is_visible()
    preview = desk.root / "build/preview/site-public"
    assert "internalozz" not in everything(preview)

    command = [sys.executable, "-m", "deskbook", "-q", "-C", str(desk.root), "build", "--no-links"]
    subprocess.run(command, check=True, capture_output=True)
    published = everything(desk.root / "site")
    assert "wipwobblex" in everything(preview)
    assert not re.search("wipwobblex|Bold idea|internalozz", published)
    assert "Steady" in published


def test_a_new_article_appears(desk: Serving, tab: Any, browser: Any) -> None:
    """At its address at once, and in the lists once the site was built, also where they are open."""
    home = browser.new_page()
    home.goto(desk.url())
    tab.goto(desk.url("fresh/"))
    desk.write("fresh.md", "# Fresh from the press\n\nJust written.")
    shows(tab, "Just written.")
    shows(home, "Fresh from the press")
    (desk.root / "content/fresh.md").unlink()
    comes(lambda: "Fresh from the press" not in home.locator("body").inner_text())
    home.close()


def test_broken_front_matter_is_said_and_its_page_stays(desk: Serving, tab: Any) -> None:
    """With the line; as soon as it is mended the page follows."""
    desk.write("broken.md", "# Broken\n\nWhole.")
    tab.goto(desk.url("broken/"))
    shows(tab, "Whole.")
    desk.write("broken.md", "---\ntitle: [\n---\n\nIn pieces.")
    comes(lambda: "content/broken.md:" in desk.said())
    assert "Whole." in tab.locator("body").inner_text()
    desk.write("broken.md", "---\ntitle: Broken\n---\n\nMended.")
    shows(tab, "Mended.")


def test_a_hidden_tab_asks_for_nothing(desk: Serving, tab: Any) -> None:
    """It has no connection until somebody looks at it, and then it has what was missed."""
    tab.add_init_script("Object.defineProperty(document, 'hidden', { get: () => window.away === true });")
    desk.write("seen.md", "# Seen\n\nBefore.")
    tab.goto(desk.url("seen/"))
    shows(tab, "Before.")
    turn = "(away) => { window.away = away; document.dispatchEvent(new Event('visibilitychange')); }"
    tab.evaluate(turn, True)
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    desk.write("seen.md", "# Seen\n\nAfter.")
    tab.wait_for_timeout(3_000)
    # The browser itself fetches the icon of the tab, on a slow machine after the page was turned away.
    assert [url for url in asked if "favicon" not in url] == []
    assert "Before." in tab.locator("body").inner_text()
    tab.evaluate(turn, False)
    shows(tab, "After.")


def test_an_open_page_finds_the_server_again(desk: Serving, tab: Any) -> None:
    """What was written while there was none is shown once there is one."""
    desk.write("again.md", "# Again\n\nOld.")
    tab.goto(desk.url("again/"))
    shows(tab, "Old.")
    assert desk.end() == 130
    desk.write("again.md", "# Again\n\nNew.")
    desk.start()
    shows(tab, "New.")


def everything(site: Path) -> str:
    """The text of all pages of a site."""
    return "\n".join(page.read_text(encoding="utf-8") for page in site.rglob("*.html"))
