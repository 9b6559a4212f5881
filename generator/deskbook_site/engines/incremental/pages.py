"""Pages of MkDocs, rendered one by one, here or in another process."""

from __future__ import annotations

import gc
import hashlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from .ground import Ground
from .kept import Store
from .reader import one_reader
from .sure import Unsure


class Made(NamedTuple):
    """A page that was rendered: its file, a fingerprint of its text, the facts that it asked for, and the name of the kept output.

    The output is None where the template wrote nothing. `title` is the one that its text gives it, if there is one; `keep` says
    whether the page is the same tomorrow.
    """

    uri: str
    text: str
    facts: list[str]
    output: str | None
    title: str | None
    keep: bool


# The pages that were made, what the facts that they asked for were, and what MkDocs warned of.
Result: TypeAlias = "tuple[list[Made], dict[str, str], list[str]]"
# A process works for one site at a time. In a copy of the process that began the build it is there already.
grounds: dict[Path, Ground] = {}


def make(config: Path, folder: Path, uris: Sequence[str]) -> Result:
    """Render pages, by the names of their files, of the site with this configuration; the output goes to `folder`. Raises `Unsure`
    where MkDocs itself must do it."""
    if config not in grounds:
        with warnings():  # the first process says what there is to say about the site as a whole
            grounds[config] = Ground(config, folder)
    ground, store = grounds[config], Store(folder)
    gc.disable()  # nothing of a page outlives it but its output, and what all pages have in common would be looked through for each
    try:
        with warnings() as said, one_reader():
            made = [_make(ground, store, uri) for uri in uris]
            facts = {fact: ground.value(fact) for one in made for fact in one.facts}
    finally:
        gc.enable()
    return made, facts, said


@contextmanager
def warnings() -> Iterator[list[str]]:
    """What MkDocs warns of, meanwhile. Nothing is written to the terminal."""
    said: list[str] = []
    handler = _Notes(said)
    log = logging.getLogger("mkdocs")
    told, log.propagate = log.propagate, False
    log.addHandler(handler)
    try:
        yield said
    finally:
        log.removeHandler(handler)
        log.propagate = told


def fingerprint(data: bytes) -> str:
    """Of a page's file."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _make(ground: Ground, store: Store, uri: str) -> Made:
    """As `mkdocs.commands.build` populates and builds a page, where there are no plugins."""
    file = ground.files.get_file_from_path(uri)
    page = file.page if file else None
    if file is None or page is None:
        raise Unsure(f"{uri} is gone")
    try:
        text = fingerprint(file.content_bytes)
    except OSError as error:
        raise Unsure(f"{uri} is gone") from error
    output = rendered(ground, page)
    data = output.encode("utf-8", errors="xmlcharrefreplace")
    kept = store.put(data) if output.strip() else None
    title = page.meta.get("title", page._title_from_render or None)
    return Made(uri, text, ground.view.facts, kept, title if isinstance(title, str) else None, ground.view.keep)


def rendered(ground: Ground, page: Page) -> str:
    """The HTML of a page, of the text that its file has. Raises `Unsure` where MkDocs itself must do it."""
    ground.view.begin(page)
    try:
        page.read_source(ground.config)
        page.render(ground.config, ground.looked())
        page.active = True
        template = ground.env.get_template(page.meta.get("template", "main.html"))
        return str(template.render(ground.context(page)))
    except Unsure:
        raise
    except Exception as error:  # whatever it is: MkDocs will run into it, too, and knows how to say it
        raise Unsure(f"{page.file.src_uri} could not be rendered: {error}") from error
    finally:
        page.active = False
        page.markdown, page.content, page.toc = "", "", TableOfContents([])  # thousands are not held in memory


class _Notes(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(record.getMessage())
