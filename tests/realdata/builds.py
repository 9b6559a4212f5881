"""The benchmark of building a site: JSON lines, one a measurement, each with its target.

    python tests/realdata/builds.py [--sizes 500 2000 8000] [--folder FOLDER]

Generated articles of about 400 words, with two pieces of code, a note, tags and links, in sections of 25. The same staged folder is
built by deskbook (all pages new, nothing changed, the text of one page changed, the title of one), by `mkdocs build` with the same
theme and settings, by stock Material with its search, with `navigation.prune` and (up to 2,000 articles) without, and by Zensical,
cold and warm. Each build is a process of its own; `cpu_s` is the time of all its processes, `wall_s` what the clock says, `peak_mb` the
memory of all its processes at once; what they share is counted once where the system tells it (Linux). The search index is a figure of its own.

Last comes the whole of `deskbook build`, as people run it: from articles to a site that was looked through for personal data.

Times on a busy machine tell little: `times` compares what the clock said within this run.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import pickle
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import psutil
import yaml
from generated import word

from deskbook_site.engines import Order
from deskbook_site.engines.mkdocs import theme_dir
from deskbook_site.page import Page
from deskbook_site.release import Release
from deskbook_site.stage import stage

SECTION, PART, WORDS = 25, 20, 5_000
# Above it, the default navigation of Material takes an hour.
MOST_OF_DEFAULT = 2_000
TARGETS = {
    "mkdocs": 1.8,
    "pruned": 3,
    "default": 20,
    "one_s": 5,
    "one_share": 0.05,
    "nothing_s": 1.5,
    "growth": 1.1,
    "peak_mb": 4_000,
}
_ORDER = "order.pickle"
_RENDER = f"""
import pickle
from deskbook_site.engines.mkdocs import render
if __name__ == "__main__":
    with open("{_ORDER}", "rb") as file:
        render(pickle.load(file))
