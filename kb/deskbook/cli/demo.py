"""`deskbook demo`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from deskbook.cli.run import run_stages
from deskbook.cli.session import Session


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="deskbook-demo")
@click.pass_context
def command(ctx: click.Context, folder: Path) -> None:
    """Show the whole road on a sample help desk.

    Writes about 60 tickets, 15 forum topics, two days of chat and 12 articles of an invented company into FOLDER (by default
    ./deskbook-demo), then does what `deskbook run` does. Ends by saying what to open.
    """
    from deskbook.stages.init import demo_project  # noqa: PLC0415

    demo_project(folder)
    session: Session = ctx.obj
    session.move_to(folder)
    code = run_stages(ctx)
    if code > 1:  # 1 means findings, which the sample has on purpose
        ctx.exit(code)
    project = session.project()
    articles = [article for article in project.library.read().articles if article.is_page]
    drafts = [article for article in articles if article.path.parts[0] == project.config.draft.folder]
    deskbook = _program()
    click.echo(
        f"""
Done. In {folder}:
  {len(list(project.store.threads()))} threads were collected, without personal data and secrets
  {sum(not cluster.dismissed for cluster in project.store.clusters())} questions were asked twice or more
  {len(drafts)} drafts wait for review in {folder}/{project.config.project.content}/{project.config.draft.folder}/
  {len(articles) - len(drafts)} articles were there before; what is wrong with them stands above
  the site for customers is in {folder}/site/

Look at it:                {deskbook} -C {folder} serve
  and open                 http://127.0.0.1:8000/
With drafts and reports:   {deskbook} -C {folder} serve --audience internal
Your own tickets:          {deskbook} init my-help-centre"""
    )


def _program() -> str:
    """How to call deskbook here: by its name where the shell finds it, else by its path."""
    called = Path(sys.argv[0])
    found = shutil.which("deskbook")
    return "deskbook" if called.name != "deskbook" or found == str(called.absolute()) else str(called)
