"""Export of a generated forum, and a peer: JSON lines, each with its targets.

    python tests/realdata/forum.py [--topics 5000] [--processes 2] [--peer 2000] [--folder FOLDER]

Topics have eight posts of words as common as in language, with lists, code, links and quotes; an eighth of them each in one of the
categories, with two of a hundred tags. They are in memory when the clock starts, as they are in a build. The first line is a
run into an empty folder with lists, feeds and sitemap; the second one after 100 topics got another reply. `peak_mb` is that of
this process, which holds all topics, and of its workers together, looked at ten times a second, twice for Pagefind. The index of search is measured
apart, with the processor time and the memory of Pagefind; `with_search` is all of a run, up to the site in its place, and
`of_first_with_search` what the second took of the first. The peer, MkDocs with Material,
builds some of the same topics as Markdown, once, with the settings of the project and without its search.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import psutil
from generated import word

from deskbook.model import Audience, Message, Role, Thread, ThreadKind
from deskbook.workers import executor
from deskbook_site import forum
from deskbook_site.release import Release
from deskbook_site.shell import shell_pages
from deskbook_site.sitemap import write_sitemap
from deskbook_site.words import ENGLISH

ROOT = Path(__file__).parents[2]
POSTS, CHANGED = 8, 100
TODAY = date(2026, 11, 22)
_BEGUN = datetime(2015, 1, 1, tzinfo=UTC)
_WORDS, _STEEP = 50_000, 1.05
_FEWEST, _MOST = 30, 110
ADDRESS = "https://forum.example"


def topics(many: int, seed: int = 1) -> Iterator[Thread]:
    """So many topics, the same for the same seed."""
    chance = np.random.default_rng(seed)
    words = [word(number) for number in range(_WORDS)]
    common = np.cumsum(1 / np.arange(1, _WORDS + 1) ** _STEEP)
    common /= common[-1]
    for number in range(many):
        lengths = chance.integers(_FEWEST, _MOST, POSTS)
        said = [words[w] for w in np.searchsorted(common, chance.random(int(lengths.sum()) + 8)).tolist()]
        yield _topic(number, said, lengths.tolist(), chance)


def _topic(number: int, said: list[str], lengths: list[int], chance: np.random.Generator) -> Thread:
    begun = _BEGUN + timedelta(hours=2 * number)
    accepted = int(chance.integers(1, POSTS)) if chance.random() < 0.4 else -1
    title, rest, messages = " ".join(said[:8]), iter(said[8:]), []
    for place, length in enumerate(lengths):
        own = [next(rest) for _ in range(length)]
        role = Role.CUSTOMER if place % 3 else Role.AGENT
        messages.append(
            Message(
                str(place + 1),
                own[0] if place else "asker",
                role if place else Role.CUSTOMER,
                begun + timedelta(hours=place),
                _markdown(own, int(chance.integers(0, 8)), number),
                accepted=place == accepted,
                score=place,
                reply_to=str(place - 1) if place % 4 == 3 else None,
            )
        )
    return Thread(
        "forum", str(number + 1), ThreadKind.TOPIC, title, tuple(messages), begun, messages[-1].at,
        url=f"{ADDRESS}/t/{'-'.join(said[:4])}/{number + 1}", resolved=accepted > 0, audience=Audience.PUBLIC,
        tags=(f"tag-{number % 100}", f"tag-{number % 37}"), category=f"Category {number % 8}",
    )  # fmt: skip


def _markdown(words: list[str], form: int, number: int) -> str:
    half = len(words) // 2
    one, two = " ".join(words[:half]), words[half:]
    other = {
        0: "\n".join(f"- {w} {v}" for w, v in zip(two[::2], two[1::2], strict=False)),
        1: "```python\n"
        + "\n".join(f"{w} = {v}({number})" for w, v in zip(two[::2], two[1::2], strict=False))
        + "\n```",
        2: f"see [{two[0]} {two[1]}](https://x.example/{two[0]}) and https://x.example/t/{number}, " + " ".join(two),
        3: f"> {one[:80]}\n\n" + " ".join(two),
        4: f"**{two[0]}** `{two[1]}` *{two[2]}* " + " ".join(two),
    }.get(form, " ".join(two))
    return f"{one}.\n\n{other}"


class Peak:
    """What this process and its workers take together: `seconds` by the clock, seconds that processors `worked`, and the largest sum
    of their memory in bytes. Workers must be there already; or they `come`, and are gone again at the end."""

    def __init__(self, *, come: bool = False) -> None:
        self.bytes = 0
        self._come = come
        self._watched = [psutil.Process(), *psutil.Process().children()]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        self.seconds, self.worked = -time.perf_counter(), -self._times()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter()
        self.worked += self._times()
        self._over.set()
        self._thread.join()

    def _times(self) -> float:
        times = [process.cpu_times() for process in self._watched]
        gone = resource.getrusage(resource.RUSAGE_CHILDREN)
        return sum(each.user + each.system for each in times) + gone.ru_utime + gone.ru_stime

    def _watch(self) -> None:
        # To look for new processes takes long.
        while not self._over.wait(0.5 if self._come else 0.1):
            total = 0
            for process in (
                [psutil.Process(), *psutil.Process().children(recursive=True)] if self._come else self._watched
            ):
                with contextlib.suppress(psutil.NoSuchProcess):
                    total += process.memory_info().rss
            self.bytes = max(self.bytes, total)


def export(held: list[Thread], digests: dict[str, str], release: Release, pool: Executor) -> int:
    """One run, into a site of which the engine has built the shells; how many pages there are."""
    release.lend()
    past = forum.Before(release.target, release.forum_notes, digests)
    urls = forum.render(held, release.site, {}, pool, TODAY, theme=ROOT / "theme", url=ADDRESS, before=past)
    write_sitemap(release.site, ADDRESS, urls)
    release.close(urls, forum.addresses(held).values())
    return len(urls)


def measure(many: int, processes: int, folder: Path) -> None:
    """The first run and the second."""
    held = list(topics(many))
    digests = {thread.key: "1" for thread in held}  # the store has them already
    gc.freeze()  # as a build does
    _shells(folder / "shells")
    exports: list[float] = []
    wholes: list[float] = []
    for number in (1, 2):
        shutil.copytree(folder / "shells", folder / "new")
        if number == 2:
            _reply(held, digests)
        release = Release(folder / "new", folder / "site", folder, "forum")
        # Processes are started before the clock: a forum of 50,000 topics does not notice, one of 5,000 would.
        with executor(processes, many) as pool:
            list(pool.map(time.sleep, [0.2] * processes))
            with Peak() as peak:
                pages = export(held, digests, release, pool)
        with Peak(come=True) as search:
            bundles = release.index()
        begun = time.perf_counter()
        release.put_in_place()
        exports.append(peak.seconds)
        wholes.append(peak.seconds + search.seconds + time.perf_counter() - begun)
        said: dict[str, object] = {"topics_a_second": round(many / exports[0]), "target_topics_a_second": 1500}
        if number == 2:
            said = {
                "changed": CHANGED, "of_first": round(exports[1] / exports[0], 3),
                "of_first_with_search": round(wholes[1] / wholes[0], 3), "target_of_first": 0.05,
            }  # fmt: skip
        print(
            json.dumps(
                {
                    "measure": "forum export" if number == 1 else "forum export again", "topics": many, "posts": POSTS * many,
                    "pages": pages, "processes": processes, "seconds": round(exports[-1], 2),
                    "cpu_seconds": round(peak.worked, 2), "with_search": round(wholes[-1], 2),
                    "search_seconds": round(search.seconds, 2), "search_cpu_seconds": round(search.worked, 2),
                    "search_peak_mb": round(search.bytes / 1e6), "bundles": len(bundles), **said,
                    "peak_mb": round(peak.bytes / 1e6), "target_peak_mb": 1000, "load": round(os.getloadavg()[0], 1),
                }
            ),
            flush=True,
        )  # fmt: skip


def _reply(held: list[Thread], digests: dict[str, str]) -> None:
    for place in range(0, len(held), max(1, len(held) // CHANGED))[:CHANGED] if held else ():
        thread = held[place]
        at = datetime(2026, 11, 21, tzinfo=UTC) + timedelta(minutes=place % 1000)
        reply = Message("new", "somebody", Role.CUSTOMER, at, "Thank you, *that* helped.")
        held[place] = replace(thread, messages=(*thread.messages, reply), updated=at)
        digests[thread.key] = "2"


def _shells(site: Path) -> None:
    """The engine's own pages, as MkDocs with the project's theme builds them."""
    docs = site.with_name("docs")
    pages = shell_pages(chat=False)
    for page in pages:
        target = docs / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page.render(), encoding="utf-8")
    _mkdocs(docs, site)


def _mkdocs(docs: Path, site: Path) -> None:
    (docs / "index.md").write_text("# Forum\n", encoding="utf-8")
    config = docs.with_suffix(".yml")
    settings = {
        "site_name": "Forum", "site_url": ADDRESS, "docs_dir": str(docs), "site_dir": str(site), "plugins": [],
        "theme": {"name": "material", "custom_dir": str(ROOT / "theme"), "font": False, "features": ["navigation.prune"]},
        "markdown_extensions": ["tables", "fenced_code"],
        "extra": {"deskbook": {"words": ENGLISH.of_theme, "up": ""}},
    }  # fmt: skip
    config.write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(config)]
    subprocess.run(command, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True)


def peer(many: int, folder: Path) -> None:
    """MkDocs on the same topics."""
    docs = folder / "peer"
    (docs / "forum").mkdir(parents=True)
    for thread in topics(many):
        posts = (f"## {post.author}\n\n{post.text}\n" for post in thread.messages)
        (docs / f"forum/{thread.id}.md").write_text(f"# {thread.title}\n\n" + "\n".join(posts), encoding="utf-8")
    begun = time.perf_counter()
    _mkdocs(docs, folder / "peer-site")
    seconds = time.perf_counter() - begun
    print(
        json.dumps(
            {"measure": "peer: MkDocs with Material", "topics": many, "seconds": round(seconds, 2), "topics_a_second": round(many / seconds, 1)}
        ),
        flush=True,
    )  # fmt: skip


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topics", type=int, default=5_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--peer", type=int, default=2_000)
    parser.add_argument("--folder", type=Path, help="Where to work; by default a temporary folder.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        measure(asked.topics, asked.processes, Path(folder))
        if asked.peer:
            peer(asked.peer, Path(folder))


if __name__ == "__main__":
    main()
