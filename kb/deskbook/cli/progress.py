"""How long work is shown: on stderr, so that results can be piped."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

T = TypeVar("T")


class Lines:
    """One line a step, for logs. Also the base of the others."""

    def track(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
        """The same items; a line when they are through."""
        count = 0
        for item in items:
            yield item
            count += 1
        click.echo(f"{label}: {count}", err=True)

    def say(self, line: str) -> None:
        """One line about a step that is done."""
        click.echo(line, err=True)


class Quiet(Lines):
    """Nothing at all."""

    def track(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
        """The same items."""
        yield from items

    def say(self, line: str) -> None:
        """Nothing."""


class Bars(Lines):
    """A bar for each step while it runs, for people at a terminal."""

    def track(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
        """The same items, counted on a bar."""
        from rich.console import Console  # noqa: PLC0415  `--help` must not wait for it
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        total = total if total is not None else len(items) if isinstance(items, list | tuple | dict) else None
        columns = (TextColumn("{task.description:<18}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task(label, total=total)
            for count, item in enumerate(items, 1):
                yield item
                progress.update(task, completed=count)
            progress.update(task, total=progress.tasks[task].completed)


def choose(*, quiet: bool) -> Lines:
    """The way that suits this stderr."""
    if quiet:
        return Quiet()
    return Bars() if sys.stderr.isatty() else Lines()
