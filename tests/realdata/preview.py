"""The benchmark of `deskbook serve`: JSON lines, one a measurement, each with its target.

    python tests/realdata/preview.py [--articles 5000] [--saved 20] [--folder FOLDER]

A project of generated articles (those of builds.py), a draft among them, and a real browser with one of them open. From the moment in
which an article is saved until the open page shows it, in milliseconds by the clock: while nothing else is done, and while the whole site
is built behind it, because something was saved just before. Then how long that site takes. The browser is the Chromium named in
CHROME_PATH.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from builds import articles
from playwright.sync_api import sync_playwright

CHROME = os.environ.get("CHROME_PATH") or shutil.which("chromium") or "/usr/bin/chromium"
PORT = 8765
TARGET_MS = 1_000
SECONDS = 3_600
# What is said when a whole site was built.
FINISHED = "looked for personal data"


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--saved", type=int, default=20, help="How often an article is saved.")
    parser.add_argument("--folder", type=Path, help="Where to work; what is there of an earlier run is used.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(asked.folder or Path(name), asked.articles, asked.saved)


def measure(root: Path, size: int, times: int) -> None:
    """All measurements of a project of so many articles."""
    paths = written(root, size)
    said = root / "said.txt"
    began = time.perf_counter()
    command = [sys.executable, "-m", "deskbook", "-C", str(root), "serve", "--port", str(PORT)]
    with said.open("w", encoding="utf-8") as stderr:
        serving = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, encoding="utf-8")
    try:
        if not (serving.stdout and serving.stdout.readline()):
            raise SystemExit(said.read_text(encoding="utf-8"))
        tell("first site", articles=size, seconds=round(time.perf_counter() - began, 1))
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROME, args=["--no-sandbox"])
            watch(browser.new_page(), paths, said, times)
            browser.close()
    finally:
        serving.terminate()
        serving.wait()


def watch(page: Any, paths: list[Path], said: Path, times: int) -> None:
    """Save articles, and see when the open page shows it."""
    rest, busy, whole = [], [], []

    def finished() -> int:
        return said.read_text(encoding="utf-8").count(FINISHED)

    for turn in range((times + 1) // 2):
        before = finished()
        began = time.perf_counter()
        rest.append(shown(page, paths[turn * 37 % len(paths)], f"rest{turn}"))
        time.sleep(2)  # the whole site is begun
        busy.append(shown(page, paths[(turn * 37 + 11) % len(paths)], f"busy{turn}"))
        until(finished, before + 1)
        whole.append(time.perf_counter() - began)
        until(finished, before + 2)  # what was saved while a site was built needs another
        time.sleep(5)  # its process still reads what it needs for single pages
    for what, taken in (("saved, nothing else done", rest), ("saved, while the whole site is built", busy)):
        tell(what, articles=len(paths), median_ms=round(statistics.median(taken)), most_ms=round(max(taken)), times=len(taken),
             target_ms=TARGET_MS)  # fmt: skip
    tell("whole site behind it", articles=len(paths), median_s=round(statistics.median(whole), 1))


def shown(page: Any, path: Path, word: str) -> float:
    """Milliseconds from saving an article until the open page shows what is new in it."""
    section, name = path.parts[-2:]
    page.goto(f"http://127.0.0.1:{PORT}/{section}/{name.removesuffix('.md')}/")
    text = path.read_text(encoding="utf-8")
    began = time.perf_counter()
    path.write_text(f"{text}\n\n{word}\n", encoding="utf-8")
    page.get_by_text(word, exact=True).wait_for(timeout=60_000)
    return (time.perf_counter() - began) * 1_000


def until(counted: Callable[[], int], many: int) -> None:
    """Wait until there are so many."""
    deadline = time.monotonic() + SECONDS
    while counted() < many:
        if time.monotonic() > deadline:
            raise SystemExit("the whole site is not built")
        time.sleep(0.2)


def written(root: Path, size: int) -> list[Path]:
    """A project of generated articles; the files of those that are no indexes."""
    (root / "content").mkdir(parents=True, exist_ok=True)
    settings = '[project]\nname = "Generated"\n[content]\naudience = "public"\nconfidence = "validated"\n'
    (root / "deskbook.toml").write_text(settings, encoding="utf-8")
    paths = []
    for place, page in enumerate(articles(size)):
        path = root / "content" / page.path
        path.parent.mkdir(exist_ok=True)
        meta = {**page.meta, "confidence": "wip" if place % 100 == 50 else "validated"}
        path.write_text(f"---\n{yaml.safe_dump(meta)}---\n\n{page.body}\n", encoding="utf-8")
        if path.name != "index.md":
            paths.append(path)
    return paths


def tell(what: str, **line: Any) -> None:
    """One measurement."""
    print(json.dumps({"measure": what, **line}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
