"""`deskbook takedown`."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session
from deskbook.text.words import count

if TYPE_CHECKING:
    from deskbook.model import Takedown, TakedownKind
    from deskbook.project import Project
    from deskbook.stages.history import Commit
    from deskbook.stages.takedown import TakenDown
    from deskbook.text.redact import Takedowns

_SHOWN = 20


@click.command()
@click.option("--person", metavar="NAME", help="A full name or a user name.")
@click.option("--thread", metavar="KEY", help="A whole thread, by its key, such as tickets:17.")
@click.option("--text", metavar="TEXT", help="Words, a number or an address, as they stand in a text.")
@click.option("--dry-run", is_flag=True, help="Only show what would be changed.")
@click.option("--json", "as_json", is_flag=True, help="Print it for scripts.")
@click.option(
    "--show-key", is_flag=True, help="Print the secret key of takedowns.txt, for DESKBOOK_KEY, and do nothing else."
)
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917  one parameter an option
    session: Session,
    person: str | None,
    thread: str | None,
    text: str | None,
    dry_run: bool,
    as_json: bool,
    show_key: bool,
) -> None:
    """Remove a person, a thread or a text everywhere, and keep it out.

    It goes from the store, the articles and drafts, the index of questions, and what was built; then run `deskbook build`. A line
    in takedowns.txt, a file for git, keeps it out of every later `collect` and `build`, and does not say in clear what it was.
    Ends by saying what a person has to mend, and which commits in git's history still hold it.

    Without --person, --thread or --text everything on the list is removed from this store and content: for what a colleague took
    down.

    A person is found by the name as given, in any case and with or without accents, last name first, and in one word. In threads
    that are collected later, parts of the name go too.
    """
    from deskbook.library import append_takedown  # noqa: PLC0415
    from deskbook.stages.history import history  # noqa: PLC0415
    from deskbook.stages.takedown import Desk, take_down  # noqa: PLC0415
    from deskbook.text.redact import Takedowns  # noqa: PLC0415

    project = session.project()
    if show_key:
        click.echo(project.takedown_key().hex())
        return
    rules = project.config
    earlier = project.takedowns  # a list that cannot be read stops it before anything is done
    asked = _asked(project, person, thread, text)
    wanted, listed, new = earlier, earlier, False
    if asked:
        wanted = Takedowns.of([asked], project.takedown_key())
        new = (
            append_takedown(project.root / rules.redact.takedowns, asked) if not dry_run else not _has(earlier, wanted)
        )
    desk = Desk(project.root, project.root / rules.project.content, project.store, lambda: project.questions)
    done = take_down(desk, wanted, session.progress, new=new, dry_run=dry_run)
    session.progress.say("looking through git's history")
    commits = history(project.root, wanted) if wanted else ()
    if as_json:
        kept = None if commits is None else [asdict(commit) for commit in commits]
        told = {"version": 1, "dry_run": dry_run, "new": new, **asdict(done), "history": kept}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if not listed and not asked:
        click.echo(f"Nothing was taken down yet: {rules.redact.takedowns} has no line.")
        return
    _show(done, new=new, dry_run=dry_run, file=rules.redact.takedowns)
    if thread and new and not done.removed:
        click.echo("The store has no such thread. If its key is right, it will be left out when it comes.")
    _show_history(commits)


def _asked(project: Project, person: str | None, thread: str | None, text: str | None) -> Takedown | None:
    from deskbook.model import TakedownKind  # noqa: PLC0415
    from deskbook.stages.takedown import as_takedown  # noqa: PLC0415

    said: list[tuple[TakedownKind, str]] = [
        (kind, what)
        for kind, what in ((TakedownKind.PERSON, person), (TakedownKind.THREAD, thread), (TakedownKind.TEXT, text))
        if what is not None
    ]
    if len(said) > 1:
        raise click.UsageError("take down one thing at a time: --person, --thread or --text")
    return as_takedown(*said[0], project.takedown_key(), datetime.now(UTC)) if said else None


def _has(listed: Takedowns, wanted: Takedowns) -> bool:
    return wanted.threads <= listed.threads and wanted.forms <= listed.forms


def _show(done: TakenDown, *, new: bool, dry_run: bool, file: str) -> None:
    may = "would be " if dry_run else ""
    if new:
        click.echo(f"A line {may or 'was '}added to {file}. Commit it, and it holds for everybody.")
    _list(f"{may}removed from the store", done.removed, "thread")
    _list(f"{may}changed in the store", done.changed, "thread")
    _list(f"{may}edited", done.edited, "file")
    _list(f"{may}deleted: drafts of what is gone", done.deleted, "file")
    _list(f"{may}deleted: what was built. Run `deskbook build`, and publish that", done.folders, "folder or file")
    if not any((new, done.removed, done.changed, done.edited, done.deleted, done.folders)):
        click.echo("Nothing is there to be removed.")
    _list("to be read again: written from a thread that is gone", done.review, "article")
    _list("still naming it, in a name, an id or a file that only you may change", done.left, "file")
    click.echo(
        "Your exports, the systems that they come from, sites built elsewhere, and backups are yours to clean: deskbook does not "
        "change them."
    )


def _list(what: str, names: Sequence[str], one: str) -> None:
    if names:
        click.echo(f"{count(len(names), one, 'folders and files' if ' ' in one else None)} {what}:")
        for name in names[:_SHOWN]:
            click.echo(f"  {name}")
        if len(names) > _SHOWN:
            click.echo(f"  … and {len(names) - _SHOWN} more: `--json` names all")


def _show_history(commits: Sequence[Commit] | None) -> None:
    if commits is None:
        click.echo("This is no work tree of git, so there is no history to look through.")
        return
    if not commits:
        click.echo("Git's history does not hold it.")
        return
    _list("of git still hold it", [f"{commit.name}  {', '.join(commit.files)}" for commit in commits], "commit")
    files = sorted({name for commit in commits for name in commit.files})
    click.echo("To purge them, in a fresh clone (https://github.com/newren/git-filter-repo), then push by force:")
    if files:
        click.echo(
            f"  whole files:  git filter-repo --invert-paths {' '.join(f'--path {shlex.quote(name)}' for name in files[:_SHOWN])}"
        )
    click.echo(
        "  words only:   git filter-repo --replace-text FILE --replace-message FILE   (FILE holds the words, one a line)"
    )
    click.echo(
        "Clones, forks, open pull requests, CI caches and the reflog (git reflog expire --expire=now --all; git gc --prune=now) "
        "keep copies until they are made anew."
    )
