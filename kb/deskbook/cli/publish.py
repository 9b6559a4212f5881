"""`deskbook publish`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session
from deskbook.text.words import count

if TYPE_CHECKING:
    from deskbook.config import SourceBlock
    from deskbook.model import Note, Told
    from deskbook.project import Project
    from deskbook.stages.publish import Published
    from deskbook.text.publishing import Plan, Telling


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--retract",
    "taking_back",
    is_flag=True,
    help="Take back what no longer holds, because the article was archived, merged, or made of other tickets.",
)
@click.option("--dry-run", is_flag=True, help="Only show what the tickets would be told.")
@click.option("--json", "as_json", is_flag=True, help="Print it for scripts.")
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...], taking_back: bool, dry_run: bool, as_json: bool) -> None:
    """Tell tickets which article came of them.

    Each ticket that a published article was made of, or that a person said it answers, gets a note with the article's link and a
    tag, once. Which sources are told, and whether customers read it, is `publish` in their [[sources]] blocks; SOURCE names some
    of them. Run it when the site is built and in its place. [site] url says where that is.

    Exit code: 0 done, 2 if some ticket could not be told (the others are).
    """
    from deskbook.errors import ConfigError  # noqa: PLC0415
    from deskbook.stages.publish import Published, publish, retract  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    site = project.config.site.url
    if not site:
        raise ConfigError(
            "nobody can be told where articles are: the site has no address",
            where="deskbook.toml",
            cure='write `url = "https://help.example"` under [site]',
        )
    chosen = project.publishers(names)
    if not chosen:
        raise click.UsageError('no source is told anything. Write `publish = "internal"` into a [[sources]] block.')
    plan = _plan(project, [block for block, _ in chosen], site)
    publishers = {block.name: publisher for block, publisher in chosen}
    now = datetime.now(UTC).replace(microsecond=0)
    if dry_run:
        result = Published((), ())
    elif taking_back:
        result = retract(plan.outdated, publishers, project.store.notes, now, session.progress)
    else:
        result = publish(plan.tell, publishers, project.store.notes, now, session.progress)
    meant = plan.outdated if taking_back else plan.tell
    if as_json:
        click.echo(json.dumps(_rows(meant, result), ensure_ascii=False, indent=2))
    else:
        _show(plan, meant, result, dry_run=dry_run, taking_back=taking_back)
    for damage in result.damages:
        click.secho(f"{damage.where}: {damage.what}", fg="red", err=True)
        click.echo(f"  To mend it: {damage.cure}", err=True)
    if result.damages:
        ctx.exit(2)


def _plan(project: Project, blocks: list[SourceBlock], site: str) -> Plan:
    from deskbook.text.publishing import Manner, plan  # noqa: PLC0415

    knowledge = project.knowledge()
    manners = {
        block.name: Manner(
            block.publish == "public",
            block.publish_tag,
            {str(outcome): tag for outcome, tag in block.publish_tags.items()},
            block.publish_words,
            silent=block.publish == "off",
        )
        for block in blocks
    }
    return plan(knowledge.articles, knowledge.links, project.store.notes.all(), manners, site)


def _rows(meant: tuple[Telling, ...] | tuple[Told, ...], result: Published) -> list[dict[str, object]]:
    """One row a ticket: `done` says whether it was told (or that taken back) by this run."""
    done = {one.thread for one in result.done}
    return [{"thread": one.thread, **_note(one.note), "done": one.thread in done} for one in meant]


def _note(note: Note) -> dict[str, object]:
    return {"link": note.link, "public": note.public, "tag": note.tag, "text": note.text}


def _show(
    plan: Plan, meant: tuple[Telling, ...] | tuple[Told, ...], result: Published, *, dry_run: bool, taking_back: bool
) -> None:
    """What was done, or would be, and what is left to do."""
    done = {one.thread for one in result.done}
    for one in meant:
        if not dry_run and one.thread not in done:
            continue
        if taking_back:
            click.echo(f"{one.thread}: {'would no longer be told' if dry_run else 'no longer told'} {one.note.link}")
            continue
        verb = "would be told" if dry_run else "told"
        readers = "the customer" if one.note.public else "the team"
        tag = f", tag '{one.note.tag}'" if one.note.tag else ""
        click.echo(f"{one.thread}: {verb} {one.note.link} (for {readers}{tag})")
    if not taking_back:
        click.echo(
            f"{count(len(meant) if dry_run else len(done), 'ticket')} {'to tell' if dry_run else 'told'}, {plan.standing} told before"
        )
        if plan.inside:
            click.echo(f"  not told, because the article is not on the public site: {count(plan.inside, 'ticket')}")
        if plan.outdated:
            click.echo(
                f"  {count(len(plan.outdated), 'ticket')} told of an article that is archived, merged or no longer theirs: "
                "`deskbook publish --retract` takes that back"
            )
        return
    click.echo(f"{count(len(meant) if dry_run else len(done), 'note')} {'to take back' if dry_run else 'taken back'}")
    if done and plan.tell:
        click.echo("  run `deskbook publish` to tell them of the articles that there are now")
