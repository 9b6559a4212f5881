"""`deskbook cluster`."""

from __future__ import annotations

import click

from deskbook.cli.session import Session
from deskbook.text.words import count


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Find the questions that were asked twice.

    Compares the title and the first customer message of all stored threads and groups those that ask the same. Two are
    enough; [cluster] in deskbook.toml sets how alike they must be.
    """
    from deskbook.stages.cluster import cluster  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    rules = project.config.cluster
    result = cluster(project.store, threshold=rules.threshold, min_threads=rules.min_threads, progress=session.progress)
    click.echo(
        f"{count(len(result.clusters), 'question')} asked twice or more, among {count(result.asking, 'thread')} with a question"
    )
    for found in sorted(result.clusters, key=lambda c: (-len(c.members), c.label))[:10]:
        click.echo(f"  {len(found.members)} × {found.label}")
    if len(result.clusters) > 10:
        click.echo(f"  … and {len(result.clusters) - 10} more: `deskbook report demand`")
