"""A real browser, and the sample help desk's finished site to look at with it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from deskbook.stages.init import demo_project
from rich_topic import RICH_TOPIC

# What a distribution calls it. The browser that playwright would download is not needed.
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def _launch() -> Iterator[Callable[[], Any]]:
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is missing: pip install -e '.[dev]'")
    program = os.environ.get("DESKBOOK_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.skip("there is no Chromium here: install one, or name it in DESKBOOK_CHROMIUM")
    with driver.sync_playwright() as playwright:
        # Where there is no graphics card, now and then a new page is waited for without end when Chromium looks for one.
        yield partial(playwright.chromium.launch, executable_path=program, args=["--no-sandbox", "--disable-gpu"])


@pytest.fixture
def browser(_launch: Callable[[], Any]) -> Iterator[Any]:
    """A Chromium without a window, for one test: nothing of another test is left in it."""
    chromium = _launch()
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample's site on this machine, with one more topic, that holds all there can be in a post."""
    folder = tmp_path_factory.mktemp("browser")
    demo_project(folder)
    (folder / "exports/forum/300.json").write_text(json.dumps(RICH_TOPIC), encoding="utf-8")
    for verb in ("collect", "cluster", "draft", "build"):
        command = [sys.executable, "-m", "deskbook", "-C", str(folder), verb]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode < 2, done.stderr  # 1 is a finding: the sample has a broken link
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder / "site"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core, which looks for what keeps people out."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is missing: axe-core cannot be had")
    folder = tmp_path_factory.mktemp("axe")
    done = subprocess.run([npm, "pack", "--silent", "axe-core@4"], cwd=folder, capture_output=True, check=False)
    packed = next(folder.glob("axe-core-*.tgz"), None)
    if done.returncode or packed is None:
        pytest.skip("axe-core cannot be had from npm's registry")
    shutil.unpack_archive(packed, folder, filter="data")
    return (folder / "package" / "axe.min.js").read_text(encoding="utf-8")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test's output is its own."""
