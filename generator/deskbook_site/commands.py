"""`deskbook build` and `deskbook serve`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deskbook.text.words import count

if TYPE_CHECKING:
    from deskbook.model import Audience

    from .build import BuildResult

_AUDIENCES = click.Choice(["public", "partner", "internal"])


@click.command()
@click.option("--audience", type=_AUDIENCES, help="For whom. By default what [site] audience says, else public.")
@click.option("--no-links", is_flag=True, help="Do not follow the finished site's links.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the site. By default site, site-partner or site-internal, in the project.",
)
@click.pass_context
def build(ctx: click.Context, audience: str | None, no_links: bool, output: Path | None) -> None:
    """Build the site: articles, forum and chat, with search.

    Only what the audience may read is staged, and only what is staged can be published. The old site stays until the new
    one is finished. Exit code: 0 done, 1 the site has broken links, 2 could not build.
    """
    result = _build(ctx, _audience(ctx, audience), links=not no_links, output=output)
    for link in result.broken:
        click.echo(f"{link.page}: the link to {link.target} is broken: {link.reason}")
    counts = f"{count(result.articles, 'article')}, {count(result.topics, 'forum topic')}, {count(result.days, 'page')} of chat"
    click.echo(f"{result.site}: {counts}")
    if result.broken:
        ctx.exit(1)


@click.command()
@click.option("--port", default=8000, show_default=True, help="The port on this computer.")
@click.option("--audience", type=_AUDIENCES, help="For whom. By default what [site] audience says, else public.")
@click.pass_context
def serve(ctx: click.Context, port: int, audience: str | None) -> None:
    """Show the site on this computer, and build it again when an article changes. Ctrl+C ends it."""
    from .watch import changes  # noqa: PLC0415  `--help` must not wait for these
    from .webserver import serving  # noqa: PLC0415

    chosen = _audience(ctx, audience)
    project = ctx.obj.project()
    site = _build(ctx, chosen, links=False).site
    with serving(site, port) as address:
        click.echo(f"{address} shows the site for {chosen}. Ctrl+C ends it.")
        for _ in changes(project.root / project.config.project.content):
            _rebuild(ctx, chosen)


def _audience(ctx: click.Context, stated: str | None) -> Audience:
    from deskbook.model import Audience  # noqa: PLC0415

    chosen: Audience = Audience(stated) if stated else ctx.obj.project().config.site.audience
    return chosen


def _build(ctx: click.Context, audience: Audience, *, links: bool, output: Path | None = None) -> BuildResult:
    from .build import build as run  # noqa: PLC0415

    return run(ctx.obj.project(), audience, progress=ctx.obj.progress, check_links=links, output=output)


def _rebuild(ctx: click.Context, audience: Audience) -> None:
    """Build again; an article that is wrong right now is said, and does not end the server."""
    from deskbook.errors import DeskbookError  # noqa: PLC0415

    try:
        _build(ctx, audience, links=False)
    except DeskbookError as error:
        click.echo(str(error), err=True)
