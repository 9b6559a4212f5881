"""A report: a table that a person or a machine can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .thread import ThreadKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """A thread that a row of a report rests on: its key, when it began (UTC), and where to read it, if anywhere."""

    thread: str
    kind: ThreadKind
    title: str
    at: date
    url: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """One report. Cells are text or numbers, in the order of `columns`; `note` says what a number counts.

    `evidence` has, for each row, the threads that it rests on; it is empty where a report has none to show.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
    note: str = ""
    evidence: tuple[tuple[Evidence, ...], ...] = ()
