"""One reader of Markdown for all pages: MkDocs makes a new one for each page, which takes a tenth of the time of a build."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import markdown


@contextmanager
def one_reader() -> Iterator[None]:
    """Whoever makes a `markdown.Markdown` meanwhile, with settings that are always the same, gets one that was reset, as its
    documentation has it: https://python-markdown.github.io/reference/#convert."""
    kept: list[markdown.Markdown] = []
    new = markdown.Markdown

    def made(**settings: Any) -> markdown.Markdown:
        if not kept:
            kept.append(new(**settings))
        return kept[0].reset()

    markdown.Markdown = made
    try:
        yield
    finally:
        markdown.Markdown = new
