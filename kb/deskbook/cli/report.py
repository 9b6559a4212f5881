"""`deskbook report`."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session

if TYPE_CHECKING:
    from deskbook.model import Table


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

    Shows all reports, or the REPORTs you name: demand, held, link-rate, overlap, owners, skipped. csv takes just one.
    """
    session: Session = ctx.obj
    project = session.project()
    tables = project.tables(project.knowledge(), names)
    if form == "json":
        click.echo(
            json.dumps({"version": 1, "reports": [asdict(table) for table in tables]}, ensure_ascii=False, indent=2)
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
        for table in tables:
            _print(table)


def _print(table: Table) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table as RichTable  # noqa: PLC0415

    shown = RichTable(title=table.title, title_justify="left", caption=table.note or None, caption_justify="left")
    for number, column in enumerate(table.columns):
        numeric = all(isinstance(row[number], int | float) for row in table.rows)
        shown.add_column(column, justify="right" if numeric and table.rows else "left", overflow="fold")
    for row in table.rows:
        shown.add_row(*(str(cell) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else 140, markup=False)
    if table.rows:
        console.print(shown)
    else:
        console.print(f"{table.title}: nothing")
    console.print()
