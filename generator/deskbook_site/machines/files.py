"""Everything that a site has for programs beside its pages, in one call."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deskbook.model import Audience

from ..entry import Entry
from ..feeds import write_feed
from .kb_index import kb_index
from .llms import llms_txt
from .news import news
from .opensearch import opensearch
from .twins import twin


def write_machine_files(site: Path, name: str, url: str | None, audience: Audience, entries: Sequence[Entry]) -> None:
    """Write them into the built `site`, which nobody reads yet, of the name `name`.

    Feed and OpenSearch description hold whole addresses, and are made only where the site has an address `url`.
    """
    for entry in entries:
        _write(site / entry.url / "index.md", twin(entry, url))
    _write(site / "llms.txt", llms_txt(name, url, entries))
    _write(site / "kb-index.json", kb_index(name, url, audience, entries))
    if url:
        write_feed(site, url, news(name, entries))
        _write(site / "opensearch.xml", opensearch(name, url))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
