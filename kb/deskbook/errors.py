"""What stops a run. Wrong content is not an error: it is a `Finding` (see `deskbook.model`).

Every error says what is wrong, where, and how to mend it; the CLI prints the three parts
and exits with 2. `DeskbookError` is the one root that the CLI catches.
"""

from __future__ import annotations

from functools import partial
from typing import Any


class DeskbookError(Exception):
    """A run cannot go on.

    `what` is one plain sentence, `where` a file, `file:line` or address, `cure` what a person can do
    about it (a command, or the text to write).
    """

    def __init__(self, what: str, *, where: str | None = None, cure: str | None = None) -> None:
        super().__init__(what, where, cure)
        self.what = what
        self.where = where
        self.cure = cure

    def __reduce__(self) -> tuple[Any, ...]:
        # A worker process sends its errors to whoever asked for the result.
        return partial(type(self), where=self.where, cure=self.cure), (self.what,)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        cure = f"\n  {self.cure}" if self.cure else ""
        return f"{place}{self.what}{cure}"


class ConfigError(DeskbookError):
    """deskbook.toml, the roster or a plugin's options are wrong. Raised by whoever reads them."""


class SourceError(DeskbookError):
    """A source cannot be read at all: no such file, not the format that was promised."""


class PublishError(DeskbookError):
    """One ticket cannot be told of its article: it is closed for good, or has vanished. Others can."""


class StoreError(DeskbookError):
    """The store is unusable: a newer schema, not a database, locked for too long."""


class ContentError(DeskbookError):
    """A file below content/ cannot be read or written as an article."""


class DecisionError(DeskbookError):
    """What people decided about clusters cannot be read, or a cluster or thread that somebody names is not there."""


class TakedownError(DeskbookError):
    """What was taken down cannot be read, looked for with this key, or added to the list."""


class TemplateError(DeskbookError):
    """A team's own template for drafts cannot be used."""


class ProposalError(DeskbookError):
    """New drafts cannot be proposed: git or the forge does not do what that needs."""


class BuildError(DeskbookError):
    """The site engine, the search indexer or the link checker failed or is missing."""
