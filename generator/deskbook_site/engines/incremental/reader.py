"""One reader of Markdown for all pages, and one formatter for all code that is shown alike: MkDocs makes a new reader for each page, and
the reader a new formatter for each piece of code. Each takes almost a tenth of the time of a build."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import markdown

_FORMATTERS = "pymdownx.highlight", ("BlockHtmlFormatter", "InlineHtmlFormatter")
# Code with a title has a formatter of its own.
_MOST = 1_000


@contextmanager
def one_reader() -> Iterator[None]:
    """Whoever makes a `markdown.Markdown` meanwhile, with settings that are always the same, gets one that was reset, as its
    documentation has it: https://python-markdown.github.io/reference/#convert. Whoever makes a formatter with settings that there were
    before gets that one: Pygments' formatters can be used any number of times."""
    module, names = _FORMATTERS
    with ExitStack() as stack:
        stack.enter_context(_replaced(markdown, "Markdown", _reader))
        if module in sys.modules:  # some extension of this site brought it
            for name in names:
                stack.enter_context(_replaced(sys.modules[module], name, _formatter))
        yield


def _reader(new: Callable[..., Any]) -> Callable[..., Any]:
    kept: list[markdown.Markdown] = []

    def made(**settings: Any) -> markdown.Markdown:
        if not kept:
            kept.append(new(**settings))
        return kept[0].reset()

    return made


def _formatter(new: Callable[..., Any]) -> Callable[..., Any]:
    kept: dict[str, Any] = {}

    def made(**settings: Any) -> Any:
        key = repr(settings)
        if key not in kept:
            if len(kept) == _MOST:
                kept.clear()
            kept[key] = new(**settings)
        return kept[key]

    return made


@contextmanager
def _replaced(owner: Any, name: str, by: Callable[[Any], Any]) -> Iterator[None]:
    new = getattr(owner, name)
    setattr(owner, name, by(new))
    try:
        yield
    finally:
        setattr(owner, name, new)
