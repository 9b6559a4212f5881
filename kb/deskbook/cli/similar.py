"""`deskbook similar`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session

if TYPE_CHECKING:
    from deskbook.project import Project
    from deskbook.similarity.index import Likeness
    from deskbook.stages.similar import Similar

# Words that stand for why two texts are alike.
_WORDS = 6


@click.command()
@click.argument("text", required=False)
@click.option(
    "--file",
    "file",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Read the text from a file; - is standard input.",
)
@click.option(
    "--limit",
    default=5,
    show_default=True,
    type=click.IntRange(1, 50),
    help="How many articles, and how many threads, at most.",
)
@click.option("--why", is_flag=True, help="Show the words that are shared, and the likenesses behind each probability.")
@click.option("--json", "as_json", is_flag=True, help="Print it for scripts.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917  one parameter an option
    ctx: click.Context, text: str | None, file: str | None, limit: int, why: bool, as_json: bool
) -> None:
    """Show the articles, then the answered threads, that are about the same as TEXT.

    For whoever has a ticket in hand: give its title, or all of it with --file. The number in front is the probability that the
    same is asked.
    """
    from deskbook.stages.questions import questions  # noqa: PLC0415
    from deskbook.stages.similar import similar  # noqa: PLC0415

    if (text is None) == (file is None):
        raise click.UsageError("say what is asked, either as TEXT or with --file")
    asked = _read(file) if file else text or ""
    if not asked.strip():
        raise click.UsageError("the text is empty")
    session: Session = ctx.obj
    project = session.project()
    index = questions(project.store, project.questions, session.progress)
    found = similar(asked, project.answers, index, project.store, top=limit)
    if as_json:
        rows = [_entry(one, project) for one in found]
        click.echo(json.dumps({"version": 1, "similar": rows}, ensure_ascii=False, indent=2))
        return
    for one in found:
        _show(one, project, why=why)
    if not found:
        click.echo(
            "Nothing is known about that. Other words may find something, and `deskbook collect` reads new threads."
        )


def _read(file: str) -> str:
    try:
        with click.open_file(file, encoding="utf-8", errors="replace") as opened:
            content: str = opened.read()
            return content
    except OSError as error:
        raise click.FileError(file, error.strerror or str(error)) from error


def _show(one: Similar, project: Project, *, why: bool) -> None:
    entry = _entry(one, project)
    click.echo(f"{one.probability:4.0%}  {entry['kind']}  {entry['title']}\n      {entry['url'] or entry['name']}")
    if why:
        click.echo(f"      {explained(one.why)}")


def explained(why: Likeness) -> str:
    """One line that says why two texts are alike."""
    by = ", ".join(f"{name} {value:.2f}" for name, value in why.by.items() if value == value)  # noqa: PLR0124  not NaN
    words = ", ".join(f"{word} {part:.2f}" for word, part in why.shared[:_WORDS])
    return f"alike by {by}; shared: {words or 'no whole word'}"


def as_entry(why: Likeness) -> dict[str, object]:
    """The same for scripts."""
    return {
        "likeness": {name: round(value, 4) for name, value in why.by.items() if value == value},  # noqa: PLR0124
        "shared": [{"word": word, "likeness": round(part, 4)} for word, part in why.shared],
    }


def _entry(one: Similar, project: Project) -> dict[str, object]:
    from deskbook.model import Article  # noqa: PLC0415

    found = one.found
    if isinstance(found, Article):
        about = {
            "kind": "article",
            "name": f"{project.config.project.content}/{found.path}",
            "title": found.title,
            "url": None,
        }
    else:
        about = {"kind": found.kind.value, "name": found.key, "title": found.title, "url": found.url}
    return {
        **about,
        "probability": round(one.probability, 4),
        "why": as_entry(one.why),
    }
