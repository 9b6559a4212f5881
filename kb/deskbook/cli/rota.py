"""`deskbook rota`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deskbook.cli.session import Session

if TYPE_CHECKING:
    from deskbook.model import Roster, Turn
    from deskbook.project import Project
    from deskbook.stages.rota import Waiting

_EXPORTED = 26  # weeks in a calendar


@click.command()
@click.option(
    "--week", type=click.IntRange(-500, 500), default=0, metavar="N", help="Begin N weeks from now; -1 is last week."
)
@click.option("--json", "as_json", is_flag=True, help="Print it for scripts.")
@click.option(
    "--ical",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"Write {_EXPORTED} weeks to an iCalendar file instead, for a calendar program.",
)
@click.pass_context
def command(ctx: click.Context, week: int, as_json: bool, ical: Path | None) -> None:
    """Say who is on docs duty this week and next, and what waits for them.

    Who takes turns stands in the roster, below `rota`. Nobody is on duty who has left: then the next one is, and it says so.
    """
    from deskbook.text.rota import mainly_within, notices, week_of  # noqa: PLC0415

    session: Session = ctx.obj
    project = session.project()
    roster, now = project.owned().roster, datetime.now(UTC)
    monday = datetime.combine(week_of(project.today) + timedelta(weeks=week), time(), UTC)
    if ical:
        _export(project, roster, monday, ical)
        return
    turns = project.turns(roster, monday, monday + timedelta(weeks=2))
    assert roster.rota is not None  # noqa: S101  `turns` refuses a roster without one
    said = notices(roster.rota, roster, turns)
    waits = _waiting(project)
    if as_json:
        entry = {
            "version": 1,
            "week": monday.date().isoformat(),
            "turns": [_entry(turn, roster, now) for turn in turns],
            "notices": said,
            "waiting": [asdict(one) for one in waits],
        }
        click.echo(json.dumps(entry, ensure_ascii=False, indent=2))
        return
    for begins, title in ((monday, "Docs duty"), (monday + timedelta(weeks=1), "The week after")):
        click.echo(f"{title}, week of {begins.date().isoformat()}")
        shown = [one for one in turns if mainly_within(one, begins, begins + timedelta(weeks=1))]
        click.echo("\n".join(_lines(shown, roster, now)) or "  nobody")
        click.echo()
    click.echo("What waits for them:")
    for one in waits:
        click.echo(f"  {one.count:>4}  {one.what}" + (f": {one.command}" if one.count else ""))
    for line in said:
        click.echo(f"Notice: {line}", err=True)


def _export(project: Project, roster: Roster, monday: datetime, path: Path) -> None:
    from deskbook.library import write_calendar  # noqa: PLC0415
    from deskbook.library.files import replace_bytes  # noqa: PLC0415

    turns = project.turns(roster, monday, monday + timedelta(weeks=_EXPORTED))
    name = f"{project.config.project.name} docs duty"
    replace_bytes(path, write_calendar(turns, roster, name, monday))
    click.echo(f"Wrote {len(turns)} turns of {_EXPORTED} weeks to {path}.")


def _waiting(project: Project) -> tuple[Waiting, ...]:
    from deskbook.stages.rota import waiting  # noqa: PLC0415
    from deskbook.store import Store  # noqa: PLC0415

    stored = Store.exists(project.root / project.config.project.store)
    held = len(project.store.held()) if stored else 0
    return waiting(project.knowledge(threads=False), project.checks(), held, project.config.draft.folder)


def _lines(turns: Sequence[Turn], roster: Roster, now: datetime) -> list[str]:
    """One line for each person of a shift, however many days it is cut into."""
    by_person: dict[tuple[str, str, str], list[Turn]] = {}
    for turn in turns:
        by_person.setdefault((turn.shift, turn.person, turn.instead_of), []).append(turn)
    lines = []
    for (shift, person, instead_of), own in by_person.items():
        parts = [f"  {roster.display(person) if person else 'nobody'}", shift and f"({shift})"]
        parts += [instead_of and f"instead of {roster.display(instead_of)}"]
        parts += [f"from {_moment(own[0].begins)} until {_moment(own[-1].ends)}"]
        parts += [f"in {len(own)} turns" if len(own) > 1 else ""]
        parts += ["<- now" if any(turn.begins <= now < turn.ends for turn in own) else ""]
        lines.append(" ".join(filter(None, parts)))
    return lines


def _moment(at: datetime) -> str:
    return at.strftime("%a %Y-%m-%d %H:%M %Z")


def _entry(turn: Turn, roster: Roster, now: datetime) -> dict[str, object]:
    return {
        "person": turn.person or None,
        "name": roster.display(turn.person) if turn.person else None,
        "shift": turn.shift or None,
        "begins": turn.begins.isoformat(),
        "ends": turn.ends.isoformat(),
        "instead_of": turn.instead_of or None,
        "now": turn.begins <= now < turn.ends,
    }
