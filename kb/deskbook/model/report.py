"""A report: a table that a person or a machine can read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """One report. Cells are text or numbers, in the order of `columns`; `note` says what a number counts."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
    note: str = ""
