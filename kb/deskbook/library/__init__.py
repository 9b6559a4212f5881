"""content/ on disk, the owners' roster and people's decisions: the only front matter in the project."""

from .articles import parse, render
from .baseline import read_baseline, write_baseline
from .calendar import read_calendar, write_calendar
from .causes import append_causes, plain_cell, read_causes
from .codeowners import read_code_owners
from .conversations import read_corrections
from .decisions import append_decision, read_decisions
from .distinct import append_distinct, read_distinct
from .figures import read_figures, record_figures
from .files import create, replace
from .git import Git
from .library import Library, Shelf
from .lines import merge_by_union
from .opt_outs import read_opt_outs
from .outcomes import append_outcome, read_outcomes
from .roster import parse_roster, read_roster
from .rulings import Dismissals, rulings
from .takedowns import append_takedown, cleaned_file, read_takedowns
from .threads import thread_page

__all__ = [
    "Dismissals",
    "Git",
    "Library",
    "Shelf",
    "append_causes",
    "append_decision",
    "append_distinct",
    "append_outcome",
    "append_takedown",
    "cleaned_file",
    "create",
    "merge_by_union",
    "parse",
    "parse_roster",
    "plain_cell",
    "read_baseline",
    "read_calendar",
    "read_causes",
    "read_code_owners",
    "read_corrections",
    "read_decisions",
    "read_distinct",
    "read_figures",
    "read_opt_outs",
    "read_outcomes",
    "read_roster",
    "read_takedowns",
    "record_figures",
    "render",
    "replace",
    "rulings",
    "thread_page",
    "write_baseline",
    "write_calendar",
]
