"""content/ on disk, the owners' roster and people's decisions: the only front matter in the project."""

from .articles import parse, render
from .conversations import read_corrections
from .decisions import append_decision, read_decisions
from .files import create, replace
from .library import Library, Shelf
from .lines import merge_by_union
from .opt_outs import read_opt_outs
from .outcomes import append_outcome, read_outcomes
from .roster import read_roster
from .rulings import Dismissals, rulings
from .takedowns import append_takedown, cleaned_file, read_takedowns
from .threads import thread_page

__all__ = [
    "Dismissals",
    "Library",
    "Shelf",
    "append_decision",
    "append_outcome",
    "append_takedown",
    "cleaned_file",
    "create",
    "merge_by_union",
    "parse",
    "read_corrections",
    "read_decisions",
    "read_opt_outs",
    "read_outcomes",
    "read_roster",
    "read_takedowns",
    "render",
    "replace",
    "rulings",
    "thread_page",
]
