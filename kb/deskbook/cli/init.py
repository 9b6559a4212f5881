"""`deskbook init`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option(
    "--name", default="Help centre", show_default=True, help="The name of the help centre, as readers see it."
)
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "forgejo"]),
    help="Also write the workflow that collects, proposes, checks and publishes by itself on this host.",
)
def command(folder: Path, name: str, ci: str | None) -> None:
    """Start a project in FOLDER (by default here).

    Writes deskbook.toml, mkdocs.yml, a home page and a roster of owners. Files that exist are left alone.
    """
    from deskbook.stages.init import new_project  # noqa: PLC0415

    written = new_project(folder, name, datetime.now(UTC).date(), ci)
    for path in written:
        click.echo(f"wrote {path}")
    if not written:
        click.echo("Everything is there already; nothing was changed.")
    click.echo("Next: name your first source in deskbook.toml (`deskbook sources --types`), then `deskbook run`.")
