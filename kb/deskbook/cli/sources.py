"""`deskbook sources`."""

from __future__ import annotations

import inspect

import click

from deskbook import plugins
from deskbook.cli.session import Session
from deskbook.text.words import count


@click.command()
@click.option("--types", is_flag=True, help="List the kinds of system that deskbook can read, with their options.")
@click.pass_context
def command(ctx: click.Context, types: bool) -> None:
    """List the sources of deskbook.toml, and how many threads of each are in the store.

    Use --types to see what can be read, and which keys a [[sources]] block takes.
    """
    if types:
        for name in plugins.available("sources"):
            _show_type(name)
        return
    session: Session = ctx.obj
    project = session.project()
    if not project.config.sources:
        click.echo("No source is configured yet. Add a [[sources]] block to deskbook.toml; "
                   "`deskbook sources --types` shows what can be read.")  # fmt: skip
    counts: dict[str, list[int]] = {}
    for thread in project.store.threads():
        tally = counts.setdefault(thread.source, [0, 0])
        tally[0] += 1
        tally[1] += thread.marked
    for block in project.config.sources:
        threads, marked = counts.pop(block.name, [0, 0])
        click.echo(f"{block.name} ({block.type}): {count(threads, 'thread')}, {marked} marked for documentation")
    for name, (threads, _) in sorted(counts.items()):
        click.echo(f"{name}: {count(threads, 'thread')} in the store, but no such source in deskbook.toml")


def _show_type(name: str) -> None:
    source = plugins.load("sources", name)
    click.secho(name, bold=True)
    summary = (inspect.getdoc(source) or "").split("\n\n")[0].replace("\n", " ")
    click.echo(click.wrap_text(summary, 96, "    ", "    "))
    options = getattr(source, "Options", None)
    for key, field in options.model_fields.items() if options else ():
        need = "required" if field.is_required() else f"default {field.get_default(call_default_factory=True)!r}"
        click.echo(click.wrap_text(f"{key} ({need}): {field.description}", 96, "    - ", "      "))
