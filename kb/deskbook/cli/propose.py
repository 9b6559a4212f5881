"""`deskbook propose`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session

if TYPE_CHECKING:
    from deskbook.forges import Request
    from deskbook.project import Project
    from deskbook.stages.propose import Judged, Proposed


@click.command()
@click.option(
    "--again",
    type=int,
    metavar="NUMBER",
    help="Also propose the drafts of this request, which was closed without merging.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Say what would be proposed, and print the text of the request. Push and send nothing.",
)
@click.option("--json", "as_json", is_flag=True, help="Print it for scripts.")
@click.pass_context
def command(ctx: click.Context, again: int | None, dry_run: bool, as_json: bool) -> None:
    """Put new drafts on a branch and ask for their review: a pull request on GitHub or Forgejo, a merge request on GitLab.

    All new drafts go into one request, with a checklist and a preview of each, and the proposed owners are asked to review. A later
    run adds to the open request. What somebody has changed on the branch is left alone. Drafts of a request that was closed
    without merging are declined: they are not proposed again unless they change. Your own checkout and branches stay as they are.
    """
    from deskbook.config import environment_secret  # noqa: PLC0415
    from deskbook.forges import connected, place_of  # noqa: PLC0415
    from deskbook.library.remote import Login, Remote  # noqa: PLC0415
    from deskbook.stages.propose import Desk, propose  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    rules = project.config.propose
    token = environment_secret(rules.token_env, "[propose] token_env")
    remote = Remote(project.root, rules.remote)
    place = place_of(rules, remote.address, token)
    remote.log_in(Login(place.web, "x-access-token" if place.forge == "github" else "oauth2", token))
    desk = Desk(
        project.library,
        project.config.draft.folder,
        project.owned().roster,
        place.forge,
        lambda folder, paths: _judged(session, project, folder, paths),
        lambda keys: _addresses(project, keys),
        {name: path.read_bytes()} if (path := project.root / (name := project.config.report.figures)).is_file() else {},
    )
    with connected(place, rules.token_env) as forge:
        done = propose(desk, remote, forge, rules.branch, rules.base, again=again, dry_run=dry_run)
        noun = forge.noun
    if as_json:
        click.echo(json.dumps(_entry(done, dry_run=dry_run), ensure_ascii=False, indent=2))
    else:
        _say(done, noun, dry_run=dry_run)


def _judged(
    session: Session, project: Project, folder: Path, paths: Collection[PurePosixPath]
) -> Mapping[PurePosixPath, Judged]:
    """What the checks say of some articles in a folder that holds the project as the branch has it."""
    from dataclasses import replace  # noqa: PLC0415

    from deskbook.stages.check import check  # noqa: PLC0415
    from deskbook.stages.propose import Judged  # noqa: PLC0415
    from deskbook.text.ownership import ownership  # noqa: PLC0415
    from deskbook.text.standard import standard  # noqa: PLC0415

    there = replace(project, root=folder)
    rules = there.checks()
    try:
        knowledge = there.knowledge(threads=False)
        findings = check(knowledge, rules, session.progress)
    finally:
        there.close()
    names = {rule.name for rule in rules}
    judged = {}
    for article in (one for one in knowledge.articles if one.path in paths):
        own = [one for one in findings if one.location.path == f"{knowledge.prefix}/{article.path}"]
        owned = ownership(article, knowledge)
        judged[article.path] = Judged(article, None if owned.ownerless else owned.owner, standard(article, own, names))
    return judged


def _addresses(project: Project, keys: Iterable[str]) -> Mapping[str, str]:
    from deskbook.store import Store  # noqa: PLC0415

    if not Store.exists(project.root / project.config.project.store):
        return {}
    return {thread.key: thread.url for thread in project.store.threads_by_key(list(keys)) if thread.url}


def _say(done: Proposed, noun: str, *, dry_run: bool) -> None:
    from deskbook.stages.propose import Fate  # noqa: PLC0415

    if done.earlier and done.request is None:
        click.echo(f"{noun.capitalize()} {done.earlier.number} was {done.earlier.state}: {done.earlier.address}")
    for one in done.drafts:
        told = f", in {noun} {one.request.number}" if one.request else ""
        click.echo(f"  {one.path}: {one.fate}{told}")
    if declined := sorted({one.request.number for one in done.drafts if one.fate is Fate.DECLINED and one.request}):
        click.echo(f"To propose declined drafts again: deskbook propose --again {declined[-1]}")
    for asked in done.asked:
        if asked.why_not:
            click.echo(f"Notice: {asked.account or asked.owner} was not asked to review: {asked.why_not}", err=True)
        else:
            click.echo(f"  {asked.account} {'would be' if dry_run else 'is'} asked to review for {asked.owner}")
    click.echo(_outcome(done, noun, dry_run=dry_run))
    if dry_run and done.text:
        click.echo(f"\n{done.text}")


def _outcome(done: Proposed, noun: str, *, dry_run: bool) -> str:
    if done.did == "nothing":
        return "There is nothing new to propose."
    if done.request is None:
        return f"A {noun} would be opened. Nothing was pushed or sent."
    place = f"{noun.capitalize()} {done.request.number}: {done.request.address}"
    if dry_run:
        return f"{place}\nIt would be {done.did}. Nothing was pushed or sent."
    return f"{place}\nIt is {done.did}."


def _entry(done: Proposed, *, dry_run: bool) -> dict[str, object]:
    return {
        "version": 1,
        "dry_run": dry_run,
        "did": done.did,
        "request": _shown(done.request),
        "earlier": _shown(done.earlier),
        "drafts": [
            {
                "path": one.path,
                "title": one.title,
                "fate": one.fate.name.lower(),
                "request": one.request and one.request.number,
            }
            for one in done.drafts
        ],
        "asked": [
            {"owner": one.owner, "account": one.account or None, "why_not": one.why_not or None} for one in done.asked
        ],
        "text": done.text,
    }


def _shown(request: Request | None) -> dict[str, object] | None:
    if request is None:
        return None
    return {"number": request.number, "address": request.address, "state": str(request.state)}
