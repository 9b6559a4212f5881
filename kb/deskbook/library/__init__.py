"""content/ on disk and the owners' roster: the only front matter in the project."""

from .articles import parse, render
from .files import create, replace
from .library import Library, Shelf
from .roster import read_roster

__all__ = ["Library", "Shelf", "create", "parse", "read_roster", "render", "replace"]
