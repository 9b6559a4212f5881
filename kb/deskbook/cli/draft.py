"""`deskbook draft`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session
from deskbook.text.words import count

if TYPE_CHECKING:
    from deskbook.stages.draft import Proposal


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Write drafts from marked threads and from questions asked twice.

    Each becomes one Markdown file in content/drafts/, or is listed with the reason why not. A file that exists is never
    touched, and a draft that somebody deleted is not written again. Review a draft, set its `confidence` and move it to its
    section: then it is an article.
    """
    from deskbook.model import Outcome  # noqa: PLC0415
    from deskbook.stages.draft import Shelf, draft  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    shelf = Shelf(project.library, project.answers, project.config.cluster.threshold)
    proposals = draft(project.store, shelf, project.drafter(), now=datetime.now(UTC), progress=session.progress)
    by_outcome = {outcome: [p for p in proposals if p.outcome is outcome] for outcome in Outcome}
    new, improving, covered, skipped = by_outcome.values()
    more = f"{len(improving)} with more to say than their article, " if improving else ""
    click.echo(
        f"{count(len(new), 'draft')} written, {count(len(covered), 'question')} already covered, "
        f"{more}{len(skipped)} not written up"
    )
    for proposal in new:
        if proposal.article:
            click.echo(f"  new: {project.config.project.content}/{proposal.article.path}")
    for proposal in improving:
        if proposal.article:
            lead = proposal.case.lead
            click.echo(
                f"  improves {project.config.project.content}/{proposal.article.path}: {lead.key} “{lead.title}”"
            )
    for proposal in skipped:
        _show_skipped(proposal)


def _show_skipped(proposal: Proposal) -> None:
    lead = proposal.case.lead
    click.echo(f"  not written up: {lead.key} “{lead.title}”: {proposal.reason}")
    for question in proposal.questions:
        click.echo(f"      {question}")
