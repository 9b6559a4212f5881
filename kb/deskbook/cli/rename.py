"""`deskbook rename`."""

from __future__ import annotations

import click

from deskbook.cli import moving
from deskbook.cli.session import Session


@click.command()
@click.argument("article", metavar="ARTICLE")
@click.argument("new_path", metavar="NEW_PATH")
@click.option("--title", help="Another title, too.")
@moving.options
@click.pass_context
def command(  # noqa: PLR0913, PLR0917  one parameter an option
    ctx: click.Context, article: str, new_path: str, title: str | None, dry_run: bool, force: bool
) -> None:
    """Give ARTICLE another path below content/, and so another address. Its id stays.

    Pictures that only it uses go with it, all links are mended, and the old address leads to the new one.
    """
    from deskbook.stages.rename import new_path as path_of  # noqa: PLC0415
    from deskbook.stages.rename import rename  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    content = project.config.project.content
    (held,) = moving.articles(project, article, archived=True)
    path = path_of(new_path, content)
    changes = rename(project.library, held, path, title)
    if not changes:
        click.echo(f"{content}/{path} is what it should be already. Nothing was changed.")
        return
    moved = held.path != path
    lines = [f"{content}/{held.path} is {content}/{path} now, and its old address leads there."] if moved else []
    lines += [f"{content}/{path} has the title “{title}” now."] if title else []
    lines += filter(None, [moving.followed(changes, held)] if moved else [])
    moving.carry_out(project, changes, lines, dry_run=dry_run, force=force)
