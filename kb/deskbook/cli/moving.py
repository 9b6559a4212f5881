"""What `merge`, `rename` and `archive` share: the options, and how changes are shown, made and undone."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from deskbook.library.changes import Change
    from deskbook.model import Article
    from deskbook.project import Project

F = TypeVar("F", bound=Callable[..., Any])
_NAMED = 10  # files named one by one; of more git can say it


def options(function: F) -> F:
    """`--dry-run` and `--force`."""
    for option in (
        click.option("--force", is_flag=True, help="Even where files have changes that are not committed yet."),
        click.option("--dry-run", is_flag=True, help="Show all changes as a diff, and make none."),
    ):
        function = option(function)
    return function


def articles(project: Project, *names: str, archived: bool = False) -> list[Article]:
    """The articles of some ids or paths; of the first, `archived` says whether it may be. Raises `DecisionError` with the nearest
    names."""
    from deskbook.text.naming import article_named  # noqa: PLC0415

    content = project.config.project.content
    held = project.library.read().articles
    return [
        article_named(held, name, content, archived=archived and not number, instead="name another article")
        for number, name in enumerate(names)
    ]


def carry_out(project: Project, changes: Sequence[Change], said: Sequence[str], *, dry_run: bool, force: bool) -> None:
    """Make the changes, and say what they are and how to undo them; or only show them."""
    from deskbook.library.changes import diff  # noqa: PLC0415
    from deskbook.library.git import Git  # noqa: PLC0415
    from deskbook.stages.moving import carry_out as make  # noqa: PLC0415

    content = project.config.project.content
    if dry_run:
        click.echo(diff(changes, content), nl=False)
        return
    make(project.library, tuple(changes), force=force)
    for line in said:
        click.echo(line)
    if not Git(project.library.folder).there:
        click.echo("This folder is not in git, so there is no way to undo it.", err=True)
        return
    changed = [f"{content}/{change.path}" for change in changes if change.before is not None]
    made = [f"{content}/{change.path}" for change in changes if change.before is None]
    names = shlex.join(changed if len(changed) <= _NAMED else [content])
    undo = [*([f"git checkout -- {names}"] if changed else []), *([f"rm {shlex.join(made)}"] if made else [])]
    click.echo(f"Look at it with `git diff`, and commit it. To undo it before that: {' && '.join(undo)}")


def followed(changes: Sequence[Change], *own: Article | None) -> str:
    """How many other files follow; empty where there are none."""
    from deskbook.text.words import count  # noqa: PLC0415

    paths = {one.path for one in own if one}
    others = sum(1 for change in changes if change.path not in paths and change.before is not None and change.after)
    return f"  Links and ids in {count(others, 'other file')} follow." if others else ""
