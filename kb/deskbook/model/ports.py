"""The seams: what a source, drafter, check or report looks like. Built-ins and plugins are alike.

A seam gets values and returns values; it never sees the store. Each is found by an entry point of the group
named beside it, and made by calling that entry point with the options of its block in deskbook.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeAlias, TypeVar, runtime_checkable

from .draft import Case, Drafted, Refusal
from .finding import Finding, Severity
from .knowledge import Knowledge
from .note import Note
from .report import Table
from .thread import Damage, Gone, Incoming, Reached

Given: TypeAlias = Incoming | Gone | Reached | Damage

T = TypeVar("T")


class Source(Protocol):
    """`deskbook.sources`: a system that threads come from."""

    def threads(self) -> Iterator[Given]:
        """Every thread, in an order that stays the same; a record that cannot be read is given as `Damage`.

        What was given once and no longer is, is removed from the store. A source that gives only what is new says so by an
        attribute `incremental = True`.

        Raises `SourceError` where nothing at all can be read.
        """
        ...


@runtime_checkable
class LiveSource(Source, Protocol):
    """A source that can go on where it ended: a system that is asked for what is new, rather than a file."""

    incremental: bool

    def threads_since(self, cursor: str) -> Iterator[Given]:
        """As `threads`, but only what is new, changed or gone since `cursor`, the last one that something given had and that was
        stored; with an empty one everything. A cursor is empty where it is not yet safe to go on from it.
        """
        ...


@runtime_checkable
class Publisher(Protocol):
    """A source that can also tell its tickets which article came of them."""

    def publish(self, thread: str, note: Note) -> str:
        """Put `note` on the ticket with the id `thread`, and add its tag; returns the note's id in the system.

        Where the ticket has a note with this marker already, nothing is added: a run may have been killed before it could remember.
        Raises `PublishError` for this ticket, `SourceError` where no ticket could be told now.
        """
        ...

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        """Take back what `publish` did: the tag, and the note where the system can delete one; else a second note says that the
        first no longer holds. `receipt` is the id that `publish` gave. Raises as `publish`.
        """
        ...


class Drafter(Protocol):
    """`deskbook.drafters`: writes a case up as an article."""

    def draft(self, case: Case) -> Drafted | Refusal:
        """An article in work, or why the case is too thin for one."""
        ...


class Check(Protocol):
    """`deskbook.checks`: one rule about the content. `cure` is one line that says how to mend a finding."""

    code: str
    name: str
    severity: Severity
    cure: str

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """All places where the rule is broken."""
        ...


class Report(Protocol):
    """`deskbook.reports`: one table about the knowledge base."""

    name: str

    def table(self, knowledge: Knowledge) -> Table:
        """The table, its rows in a stable order."""
        ...


class Progress(Protocol):
    """How a stage says how far it is. Counts go to people (stderr), never into results."""

    def track(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
        """The same items, shown as they go by."""
        ...

    def say(self, line: str) -> None:
        """One line about a step that is done."""
        ...
