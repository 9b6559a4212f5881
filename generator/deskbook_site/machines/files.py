"""Everything that a site has for programs beside its pages, in one call."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from deskbook.library import replace
from deskbook.model import Audience

from ..entry import Entry
from ..feeds import write_feed
from ..programs import fingerprint, programs
from .kb_index import kb_index
from .llms import llms_txt
from .news import news
from .opensearch import opensearch
from .twins import twin


class Before(NamedTuple):
    """The site that this one will replace, and notes of which twins it has."""

    site: Path
    notes: Path


def write_machine_files(  # noqa: PLR0913  what they say
    site: Path, name: str, url: str | None, audience: Audience, entries: Sequence[Entry], *, before: Before
) -> None:
    """Write them into the built `site`, which nobody reads yet, of the name `name`. Twins that are what they were are taken from the one
    `before`.

    Feed and OpenSearch description hold whole addresses, and are made only where the site has an address `url`.
    """
    _write_twins(site, url, entries, before)
    _write(site / "llms.txt", llms_txt(name, url, entries))
    _write(site / "kb-index.json", kb_index(name, url, audience, entries))
    if url:
        write_feed(site, url, news(name, entries))
        _write(site / "opensearch.xml", opensearch(name, url))


def _write_twins(site: Path, url: str | None, entries: Sequence[Entry], before: Before) -> None:
    known, made = _known(before.notes), {}
    for entry in entries:
        place = f"{entry.url}index.md"
        made_of = fingerprint((entry, url))
        earlier = known.get(place)
        if (
            earlier is None
            or earlier[0] != made_of
            or not _taken(f"{before.site}/{place}", f"{site}/{place}", earlier[1:])
        ):
            path = site / place
            _write(path, twin(entry, url))
            there = path.stat()
            earlier = (made_of, there.st_size, there.st_mtime_ns)
        made[place] = earlier
    replace(before.notes, json.dumps({"made_with": programs(), "twins": made}, separators=(",", ":")))


def _known(notes: Path) -> dict[str, tuple[str, int, int]]:
    """Of each twin: a fingerprint of what it was made of, its size, and when it was written. Nothing where that cannot be read."""
    try:
        said = json.loads(notes.read_text(encoding="utf-8"))
        if said["made_with"] != programs():
            return {}
        return {
            str(place): (str(made_of), int(size), int(time)) for place, (made_of, size, time) in said["twins"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _taken(source: str, target: str, file: tuple[int, int]) -> bool:
    """Whether that file is there, and is now in both places."""
    try:
        there = os.lstat(source)
        if (there.st_size, there.st_mtime_ns) != file:
            return False
        os.link(source, target)
    except OSError:  # it is gone, or there are no links between these folders
        return False
    return True


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
