"""A site of MkDocs, built page by page: only the pages that are no longer what they were are rendered, on all processors.

What comes out is, byte for byte, what `mkdocs build --strict` makes of the same folder; where that is not sure, it is for MkDocs
to build the site. This does what `mkdocs.commands.build` does, in the same order, by the parts that MkDocs offers for it.
"""

from __future__ import annotations

import gc
import gzip
import os
import shutil
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs import utils
from mkdocs.exceptions import Abort, MkDocsException

from deskbook.library import replace
from deskbook.workers import executor
from deskbook_site.inventory import remove_files

from .again import Again
from .ground import NAV, Ground
from .kept import Facts, Note, Notes, Store
from .pages import Result, fingerprint, grounds, make, warnings
from .sure import Unsure, key_of

__all__ = ["Again", "Outcome", "Site", "Unsure", "build"]

# As many pages keep a process busy for longer than it takes to start it.
_JOB = 100
# And so many are asked for at once: the last ones keep one process busy, and the others idle.
_PORTION = 16


@dataclass(frozen=True, slots=True)
class Site:
    """A site as MkDocs is told of it: the file of its settings, and its `nav`, as JSON, which is not in there. What is kept from
    build to build lies in `folder`."""

    config: Path
    nav: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many pages were rendered and how many were kept, and what MkDocs warned of: the site is not finished then."""

    made: int
    kept: int
    warnings: Sequence[str]


def build(site: Site, docs: Path, processes: int) -> Outcome:
    """Build a site whose pages are in the folder `docs`.

    `processes` 0 means one for each processor. Raises `Unsure` where it is better to let MkDocs do it.
    """
    store = Store(site.folder)
    notes = store.read()
    texts = _texts(docs)
    replace(site.folder / NAV, site.nav)
    with ExitStack() as stack:
        stack.callback(grounds.pop, site.config, None)
        with warnings() as said:
            ground = grounds[site.config] = _ground(site)
        key = key_of(ground.config, ground.settings)
        kept = _kept(ground, store, notes, texts) if key == notes.key else Notes(key)
        todo = [file.src_uri for file in ground.documents if file.src_uri not in kept.pages]
        # The first is made here: what it takes to read all templates is then there in each copy of this process.
        first = make(site.config, site.folder, todo[:1])
        gc.freeze()  # or the copies would soon have memory of their own for all of it
        stack.callback(gc.unfreeze)
        pool = stack.enter_context(executor(processes, len(todo) // _JOB, copies=True))
        futures = deque(
            pool.submit(make, site.config, site.folder, tuple(todo[start : start + _PORTION]))
            for start in range(1, len(todo), _PORTION)
        )
        rendered = chain([first], _results(futures))
        try:
            _assets(ground)
            said += _finish(ground, store, kept, rendered, texts)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)  # the rest is not waited for
            raise
    # A page whose title another one shows may be rendered for both, and warn twice.
    return Outcome(len(todo), len(kept.pages), list(dict.fromkeys(said)))


def _results(futures: deque[Future[Result]]) -> Iterator[Result]:
    """Each result once: nothing is left of it here."""
    while futures:
        yield futures.popleft().result()


def _texts(docs: Path) -> dict[str, str]:
    """A fingerprint of each page's text, by its file."""
    found = {}
    for folder, _, names in os.walk(docs, followlinks=True):
        for name in names:
            if utils.is_markdown_file(name):
                path = os.path.join(folder, name)  # noqa: PTH118  thousands of them: no path objects
                with open(path, "rb") as file:  # noqa: PTH123
                    found[os.path.relpath(path, docs).replace(os.sep, "/")] = fingerprint(file.read())
    return found


def _ground(site: Site) -> Ground:
    try:
        return Ground(site.config, site.folder)
    except (Abort, MkDocsException) as error:
        raise Unsure(f"MkDocs refuses its settings: {error}") from error


def _kept(ground: Ground, store: Store, notes: Notes, texts: dict[str, str]) -> Notes:
    """The pages that are what they were, and so is all that they show of others; and what all facts that pages of the same text asked for
    are now."""
    same = {uri: note for uri, note in notes.pages.items() if texts.get(uri) == note.text}
    ground.titles = {uri: note.title for uri, note in same.items() if note.title is not None}
    asked = set().union(*(note.facts for note in same.values()))
    now = {fact: ground.value(fact) if place in asked else "" for place, fact in enumerate(notes.facts)}
    changed = {place for place, (fact, was) in enumerate(notes.facts.items()) if now[fact] != was}
    pages = {
        uri: note
        for uri, note in same.items()
        if changed.isdisjoint(note.facts) and store.time(note.output) == note.time
    }
    return Notes(notes.key, now, pages)


def _assets(ground: Ground) -> None:
    """A folder without files but for all that is no page. What is in two places is taken from where MkDocs takes it."""
    site = ground.config.site_dir
    remove_files(Path(site))
    for file in ground.files:
        if not file.is_documentation_page() and os.path.isdir(file.abs_dest_path):  # noqa: PTH112  of an earlier site
            shutil.rmtree(file.abs_dest_path)
    ground.files.copy_static_files()
    for name in sorted(ground.config.theme.static_templates):
        ground.view.begin(None)
        base_url = utils.get_relative_url(".", name)
        if utils.is_error_template(name):  # it is shown at any address
            base_url = urlsplit(ground.config.site_url or "/").path
        try:
            output = ground.env.get_template(name).render(ground.context(None, base_url))
        except Unsure:
            raise
        except Exception as error:  # MkDocs will run into it, too, and knows how to say it
            raise Unsure(f"{name} could not be rendered: {error}") from error
        if not output.strip():
            continue
        path, data = os.path.join(site, name), output.encode()  # noqa: PTH118  as MkDocs does
        utils.write_file(data, path)
        if name == "sitemap.xml":
            dates = [file.page for file in ground.documents if file.page is not None]
            time = utils.get_build_timestamp(pages=dates)
            with gzip.GzipFile(f"{path}.gz", "wb", mtime=time) as packed:
                packed.write(data)


def _finish(ground: Ground, store: Store, kept: Notes, rendered: Iterator[Result], texts: dict[str, str]) -> list[str]:
    """Put all pages on the site, in the order of MkDocs, while others are still rendered. What MkDocs warned of: if it is nothing, the pages
    that will do for the next build are noted down."""
    # A build of all pages gets rid of those that nobody asks for any more.
    facts = Facts(kept.facts if kept.pages else {})
    made: dict[str, Note] = {}
    passing: set[str] = set()
    said: list[str] = []
    for file in ground.documents:
        uri = file.src_uri
        while uri not in kept.pages and uri not in made:
            batch, values, lines = next(rendered)
            facts.add(values)
            for one in batch:
                asked = facts.places(one.facts)
                made[one.uri] = Note(one.text, asked, one.output, store.time(one.output), one.title)
            passing |= {one.uri for one in batch if not one.keep}
            said += lines
        note = kept.pages.get(uri) or made[uri]
        if note.text != texts.get(uri):
            raise Unsure(f"{uri} was written while it was read")
        if note.output:
            store.place(note.output, file.abs_dest_path)
    if not said:
        pages = {uri: note for uri, note in chain(kept.pages.items(), made.items()) if uri not in passing}
        store.write(Notes(kept.key, facts.values, pages))
    return said
