"""`deskbook check`."""

from __future__ import annotations

import sys
from typing import Literal, get_args

import click

from deskbook.cli.session import Session

Format = Literal["text", "json", "github", "sarif"]


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(Format)),
    default="text",
    show_default=True,
    help="text for people, json for scripts, github for annotations in a pull request, sarif for code scanning.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "notice", "never"]),
    default="warning",
    show_default=True,
    help="Exit with 1 if anything weighs this much or more.",
)
@click.option("--rules", is_flag=True, help="List the rules instead of running them.")
@click.pass_context
def command(ctx: click.Context, form: Format, fail_on: str, rules: bool) -> None:
    """Say what is wrong with the articles: owners, overlaps, missing parts, broken links, personal data.

    Changes nothing. Each finding has a place, a rule (such as KB201) and a cure. Exit code: 0 nothing found, 1 findings,
    2 could not check.
    """
    from deskbook.cli.formats import render  # noqa: PLC0415
    from deskbook.model import Severity  # noqa: PLC0415
    from deskbook.stages.check import at_least, check  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    chosen = project.checks()
    if rules:
        for rule in chosen:
            click.echo(f"{rule.code}  {rule.name:<15} {rule.severity:<8} {rule.cure}")
        return
    findings = check(project.knowledge(threads=False), chosen, session.progress)
    click.echo(render(findings, form, chosen, colour=form == "text" and sys.stdout.isatty()))
    if fail_on != "never" and at_least(findings, Severity(fail_on)):
        ctx.exit(1)
