"""`deskbook build` and `deskbook serve`."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deskbook.text.words import count

if TYPE_CHECKING:
    from deskbook.model import Audience

    from .build import BuildResult
    from .preview import Outcome

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
@click.option(
    "--again", is_flag=True, help="Make everything again, whatever is left of earlier builds, and follow all links."
)
@click.pass_context
def build(ctx: click.Context, audience: str | None, no_links: bool, output: Path | None, again: bool) -> None:
    """Build the site: articles, forum and chat, with search.

    Only what the audience may read is staged, and only what is staged can be published. Every file of the new site is searched for
    personal data, secrets and what was taken down; if there is any, the site is refused and the old one stays.

    Exit code: 0 done, 1 the site was refused or has broken links, 2 could not build.
    """
    from .last_build import LastBuild, Told, forget  # noqa: PLC0415  `--help` must not wait for them

    chosen, project = _audience(ctx, audience), ctx.obj.project()
    if again:
        forget(project.root, chosen)
    last = LastBuild(project.root, project.config, chosen, today=project.today, links=not no_links, output=output)
    told = last.told()
    if told:
        ctx.obj.progress.say("nothing has changed since the last build")
    else:
        from .build import build as run  # noqa: PLC0415

        result = run(project, chosen, progress=ctx.obj.progress, check_links=not no_links, output=output)
        if result.leaks:
            _refuse(result)
            ctx.exit(1)
        told = Told(tuple(_lines(result)), 1 if result.broken else 0)
        last.note(told)
    for line in told.lines:
        click.echo(line)
    if told.code:
        ctx.exit(told.code)


def _lines(result: BuildResult) -> Iterator[str]:
    for link in result.broken:
        yield f"{link.page}: the link to {link.target} is broken: {link.reason}"
    counts = f"{count(result.articles, 'article')}, {count(result.topics, 'forum topic')}, {count(result.days, 'page')} of chat"
    yield f"{result.site}: {counts}"


@click.command()
@click.option("--port", default=8000, show_default=True, help="The port on this computer.")
@click.option("--audience", type=_AUDIENCES, help="For whom. By default what [site] audience says, else public.")
@click.pass_context
def serve(ctx: click.Context, port: int, audience: str | None) -> None:
    """Show the site on this computer as you write it. Ctrl+C ends it.

    Drafts are shown, and marked as such: those of the audience, never more. What you save is in the browser within a second, which
    loads the page again by itself; lists, search and navigation follow once the whole site was built again. Nothing of it gets into
    the site that `deskbook build` makes.
    """
    from .preview import Outcome, Preview  # noqa: PLC0415  `--help` must not wait for these
    from .webserver import serving  # noqa: PLC0415

    chosen = _audience(ctx, audience)
    interrupted = _interrupts()
    project = ctx.obj.project()
    with Preview(partial(type(project).open, project.root), chosen, ctx.obj.progress) as preview:
        first = preview.begin()
        if first.leaks:
            _refuse(first)
            ctx.exit(1)
        with serving(first.site, port, preview.handler) as address:
            click.echo(f"{address} shows the site for {chosen}, with its drafts. Ctrl+C ends it.")
            for said in preview.follow(first, ended=lambda: bool(interrupted)):
                if isinstance(said, Outcome):
                    _refuse(said)
                else:
                    click.echo(str(said), err=True)


def _interrupts() -> list[int]:
    """Filled by the first Ctrl+C, which raises `KeyboardInterrupt` as ever. Python forgets one that comes while it frees an object."""
    seen: list[int] = []

    def note(number: int, frame: object) -> None:
        seen.append(number)
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, note)
    return seen


def _refuse(result: BuildResult | Outcome) -> None:
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
