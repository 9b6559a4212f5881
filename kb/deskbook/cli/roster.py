"""`deskbook roster`."""

from __future__ import annotations

from pathlib import Path

import click

from deskbook.cli.session import Session


@click.group()
def command() -> None:
    """Keep the roster of owners: who there is, in which team, and who has left."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "codeowners", "github", "gitlab"]),
    required=True,
    help="csv with a header, a CODEOWNERS file, or what the API of GitHub or GitLab answered for members or teams.",
)
@click.option("--team", metavar="ID", help="The people of the file are in this team of the roster.")
@click.option(
    "--mark-left", is_flag=True, help="Write `left:` with today's date for people who are missing in the file."
)
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would change.")
@click.pass_context
def import_(ctx: click.Context, file: Path, form: str, team: str | None, mark_left: bool, dry_run: bool) -> None:  # noqa: PLR0913, PLR0917  one parameter an option
    """Bring people and teams of FILE into the roster.

    Adds who is new, and teams and accounts that the roster does not know. Nothing is taken away, and comments and what people wrote
    stay. Who has an account there and is missing in FILE is listed: with --mark-left they have left as of today. A list of one team
    (--team) does not say who has left.
    """
    from deskbook.library import read_roster  # noqa: PLC0415
    from deskbook.library.roster_lists import read_listed  # noqa: PLC0415
    from deskbook.stages.roster import carry_out, plan  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    path = project.root / project.config.project.roster
    if mark_left and (team or form == "codeowners"):
        raise click.UsageError(
            "--mark-left needs a list of everybody: one of a team, or CODEOWNERS, does not say who has left"
        )
    found = plan(read_roster(path), read_listed(file, form), team=team, mark_left=mark_left, today=project.today)
    if not dry_run and found.changes:
        carry_out(path, found.changes)
    for change in found.changes:
        click.echo(str(change))
    named = project.config.project.roster
    if not found.changes:
        click.echo(f"{named} says all that already. Nothing was changed.")
    else:
        many = "1 change" if len(found.changes) == 1 else f"{len(found.changes)} changes"
        click.echo(
            f"{many} would be made in {named}."
            if dry_run
            else f"{many} made in {named}. Look at `git diff`, and commit it."
        )
    if found.missing and not mark_left:
        click.echo(
            f"Not in {file.name}, have they left? " + ", ".join(f"{one.name} ({one.id})" for one in found.missing)
        )
        click.echo("  If they have: write `left: DAY` for them, or import again with --mark-left.")
    for one in found.returned:
        click.echo(
            f"{one.name} ({one.id}) is in {file.name}, and has left by the roster: take out `left` if they are back."
        )
