"""The composition root: one folder with a deskbook.toml, and the parts that its configuration asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property, partial
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from deskbook import config as configuration
from deskbook import plugins
from deskbook.config import Config, SourceBlock
from deskbook.drafters.chat import Endpoint
from deskbook.errors import ConfigError
from deskbook.library import (
    Git,
    Library,
    Shelf,
    read_calendar,
    read_causes,
    read_code_owners,
    read_distinct,
    read_figures,
    read_outcomes,
    read_roster,
    read_takedowns,
)
from deskbook.library.articles import Defaults
from deskbook.model import (
    Article,
    Candidate,
    Check,
    Damage,
    Drafter,
    Incident,
    Knowledge,
    Link,
    Overlap,
    Progress,
    Publisher,
    Report,
    Roster,
    Signal,
    Source,
    Table,
    Thread,
    Turn,
)
from deskbook.store import Store, read_signals
from deskbook.text.candidates import Candidates
from deskbook.text.distinct import settle
from deskbook.text.moved import present_ids, with_present_articles
from deskbook.text.outcomes import outcomes
from deskbook.text.ownership import ownership
from deskbook.text.redact import Policy, Takedowns, Watch
from deskbook.text.rota import present, turns
from deskbook.text.trend import with_past
from deskbook.workers import executor

if TYPE_CHECKING:
    from deskbook.similarity.folder import IndexFolder
    from deskbook.similarity.segment import Embedder
    from deskbook.text.answering import Answers

# Of how many of its threads it is asked who answered them, for an article that nobody owns.
_SOURCES = 20


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
            languages=self.config.site.languages[1:],
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
        from deskbook.similarity.folder import IndexFolder  # noqa: PLC0415  numpy and scipy take longer than all the rest

        address = self.config.workers.index
        if address is None:
            address = f"{self.config.project.store}/index"
        if "://" not in address:
            address = str(self.root / address)
        return IndexFolder(address, self.embedder)

    @cached_property
    def answers(self) -> Answers:
        """The articles, ready to be asked which of them answers a question."""
        from deskbook.text.answering import Answers  # noqa: PLC0415  so do they here

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
        chosen = self._blocks(names)
        return [(block, plugins.load("sources", block.type)(block.name, self.root, block.options)) for block in chosen]

    def publishers(self, names: tuple[str, ...] = ()) -> list[tuple[SourceBlock, Publisher]]:
        """The sources whose tickets are told of their articles, or those of some names. Raises `ConfigError` for a name that is not
        configured, and for a type of source that can be told nothing."""
        made = []
        for block in self._blocks(names):
            if block.publish == "off" and not names:
                continue
            source = plugins.load("sources", block.type)(block.name, self.root, block.publishing_options)
            if not isinstance(source, Publisher):
                raise ConfigError(
                    f"a source of type '{block.type}' can be told nothing",
                    where=f"source '{block.name}' in deskbook.toml",
                    cure="take `publish` out of its block",
                )
            made.append((block, source))
        return made

    def _blocks(self, names: tuple[str, ...]) -> list[SourceBlock]:
        known = {block.name: block for block in self.config.sources}
        if unknown := [name for name in names if name not in known]:
            raise ConfigError(
                f"there is no source '{unknown[0]}'",
                where=str(self.root / configuration.FILE_NAME),
                cure=f"configured are: {', '.join(known) or 'none yet; add a [[sources]] block'}",
            )
        return [known[name] for name in names] if names else list(known.values())

    def signals(self) -> Iterator[Signal | Damage]:
        """What the exports of the counter tell."""
        from deskbook.sources.signals import read_signals as read  # noqa: PLC0415  few runs ask

        for block in self.config.signals:
            yield from read(block.path, self.root, block.kind)

    def redaction(self) -> Policy:
        """What redaction leaves alone and removes besides the usual; whether names stay is decided for each thread."""
        rules = self.config.redact
        return Policy(allow=frozenset(rules.allow), names=rules.names, asker_key=self.store.asker_key())

    def takedown_key(self) -> bytes:
        """The key of takedowns.txt: that of the environment, else the store's own."""
        return configuration.environment_key() or self.store.asker_key()

    @cached_property
    def takedowns(self) -> Takedowns:
        """What was taken down. Raises `TakedownError` where that cannot be known."""
        return read_takedowns(self.root / self.config.redact.takedowns, self.takedown_key)

    def status_page(self, now: datetime) -> Callable[[], tuple[Incident, ...]]:
        """What looks at the status page. Raises `ConfigError` where none is configured. `now` is aware."""
        rules = self.config.status
        address = rules.address
        if address is None:
            raise ConfigError(
                "no status page is configured",
                where=str(self.root / configuration.FILE_NAME),
                cure='write `[status]` and below it `url = "https://status.example.com"`',
            )
        from deskbook.sources.status_page import open_incidents  # noqa: PLC0415  only this verb needs a network

        return partial(open_incidents, rules.type, address, now)

    def drafter(self, progress: Progress) -> Drafter:
        """The drafter that the configuration names. One that asks a model says on `progress` where it does without."""
        rules = self.config.draft
        settings: dict[str, Any] = {
            "folder": rules.folder,
            "audience": rules.audience,
            "owners": rules.owners,
            "products": rules.products,
            "tags": rules.tags,
            "rules": tuple(rule.rule for rule in rules.rules),
            "templates": self.root / rules.templates,
        }
        if rules.drafter == "openai":
            watch = Watch.of(self.config.redact.allow, self.config.redact.names, self.takedowns)
            allowed = {block.name for block in self.config.sources if block.consent and block.consent.models}
            settings |= {"endpoint": self._endpoint(), "say": progress.say, "watch": watch, "chats": frozenset(allowed)}
        made: Drafter = plugins.load("drafters", rules.drafter)(**settings)
        return made

    def _endpoint(self) -> Endpoint | None:
        rules = self.config.assist
        if rules.address is None or rules.model is None:
            return None
        key = configuration.environment_secret(rules.key_env) if rules.key_env else None
        return Endpoint(rules.address, rules.model, rules.timeout, key)

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
        recorded = read_figures(self.root / self.config.report.figures)
        return tuple(with_past(report.table(knowledge), recorded) for report in made)

    def decided(self) -> tuple[Link, ...]:
        """What people decided about single threads, at most once for each. Raises `DecisionError` for a damaged line."""
        return read_outcomes(self.root / self.config.draft.outcomes)

    def knowledge(self, *, threads: bool = True, judged: bool = True) -> Knowledge:
        """The content, and (with `threads`) what the store knows, gathered for checks, reports and pages.

        Without `threads` no store is made where there is none, and of one that is there only the outcomes are read. Only what is `judged`
        says which articles overlap, and who could own those that nobody owns.
        """
        shelf = self.library.read()
        known: dict[str, Any] = {}
        links: tuple[Link, ...] = ()
        if threads or Store.exists(self.root / self.config.project.store):
            ids = present_ids(shelf.articles)
            links = with_present_articles(self.store.links(), ids)
            # The latest of several ids that are one today comes last, and counts.
            reused = sorted(self.store.reused().items(), key=itemgetter(1))
            known = {"marked": self.store.marked(), "reused": {ids.get(id, id): day for id, day in reused}}
        if threads:
            held_threads: Mapping[str, Thread] = {thread.key: thread for thread in self.store.threads()}
            known |= {
                "threads": held_threads,
                "clusters": self.store.clusters(),
                "links": links,
                "held": self.store.held(),
                "signals": read_signals(self.root / self.config.project.store),
            }
        read_at = datetime.combine(self.today, time(), UTC)
        knowledge = replace(
            self._owned(shelf),
            overlaps=self._overlaps(shelf.articles) if judged else (),
            allow=frozenset(self.config.redact.allow),
            names=self.config.redact.names,
            products=self.config.draft.products,
            causes=read_causes(self.root / self.config.report.causes) if threads else (),
            outcomes=outcomes(shelf.articles, self.decided(), links, self.config.draft.folder, read_at),
            **known,
        )
        return replace(knowledge, candidates=self._candidates(knowledge)) if judged else knowledge

    def owned(self) -> Knowledge:
        """The content and who owns it, and no more: quick, whatever there is."""
        return self._owned(self.library.read())

    def _owned(self, shelf: Shelf) -> Knowledge:
        return Knowledge(
            articles=shelf.articles,
            roster=read_roster(self.root / self.config.project.roster),
            today=self.today,
            prefix=self.config.project.content,
            language=next(iter(self.config.site.languages), "en"),
            unreadable=shelf.unreadable,
            files=shelf.files,
            stale_after_days=self.config.check.stale_after_days,
            review_days=self.config.check.review_days,
            code_owners=read_code_owners(self.root, self.library.folder, [article.path for article in shelf.articles]),
        )

    def _overlaps(self, articles: tuple[Article, ...]) -> tuple[Overlap, ...]:
        from deskbook.similarity.kept import KeptFolder  # noqa: PLC0415  and here
        from deskbook.text.overlap import overlaps  # noqa: PLC0415

        kept = KeptFolder(str(self.root / self.config.project.store / "overlap"))
        found = overlaps(articles, self.config.check.overlap, kept)
        return settle(found, read_distinct(self.root / self.config.check.distinct), articles)

    def turns(self, roster: Roster, begins: datetime, ends: datetime) -> tuple[Turn, ...]:
        """Who is on docs duty from `begins` until `ends` (aware). Raises `ConfigError` where the roster has no rota, or its calendar
        cannot be read."""
        path = self.root / self.config.project.roster
        if roster.rota is None:
            raise ConfigError(
                "the roster has no rota, so nobody is on docs duty",
                where=str(path),
                cure="add one, such as:\n    rota:\n      start: 2026-11-02\n      timezone: Europe/Berlin\n      people: [ana, bo]",
            )
        if not roster.rota.calendar:
            return turns(roster.rota, roster, begins, ends)
        calendar = (path.parent / roster.rota.calendar).resolve()
        if not calendar.is_relative_to(self.root.resolve()):
            raise ConfigError(
                "the calendar of the rota lies outside of the project", where=str(path), cure="copy it here"
            )
        return present(read_calendar(calendar, roster, begins, ends), roster)

    def _candidates(self, knowledge: Knowledge) -> dict[PurePosixPath, tuple[Candidate, ...]]:
        """Who could own each article that nobody owns. Asks git and the store only where there is such an article."""
        ownerless = [one for one in knowledge.articles if one.is_page and ownership(one, knowledge).ownerless]
        if not ownerless:
            return {}
        edits = Git(self.library.folder).edits(article.path for article in ownerless)
        candidates = Candidates(knowledge, edits, self.config.draft.owners)
        stored = Store.exists(self.root / self.config.project.store)
        found = {
            article.path: candidates.of(
                article, self.store.threads_by_key(article.sources[:_SOURCES]) if stored else ()
            )
            for article in ownerless
        }
        return {path: some for path, some in found.items() if some}
