"""Which address a page has on the site."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import quote

# The site engine makes the page of the folder from a file of one of these names, in this order.
INDEX_NAMES = ("index.md", "README.md")


@lru_cache(maxsize=100_000)  # of each page it is asked dozens of times
def page_url(path: PurePosixPath) -> str:
    """The address, relative to the site's, of the page that is made of the file at `path`: `dns/slow/`, or `` for the home page."""
    folder = path.parent if path.name in INDEX_NAMES else path.with_suffix("")
    return "" if folder == PurePosixPath() else f"{folder.as_posix()}/"


def page_link(site: str, path: PurePosixPath) -> str:
    """The whole address of that page on the site at `site`, percent-encoded."""
    return site.rstrip("/") + "/" + quote(page_url(path))
