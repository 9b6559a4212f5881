"""`deskbook check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from deskbook.cli.session import Session

if TYPE_CHECKING:
    from deskbook.model import Finding
    from deskbook.project import Project

Format = Literal["text", "json", "github", "gitlab", "sarif", "junit"]


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(Format)),
    default="text",
    show_default=True,
    help="text for people, json for scripts, github for annotations in a pull request, gitlab for the Code Quality report, sarif for "
    "code scanning, junit for test reports.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "notice", "never"]),
    default="warning",
    show_default=True,
    help="Exit with 1 if anything weighs this much or more.",
)
@click.option(
    "--changed", metavar="BASE", help="Only what is in files changed since this branch, tag or commit of git."
)
@click.option(
    "--summary",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write the text of one comment for the pull request into FILE: the content standard for each changed article.",
)
@click.option("--new", "only_new", is_flag=True, help="Only what is not in the baseline.")
@click.option("--baseline", is_flag=True, help="Write all that is found today into the baseline, and fail on nothing.")
@click.option("--rules", is_flag=True, help="List the rules instead of running them.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917  one for each option
    ctx: click.Context,
    form: Format,
    fail_on: str,
    changed: str | None,
    summary: Path | None,
    only_new: bool,
    baseline: bool,
    rules: bool,
) -> None:
    """Say what is wrong with the articles: owners, overlaps, missing parts, broken links, personal data.

    Changes no article. Each finding has a place, a rule (such as KB201) and a cure. Exit code: 0 nothing found, 1 findings,
    2 could not check.
    """
    from deskbook.cli.formats import render  # noqa: PLC0415
    from deskbook.cli.summary import comment  # noqa: PLC0415
    from deskbook.library import replace  # noqa: PLC0415
    from deskbook.model import Severity  # noqa: PLC0415
    from deskbook.stages.changes import about, changed_files  # noqa: PLC0415
    from deskbook.stages.check import at_least, check  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    chosen = project.checks()
    if rules:
        for rule in chosen:
            click.echo(f"{rule.code}  {rule.name:<15} {rule.severity:<8} {rule.cure}")
        return
    knowledge = project.knowledge(threads=False)
    findings = check(knowledge, chosen, session.progress)
    if baseline:
        _accept(project, findings)
        return
    if only_new:
        findings = _only_new(project, findings)
    files = changed_files(project.root, changed) if changed else None
    if files is not None:
        findings = about(findings, files)
    if summary:
        replace(summary, comment(knowledge, findings, chosen, files))
    click.echo(render(findings, form, chosen, colour=form == "text" and sys.stdout.isatty()))
    if fail_on != "never" and at_least(findings, Severity(fail_on)):
        ctx.exit(1)


def _accept(project: Project, findings: tuple[Finding, ...]) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415

    from deskbook.library import read_baseline, write_baseline  # noqa: PLC0415
    from deskbook.stages.baseline import accept, compare  # noqa: PLC0415
    from deskbook.text.words import count  # noqa: PLC0415

    name = project.config.check.baseline
    before = read_baseline(project.root / name)
    compared = compare(findings, before)
    if not write_baseline(project.root / name, accept(findings, before, datetime.now(UTC))):
        click.echo(f"{name} holds the {count(len(findings), 'finding')} of today already. Nothing was changed.")
        return
    click.echo(
        f"{name} holds {count(len(findings), 'finding')} now: {len(compared.new):,} more, and {len(compared.mended):,} less that "
        "are mended.\nCommit that file. `deskbook check --new` fails only on what is not in it."
    )


def _only_new(project: Project, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    from deskbook.errors import DecisionError  # noqa: PLC0415
    from deskbook.library import read_baseline  # noqa: PLC0415
    from deskbook.stages.baseline import compare  # noqa: PLC0415
    from deskbook.text.words import count  # noqa: PLC0415

    path = project.root / project.config.check.baseline
    if not path.exists():
        raise DecisionError(
            "there is no baseline, so nothing can be called new",
            where=str(path),
            cure="run `deskbook check --baseline` on your main branch, and commit the file",
        )
    compared = compare(findings, read_baseline(path))
    click.echo(f"{count(compared.known, 'known finding')} left out", err=True)
    if compared.mended:
        click.echo(
            f"{len(compared.mended):,} of the baseline are mended: `deskbook check --baseline` takes them out", err=True
        )
    return compared.new
