"""Pagefind, run as a program on some pages of a site, and what it says of them."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from deskbook.errors import BuildError

# Pagefind took 25 s for 10,000 pages on two cores; this is for a hung one, not for a slow one.
TIMEOUT = 1800.0
# The sign after each heading that links to it is not a word of the heading.
OPTIONS = ("--glob", "**/*.html", "--exclude-selectors", ".headerlink", "--quiet")
# Written without spaces: only the extended Pagefind knows where a word of theirs ends.
_WITHOUT_SPACES = {"ja", "zh"}
INSTALL = "install it with `pip install 'pagefind[bin]'`, then run `deskbook build` again"
# What each file of an index begins with, and the file that names all others.
SIGNATURE = b"pagefind_dcd"
ENTRY = "pagefind-entry.json"
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")
# What people type: no numbers, no codes.
_TYPED = re.compile(r"[^\W\d_]{2,20}")


@dataclass(frozen=True, slots=True)
class Fragment:
    """What an index says of one page: the page, by its path in the site, and all its text."""

    id: str
    page: str
    text: str


def extended() -> bool:
    """Whether the Pagefind that is found here is the extended one, which is taken where both are."""
    from pagefind.service import get_executable  # noqa: PLC0415  it brings asyncio with it

    program = get_executable()
    return program is not None and "extended" in program.name


def lacking(languages: Iterable[str]) -> str | None:
    """What to say of the search in a site of these languages: nothing where the Pagefind that is found here knows their words."""
    unknown = [language for language in languages if language.partition("-")[0] in _WITHOUT_SPACES]
    if not unknown or extended():
        return None
    return (
        f"the search finds hardly anything in {' and '.join(unknown)}: Pagefind takes what stands between two spaces for one word\n"
        "  To mend it: pip install 'deskbook[cjk]', then run `deskbook build` again"
    )


def run(site: Path, pages: Iterable[str], output: Path, *, work: Path, timeout: float = TIMEOUT) -> None:
    """Index some `pages` of `site` into the folder `output`. `work` is an empty or new folder for what is needed meanwhile.

    Raises `BuildError` where Pagefind fails or does not end; `timeout` is in seconds.
    """
    for page in pages:
        _link(site / page, work / page)
    # -P: a file pagefind.py in the current folder must not be run in Pagefind's place.
    command = [sys.executable, "-P", "-m", "pagefind", "--site", str(work), "--output-path", str(output), *OPTIONS]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=timeout, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise BuildError(
            f"Pagefind did not finish within {timeout:.0f} seconds", where=str(site), cure="run `deskbook build` again"
        ) from error
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise BuildError(
            f"Pagefind could not index the site: {said[-1] if said else f'it ended with {done.returncode}'}",
            where=str(site),
            cure=INSTALL,
        )


def fragments(folder: Path) -> Iterator[Fragment]:
    """All fragments of a bundle."""
    for path in sorted((folder / "fragment").glob("*.pf_fragment")):
        yield fragment(path)


def fragment(path: Path) -> Fragment:
    """One fragment. Raises `BuildError` where it is no fragment of this version of Pagefind."""
    try:
        said = json.loads(gzip.decompress(path.read_bytes()).removeprefix(SIGNATURE))
        url, texts = unquote(said["url"]), [said["content"], *said["meta"].values()]
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BuildError("this part of the search index cannot be read", where=str(path), cure=INSTALL) from error
    page = url.lstrip("/")
    return Fragment(path.stem, f"{page}index.html" if page.endswith("/") or not page else page, "\n".join(texts))


def lost(fragment: Fragment, html: str) -> set[str]:
    """The words, in lower case, that the fragment of an earlier form of a page has, and that the page has lost since."""
    html = html.lower()
    missing = set(_WORD.findall(fragment.text.lower())).difference(_WORD.findall(unescape(_TAG.sub(" ", html))))
    # A tag can stand in the middle of a word, and a word in an attribute.
    return missing.difference(_WORD.findall(unescape(_TAG.sub("", html))), _WORD.findall(html)) if missing else missing


def common_words(texts: Iterable[str], most: int) -> dict[str, int]:
    """The words that most texts have, with how many have them."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(typed(text))
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:most])


def typed(text: str) -> set[str]:
    """What people may type of the words of a text: no numbers and no codes."""
    return set(_TYPED.findall(text.lower()))


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:  # no links between these folders
        shutil.copyfile(source, target)
