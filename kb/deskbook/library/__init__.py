"""content/ on disk, the owners' roster and people's decisions: the only front matter in the project."""

from .articles import parse, render
from .decisions import append_decision, merge_by_union, read_decisions
from .files import create, replace
from .library import Library, Shelf
from .roster import read_roster
from .rulings import Dismissals, rulings

__all__ = [
    "Dismissals",
    "Library",
    "Shelf",
    "append_decision",
    "create",
    "merge_by_union",
    "parse",
    "read_decisions",
    "read_roster",
    "render",
    "replace",
    "rulings",
]
