"""Everything that checks and reports may look at, gathered before they run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .article import Article
from .cluster import Cluster, Link
from .finding import Finding
from .overlap import Overlap
from .roster import Roster
from .signal import Signal
from .thread import Held, Thread


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The content and, for reports, what the store knows.

    `prefix` is content/'s path relative to the project, so that a `Location` can be made of an article's path.
    `unreadable` are the findings about files that could not be read as articles at all.
    `allow` are values that are never personal data, `names` those that the project removes everywhere.
    `outcomes` is the one outcome of each thread that has one, by key, and `marked` are the keys of the resolved threads that
    somebody marked for documentation; both are known without `threads` too, where there is a store.
    `signals` are what readers searched for and thought of pages.
    `files` are all other files below content/ (images, the roster), relative to it, with forward slashes.
    """

    articles: tuple[Article, ...]
    roster: Roster
    today: date
    prefix: str = "content"
    unreadable: tuple[Finding, ...] = ()
    files: frozenset[str] = frozenset()
    overlaps: tuple[Overlap, ...] = ()
    stale_after_days: int = 365
    allow: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    threads: Mapping[str, Thread] = field(default_factory=dict)
    clusters: tuple[Cluster, ...] = ()
    links: tuple[Link, ...] = ()
    held: tuple[Held, ...] = ()
    outcomes: Mapping[str, Link] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()
    signals: tuple[Signal, ...] = ()
