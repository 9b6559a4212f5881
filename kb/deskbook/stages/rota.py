"""rota: what waits for whoever is on docs duty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deskbook.model import Check, Knowledge, Location, Severity
from deskbook.text.outcomes import is_draft, tally
from deskbook.text.ownership import ownership

# The rules whose findings are work for whoever is on duty: pages that overlap, and drafts that lack a part.
_OVERLAP, _MISSING_PARTS = "overlap", "missing-parts"


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many of something, and the command that lists them."""

    what: str
    count: int
    command: str


def waiting(knowledge: Knowledge, checks: Iterable[Check], held: int, drafts: str) -> tuple[Waiting, ...]:
    """What waits, also where that is nothing. `held` counts threads that were held back; `drafts` is the folder of drafts.

    A rule that is switched off in `checks` finds nothing.
    """
    rules = {check.name: check for check in checks if check.name in (_OVERLAP, _MISSING_PARTS)}
    found = {name: tuple(rule.findings(knowledge)) for name, rule in rules.items()}
    in_work = {Location(f"{knowledge.prefix}/{one.path}").path for one in knowledge.articles if is_draft(one, drafts)}
    thin = {one.location.path for one in found.get(_MISSING_PARTS, ())} & in_work
    overlaps = [one for one in found.get(_OVERLAP, ()) if one.severity is not Severity.NOTICE]
    ownerless = [one for one in knowledge.articles if one.is_page and ownership(one, knowledge).ownerless]
    counted = tally(knowledge.marked, knowledge.outcomes)
    return (
        Waiting("pages and drafts without an owner", len(ownerless), "deskbook report owners"),
        Waiting("pairs of pages that overlap", len(overlaps), "deskbook report overlap"),
        Waiting("thin drafts, which lack a part", len(thin), "deskbook check"),
        Waiting("marked threads without an outcome", len(counted.without), "deskbook draft"),
        Waiting("proposed outcomes that nobody decided", counted.waiting, "deskbook report proposals"),
        Waiting("threads that were held back", held, "deskbook report held"),
    )
