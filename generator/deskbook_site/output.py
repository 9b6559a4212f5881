"""Pages that the site engine did not make -> files of the finished site."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from deskbook.library import replace

T = TypeVar("T")

# In every page that deskbook itself writes into the site; nothing without it is ever removed.
_MARK = "data-deskbook-page="


def write_page(site: Path, url: str, html: str) -> bool:
    """Write the page of a site-relative `url` (ending in a slash); False where the file already held just that."""
    return replace(site / url / "index.html", html)


def prune(site: Path, section: str, urls: Collection[str]) -> None:
    """Remove pages of an earlier run below `section` ("forum") that are not among `urls`; other files stay.

    An engine that keeps its output from run to run would otherwise go on publishing topics that are gone.
    """
    kept = {url.rstrip("/") for url in urls}
    for folder, _, names in os.walk(site / section, topdown=False):
        here = Path(folder)
        if "index.html" not in names or here.relative_to(site).as_posix() in kept:
            continue
        page = here / "index.html"
        if _MARK in page.read_text(encoding="utf-8"):
            page.unlink()
            if not any(here.iterdir()):
                here.rmdir()


def batches(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """`items` in portions of `size`, the last one smaller."""
    iterator = iter(items)
    while batch := tuple(islice(iterator, size)):
        yield batch
