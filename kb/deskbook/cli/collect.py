"""`deskbook collect`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session

if TYPE_CHECKING:
    from deskbook.stages.collect import Collected


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Read tickets, forum topics and chat into the store.

    Reads all sources of deskbook.toml, or just the SOURCEs that you name. Personal data and secrets are removed before
    anything is written; a thread of which deskbook cannot be sure is held back and listed. Run it as often as you like:
    what is there already is not stored again.

    Exit code: 0 done, 2 if something could not be read (all the rest is kept).
    """
    from deskbook.stages.collect import Origin, collect  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    sources = project.sources(names)
    if not sources:
        raise click.UsageError("no source is configured yet. Add a [[sources]] block to deskbook.toml; "
                               "`deskbook sources --types` shows what can be read.")  # fmt: skip
    origins = [
        Origin(block.name, source, None if block.names is None else block.names == "keep") for block, source in sources
    ]
    results = collect(origins, project.store, project.redaction(), session.progress)
    for result in results:
        _show(result)
    if any(result.damages for result in results):
        ctx.exit(2)


def _show(result: Collected) -> None:
    stored = result.stored
    click.echo(f"{result.source}: {stored.new} new, {stored.changed} changed, {stored.same} as before")
    if result.removed:
        removed = ", ".join(f"{count} {label}" for label, count in sorted(result.removed.items()))
        click.echo(f"  removed: {removed}")
    for held in result.held:
        click.echo(f"  held back: {held.key} ({'; '.join(held.reasons)})")
    for damage in result.damages:
        click.secho(f"  could not read {damage.where}: {damage.what}", fg="red", err=True)
        click.echo(f"    To mend it: {damage.cure}", err=True)
