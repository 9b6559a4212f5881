"""`deskbook digest`."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import quote

import click

from deskbook.cli.session import Session

if TYPE_CHECKING:
    from deskbook.model import Knowledge
    from deskbook.project import Project

Form = Literal["md", "html", "email"]


@click.command()
@click.option("--owner", metavar="ID", help="Only for this person or team of the roster; on-duty for what nobody owns.")
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(Form)),
    default="md",
    show_default=True,
    help="md for a chat, html for a page, email for a whole message without sender and recipient.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write one file for each owner, named by their id, into FOLDER, and print the paths instead of the digests.",
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many tasks a digest may have."
)
@click.pass_context
def command(ctx: click.Context, owner: str | None, form: Form, output: Path | None, limit: int) -> None:
    """Say in one short page for each owner what to do first: contradictions, duplicates, reviews, drafts, findings.

    What nobody owns goes to whoever is on duty. Who has nothing to do gets nothing; a file of FOLDER from an earlier run goes, too.
    Sends nothing. Exit code: 0, whether there is something to do or not.
    """
    from deskbook.cli.letters import SUFFIXES, letter  # noqa: PLC0415
    from deskbook.library import replace  # noqa: PLC0415
    from deskbook.stages.check import check  # noqa: PLC0415
    from deskbook.text.digest import digests, everybody  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    knowledge = project.knowledge(threads=False)
    known = list(everybody(knowledge))
    if owner is not None and owner not in known:
        raise click.UsageError(_unknown(owner, known))
    findings = check(knowledge, project.checks(), session.progress)
    address = _addresses(project, knowledge)
    made = {
        digest.owner: letter(digest, form, knowledge.today, address)
        for digest in digests(knowledge, findings, limit, _duty(project, knowledge))
        if owner in (None, digest.owner)
    }
    if output is None:
        click.echo("\n".join(made.values()), nl=False)
        return
    for one in known if owner is None else [owner]:
        file = output / f"{quote(one, safe='')}{SUFFIXES[form]}"
        if one in made:
            replace(file, made[one])
            click.echo(file)
        else:
            file.unlink(missing_ok=True)


def _unknown(owner: str, known: list[str]) -> str:
    near = difflib.get_close_matches(owner, known, n=1)
    return f"nobody of the roster is '{owner}'" + (f"; did you mean '{near[0]}'?" if near else "")


def _duty(project: Project, knowledge: Knowledge) -> list[str]:
    """The names of the people who are on duty now."""
    from deskbook.text.rota import on_duty  # noqa: PLC0415

    if knowledge.roster.rota is None:
        return []
    now = datetime.now(UTC)
    turns = on_duty(project.turns(knowledge.roster, now, now + timedelta(hours=1)), now)
    return [knowledge.roster.display(turn.person) for turn in turns if turn.person]


def _addresses(project: Project, knowledge: Knowledge) -> Callable[[PurePosixPath], str | None]:
    from deskbook.text.pages import page_link  # noqa: PLC0415

    site = project.config.site
    shown = {article.path for article in knowledge.articles if article.visible_to(site.audience)}

    def address(path: PurePosixPath) -> str | None:
        return page_link(site.url, path) if site.url and path in shown else None

    return address
