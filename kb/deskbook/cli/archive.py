"""`deskbook archive`."""

from __future__ import annotations

import click

from deskbook.cli import moving
from deskbook.cli.session import Session


@click.command()
@click.argument("article", metavar="ARTICLE")
@click.option("--for", "replacement", metavar="OTHER", help="Readers of ARTICLE go to OTHER instead.")
@click.option("--because", default="", help="Why, for the team. No site shows it.")
@moving.options
@click.pass_context
def command(  # noqa: PLR0913, PLR0917  one parameter an option
    ctx: click.Context, article: str, replacement: str | None, because: str, dry_run: bool, force: bool
) -> None:
    """Take ARTICLE off every site. Its file stays, with `confidence: archived`.

    With --for its address and the links to it lead to another article. Without, its address says that the page was withdrawn.
    """
    from deskbook.stages.archive import archive  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    content = project.config.project.content
    held, *others = moving.articles(project, article, *([replacement] if replacement else []), archived=True)
    instead = others[0] if others else None
    changes = archive(project.library, held, instead, " ".join(because.split()))
    if not changes:
        click.echo(f"{content}/{held.path} is archived already. Nothing was changed.")
        return
    lines = [f"{content}/{held.path} is archived."]
    if instead or held.confidence.published:
        where = f"leads to {content}/{instead.path}" if instead else "says that the page was withdrawn"
        lines = [f"{lines[0]} From the next build on its address {where}."]
    lines += filter(None, [moving.followed(changes, held)])
    moving.carry_out(project, changes, lines, dry_run=dry_run, force=force)
