"""`deskbook redact`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session

if TYPE_CHECKING:
    from deskbook.stages.redact import Redacted
    from deskbook.text.redact import Policy, Takedowns


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--spans", is_flag=True, help="Show each place that is taken out, with its kind and the reason.")
@click.option("--show-values", is_flag=True, help="With --spans or --json: show what stands there, too.")
@click.option("--source", metavar="NAME", help="Follow the rules of this source of deskbook.toml.")
@click.option("--json", "as_json", is_flag=True, help="Print text, places and doubts for scripts.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917  one parameter an option
    ctx: click.Context, file: str, spans: bool, show_values: bool, source: str | None, as_json: bool
) -> None:
    """Show FILE as it would be stored: without personal data and secrets.

    FILE is a text in UTF-8; - is standard input. In a project its [redact] rules hold, elsewhere the defaults. The names of a
    thread's people are not known here, so more names may be left than `collect` leaves.

    Exit code: 0 done, 1 a thread with this text would be held back, 2 could not read it.
    """
    from deskbook.stages.redact import redact  # noqa: PLC0415

    policy, takedowns = _rules(ctx.obj, source)
    result = redact(_read(file), policy, takedowns)
    if as_json:
        _print_json(result, values=show_values)
    elif spans:
        for one in result.found:
            value = f": {one.value!r}" if show_values else ""
            click.echo(f"{file}:{one.line}:{one.column}: {one.label} ({one.reason}){value}")
        if not result.found:
            click.echo("Nothing would be taken out.")
    else:
        click.echo(result.text, nl=False)
    for doubt in result.doubts:
        click.echo(f"{file}: a thread with this text would be held back: {doubt}", err=True)
    if result.doubts:
        ctx.exit(1)


def _rules(session: Session, source: str | None) -> tuple[Policy, Takedowns]:
    from dataclasses import replace  # noqa: PLC0415

    from deskbook.text.redact import Policy, Takedowns  # noqa: PLC0415

    if source is None and not session.in_project():
        return Policy(), Takedowns()
    project = session.project()
    rules = project.config.redact
    policy = Policy(allow=frozenset(rules.allow), names=rules.names)
    if source is not None:
        ((block, _),) = project.sources((source,))
        own = block.redact
        policy = replace(
            policy,
            allow=policy.allow | frozenset(own.allow),
            names=(*policy.names, *own.names),
            keep=frozenset(own.keep),
        )
    return policy, project.takedowns


def _read(file: str) -> str:
    try:
        with click.open_file(file, "rb") as opened:
            content: bytes = opened.read()
    except OSError as error:
        raise click.FileError(file, error.strerror or str(error)) from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.FileError(file, "it is not UTF-8 text; save it as UTF-8") from error


def _print_json(result: Redacted, *, values: bool) -> None:
    found = [asdict(one) for one in result.found]
    for one in found:
        if not values:
            del one["value"]
    told = {"version": 1, "text": result.text, "spans": found, "doubts": list(result.doubts)}
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))
