"""The preview of a site, which follows its articles: what an author changes is there at once.

Two processes take turns. One has built the site that is shown, still knows all of it, and makes single pages again; the other builds
the next site meanwhile, and then it is its turn. So a page never waits for a site.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, Protocol, Self

from deskbook.config import FILE_NAME
from deskbook.errors import BuildError, DeskbookError
from deskbook.library import Library
from deskbook.model import Article, Audience, Finding, Progress
from deskbook.text.learning import is_path
from deskbook.text.pages import INDEX_NAMES, page_url

from .build import BuildResult, build
from .edition_pages import page_again
from .engines import mkdocs
from .engines.incremental import Again, Unsure
from .gate import Leak
from .live import LiveHandler, Shown
from .page import Page
from .project import Project
from .watch import Watch

# So often files are looked at, in seconds; and so long they must be at rest before the whole site is built.
_EVERY, _REST = 0.25, 0.5
# Where more change at once, somebody has fetched the work of others, and looks at none of them in particular.
_MOST = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """A site that was built into the folder `site`; or, where there are `leaks`, into `made`, and refused. `whole` says why it is
    always built as a whole, if it is."""

    site: Path
    leaks: tuple[Leak, ...]
    made: Path | None
    whole: str


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages that were made again, by their addresses, and what is wrong with articles that cannot be read."""

    made: Mapping[str, bytes] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


class OpenProject(Project, Protocol):
    """What a preview asks of a project besides; `deskbook.project.Project` is one."""

    @property
    def library(self) -> Library: ...
    def close(self) -> None: ...


class Preview:
    """A site for `audience` with its drafts. Its processes end with the `with` block."""

    def __init__(self, opened: Callable[[], OpenProject], audience: Audience, progress: Progress) -> None:
        """`opened` gives the project as it is now, also in another process."""
        project = opened()
        self._root = project.root
        self._content = self._root / project.config.project.content
        self._start = partial(_Worker, opened, audience, progress)
        self._watch = Watch((self._content, *(self._root / name for name in (FILE_NAME, "mkdocs.yml", "theme"))))
        self._workers: list[_Worker] = []  # the one that makes pages, and the one that builds
        self._unseen: set[Path] = set()  # files that changed since a build was begun
        self._begun: set[Path] = set()  # those that changed before, and are in no finished site
        self._whole = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.end()

    def begin(self) -> Outcome:
        """Build the site. Raises `DeskbookError` where that cannot be done."""
        worker = self._start()
        self._workers.append(worker)
        worker.ask(None)
        outcome: Outcome | DeskbookError = worker.answer()
        if isinstance(outcome, DeskbookError):
            raise outcome
        self._workers.append(self._start())
        self._shown = Shown(outcome.site)
        return outcome

    @property
    def handler(self) -> Callable[..., LiveHandler]:
        """Serves the site that `begin` has built, as it is by now."""
        return partial(LiveHandler, shown=self._shown)

    def follow(self, first: Outcome, ended: Callable[[], bool]) -> Iterator[Outcome | DeskbookError | str]:
        """Follow what is written until it has `ended`; gives what there is to say: sites that were refused, errors, and lines."""
        yield from self._said_once(first)
        building, changed_at = False, 0.0
        while not ended():
            if building and self._workers[1].ready(_EVERY):
                building = False
                yield from self._built(self._workers[1].answer())
            elif not building:
                time.sleep(_EVERY)
            if changed := self._watch.changes():
                changed_at = time.monotonic()
                self._unseen |= changed
                yield from self._made_again(changed)
            elif self._unseen and not building and time.monotonic() - changed_at > _REST:
                self._begun |= self._unseen
                self._unseen.clear()
                self._workers[1].ask(None)
                building = True

    def _built(self, outcome: Outcome | DeskbookError) -> Iterator[Outcome | DeskbookError | str]:
        if isinstance(outcome, DeskbookError) or outcome.leaks:
            yield outcome
            return
        self._workers.reverse()
        newer = {page_url(self._name(path)) for path in self._unseen if self._is_article(path)}
        self._shown.renewed(newer, every=not all(map(self._is_article, self._begun)))
        self._begun.clear()
        yield from self._said_once(outcome)

    def _made_again(self, changed: Collection[Path]) -> Iterator[str]:
        articles = [self._name(path) for path in sorted(changed) if self._is_article(path)]
        if not articles or len(articles) > _MOST:
            return
        self._workers[0].ask(articles)
        pages: Pages = self._workers[0].answer()
        self._shown.show(pages.made)
        for finding in pages.findings:
            # No site is built without its page just because somebody is in the middle of a line.
            self._unseen.discard(self._root / finding.location.path)
            yield f"{finding.location}: {finding.message}\n  {finding.hint}"

    def _said_once(self, outcome: Outcome) -> Iterator[str]:
        before, self._whole = self._whole, outcome.whole
        if self._whole and self._whole != before:
            yield f"A change is shown once the whole site was built again: {self._whole}"

    def _is_article(self, path: Path) -> bool:
        return path.suffix.lower() == ".md" and path.is_relative_to(self._content)

    def _name(self, path: Path) -> PurePosixPath:
        return PurePosixPath(path.relative_to(self._content).as_posix())


