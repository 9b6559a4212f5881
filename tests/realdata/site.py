"""The benchmark of the site that customers read: JSON lines, one a measurement, each with its target.

    python tests/realdata/site.py [--articles 5000] [--data DATA] [--folder FOLDER]

On the sample and on generated articles: what Lighthouse says of home, an article, a topic and the page before a ticket; what
axe-core finds on every sort of page, in light and dark; how many bytes the first view of an article takes. Then fifty searches
among the generated articles, each by a reader who was never there before, with bytes and time to the first result, beside the
search of Material on the same articles. With DATA (banking77, meta-se-duplicates): on which place customers find the article that
answers them, with words that were held back, with and without the other words that it was told (`asked_as`), beside Material's.

Lighthouse and axe-core come from npm, into a temporary folder; where npm is missing they are left out. The browser is the Chromium
named in CHROME_PATH. Pages are served packed by gzip, as hosts of static sites do.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from finding import first_results, places, ranks
from overlap import generated
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright
from sites import Server, demo, of_articles, of_generated, of_questions, peer, serving

CHROME = os.environ.get("CHROME_PATH") or shutil.which("chromium") or "/usr/bin/chromium"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TARGETS = {"score": 95, "violations": 0, "kb": 300, "kb_median": 150, "kb_most": 500, "ms": 300}
# One page of each sort, by the glob of its file; the first that fits.
SORTS = {
    "home": "index.html", "section": "edge/index.html", "article": "edge/purge-cache/index.html", "all pages": "all-pages/index.html",
    "no such page": "404.html", "contact": "contact/index.html", "forum": "forum/index.html", "topic": "forum/[0-9]*/index.html",
    "category": "forum/c/*/index.html", "tag": "forum/t/*/index.html", "chat": "chat/index.html", "channel": "chat/*/index.html",
    "day": "chat/*/*/index.html", "conversation": "chat/*/*/*/index.html", "path": "paths/*/index.html",
    "suggestions": "contact/suggest/index.html", "lists": "forum/unanswered/index.html",
}  # fmt: skip
TEAM = {"team home": "index.html", "article": "edge/purge-cache/index.html", "reports": "reports/index.html", "overlaps": "reports/overlap*/index.html",
        "report": "reports/[a-n]*/index.html", "drafts": "drafts/*/index.html"}  # fmt: skip
GENERATED = {"home": "index.html", "section": "s00/index.html", "article": "s00/*/index.html"}
RATED = ("home", "article", "topic", "contact")
QUERIES = 50
_SEARCHED = "cache"


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--data", type=Path, help="with banking77 and meta-se-duplicates")
    parser.add_argument("--folder", type=Path, help="Where to work; by default a temporary folder.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name, sync_playwright() as playwright:
        folder = Path(name)
        tools = _tools(folder / "tools")
        browser = playwright.chromium.launch(executable_path=CHROME, args=["--no-sandbox"])
        looks("sample", demo(folder / "sample"), SORTS, browser, tools)
        looks("sample, the team's", folder / "sample/site-internal", TEAM, browser, tools)
        looks(
            f"{asked.articles} articles", of_generated(folder / "generated", asked.articles), GENERATED, browser, tools
        )
        searches(asked.articles, folder / "generated", browser)
        if asked.data:
            finds(asked.data, folder, browser)
        browser.close()


def looks(name: str, site: Path, sorts: dict[str, str], browser: Any, tools: Path | None) -> None:
    """Of one site: bytes of a first view, Lighthouse and axe-core."""
    urls = _urls(site, sorts)
    with serving(site) as server:
        tell("first view of an article", name, kb=first_view(browser, server, urls["article"]), target=TARGETS["kb"])
        if tools is None:
            return
        for sort in RATED:
            if sort in urls:
                tell(
                    "Lighthouse",
                    name,
                    page=sort,
                    **lighthouse(tools, server.address + urls[sort]),
                    target=TARGETS["score"],
                )
        script = (tools / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
        for scheme in ("light", "dark"):
            found = list(axe(browser, server, urls, scheme, script))
            tell(
                "axe-core",
                name,
                scheme=scheme,
                pages=len(urls) + 1,
                violations=len(found),
                found=found,
                target=TARGETS["violations"],
            )


def first_view(browser: Any, server: Server, url: str) -> float:
    """Kilobytes that a browser without anything gets for one page."""
    context = browser.new_context()
    page = context.new_page()
    server.sent = 0
    page.goto(server.address + url)
    page.wait_for_load_state("networkidle")
    context.close()
    return round(server.sent / 1e3, 1)


def lighthouse(tools: Path, address: str) -> dict[str, object]:
    """The four scores of a page on a slow telephone, of 100, and what cost points."""
    command = [
        str(tools / "node_modules/.bin/lighthouse"), address, "--quiet", "--output=json", "--chrome-flags=--headless --no-sandbox",
        f"--only-categories={','.join(CATEGORIES)}",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=False, env=os.environ | {"CHROME_PATH": CHROME})
    if done.returncode:
        return {"failed": done.stderr.decode("utf-8", "replace")[-300:]}
    said = json.loads(done.stdout)
    told = {name: round(100 * (said["categories"][name]["score"] or 0)) for name in CATEGORIES}
    below = [
        f"{ref['id']}: {said['audits'][ref['id']].get('displayValue') or said['audits'][ref['id']]['score']}"
        for name in CATEGORIES
        for ref in said["categories"][name]["auditRefs"]
        if ref["weight"]
        and (said["audits"][ref["id"]]["score"] or 0) < 0.9
        and said["audits"][ref["id"]]["score"] is not None
    ]
    return {**told, "lost_by": below}


def axe(browser: Any, server: Server, urls: dict[str, str], scheme: str, script: str) -> Iterator[str]:
    """What keeps people out of pages, and of the open search."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    for sort, url in urls.items():
        page.goto(server.address + url)
        page.wait_for_load_state("networkidle")
        yield from _violations(page, sort, script)
    page.goto(server.address)
    page.keyboard.press("/")
    page.locator("pagefind-input input").fill(_SEARCHED)
    page.wait_for_timeout(2_000)
    yield from _violations(page, "search", script)
    context.close()


