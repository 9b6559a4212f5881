"""`deskbook find`."""

from __future__ import annotations

import json

import click

from deskbook.cli.session import Session


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="How many threads at most.")
@click.option("--json", "as_json", is_flag=True, help="Print a list for scripts.")
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Find the stored threads that say all of WORDS, best first."""
    session: Session = ctx.obj
    found = session.project().store.find(" ".join(words), limit)
    if as_json:
        rows = [{"thread": t.key, "title": t.title, "url": t.url, "updated": t.updated.isoformat()} for t in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for thread in found:
        click.echo(
            f"{thread.key}  {thread.updated.date()}  {thread.title}" + (f"\n    {thread.url}" if thread.url else "")
        )
    if not found:
        click.echo("No stored thread says that. Fewer words may find more; `deskbook collect` reads new threads.")
