"""`deskbook report`."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session

if TYPE_CHECKING:
    from rich.console import Console

    from deskbook.model import Table

_WIDTH = 140  # where there is no terminal
_LONG = 24  # characters: a column with longer texts may be broken into lines,
_LEAST_ROOM = 20  # but not into narrower ones; a table without that much room is printed row by row


@click.command()
@click.argument("names", nargs=-1, metavar="[REPORT]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...], form: str) -> None:
    """Show what is asked most, what overlaps, who owns what, and how many tickets have an article.

    Shows all reports, or the REPORTs you name: demand, held, link-rate, outcomes, overlap, owners, proposals, skipped. csv takes
    just one.
    """
    session: Session = ctx.obj
    project = session.project()
    tables = project.tables(project.knowledge(), names)
    if form == "json":
        click.echo(
            json.dumps(
                {"version": 1, "reports": [asdict(table) for table in tables]},
                ensure_ascii=False,
                indent=2,
                default=date.isoformat,
            )
        )
    elif form == "csv":
        if len(tables) != 1:
            raise click.UsageError(
                "csv holds one table: name one report, such as `deskbook report demand --format csv`"
            )
        out = io.StringIO()
        csv.writer(out).writerows([tables[0].columns, *tables[0].rows])
        click.echo(out.getvalue(), nl=False)
    else:
        width = None if sys.stdout.isatty() else _WIDTH
        for table in tables:
            show(table, width)


def show(table: Table, width: int | None) -> None:
    """Print a table for `width` columns (None: the terminal's): as a grid, or row by row where that is too narrow."""
    from rich.console import Console  # noqa: PLC0415
    from rich.padding import Padding  # noqa: PLC0415

    console = Console(width=width, markup=False, highlight=False)
    # What is empty all the way down says nothing, and takes the room of what does.
    shown = [number for number in range(len(table.columns)) if any(row[number] != "" for row in table.rows)]
    if not table.rows:
        console.print(f"{table.title}: nothing")
    elif _fits(table, shown, console.width):
        _print_grid(table, shown, console)
    else:
        console.print(f"{table.title}\n", style="bold")
        for row in table.rows:
            console.print(str(row[shown[0]]), soft_wrap=True)
            cells = (f"{table.columns[number]}: {row[number]}" for number in shown[1:] if row[number] != "")
            console.print(Padding(" · ".join(cells), (0, 0, 0, 4)))
        console.print(f"\n{table.note}" if table.note else "")
    console.print()


def _fits(table: Table, shown: list[int], width: int) -> bool:
    """Whether a grid leaves each column of long texts enough room."""
    widths = [max(len(table.columns[number]), *(len(str(row[number])) for row in table.rows)) for number in shown]
    long = [one for one in widths if one > _LONG]
    room = width - sum(one for one in widths if one <= _LONG) - 3 * len(widths) - 1
    return not long or room >= _LEAST_ROOM * len(long)


def _print_grid(table: Table, shown: list[int], console: Console) -> None:
    from rich.table import Table as RichTable  # noqa: PLC0415

    grid = RichTable(title=table.title, title_justify="left", caption=table.note or None, caption_justify="left")
    for number in shown:
        numeric = all(isinstance(row[number], int | float) for row in table.rows)
        grid.add_column(table.columns[number], justify="right" if numeric else "left", overflow="fold")
    for row in table.rows:
        grid.add_row(*(str(row[number]) for number in shown))
    console.print(grid)
