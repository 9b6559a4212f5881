"""Stand-ins for what a test does not want the real thing of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from deskbook.config import Config
from deskbook.model import Knowledge, Table, Thread, ThreadKind
from deskbook.text.redact import Takedowns
from deskbook_site.shell import shell_pages

T = TypeVar("T")


@dataclass
class RecordingProgress:
    """A `Progress` that remembers what was said."""

    said: list[str] = field(default_factory=list)

    def track(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
        """The same items."""
        yield from items

    def say(self, line: str) -> None:
        """Keep the line."""
        self.said.append(line)


class NoPictures:
    """A store's pictures, where it has kept none."""

    def path(self, name: str) -> Path | None:
        """Nowhere."""
        return None


@dataclass
class FakeStore:
    """Threads in memory, given in a store's order."""

    held: tuple[Thread, ...] = ()
    pictures: NoPictures = field(default_factory=NoPictures)

    def threads(self, kinds: frozenset[ThreadKind] | None = None) -> Iterator[Thread]:
        """By created, then key."""
        yield from sorted(
            (thread for thread in self.held if kinds is None or thread.kind in kinds),
            key=lambda thread: (thread.created, thread.key),
        )

    def digests(self) -> dict[str, str]:
        """What tells one form of a thread from another, by key."""
        return {thread.key: repr(thread) for thread in self.held}


@dataclass
class FakeProject:
    """What a build asks of a project, without a store on disk."""

    root: Path
    shelf: Knowledge
    config: Config = field(default_factory=Config)
    store: FakeStore = field(default_factory=FakeStore)
    reports: tuple[Table, ...] = ()
    takedowns: Takedowns = field(default_factory=Takedowns)

    @property
    def today(self) -> date:
        """The day of its knowledge."""
        return self.shelf.today

    def knowledge(self, *, judged: bool = True) -> Knowledge:
        """The knowledge it was made with."""
        return self.shelf

    def tables(self, knowledge: Knowledge) -> tuple[Table, ...]:
        """The reports it was made with."""
        return self.reports


def site_with_shells(site: Path) -> Path:
    """A site as an engine would leave it behind for forum and chat: bare pages that show every marker."""
    for page in shell_pages():
        target = site / page.path.with_suffix(".html")
        target.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * (len(page.path.parts) - 1)
        target.write_text(
            "<!doctype html><html><head><title>@@DESKBOOK_TITLE@@ - Help</title>"
            '<meta name="description" content="@@DESKBOOK_DESCRIPTION@@">'
            f'<link rel="canonical" href="https://help.example/{page.url}"></head>'
            f'<body><a href="{up}">Home</a><main><h1>@@DESKBOOK_TITLE@@</h1>@@DESKBOOK_BODY@@</main></body></html>',
            encoding="utf-8",
        )
    return site
