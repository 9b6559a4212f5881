"""The composition root: one folder with a deskbook.toml, and the parts that its configuration asks for."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from deskbook import config as configuration
from deskbook import plugins
from deskbook.config import Config, SourceBlock
from deskbook.errors import ConfigError
from deskbook.library import Library, read_roster
from deskbook.library.articles import Defaults
from deskbook.model import Check, Drafter, Knowledge, Report, Source, Table, Thread
from deskbook.similarity.folder import IndexFolder
from deskbook.similarity.segment import Embedder
from deskbook.store import Store
from deskbook.text.answering import Answers
from deskbook.text.overlap import overlaps
from deskbook.text.redact import Policy
from deskbook.workers import executor


@dataclass(frozen=True)
class Project:
    """A folder with a deskbook.toml. Parts are made when first asked for; `close` lets go of the store."""

    root: Path
    config: Config
    today: date

    @classmethod
    def open(cls, start: Path | None = None, *, today: date | None = None) -> Project:
        """The project that `start` (by default the current folder) lies in. Raises `ConfigError` if there is none."""
        path = configuration.find((start or Path.cwd()).resolve())
        return cls(path.parent, configuration.load(path), today or datetime.now(UTC).date())

    @cached_property
    def store(self) -> Store:
        """The store, made if it is not there yet."""
        return Store(self.root / self.config.project.store)

    @cached_property
    def library(self) -> Library:
        """The folder of articles."""
        stated = self.config.content
        return Library(
            self.root / self.config.project.content,
            prefix=self.config.project.content,
            defaults=Defaults(stated.audience, stated.confidence),
        )

    @cached_property
    def embedder(self) -> Embedder | None:
        """The semantic model, if one is configured."""
        rules = self.config.semantic
        if rules.model is None:
            return None
        from deskbook.similarity.embedding import load  # noqa: PLC0415  an extra

        return load(rules.model, sha256=rules.sha256, vocabulary=rules.vocabulary, root=self.root)

    @cached_property
    def questions(self) -> IndexFolder:
        """The index of what threads ask."""
        address = self.config.workers.index
        if address is None:
            address = f"{self.config.project.store}/index"
        if "://" not in address:
            address = str(self.root / address)
        return IndexFolder(address, self.embedder)

    @cached_property
    def answers(self) -> Answers:
        """The articles, ready to be asked which of them answers a question."""
        return Answers(self.library.read().articles, self.embedder)

    def executor(self, jobs: int) -> AbstractContextManager[Executor]:
        """What runs `jobs` pieces of work at once: local processes, or a Dask cluster."""
        rules = self.config.workers
        return executor(rules.processes, jobs, rules.scheduler)

    def close(self) -> None:
        """Close the store if it was opened."""
        if "store" in self.__dict__:
            self.store.close()

    def sources(self, names: tuple[str, ...] = ()) -> list[tuple[SourceBlock, Source]]:
        """The configured sources, or those of some names. Raises `ConfigError` for a name that is not configured."""
        known = {block.name: block for block in self.config.sources}
        if unknown := [name for name in names if name not in known]:
            raise ConfigError(
                f"there is no source '{unknown[0]}'",
                where=str(self.root / configuration.FILE_NAME),
                cure=f"configured are: {', '.join(known) or 'none yet; add a [[sources]] block'}",
            )
        chosen = [known[name] for name in names] if names else list(known.values())
        return [(block, plugins.load("sources", block.type)(block.name, self.root, block.options)) for block in chosen]

    def redaction(self) -> Policy:
        """What redaction leaves alone and removes besides the usual; whether names stay is decided for each thread."""
        rules = self.config.redact
        return Policy(allow=frozenset(rules.allow), names=rules.names, asker_key=self.store.asker_key())

    def drafter(self) -> Drafter:
        """The drafter that the configuration names."""
        rules = self.config.draft
        made: Drafter = plugins.load("drafters", rules.drafter)(
            folder=rules.folder,
            audience=rules.audience,
            owners=rules.owners,
            products=rules.products,
            tags=rules.tags,
        )
        return made

    def checks(self) -> list[Check]:
        """The rules that are not switched off, by code."""
        found: list[Check] = [plugins.load("checks", name)() for name in plugins.available("checks")]
        off = set(self.config.check.disable)
        if unknown := off - {check.code for check in found} - {check.name for check in found}:
            raise ConfigError(
                f"'{min(unknown)}' in [check] disable is no rule",
                where=str(self.root / configuration.FILE_NAME),
                cure="known are: " + ", ".join(f"{check.code} {check.name}" for check in found),
            )
        return sorted((c for c in found if c.code not in off and c.name not in off), key=lambda check: check.code)

    def tables(self, knowledge: Knowledge, names: tuple[str, ...] = ()) -> tuple[Table, ...]:
        """All reports, or those of some names, by name."""
        made: list[Report] = [plugins.load("reports", name)() for name in names or plugins.available("reports")]
        return tuple(report.table(knowledge) for report in made)

    def knowledge(self, *, threads: bool = True) -> Knowledge:
        """The content, and (with `threads`) what the store knows, gathered for checks, reports and pages."""
        shelf = self.library.read()
        known: dict[str, Any] = {}
        if threads:
            held_threads: Mapping[str, Thread] = {thread.key: thread for thread in self.store.threads()}
            known = {
                "threads": held_threads,
                "clusters": self.store.clusters(),
                "links": self.store.links(),
                "held": self.store.held(),
            }
        return Knowledge(
            articles=shelf.articles,
            roster=read_roster(self.root / self.config.project.roster),
            today=self.today,
            prefix=self.config.project.content,
            unreadable=shelf.unreadable,
            files=shelf.files,
            overlaps=overlaps(shelf.articles, self.config.check.overlap),
            stale_after_days=self.config.check.stale_after_days,
            allow=frozenset(self.config.redact.allow),
            **known,
        )
