"""Everything that checks and reports may look at, gathered before they run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from .article import Article, ArticleKind
from .cluster import Cluster, Link
from .finding import Finding
from .overlap import Overlap
from .ownership import Candidate, CodeOwners
from .roster import Roster
from .sampled import Sampled
from .signal import Signal
from .thread import Held, Thread


@dataclass(frozen=True, slots=True, eq=False)  # what is worked out from it is kept for the very same one
class Knowledge:
    """The content and, for reports, what the store knows.

    `prefix` is content/'s path relative to the project, so that a `Location` can be made of an article's path.
    `language` is that of the articles which have none of their own.
    `unreadable` are the findings about files that could not be read as articles at all.
    `allow` are values that are never personal data, `names` those that the project removes everywhere.
    `outcomes` is the one outcome of each thread that has one, by key, and `marked` are the keys of the resolved threads that
    somebody marked for documentation; both are known without `threads` too, where there is a store.
    `products` are the names of the team's own products. `causes` is the random sample of threads whose causes people labelled.
    `code_owners` is what CODEOWNERS says of the files of articles, and `candidates` who could own those that nobody owns, the best
    first, both by `Article.path`. `review_days` are the days between reviews of kinds that differ from `stale_after_days`, 0 for
    never. `reused` is the last day on which a person linked a thread to an article as its answer, by the article's id.
    `signals` are what readers searched for and thought of pages.
    `files` are all other files below content/ (images, the roster), relative to it, with forward slashes.
    """

    articles: tuple[Article, ...]
    roster: Roster
    today: date
    prefix: str = "content"
    language: str = "en"
    unreadable: tuple[Finding, ...] = ()
    files: frozenset[str] = frozenset()
    overlaps: tuple[Overlap, ...] = ()
    stale_after_days: int = 365
    review_days: Mapping[ArticleKind, int] = field(default_factory=dict)
    reused: Mapping[str, date] = field(default_factory=dict)
    code_owners: Mapping[PurePosixPath, CodeOwners] = field(default_factory=dict)
    candidates: Mapping[PurePosixPath, tuple[Candidate, ...]] = field(default_factory=dict)
    allow: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    threads: Mapping[str, Thread] = field(default_factory=dict)
    clusters: tuple[Cluster, ...] = ()
    links: tuple[Link, ...] = ()
    held: tuple[Held, ...] = ()
    outcomes: Mapping[str, Link] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()
    products: tuple[str, ...] = ()
    causes: tuple[Sampled, ...] = ()
    signals: tuple[Signal, ...] = ()
