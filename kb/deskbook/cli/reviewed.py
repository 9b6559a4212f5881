"""`deskbook reviewed`."""

from __future__ import annotations

import click

from deskbook.cli.claim import said
from deskbook.cli.session import Session


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option("--commit/--no-commit", default=True, show_default=True, help="Whether to commit that line in git.")
@click.pass_context
def command(ctx: click.Context, articles: tuple[str, ...], commit: bool) -> None:
    """Say that you read ARTICLEs today and that all in them is still right.

    ARTICLE is the id or the path of an article. `reviewed:` becomes today in each file, and that one line is committed, unless a
    file has other changes that are not committed yet. `deskbook report overdue` lists what is due.
    """
    from deskbook.stages.reviewed import reviewed  # noqa: PLC0415
    from deskbook.text.naming import article_named  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    prefix = project.config.project.content
    shelf = project.library.read()
    named = [article_named(shelf.articles, name, prefix) for name in dict.fromkeys(articles)]
    done = reviewed(project.library, named, project.today, commit=commit)
    for article in named:
        already = "" if article in done.changed else " already"
        click.echo(f"{prefix}/{article.path} is reviewed as of {project.today.isoformat()}{already}.")
    ctx.exit(said(done, prefix))
