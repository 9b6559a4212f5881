"""`deskbook claim`."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session

if TYPE_CHECKING:
    from deskbook.stages.one_line import Stated


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option(
    "--owner", metavar="ID", help="Who takes over: a person or team of the roster. By default you, as git knows you."
)
@click.option("--commit/--no-commit", default=True, show_default=True, help="Whether to commit that line in git.")
@click.pass_context
def command(ctx: click.Context, articles: tuple[str, ...], owner: str | None, commit: bool) -> None:
    """Take over ARTICLEs: write the owner into them.

    ARTICLE is the id or the path of an article. One line of each file changes, and that is committed, unless a file has other
    changes that are not committed yet. Without --owner you are found by the address under which git commits, among the `accounts`
    of the roster.
    """
    from deskbook.library import Git  # noqa: PLC0415
    from deskbook.stages.claim import claim, claimant  # noqa: PLC0415
    from deskbook.text.naming import article_named  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    knowledge = project.owned()
    who = claimant(owner, knowledge, Git(project.library.folder))
    named = [article_named(knowledge.articles, name, knowledge.prefix) for name in dict.fromkeys(articles)]
    done = claim(project.library, knowledge, named, who, commit=commit)
    name = knowledge.roster.display(who)
    for article in named:
        already = "" if article in done.changed else " already"
        click.echo(f"{knowledge.prefix}/{article.path} is owned by {name}{already}.")
    ctx.exit(said(done, knowledge.prefix))


def said(done: Stated, prefix: str) -> int:
    """Say what became of the commit, and return the exit code: 2 if there should be one and is none."""
    files = [f"{prefix}/{article.path}" for article in done.changed]
    if not files:
        click.echo("Nothing was changed.")
        return 0
    subject = done.message.partition("\n")[0]
    if done.committed:
        click.echo(f"Committed: {subject}\nTo undo it: git revert HEAD")
        return 0
    if done.why_not:
        click.echo(f"Not committed: {done.why_not}", err=True)
    click.echo(
        f"Nobody else sees it until it is committed:\n  {shlex.join(['git', 'commit', '-m', subject, '--', *files])}"
    )
    return 2 if done.why_not else 0
