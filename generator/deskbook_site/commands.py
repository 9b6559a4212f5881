"""`deskbook build` and `deskbook serve`."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deskbook.text.words import count

if TYPE_CHECKING:
    from deskbook.model import Audience

    from .build import BuildResult

_SHOWN = 50
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

    Only what the audience may read is staged, and only what is staged can be published. Every file of the new site is searched for
    personal data, secrets and what was taken down; if there is any, the site is refused and the old one stays.

    Exit code: 0 done, 1 the site was refused or has broken links, 2 could not build.
    """
    result = _build(ctx, _audience(ctx, audience), links=not no_links, output=output)
    if result.leaks:
        _refuse(result)
        ctx.exit(1)
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
    result = _build(ctx, chosen, links=False)
    site = result.site
    if result.leaks:
        _refuse(result)
        ctx.exit(1)
    interrupted = _interrupts()
    with serving(site, port) as address:
        click.echo(f"{address} shows the site for {chosen}. Ctrl+C ends it.")
        content = project.root / project.config.project.content
        for _ in changes(content, ended=lambda: bool(interrupted)):
            _rebuild(ctx, chosen)


def _interrupts() -> list[int]:
    """Filled by the first Ctrl+C, which raises `KeyboardInterrupt` as ever. Python forgets one that comes while it frees an object."""
    seen: list[int] = []

    def note(number: int, frame: object) -> None:
        seen.append(number)
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, note)
    return seen


def _refuse(result: BuildResult) -> None:
    """Say what is in a site that must not be published, and never quote it."""
    for leak in result.leaks[:_SHOWN]:
        click.echo(f"{leak.page}:{leak.line}: {leak.sort} ({leak.reason})")
    if len(result.leaks) > _SHOWN:
        click.echo(f"… and {count(len(result.leaks) - _SHOWN, 'more place')}")
    click.echo(
        f"The site was refused: it holds what must not be published, in {count(len(result.leaks), 'place')}. {result.site} is as it "
        f"was; the new site is in {result.made}.\n"
        "To mend it: `deskbook check` names the lines of articles. For what was taken down, and for threads, run "
        "`deskbook takedown`. List what is meant to be seen under [redact] allow in deskbook.toml."
    )


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
        result = _build(ctx, audience, links=False)
        if result.leaks:
            _refuse(result)
    except DeskbookError as error:
        click.echo(str(error), err=True)
