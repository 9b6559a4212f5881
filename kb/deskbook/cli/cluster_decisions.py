"""`deskbook cluster dismiss`, `restore`, `take-out` and `join`: what people decide, applied at once."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session
from deskbook.text.words import count

if TYPE_CHECKING:
    from deskbook.model import Cluster, Ruling
    from deskbook.stages.cluster import Clustered

# Questions that are worth a process of their own.
_JOB = 10_000


def cluster_again(session: Session) -> Clustered:
    """Find what was asked twice, as the configuration and people's decisions say."""
    from deskbook.library import read_decisions  # noqa: PLC0415
    from deskbook.stages.cluster import Terms, cluster  # noqa: PLC0415

    project = session.project()
    rules = project.config.cluster
    terms = Terms(rules.threshold, rules.min_threads, read_decisions(project.root / rules.decisions))
    with project.executor(len(project.store.numbers()) // _JOB) as executor:
        return cluster(project.store, project.questions, terms, session.progress, executor)


@click.command("dismiss")
@click.argument("name", metavar="ID")
@click.pass_obj
def dismiss(session: Session, name: str) -> None:
    """Say that nobody need write up what a cluster asks.

    It gets no draft and leaves the demand report, also when more threads join it. ID is its id or the key of one of its
    threads.
    """
    _mark(session, name, dismissed=True)


@click.command("restore")
@click.argument("name", metavar="ID")
@click.pass_obj
def restore(session: Session, name: str) -> None:
    """Bring back a cluster that was dismissed."""
    _mark(session, name, dismissed=False)


@click.command("take-out")
@click.argument("thread", metavar="THREAD")
@click.pass_obj
def take_out(session: Session, thread: str) -> None:
    """Take THREAD out of its cluster for good.

    For a thread that asks something else. It never comes together with any thread of that cluster again; with others it may.
    """
    from deskbook.model import Ruling  # noqa: PLC0415
    from deskbook.stages.decide import cluster_with, standing_for  # noqa: PLC0415

    store = session.project().store
    before = cluster_with(store.clusters(), thread)
    others = standing_for(store, [[key for key in before.members if key != thread]])
    after = _decide(session, Ruling.APART, others, taken_out=thread)
    left = next((cluster for cluster in after.clusters if others[0] in cluster.members), None)
    click.echo(f"Taken out of {_shown(before)}: {thread}")
    click.echo(
        f"  {count(len(left.members), 'thread')} stay"
        if left
        else "  The other thread is left alone: it is no cluster now."
    )
    if moved := next((cluster for cluster in after.clusters if thread in cluster.members), None):
        click.echo(f"  It is in another cluster now: {_shown(moved)}")
    _say_where(session)
    if any(cluster.id == thread and thread not in cluster.members for cluster in after.clusters):
        _say_undo(session)
    else:
        _say_undo(session, "join", others[0], thread)


@click.command("join")
@click.argument("names", metavar="ID ID...", nargs=-1, required=True)
@click.pass_obj
def join(session: Session, names: tuple[str, ...]) -> None:
    """Make clusters one for good.

    For clusters that ask the same in other words. Each ID is the id of a cluster, the key of one of its threads, or the key of
    a thread that is in none.
    """
    from deskbook.errors import DecisionError  # noqa: PLC0415
    from deskbook.model import Ruling  # noqa: PLC0415
    from deskbook.stages.decide import cluster_or_thread, standing_for  # noqa: PLC0415

    store = session.project().store
    clusters = store.clusters()
    parts = list(dict.fromkeys(cluster_or_thread(clusters, name, store) for name in names))
    if len(parts) < 2:
        click.echo(f"{' and '.join(names)}: that is one already. Nothing was changed.")
        return
    joined = [cluster for cluster in clusters if cluster.members in parts]
    if len({cluster.dismissed for cluster in joined}) > 1:
        gone = next(cluster for cluster in joined if cluster.dismissed)
        raise DecisionError(
            f"cluster {gone.id} is dismissed, and the others are not",
            cure=f"bring it back first: `deskbook cluster restore {shlex.quote(gone.id)}`",
        )
    after = _decide(session, Ruling.TOGETHER, standing_for(store, parts))
    one = next((cluster for cluster in after.clusters if parts[0][0] in cluster.members), None)
    click.echo(
        f"Joined: {_shown(one)}" if one else "Joined; but [cluster] min_threads asks for more threads than these."
    )
    _say_where(session)
    _say_undo(session)


def _mark(session: Session, name: str, *, dismissed: bool) -> None:
    from deskbook.library import Dismissals, read_decisions  # noqa: PLC0415
    from deskbook.model import Ruling  # noqa: PLC0415
    from deskbook.stages.decide import cluster_named, standing_for  # noqa: PLC0415

    project = session.project()
    found = cluster_named(project.store.clusters(), name)
    decisions = read_decisions(project.root / project.config.cluster.decisions)
    if Dismissals(decisions).hold(found.members) == dismissed:
        click.echo(f"{_shown(found)} is {'' if dismissed else 'not '}dismissed already. Nothing was changed.")
        return
    ruling = Ruling.DISMISS if dismissed else Ruling.RESTORE
    _decide(session, ruling, standing_for(project.store, [found.members]))
    click.echo(f"{'Dismissed' if dismissed else 'Restored'}: {_shown(found)}")
    _say_where(session)
    _say_undo(session, "restore" if dismissed else "dismiss", found.id)


def _decide(session: Session, ruling: Ruling, threads: tuple[str, ...], taken_out: str | None = None) -> Clustered:
    from deskbook.library import append_decision  # noqa: PLC0415

    project = session.project()
    append_decision(project.root / project.config.cluster.decisions, ruling, threads, taken_out, datetime.now(UTC))
    return cluster_again(session)


def _shown(cluster: Cluster) -> str:
    return f"{cluster.id} “{cluster.label}” ({count(len(cluster.members), 'thread')})"


def _say_where(session: Session) -> None:
    click.echo(
        f"It is a line in {session.project().config.cluster.decisions} now. Commit that file, and it holds for everybody."
    )


def _say_undo(session: Session, *words: str) -> None:
    if words:
        click.echo(f"To undo it: deskbook cluster {shlex.join(words)}")
    else:
        click.echo(
            f"To undo it: delete the last line of {session.project().config.cluster.decisions}, then run `deskbook cluster`"
        )
