"""`deskbook draft`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session
from deskbook.text.words import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskbook.model import Proposal
    from deskbook.project import Project
    from deskbook.stages.draft import Shelf
    from deskbook.text.outcomes import Tally


@click.command()
@click.option(
    "--json", "as_json", is_flag=True, default=False, help="Print all proposals with their evidence for scripts."
)
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Propose what becomes of marked threads and of questions asked twice, and write drafts.

    Each thread gets one of four outcomes: a new article, drafted as a Markdown file in content/drafts/; something to improve
    an article, written to a file beside it; covered by an article; or skipped, with the reason. A file that exists is never
    touched, and one that somebody deleted is not written again. To decide, review a draft, set its `confidence` and move it to
    its section, or use `deskbook promote`.
    """
    from deskbook.stages.draft import draft  # noqa: PLC0415
    from deskbook.text.outcomes import tally  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    now = datetime.now(UTC)
    shelf = shelf_of(project)
    done = draft(project.store, shelf, project.drafter(session.progress), now=now, progress=session.progress)
    marked = tally(project.store.marked(), done.outcomes)
    if as_json:
        entries = [_entry(proposal, project) for proposal in done.proposals]
        click.echo(
            json.dumps({"version": 1, "proposals": entries, "marked": _counts(marked)}, ensure_ascii=False, indent=2)
        )
        return
    _show(done.proposals, project.config.project.content)
    if marked.threads:
        click.echo(_summary(marked))


def shelf_of(project: Project) -> Shelf:
    """The articles of a project and what people decided, as the stages want them."""
    from deskbook.stages.draft import Shelf  # noqa: PLC0415

    rules = project.config.draft
    return Shelf(
        project.library,
        project.config.cluster.threshold,
        project.embedder,
        drafts=rules.folder,
        products=rules.products,
        decided=project.decided(),
    )


def _show(proposals: Sequence[Proposal], content: str) -> None:
    from deskbook.model import Outcome  # noqa: PLC0415

    drafts = [p for p in proposals if p.outcome is Outcome.NEW and p.file]
    improving = [p for p in proposals if p.outcome is Outcome.IMPROVES and not p.decided]
    # A draft of an earlier run answers its threads; what was asked of it is done.
    covered = [p for p in proposals if p.outcome is Outcome.COVERED or (p.outcome is Outcome.NEW and not p.file)]
    skipped = [p for p in proposals if p.outcome is Outcome.SKIP and not p.decided]
    more = f"{len(improving)} with more to say than their article, " if improving else ""
    click.echo(
        f"{count(len(drafts), 'draft')} written, {count(len(covered), 'question')} already covered, "
        f"{more}{len(skipped)} not written up"
    )
    for proposal in drafts:
        if proposal.file:
            click.echo(f"  new: {content}/{proposal.file.path}")
    for proposal in improving:
        if proposal.article:
            click.echo(f"  improves {content}/{proposal.article.path}: {_lead(proposal)}")
        if proposal.file:
            click.echo(f"      what is new: {content}/{proposal.file.path}")
    for proposal in covered:
        if proposal.probability is not None and proposal.article and proposal.case.lead.marked:
            click.echo(
                f"  covered by {content}/{proposal.article.path} ({proposal.probability:.0%}): {_lead(proposal)}"
            )
    for proposal in skipped:
        click.echo(f"  not written up: {_lead(proposal)}: {proposal.reason}")
        for question in proposal.questions:
            click.echo(f"      {question}")


def _lead(proposal: Proposal) -> str:
    return f"{proposal.case.lead.key} “{proposal.case.lead.title}”"


def _summary(marked: Tally) -> str:
    from deskbook.model import Outcome  # noqa: PLC0415

    both = {outcome: marked.proposed[outcome] + marked.decided[outcome] for outcome in Outcome}
    said = (
        f"{count(marked.threads, 'resolved thread')} marked for documentation: {both[Outcome.NEW]:,} new, "
        f"{both[Outcome.IMPROVES]:,} improving an article, {both[Outcome.COVERED]:,} covered, {both[Outcome.SKIP]:,} skipped"
    )
    if not marked.waiting:
        return said
    wait = f"{marked.waiting:,} of them {'waits' if marked.waiting == 1 else 'wait'} for somebody to decide"
    return f"{said}\n{wait}: `deskbook report proposals`"


def _counts(marked: Tally) -> dict[str, object]:
    return {
        "threads": marked.threads,
        "proposed": {str(outcome): number for outcome, number in marked.proposed.items()},
        "decided": {str(outcome): number for outcome, number in marked.decided.items()},
        "without": list(marked.without),
    }


def _entry(proposal: Proposal, project: Project) -> dict[str, object]:
    content = project.config.project.content
    return {
        "outcome": str(proposal.outcome),
        "decided": proposal.decided,
        "threads": [
            {"thread": t.key, "title": t.title, "url": t.url, "marked": t.marked} for t in proposal.case.threads
        ],
        "reason": proposal.reason,
        "article": f"{content}/{proposal.article.path}" if proposal.article else None,
        "probability": None if proposal.probability is None else round(proposal.probability, 4),
        "news": proposal.news,
        "file": f"{content}/{proposal.file.path}" if proposal.file else None,
        "questions": list(proposal.questions),
    }