class _Worker:
    """A process that builds the site, asked for `None`, or makes pages of the site that it has built, asked for articles."""

    def __init__(self, opened: Callable[[], OpenProject], audience: Audience, progress: Progress) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, opened, audience, progress))
        self._process.start()
        theirs.close()

    def ask(self, articles: Sequence[PurePosixPath] | None) -> None:
        with suppress(OSError):  # it has ended, as there will be no answer
            self._pipe.send(articles)

    def ready(self, seconds: float) -> bool:
        """Whether there is an answer, within these seconds."""
        return self._pipe.poll(seconds)

    def answer(self) -> Any:
        """`Outcome` or `DeskbookError` of a build, else `Pages`."""
        try:
            return self._pipe.recv()
        except (EOFError, OSError):
            raise BuildError("a process of the preview has ended", cure="run `deskbook serve` again") from None

    def end(self) -> None:
        """At once, with all processes that it has started."""
        if hasattr(os, "killpg"):
            with suppress(OSError):
                os.killpg(self._process.pid or 0, signal.SIGKILL)
        self._process.kill()
        self._process.join()


def _work(pipe: Connection, opened: Callable[[], OpenProject], audience: Audience, progress: Progress) -> None:
    """What the process does until nobody is there any more to ask it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the preview ends it
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    maker = None
    with suppress(EOFError, BrokenPipeError):
        while True:
            articles: list[PurePosixPath] | None = pipe.recv()
            if articles is not None:
                pipe.send(maker.pages(articles) if maker else Pages())
                continue
            maker = None
            gc.unfreeze()  # each build puts aside what there is, for good
            try:
                with closing(opened()) as project:
                    result = build(project, audience, progress=progress, check_links=False, preview=True)
                maker = Maker(project, audience, result)
                pipe.send(Outcome(result.site, result.leaks, result.made, maker.whole))
            except DeskbookError as error:
                pipe.send(error)


class Maker:
    """Makes pages of a site again. `whole` says why not, if it does not."""

    def __init__(self, project: OpenProject, audience: Audience, result: BuildResult) -> None:
        self._project, self._audience, self._first = project, audience, result.first
        self._pages = {page.url.casefold(): page for page in result.order.pages}
        self._again: Again | None = None
        self.whole = ""
        if project.config.site.engine != "mkdocs":
            self.whole = f"{project.config.site.engine} builds nothing less"
            return
        try:
            self._again = mkdocs.again(result.order)
        except Unsure as unsure:
            self.whole = str(unsure)
        for page in result.first.articles.pages[:1]:  # the first takes longest: all templates are read for it
            self._html(page)

    def pages(self, paths: Iterable[PurePosixPath]) -> Pages:
        """The pages of articles, by their paths. Those for which that is not enough, because others change with them, are left out."""
        made, findings = {}, []
        for path in paths:
            found = self._project.library.read_one(path)
            if isinstance(found, Finding):
                findings.append(found)
            elif found and self._again and (html := self._page(replace(found, previewed=True))):
                made[page_url(path)] = html
        return Pages(made, tuple(findings))

    def _page(self, article: Article) -> bytes | None:
        before = self._pages.get(page_url(article.path).casefold())
        listing = is_path(article) or article.path.name in INDEX_NAMES or article.language
        taken = before is not None and before.path != article.path
        if listing or taken or not article.visible_to(self._audience):
            return None
        page = page_again(self._project, self._first, article)
        if before and "languages" in before.meta:
            page = replace(page, meta={**page.meta, "languages": before.meta["languages"]})
        return self._html(page)

    def _html(self, page: Page) -> bytes | None:
        try:
            return self._again.html(page.path.as_posix(), page.render()) if self._again else None
        except Unsure:
            return None
