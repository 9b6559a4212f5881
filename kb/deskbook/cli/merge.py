"""`deskbook merge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deskbook.cli import moving
from deskbook.cli.session import Session

if TYPE_CHECKING:
    from deskbook.stages.merge import Merged


@click.command()
@click.argument("keep", metavar="KEEP")
@click.argument("other", metavar="OTHER")
@click.option(
    "--audience",
    type=click.Choice(["internal", "partner", "public"]),
    help="For whom the one article is. Has to be said where the two differ in that.",
)
@moving.options
@click.pass_context
def command(  # noqa: PLR0913, PLR0917  one parameter an option
    ctx: click.Context, keep: str, other: str, audience: str | None, dry_run: bool, force: bool
) -> None:
    """Make one article of two: KEEP stays, and OTHER is removed.

    Name each by its id or its path. KEEP gets the sources, tags and other questions of OTHER, and whatever only OTHER says,
    part by part, between marks: `deskbook check` names them until somebody has worked the text in. Links to OTHER lead to KEEP
    from now on, in all articles, and on the site its address does too.
    """
    from deskbook.model import Audience  # noqa: PLC0415
    from deskbook.stages.merge import merge  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    kept, gone = moving.articles(project, keep, other)
    if kept.path == gone.path and keep != other:
        click.echo(f"{project.config.project.content}/{kept.path} stands for both already. Nothing was changed.")
        return
    done = merge(project.library, kept, gone, Audience(audience) if audience else None)
    moving.carry_out(project, done.changes, _said(done, project.config.project.content), dry_run=dry_run, force=force)


def _said(done: Merged, content: str) -> list[str]:
    from deskbook.text.words import count  # noqa: PLC0415

    keep, other = f"{content}/{done.keep.path}", f"{content}/{done.other.path}"
    waiting = (
        f"  In {count(done.passages, 'place')} of it stands what only the other said, between marks. Work it in; `deskbook check` "
        "names the places until then."
        if done.passages
        else "  The other said nothing that it does not say."
    )
    lines = [f"{other} is merged into {keep}, and its address leads there.", waiting]
    lines += filter(None, [moving.followed(done.changes, done.keep, done.other)])
    if done.dropped:
        lines.append(f"  Not taken over from its front matter: {', '.join(done.dropped)}.")
    return lines
