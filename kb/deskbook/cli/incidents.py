"""`deskbook incidents`."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from deskbook.cli.session import Session
from deskbook.text.words import count


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a list for scripts.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Look at the status page, and keep the open incidents for the site.

    The next build shows their last updates on the home page and before somebody opens a ticket. `[status]` in deskbook.toml says
    which page it is. Where the page cannot be read, what was seen last stays, with its age.
    """
    from deskbook.stages.incidents import incidents  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    now = datetime.now(UTC).replace(microsecond=0)
    snapshot = incidents(project.status_page(now), project.root / project.config.project.store, now)
    if as_json:
        rows = [
            {
                "name": one.name,
                "state": one.state,
                "text": one.text,
                "at": one.at.isoformat() if one.at else None,
                "url": one.url,
            }
            for one in snapshot.incidents
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    click.echo(f"{count(len(snapshot.incidents), 'open incident')}")
    for one in snapshot.incidents:
        said = f" ({one.state})" if one.state else ""
        click.echo(f"  {one.name}{said}: {one.text or 'no update yet'}")