def searches(many: int, folder: Path, browser: Any) -> None:
    """Fifty searches in generated articles, and a few of Material's: its index is fetched with every first page."""
    words = queries(many)
    with serving(folder / "site") as server:
        line = first_results(browser, server, words)
        tell("search", f"{many} articles", who="deskbook", **line,
             targets={name: TARGETS[name] for name in ("kb_median", "kb_most", "ms")})  # fmt: skip
    try:
        with serving(peer(folder)) as server:
            line = first_results(browser, server, words[:: QUERIES // 5], material=True)
    except (subprocess.CalledProcessError, BrowserError) as error:  # a peer that fails is a measurement, too
        line = {"failed": str(error)[:300]}
    tell("search", f"{many} articles", who="Material", **line)


def queries(many: int, seed: int = 1) -> list[str]:
    """As people search: a word or three of a title, a whole title, a word that is spelt wrong, common words only."""
    chance = np.random.default_rng(seed)
    made: list[str] = []
    for number, article in enumerate(generated(many)):
        if number % max(1, many // QUERIES) or len(made) == QUERIES:
            continue
        words = sorted(dict.fromkeys(article.title.split()), key=len)
        form = len(made) % 5
        if form == 0:
            made.append(words[-1])
        elif form in (1, 2):
            made.append(" ".join(words[-1 - form :]))
        elif form == 3:
            made.append(article.title)
        elif chance.random() < 0.5 and len(words[-1]) > 5:
            place = int(chance.integers(1, len(words[-1]) - 1))
            made.append(words[-1][:place] + words[-1][place + 1 :])
        else:
            made.append(" ".join(words[:3]))
    return made


def finds(data: Path, folder: Path, browser: Any) -> None:
    """On which place articles are found with words that were held back."""
    articles, asked = of_questions(data)
    for told in (True, False):
        here = folder / f"asked-{told}"
        site = of_articles(here, articles if told else [replace(article, asked_as=()) for article in articles])
        for who, built in (("deskbook", site), ("Material", peer(here))):
            with serving(built) as server:
                found = places(browser, server, asked, material=who == "Material")
            for name in dict.fromkeys(one.data for one in asked):
                mine = [place for place, one in zip(found, asked, strict=True) if one.data == name]
                tell(
                    "search quality",
                    name,
                    who=who,
                    asked_as=told,
                    articles=len(articles),
                    queries=len(mine),
                    **ranks(mine),
                )


def tell(what: str, site: str, **line: Any) -> None:
    """One measurement."""
    print(json.dumps({"measure": what, "site": site, **line}, ensure_ascii=False), flush=True)


def _violations(page: Any, sort: str, script: str) -> list[str]:
    page.evaluate(script)
    found = page.evaluate("async () => (await axe.run()).violations.map((one) => [one.id, one.nodes[0].html])")
    return [f"{sort}: {name}: {html[:160]}" for name, html in found]


def _urls(site: Path, sorts: dict[str, str]) -> dict[str, str]:
    """The address of a page of each sort that there is."""
    found = {sort: next(iter(sorted(site.glob(pattern))), None) for sort, pattern in sorts.items()}
    return {
        sort: path.relative_to(site).as_posix().removesuffix("index.html")
        for sort, path in found.items()
        if path is not None
    }


def _tools(folder: Path) -> Path | None:
    npm = shutil.which("npm")
    if npm is None:
        print("npm is missing: no Lighthouse, no axe-core", file=sys.stderr)
        return None
    folder.mkdir()
    command = [
        npm,
        "install",
        "--silent",
        "--no-audit",
        "--no-fund",
        "--prefix",
        str(folder),
        "lighthouse@12",
        "axe-core@4",
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        print("npm could not install Lighthouse and axe-core: left out", file=sys.stderr)
        return None
    return folder


if __name__ == "__main__":
    main()
