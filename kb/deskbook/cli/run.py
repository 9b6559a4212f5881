"""`deskbook run`."""

from __future__ import annotations

import click

from deskbook import plugins

STAGES = ("collect", "cluster", "draft", "check", "build")


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Do everything in order: collect, cluster, draft, check, build.

    All stages run even if one has findings, so that you see everything at once; only what cannot be done at all stops the run.
    Exit code: the highest of all stages, so 0 means that the site may be published.
    """
    ctx.exit(run_stages(ctx))


def run_stages(ctx: click.Context) -> int:
    """Run every stage as its verb would, with its default options. Returns the highest exit code."""
    codes = []
    for name in STAGES:
        click.secho(f"\n{name}", bold=True, err=True)
        verb: click.Command = plugins.load("commands", name)
        try:
            ctx.invoke(verb)
            codes.append(0)
        except click.exceptions.Exit as end:
            codes.append(end.exit_code)
    return max(codes)
