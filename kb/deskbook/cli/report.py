"""`deskbook report`."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session

if TYPE_CHECKING:
    from rich.console import Console

    from deskbook.model import Cell, Table
    from deskbook.project import Project

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
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Print nothing; write each report into FOLDER as REPORT.json and REPORT.csv.",
)
@click.option(
    "--record",
    is_flag=True,
    help="Print nothing; write down today's numbers that no date tells later, such as how many pages are overdue.",
)
@click.option(
    "--sample",
    "size",
    type=click.IntRange(min=1),
    metavar="N",
    help="Print nothing; add resolved threads, drawn at random, to the table of causes until it has N.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="For --sample: the same seed draws the same threads."
)
@click.pass_context
def command(  # noqa: PLR0913, PLR0917  one for each option
    ctx: click.Context,
    names: tuple[str, ...],
    form: str,
    output: Path | None,
    record: bool,
    size: int | None,
    seed: int,
) -> None:
    """Show what is asked most, what has no article, what overlaps or is overdue, who owns what, and how fast answers come.

    Shows all reports, or the REPORTs you name: asked-again, causes, coverage, demand, first-answer, gaps, held, link-rate, outcomes,
    overdue, overlap, owners, proposals, reuse, searches, skipped, spikes, time-to-article, unhelpful, without-outcome. csv takes just
    one.
    """
    session: Session = ctx.obj
    project = session.project()
    if size:
        _draw(project, size, seed)
        return
    tables = project.tables(project.knowledge(), names)
    if record:
        _record(project, tables)
    elif output:
        _write(tables, output)
    elif form == "json":
        click.echo(as_json(tables))
    elif form == "csv":
        if len(tables) != 1:
            raise click.UsageError(
                "csv holds one table: name one report, such as `deskbook report demand --format csv`, or write all with --output"
            )
        click.echo(as_csv(tables[0]), nl=False)
    else:
        width = None if sys.stdout.isatty() else _WIDTH
        for table in tables:
            show(table, width)


def _draw(project: Project, size: int, seed: int) -> None:
    from deskbook.library import append_causes  # noqa: PLC0415
    from deskbook.stages.sample import sample  # noqa: PLC0415
    from deskbook.text.words import count  # noqa: PLC0415

    path = project.root / project.config.report.causes
    knowledge = project.knowledge()
    added = sample(knowledge, size, seed)
    if added:
        append_causes(path, added)
    click.echo(
        f"{path}: added {count(len(added), 'thread')}, has {len(knowledge.causes) + len(added):,}\n"
        "Next: write the cause of each in the last column, then run `deskbook report causes`."
    )


def _record(project: Project, tables: Iterable[Table]) -> None:
    from deskbook.library import record_figures  # noqa: PLC0415
    from deskbook.text.words import count  # noqa: PLC0415

    path = project.root / project.config.report.figures
    click.echo(f"{path}: wrote down {count(record_figures(path, tables), 'number')}")


def _write(tables: Iterable[Table], folder: Path) -> None:
    from deskbook.library import replace  # noqa: PLC0415

    for table in tables:
        replace(folder / f"{table.name}.json", as_json([table]) + "\n")
        replace(folder / f"{table.name}.csv", as_csv(table))
        click.echo(folder / f"{table.name}.csv")


def as_json(tables: Iterable[Table]) -> str:
    """The reports as JSON. `version` changes when a key goes or changes its meaning; new keys may come at any time."""
    return json.dumps(
        {"version": 1, "reports": [asdict(table) for table in tables]}, ensure_ascii=False, indent=2, default=_plain
    )


def _plain(value: object) -> str | float:
    """Dates as ISO 8601, times in seconds."""
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a report")


def as_csv(table: Table) -> str:
    """The table with a column for each number: `Linked` is a share's part, `Linked, of` its whole; times are in seconds."""
    heads = [list(_heads(table, number)) for number in range(len(table.columns))]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([head for column in heads for head in column])
    for row in table.rows:
        cells = (_numbers(cell) for cell in row)
        # A report may mix: a share here, nothing there.
        writer.writerow(
            [
                number
                for head, cell in zip(heads, cells, strict=True)
                for number in [*cell, *[""] * len(head)][: len(head)]
            ]
        )
    return out.getvalue()


def _heads(table: Table, number: int) -> Iterator[str]:
    from deskbook.model import Share, Span  # noqa: PLC0415

    name, kinds = table.columns[number], {type(row[number]) for row in table.rows}
    if Span in kinds:
        yield f"{name}, seconds"
    yield f"{name}, taken from" if Span in kinds else name
    if kinds & {Share, Span}:
        yield f"{name}, of"


def _numbers(cell: Cell) -> tuple[str | int | float, ...]:
    from deskbook.library import plain_cell  # noqa: PLC0415
    from deskbook.model import Share, Span  # noqa: PLC0415

    if isinstance(cell, Span):
        return cell.time.total_seconds() if cell.time is not None else "", cell.part, cell.whole
    if isinstance(cell, Share):
        return cell.part, cell.whole
    return (plain_cell(cell) if isinstance(cell, str) else cell,)


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
    for figure in table.figures:
        line = f"{figure.what}: {figure.now}"
        if len(figure.points) > 1:
            line += f"; {figure.points[0].at.isoformat()}: {figure.points[0].value}"
        console.print(line, soft_wrap=True)
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
        numeric = all(not isinstance(row[number], str) for row in table.rows)
        grid.add_column(table.columns[number], justify="right" if numeric else "left", overflow="fold")
    for row in table.rows:
        grid.add_row(*(str(row[number]) for number in shown))
    console.print(grid)
