"""`deskbook promote`."""

from __future__ import annotations

import json
import shlex
import textwrap
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from deskbook.cli.draft import shelf_of
from deskbook.cli.session import Session

if TYPE_CHECKING:
    from deskbook.model import Article
    from deskbook.project import Project
    from deskbook.stages.promote import Picture, Promoted

_LONGEST = 1500  # characters of a question or an answer: what a thread is about is plain by then
_WIDTH = 118


@click.command()
@click.argument("thread", metavar="THREAD")
@click.option("--new", "new", is_flag=True, help="It gets an article of its own: write a draft.")
@click.option(
    "--improves", metavar="ARTICLE", help="It has something to add to ARTICLE: write that to a file beside it."
)
@click.option("--covered-by", metavar="ARTICLE", help="ARTICLE covers it: add the thread to its sources.")
@click.option("--skip", metavar="REASON", help="Nobody need write it down, because of REASON.")
@click.option("--skeleton", is_flag=True, help="With --new: where too little is known, write a file to fill in.")
@click.option("--json", "as_json", is_flag=True, help="Without a decision: print what is known for scripts.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917  one parameter an option
    ctx: click.Context,
    thread: str,
    new: bool,
    improves: str | None,
    covered_by: str | None,
    skip: str | None,
    skeleton: bool,
    as_json: bool,
) -> None:
    """Decide what becomes of THREAD, or show what speaks for what.

    THREAD is its key, such as tickets:1042. Without an option it is shown with its answer, the outcome that is proposed, and the
    articles near it. ARTICLE is the id or the path of an article. A decision is a line in outcomes.txt, or an entry among the
    sources of the article; commit it, and it holds for everybody. A later decision overrides an earlier one.
    """
    from deskbook.stages.promote import Promotion, thread_named  # noqa: PLC0415
    from deskbook.text.naming import article_named  # noqa: PLC0415

    session: Session = ctx.obj
    chosen = [
        name
        for name, value in zip(
            ("--new", "--improves", "--covered-by", "--skip"), (new or None, improves, covered_by, skip), strict=True
        )
        if value is not None
    ]
    if len(chosen) > 1:
        raise click.UsageError(f"{' and '.join(chosen)} are two outcomes: a thread has one")
    if skeleton and not new:
        raise click.UsageError("--skeleton goes with --new")
    if skip is not None and not skip.strip():
        raise click.UsageError("--skip needs a reason, such as --skip 'concerns this customer only'")
    project = session.project()
    if skip is not None:
        _refuse_personal_data(skip, project)
    outcomes = project.root / project.config.draft.outcomes
    found = thread_named(project.store, thread)
    promotion = Promotion(
        project.store, shelf_of(project), project.drafter(session.progress), outcomes, datetime.now(UTC)
    )
    content = project.config.project.content
    if new:
        done = promotion.new(found, skeleton=skeleton)
    elif skip is not None:
        done = promotion.skip(found, " ".join(skip.split()))
    elif improves is not None:
        done = promotion.improves(found, article_named(promotion.desk.articles.values(), improves, content))
    elif covered_by is not None:
        done = promotion.covered(found, article_named(promotion.desk.articles.values(), covered_by, content))
    else:
        picture = promotion.picture(found)
        click.echo(
            json.dumps(_entry(picture, project), ensure_ascii=False, indent=2) if as_json else _shown(picture, project)
        )
        return
    click.echo(_said(found.key, done, project))


def _refuse_personal_data(reason: str, project: Project) -> None:
    """Stop where a reason holds what must not get into git."""
    from deskbook.errors import DecisionError  # noqa: PLC0415
    from deskbook.text.redact import find_personal_data  # noqa: PLC0415

    allow = frozenset(value.lower() for value in project.config.redact.allow)
    if found := find_personal_data(reason, allow=allow):
        raise DecisionError(
            f"the reason holds personal data ({found[0].label}: {found[0].reason}), and {project.config.draft.outcomes} is "
            "kept in git for ever",
            cure="say it without",
        )


