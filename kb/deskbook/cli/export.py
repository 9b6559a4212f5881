"""`deskbook export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session
from deskbook.text.words import count

if TYPE_CHECKING:
    from deskbook.model import Finding, Thread, ThreadKind
    from deskbook.project import Project
    from deskbook.stages.export import Format

_AUDIENCE = click.option(
    "--audience",
    type=click.Choice(["public", "partner", "internal"]),
    help="Whose pages. By default what [site] audience says, else public.",
)


@click.group()
def command() -> None:
    """Write what articles, topics and conversations say in the forms that other programs take.

    One source for all: who changes an article and exports again changes what agents paste.
    """


@command.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["zendesk", "csv", "espanso"]),
    default="zendesk",
    show_default=True,
    help="zendesk for macros as JSON, csv for a table, espanso for a match file of that text expander.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write. By default standard output.",
)
@_AUDIENCE
@click.pass_context
def replies(ctx: click.Context, form: Format, output: Path | None, audience: str | None) -> None:
    """Write a short reply with a link for each article, for agents to answer tickets with.

    It is what the article's front matter says as `reply`, else its Resolution in short. Drafts and archived articles have
    none. Exit code: 0 done, 1 a reply holds personal data and nothing was written, 2 could not write.
    """
    from deskbook.errors import ConfigError  # noqa: PLC0415
    from deskbook.library import replace  # noqa: PLC0415
    from deskbook.model import Audience  # noqa: PLC0415
    from deskbook.stages import export  # noqa: PLC0415
    from deskbook.text.redact import Watch  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    site = project.config.site
    if site.url is None:
        raise ConfigError(
            "a reply links to its page, and nobody knows where the site is",
            where="deskbook.toml",
            cure='set its address: `url = "https://help.example.com/"` in the block [site]',
        )
    knowledge = project.knowledge(threads=False)
    chosen = export.replies(knowledge, Audience(audience) if audience else site.audience, site.url)
    rules = project.config.redact
    _refuse(ctx, export.leaks(chosen, knowledge, Watch.of(rules.allow, rules.names, project.takedowns)))
    text = export.render(chosen, form)
    if output is None:
        click.echo(text, nl=False)
        return
    wrote = replace(output, text)
    session.progress.say(f"{output}: {count(len(chosen), 'reply', 'replies')}" + ("" if wrote else ", as before"))


@command.command()
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write into. What an earlier export wrote there and is gone is removed; nothing else is touched.",
)
@_AUDIENCE
@click.pass_context
def forum(ctx: click.Context, output: Path, audience: str | None) -> None:
    """Write each forum topic and each conversation as Markdown with front matter and as JSON.

    The JSON is that of the thread format, so that a source of type `jsonl` can read it; index.json lists all. Pictures that were kept
    go into files/. Of a chat only what is surely one conversation is written. Exit code: 0 done, 1 a thread holds personal data and nothing was written, 2 could not
    write.
    """
    from deskbook.model import ThreadKind  # noqa: PLC0415
    from deskbook.stages import export_threads  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    chosen = _threads(ctx, project, audience, frozenset({ThreadKind.TOPIC, ThreadKind.CHAT}), None)
    done = export_threads.write_folder(chosen, output, project.store.pictures.path)
    session.progress.say(
        f"{output}: {count(len(chosen), 'thread')}; {count(done.written, 'file')} written, {done.same} as before, {done.removed} removed"
    )


@command.command()
@click.option("--source", required=True, metavar="NAME", help="The source of the chat or forum.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write.",
)
@_AUDIENCE
@click.pass_context
def discourse(ctx: click.Context, source: str, output: Path, audience: str | None) -> None:
    """Write the conversations of a chat as topics for a Discourse forum.

    The file is for Discourse's own importer: `JSON_FILE=… CATEGORY_ID=… bundle exec ruby script/import_scripts/json_generic.rb`,
    run where Discourse is. Exit code: 0 done, 1 a conversation holds personal data and nothing was written, 2 could not write.
    """
    from deskbook.library import replace  # noqa: PLC0415
    from deskbook.model import ThreadKind  # noqa: PLC0415
    from deskbook.stages import export_threads  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    project.sources((source,))  # which says so where there is none of that name
    chosen = _threads(ctx, project, audience, frozenset({ThreadKind.TOPIC, ThreadKind.CHAT}), source)
    wrote = replace(output, export_threads.for_discourse(chosen))
    session.progress.say(f"{output}: {count(len(chosen), 'topic')}" + ("" if wrote else ", as before"))


def _threads(
    ctx: click.Context, project: Project, audience: str | None, kinds: frozenset[ThreadKind], source: str | None
) -> tuple[Thread, ...]:
    """What may go out. Ends the run where personal data is in it."""
    from deskbook.model import Audience  # noqa: PLC0415
    from deskbook.stages import export_threads  # noqa: PLC0415
    from deskbook.text.redact import Watch  # noqa: PLC0415

    config = project.config
    reader = Audience(audience) if audience else config.site.audience
    chosen = export_threads.readable(
        project.store,
        kinds,
        lambda thread: source in (None, thread.source) and config.shows(thread, reader),
        project.takedowns.threads,
    )
    own = {block.name: block.redact for block in config.sources}
    allow = {*config.redact.allow, *(value for rules in own.values() for value in rules.allow)}
    watch = Watch.of(allow, config.redact.names, project.takedowns)
    keeps = {name: frozenset(rules.keep) for name, rules in own.items()}
    _refuse(ctx, export_threads.leaks(chosen, watch, lambda name: keeps.get(name, frozenset())))
    return chosen


def _refuse(ctx: click.Context, leaks: tuple[Finding, ...]) -> None:
    """End the run with what must not go out."""
    for leak in leaks:
        click.echo(f"{leak.location}: {leak.message}\n  -> {leak.hint}")
    if leaks:
        ctx.exit(1)