"""
_NOTHING: dict[str, str] = {}
_TOML = '[project]\nname = "Help"\n[content]\naudience = "public"\nconfidence = "validated"\n[site]\nurl = "https://help.example/"\n'


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 2_000, 8_000])
    parser.add_argument("--folder", type=Path, help="Where to work; by default a temporary folder.")
    asked = parser.parse_args()
    before: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        for size in sorted(asked.sizes):
            line = measure(Path(name) / str(size), size)
            if before:
                growth = math.log(line["cpu_s"] / before["cpu_s"]) / math.log(size / before["articles"])
                tell("growth", articles=size, exponent=round(growth, 2), target=TARGETS["growth"])
            before = {"articles": size, **line}
            shutil.rmtree(Path(name) / str(size))


def measure(root: Path, size: int) -> dict[str, float]:
    """One size; what the full build took."""
    order = staged(root, size)
    full = render(root, order)
    tell("full build", articles=size, who="deskbook", **full, target_mb=TARGETS["peak_mb"])
    indexed, _ = index(order)
    tell("search index", articles=size, cpu_s=round(indexed, 2))
    tell("nothing changed", articles=size, who="deskbook", **render(root, order), target_s=TARGETS["nothing_s"])
    index(order)
    for what, meta in (("text of one page", _NOTHING), ("title of one page", {"title": "Something else"})):
        order = changed(root, order, meta)
        line = render(root, order)
        searched, made = index(order)
        line |= {"search_s": round(searched, 2), "bundles": len(made)}
        share = round((line["cpu_s"] + line["search_s"]) / (full["cpu_s"] + indexed), 3)
        tell(
            what,
            articles=size,
            who="deskbook",
            **line,
            share=share,
            target_s=TARGETS["one_s"],
            target_share=TARGETS["one_share"],
        )
    for who, config, site in peers(root, order, size):
        line = run([sys.executable, "-P", "-m", "mkdocs", "build", "--quiet", "-f", str(config)], root, site)
        told = {
            "times": round(line["wall_s"] / full["wall_s"], 2),
            "times_cpu": round(line["cpu_s"] / full["cpu_s"], 2),
        }
        tell("full build", articles=size, who=who, **line, **told, target=TARGETS[who])
        shutil.rmtree(site)
    if importlib.util.find_spec("zensical"):
        zensical(root, order, size)
    whole(root.with_name(f"{size}-whole"), size)
    return full


def staged(root: Path, size: int) -> Order:
    """The articles of a project, staged, and the order to build them."""
    pages = list(articles(size))
    sections: dict[str, list[PurePosixPath]] = {}
    for page in pages[1:]:
        sections.setdefault(page.path.parts[0], []).append(page.path)
    entries = [(f"Section {name}", tuple(paths)) for name, paths in sections.items()]
    parts = [(f"Part {start // PART}", tuple(entries[start : start + PART])) for start in range(0, len(entries), PART)]
    work = root / "build"
    stage(pages, (), root / "content", work / "docs")
    order = Order(
        root=root, name="Help", url="https://help.example/", content=root / "content", config=work / "mkdocs-public.yml", docs=work / "docs",
        site=work / "site-public.new", theme=theme_dir(root), nav=[pages[0].path, *parts], pages=pages,
    )  # fmt: skip
    _write(root, order)
    return order


def _write(root: Path, order: Order) -> None:
    """For the process that renders it. Of the pages an engine asks for the paths: their texts are staged."""
    bare = [Page(page.path, {}, "") for page in order.pages]
    (root / _ORDER).write_bytes(pickle.dumps(replace(order, pages=bare)))


def articles(size: int, seed: int = 1) -> Iterator[Page]:
    """Home, and so many articles with an index for each section."""
    chance = np.random.default_rng([seed, size])
    common = np.cumsum(1 / np.arange(1, WORDS + 1) ** 1.05)
    known = [word(number) for number in range(WORDS)]

    def said(many: int) -> str:
        return " ".join(known[n] for n in np.searchsorted(common, chance.random(many) * common[-1]).tolist())

    paths = [PurePosixPath(f"s{place // SECTION:04}/a{place:06}.md") for place in range(size)]
    yield Page(PurePosixPath("index.md"), {"title": "Home", "layout": "home"}, "Hello.")
    for place, path in enumerate(paths):
        if place % SECTION == 0:
            yield Page(path.with_name("index.md"), {"title": f"Section {path.parts[0]}"}, said(20))
        links = ", ".join(f"[{said(2)}](../{paths[n]})" for n in chance.integers(0, size, 4).tolist())
        body = (
            f"## Issue\n\n{said(100)}.\n\n!!! note\n\n    {said(40)}.\n\n## Resolution\n\n{said(120)}.\n\n```bash\n{said(6)}\n{said(6)}\n```\n\n"
            f"1. {said(10)}\n2. {said(10)}\n\n{said(80)}.\n\n```python\nfor name in {said(1)}():\n    print(name)\n```\n\n{links}. {said(20)}."
        )
        yield Page(path, {"title": said(6).capitalize(), "tags": [said(1), said(1)]}, body)


def changed(root: Path, order: Order, meta: Mapping[str, str]) -> Order:
    """The same with one page that is another."""
    place = len(order.pages) // 2
    page = order.pages[place]
    other = Page(page.path, {**page.meta, **meta}, f"{page.body}\n\nMore.")
    order = replace(order, pages=[*order.pages[:place], other, *order.pages[place + 1 :]])
    stage(order.pages, (), order.content, order.docs)
    _write(root, order)
    return order


def render(root: Path, order: Order) -> dict[str, float]:
    """What the engine takes."""
    _release(order).begin()
    return run([sys.executable, "-c", _RENDER], root, order.site)


def index(order: Order) -> tuple[float, tuple[str, ...]]:
    """Index the site for search, and put it in its place; the time the index took, in seconds, and the bundles that were made."""
    release = _release(order)
    release.lend()
    began = _spent()
    release.close({}, ())
    made = release.index()
    took = _spent() - began
    release.put_in_place()
    return took, made


def _release(order: Order) -> Release:
    return Release(order.site, order.site.with_name("site"), order.site.parent, "public")


def peers(root: Path, order: Order, size: int) -> Iterator[tuple[str, Path, Path]]:
    """Who else builds it, with what settings, into which folder."""
    yield "mkdocs", order.config, order.site
    told = yaml.safe_load(order.config.read_text(encoding="utf-8"))
    stock = {name: told[name] for name in ("site_url", "exclude_docs", "nav")}
    stock |= {"site_name": "Help", "docs_dir": str(order.docs), "plugins": ["search"]}
    extensions = [
        "admonition",
        "attr_list",
        "tables",
        {"toc": {"permalink": True}},
        "pymdownx.highlight",
        "pymdownx.superfences",
    ]
    for who, features in (("pruned", ["navigation.prune"]), ("default", [])):
        if features or size <= MOST_OF_DEFAULT:
            config = root / f"build/{who}.yml"
            site = root / f"build/{who}"
            theme = {"name": "material", "font": False, "features": features}
            settings = stock | {"site_dir": str(site), "theme": theme, "markdown_extensions": extensions}
            config.write_text(json.dumps(settings), encoding="utf-8")
            yield who, config, site


def zensical(root: Path, order: Order, size: int) -> None:
    """The same pages by Zensical with its own look, pruned; without a cache, and with one and nothing changed."""
    told = json.loads((root / "build/pruned.yml").read_text(encoding="utf-8"))
    site = root / "zensical"
    config = root / "zensical.yml"
    told |= {"docs_dir": os.path.relpath(order.docs, root), "site_dir": site.name}
    config.write_text(json.dumps(told), encoding="utf-8")
    command = [sys.executable, "-P", "-m", "zensical", "build", "-f", str(config)]
    for what, more in (("cold", ["--clean"]), ("warm", [])):
        tell("full build", articles=size, who=f"zensical, {what}", **run([*command, *more], root, site))


def whole(root: Path, size: int) -> None:
    """`deskbook build` of a project of so many articles: from nothing, with nothing changed, and with a sentence more in one."""
    (root / "content").mkdir(parents=True)
    (root / "deskbook.toml").write_text(_TOML, encoding="utf-8")
    pages = list(articles(size))
    for page in pages:
        path = root / "content" / page.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(page.render(), encoding="utf-8")
    command = [sys.executable, "-P", "-m", "deskbook", "--quiet", "build", "--no-links"]
    site = root / "site"
    full = run(command, root, site)
    tell("deskbook build", articles=size, case="all pages new", **full)
    run(command, root, site)  # the first has made a store
    tell(
        "deskbook build",
        articles=size,
        case="nothing changed",
        **run(command, root, site),
        target_s=TARGETS["nothing_s"],
    )
    article = next(page for page in pages[size // 2 :] if page.path.name != "index.md")
    with (root / "content" / article.path).open("a", encoding="utf-8") as file:
        file.write("\nOne sentence more.\n")
    line = run(command, root, site)
    share = round(line["cpu_s"] / full["cpu_s"], 3)
    tell("deskbook build", articles=size, case="one page changed", **line, share=share, target_s=TARGETS["one_s"])
    shutil.rmtree(root)


def run(command: list[str], folder: Path, site: Path) -> dict[str, float]:
    """What a command took, with all the processes that it started."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with _Peak(process.pid) as held:
        said = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
    if status or not (site / "index.html").is_file():
        raise SystemExit(f"{' '.join(command)} failed:\n{said.decode('utf-8', 'replace')}")
    return {
        "cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "wall_s": round(wall, 2),
        "peak_mb": round(held.bytes / 1e6),
    }


class _Peak:
    """The most memory that a process had at once, with those that it started."""

    def __init__(self, pid: int) -> None:
        self.bytes = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(psutil.Process(pid),))

    def __enter__(self) -> _Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self, tree: psutil.Process) -> None:
        took = 0.0
        # To look takes the longer the more there is; it must not slow down what is measured.
        while not self._ended.wait(max(0.1, 20 * took)):
            began = time.perf_counter()
            self.bytes = max(self.bytes, _memory(tree))
            took = time.perf_counter() - began


def _memory(tree: psutil.Process) -> int:
    held = 0
    for process in (tree, *_below(tree)):
        try:
            known = process.memory_full_info()
        except (psutil.Error, OSError):  # it has ended meanwhile
            continue
        held += getattr(known, "pss", known.rss)
    return held


def _below(tree: psutil.Process) -> list[psutil.Process]:
    try:
        return tree.children(recursive=True)
    except psutil.Error:
        return []


def _spent() -> float:
    """The time of this process and of those that it started, in seconds."""
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + below.ru_utime + below.ru_stime


def tell(what: str, **line: Any) -> None:
    """One measurement."""
    print(json.dumps({"measure": what, **line}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