def _said(key: str, done: Promoted, project: Project) -> str:
    """What was decided and changed, and how to undo it."""
    from deskbook.model import Outcome  # noqa: PLC0415

    def path(article: Article) -> str:
        return f"{project.config.project.content}/{article.path}"

    article = path(done.article) if done.article else ""
    what = {
        Outcome.NEW: f"gets an article of its own: {article}",
        Outcome.IMPROVES: f"improves {article}",
        Outcome.COVERED: f"is covered by {article}",
        Outcome.SKIP: "is skipped",
    }[done.outcome]
    if not done.changed:
        return f"{key} {what} already. Nothing was changed."
    lines, undo = [f"{key} {what}."], []
    if done.made:
        lines.append(f"  Wrote {path(done.made)}")
        undo.append(f"delete {path(done.made)}")
    if done.named:
        lines.append(f"  Added {key} to the sources of {path(done.named)}; nothing else in it was changed.")
        undo.append(f"take {key} out of the sources of {path(done.named)}")
    for one in done.unnamed:
        lines.append(f"  Took {key} out of the sources of {path(one)}, which said otherwise.")
        undo.append(f"add {key} to the sources of {path(one)}")
    if done.noted:
        listed = project.config.draft.outcomes
        lines.append(f"  It is a line in {listed} now.")
        undo.append(f"delete the last line of {listed}")
    lines += [f"  {path(one)} was made of it and is of no use now: delete it." for one in done.left]
    return "\n".join([*lines, "Commit that, and it holds for everybody.", f"To undo it: {', and '.join(undo)}."])


def _shown(picture: Picture, project: Project) -> str:
    from deskbook.text.quotes import own_words  # noqa: PLC0415

    content, thread, answer = project.config.project.content, picture.thread, picture.answer
    state = ", ".join(["resolved" if thread.resolved else "not resolved", *(["marked"] if thread.marked else [])])
    lines = [f"{thread.key} “{thread.title}”", f"  {thread.kind} of {thread.created.date()}, {state}"]
    lines += [f"  {thread.url}"] if thread.url else []
    lines += ["", "Asked:", _indented(own_words(thread.question.text))] if thread.question else ["", "It asks nothing."]
    helped = "; who asked said that it helped" if answer and answer.confirmed else ""
    lines += (
        ["", f"Answered on {answer.message.at.date()}{helped}:", _indented(answer.text)]
        if answer
        else ["", "Nobody answered."]
    )
    lines += ["", *_outcome(picture, content)]
    if picture.near:
        lines += ["", "Articles that may be about it:"]
        lines += [f"  {m.probability:>4.0%}  {content}/{m.article.path}  “{m.article.title}”" for m in picture.near]
    nearest = _nearest(picture)
    call = f"  deskbook promote {shlex.quote(thread.key)}"
    return "\n".join(
        [
            *lines,
            "",
            "Decide:",
            f"{call} --new",
            f"{call} --improves {nearest}",
            f"{call} --covered-by {nearest}",
            f'{call} --skip "why nobody need write it down"',
        ]
    )


def _outcome(picture: Picture, content: str) -> list[str]:
    link, proposal = picture.link, picture.proposal
    if link:
        article = f" ({link.article})" if link.article else ""
        return [
            f"{'Decided' if link.decided else 'Proposed'}: {link.outcome}{article}: {link.reason or 'a person said so'}"
        ]
    if proposal is None:
        return []
    lines = [f"Proposed: {proposal.outcome}: {proposal.reason}"]
    if proposal.file:
        lines = [
            f"Proposed: {proposal.outcome}: {proposal.reason}; `deskbook draft` writes {content}/{proposal.file.path}"
        ]
    lines += [f"  {question}" for question in proposal.questions]
    return lines + (["What is new:", _indented(proposal.news)] if proposal.news else [])


def _nearest(picture: Picture) -> str:
    known = picture.link.article if picture.link else ""
    if not known and picture.proposal and picture.proposal.article and not picture.proposal.file:
        known = picture.proposal.article.id
    if not known and picture.near:
        known = picture.near[0].article.id
    return shlex.quote(known) if known else "ARTICLE"


def _indented(text: str) -> str:
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0]} …"
    return textwrap.indent(cut, "  ")


def _entry(picture: Picture, project: Project) -> dict[str, object]:
    content, thread, link, proposal = project.config.project.content, picture.thread, picture.link, picture.proposal
    outcome: dict[str, object] | None = None
    if link:
        outcome = {
            "outcome": link.outcome,
            "decided": link.decided,
            "article": link.article or None,
            "reason": link.reason,
        }
    elif proposal:
        article = proposal.article.id if proposal.article else None
        outcome = {"outcome": proposal.outcome, "decided": False, "article": article, "reason": proposal.reason}
    return {
        "version": 1,
        "thread": thread.key,
        "title": thread.title,
        "url": thread.url,
        "created": thread.created.isoformat(),
        "resolved": thread.resolved,
        "marked": thread.marked,
        "answer": picture.answer.text if picture.answer else None,
        "outcome": outcome,
        "news": proposal.news if proposal else "",
        "questions": list(proposal.questions) if proposal else [],
        "near": [
            {"article": m.article.id, "path": f"{content}/{m.article.path}", "probability": round(m.probability, 4)}
            for m in picture.near
        ],
    }
