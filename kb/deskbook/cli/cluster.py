"""`deskbook cluster`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from deskbook.cli.cluster_decisions import cluster_again, dismiss, join, restore, take_out
from deskbook.cli.session import Session
from deskbook.cli.similar import as_entry, explained
from deskbook.text.words import count

if TYPE_CHECKING:
    from deskbook.similarity.index import Likeness


@click.group(invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Find the questions that were asked twice.

    Compares the title and the first customer message of all stored threads and groups those that ask the same. Two are
    enough; [cluster] in deskbook.toml sets how alike they must be.

    The verbs below show what was found and let you put it right. What you decide is kept in clusters.txt, a file for git,
    and holds in every later run, whatever new threads come in.
    """
    if ctx.invoked_subcommand is not None:
        return
    result = cluster_again(ctx.obj)
    found = [cluster for cluster in result.clusters if not cluster.dismissed]
    gone = len(result.clusters) - len(found)
    click.echo(
        f"{count(len(found), 'question')} asked twice or more, among {count(result.asking, 'thread')} with a question"
        + (f" ({gone} more dismissed)" if gone else "")
    )
    for cluster in sorted(found, key=lambda c: (-len(c.members), c.label))[:10]:
        click.echo(f"  {len(cluster.members)} × {cluster.label}")
    if len(found) > 10:
        click.echo(f"  … and {len(found) - 10} more: `deskbook report demand`")
    if result.likely:
        click.echo(
            f"Of {count(result.likely, 'more pair')} of threads it is likely that they ask the same: a lower `threshold` in "
            "[cluster] of deskbook.toml shows them."
        )


@command.command("list")
@click.option("--dismissed", is_flag=True, help="Only those that were dismissed.")
@click.option("--json", "as_json", is_flag=True, help="Print a list for scripts.")
@click.pass_obj
def list_(session: Session, dismissed: bool, as_json: bool) -> None:
    """List all clusters with their ids, the largest first."""
    clusters = session.project().store.clusters()
    found = sorted((c for c in clusters if c.dismissed or not dismissed), key=lambda c: (-len(c.members), c.id))
    if as_json:
        click.echo(_json({"version": 1, "clusters": [asdict(cluster) for cluster in found]}))
        return
    for cluster in found:
        gone = "  (dismissed)" if cluster.dismissed and not dismissed else ""
        click.echo(f"{cluster.id}  {len(cluster.members)} × {cluster.label}{gone}")
    if not found:
        click.echo("No cluster was dismissed." if dismissed else "No clusters. `deskbook cluster` looks for them.")


@command.command("show")
@click.argument("name", metavar="ID")
@click.option("--why", is_flag=True, help="Show for each thread the one before it that it is most like, and why.")
@click.option("--json", "as_json", is_flag=True, help="Print it for scripts.")
@click.pass_obj
def show(session: Session, name: str, why: bool, as_json: bool) -> None:
    """Show the threads of a cluster, oldest first.

    ID is its id or the key of one of its threads.
    """
    from deskbook.stages.cluster import likeness  # noqa: PLC0415
    from deskbook.stages.decide import cluster_named, oldest_first  # noqa: PLC0415
    from deskbook.stages.questions import questions  # noqa: PLC0415

    project = session.project()
    store = project.store
    cluster = cluster_named(store.clusters(), name)
    members = oldest_first(store, cluster.members)
    reasons = likeness(questions(store, project.questions, session.progress), members) if why else {}
    if as_json:
        rows = [
            {"thread": t.key, "kind": t.kind, "created": t.created.isoformat(), "title": t.title, "url": t.url}
            | ({"like": _like(*reasons[t.key])} if t.key in reasons else {})
            for t in members
        ]
        about = {"id": cluster.id, "label": cluster.label, "dismissed": cluster.dismissed, "members": rows}
        click.echo(_json({"version": 1, "cluster": about}))
        return
    gone = ", dismissed" if cluster.dismissed else ""
    click.echo(f"{cluster.id} “{cluster.label}”: {count(len(members), 'thread')}{gone}")
    for thread in members:
        click.echo(f"  {thread.key}  {thread.kind}  {thread.created.date()}  {thread.title}")
        if thread.url:
            click.echo(f"      {thread.url}")
        if thread.key in reasons:
            other, likeness_ = reasons[thread.key]
            click.echo(f"      {likeness_.probability:.0%} the same as {other}: {explained(likeness_)}")


def _like(other: str, why: Likeness) -> dict[str, object]:
    return {"thread": other, "probability": round(why.probability, 4), **as_entry(why)}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


for _verb in (dismiss, restore, take_out, join):
    command.add_command(_verb)
