"""`deskbook distinct`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from deskbook.cli import moving
from deskbook.cli.session import Session


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option("--because", "reason", required=True, metavar="REASON", help="Why both are needed as they are.")
@click.pass_obj
def command(session: Session, one: str, other: str, reason: str) -> None:
    """Say that two articles that overlap belong as they are.

    Name each by its id or its path. `deskbook check` does not name the two again until the words of either change; then it
    does, with your reason and with what changed.
    """
    from deskbook.errors import DecisionError  # noqa: PLC0415
    from deskbook.library import append_distinct  # noqa: PLC0415
    from deskbook.text.distinct import imprint  # noqa: PLC0415

    project = session.project()
    first, second = moving.articles(project, one, other)
    if first.path == second.path:
        raise DecisionError(f"'{one}' and '{other}' are one article", cure="name two")
    if not reason.strip():
        raise DecisionError("the reason is empty", cure='say why: `--because "they are for two products"`')
    name = project.config.check.distinct
    append_distinct(
        project.root / name,
        (first.id, second.id),
        " ".join(reason.split()),
        (imprint(first), imprint(second)),
        datetime.now(UTC),
    )
    content = project.config.project.content
    click.echo(f"{content}/{first.path} and {content}/{second.path} stay as they are: {' '.join(reason.split())}")
    click.echo(f"It is a line in {name} now. Commit that file, and it holds for everybody, until either page changes.")
    click.echo(f"To undo it: delete the last line of {name}")
