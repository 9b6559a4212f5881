"""`deskbook collect`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session
from deskbook.text.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deskbook.config import SourceBlock
    from deskbook.model import Damage, Source
    from deskbook.project import Project
    from deskbook.stages.collect import Collected, Origin


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--forget-missing",
    is_flag=True,
    help="Remove what a source no longer gives, even if that is more than half of what is stored of it.",
)
@click.option(
    "--again", is_flag=True, help="Read live systems from their beginning, not only what is new since the last run."
)
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...], forget_missing: bool, again: bool) -> None:
    """Read tickets, forum topics and chat into the store.

    Reads all sources of deskbook.toml, or just the SOURCEs that you name. Personal data and secrets are removed before
    anything is written; a thread of which deskbook cannot be sure is held back and listed. Run it as often as you like:
    what is there already is not stored again, and what was deleted at its source is removed here, too.

    The SOURCE `signals` stands for what readers searched for and whether pages helped them: the exports of `[[signals]]`.

    Lines that begin with `[off]`, and what people wrote who opted out (`opt_out` of the source), are not stored. A chat is
    published only if the source has a `consent`.

    Exit code: 0 done, 2 if something could not be read (all the rest is kept).
    """
    from deskbook.library import read_corrections  # noqa: PLC0415
    from deskbook.model.signal import SIGNALS  # noqa: PLC0415
    from deskbook.stages.collect import collect  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    told = project.config.signals
    if SIGNALS in names and not told:
        raise click.UsageError("nothing says where what readers told is. Add a [[signals]] block to deskbook.toml.")
    unread = bool(told) and (not names or SIGNALS in names) and _signals(project)
    wanted = tuple(name for name in names if name != SIGNALS)
    sources = project.sources(wanted) if wanted or not names else []
    if not sources and told:
        ctx.exit(2 if unread else 0)
    if not sources:
        raise click.UsageError("no source is configured yet. Add a [[sources]] block to deskbook.toml; "
                               "`deskbook sources --types` shows what can be read.")  # fmt: skip
    ledger = collect(
        [_origin(project, block, source) for block, source in sources],
        project.store,
        project.redaction(),
        session.progress,
        project.takedowns,
        read_corrections(project.root / project.config.chat.corrections),
        forget_missing=forget_missing,
        again=again,
    )
    for result in ledger.sources:
        _show(result)
    for stray in ledger.astray:
        click.secho(f"{stray.where}: {stray.what}; {stray.cure}", fg="yellow", err=True)
    if unread or any(result.damages for result in ledger.sources):
        ctx.exit(2)


def _signals(project: Project) -> bool:
    """Read what readers told; whether some of it could not be read."""
    from deskbook.stages.signals import collect_signals  # noqa: PLC0415

    counted = collect_signals(
        project.signals(), project.root / project.config.project.store, project.redaction(), project.takedowns
    )
    click.echo(f"signals: {count(counted.events, 'event')} of readers")
    _show_damages(counted.damages)
    return bool(counted.damages)


def _origin(project: Project, block: SourceBlock, source: Source) -> Origin:
    from deskbook.library import read_opt_outs  # noqa: PLC0415
    from deskbook.stages.collect import Origin  # noqa: PLC0415

    listed = read_opt_outs(project.root / block.opt_out_file) if block.opt_out_file else ()
    return Origin(
        block.name,
        source,
        block.names,
        block.redact.allow,
        block.redact.names,
        block.redact.keep,
        consent=block.consent is not None,
        opt_out=(*block.opt_out, *listed),
        pictures=block.pictures == "public",
    )


def _show(result: Collected) -> None:
    stored = result.stored
    click.echo(f"{result.source}: {stored.new} new, {stored.changed} changed, {stored.same} as before")
    if result.removed:
        removed = ", ".join(f"{number} {label}" for label, number in sorted(result.removed.items()))
        click.echo(f"  removed: {removed}")
    if result.pictures or result.blanks:
        blank = f"; {result.blanks} not, too large or no PNG, JPEG, GIF or WebP" if result.blanks else ""
        click.echo(f"  kept: {count(result.pictures, 'picture')}{blank}")
    for line in _notes(result):
        click.echo(f"  {line}")
    for held in result.held:
        click.echo(f"  held back: {held.key} ({'; '.join(held.reasons)})")
    _show_damages(result.damages)


def _show_damages(damages: Iterable[Damage]) -> None:
    for damage in damages:
        click.secho(f"  could not read {damage.where}: {damage.what}", fg="red", err=True)
        click.echo(f"    To mend it: {damage.cure}", err=True)


def _notes(result: Collected) -> Iterator[str]:
    if result.refused:
        yield f"left out, because they were taken down: {count(result.refused, 'thread')}"
    if result.withheld:
        yield f"left out, because those who wrote them want that: {count(result.withheld, 'thread')}"
    if result.gone:
        yield f"removed, because the source no longer has them: {count(result.gone, 'thread')}"
    if result.missing and result.damages:
        yield f"not given, and not removed because not everything could be read: {count(result.missing, 'thread')}"
    elif result.missing:
        yield (
            f"not given, and not removed because that is more than half: {count(result.missing, 'thread')}. If they are really "
            f"gone: `deskbook collect {result.source} --forget-missing`"
        )
    if result.inside:
        yield (
            f"not published, because nobody allowed it: {count(result.inside, 'conversation')}. Ask those who run the channel, tell "
            'its people, and write `consent = {by = "who, when", notice = "where people are told"}` into the source'
        )
