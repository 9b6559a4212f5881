"""Names from outside -> names of folders that are safe and differ."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from itertools import pairwise

from deskbook.text.slug import slugify

_SAFE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def segment(foreign: str) -> str:
    """`foreign` as one step of a path: itself where it is harmless, else its letters and a short digest of the whole."""
    if len(foreign) <= 60 and _SAFE.fullmatch(foreign):
        return foreign
    return f"{slugify(foreign, 40)}-{_digest(foreign)}"


def distinct(wishes: Mapping[str, str]) -> dict[str, str]:
    """`wishes` maps a key to the address that it would like; the same keys with addresses that differ.

    Of keys that wish the same the first in sorted order gets it, so that the order of the input does not matter.
    """
    taken: set[str] = set()
    given = {}
    for key in sorted(wishes):
        wish = wishes[key]
        given[key] = wish if wish not in taken else f"{wish}-{_digest(key)}"
        taken.add(given[key])
    return given


def near(number: int, pages: int) -> tuple[int, ...]:
    """The numbers of pages to offer on page `number`: first, last and those around it; 0 stands for a gap."""
    offered = sorted({1, pages, *range(max(1, number - 2), min(pages, number + 2) + 1)})
    return tuple(n for before, n in pairwise((0, *offered)) for n in ((n,) if n - before == 1 else (0, n)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
