"""init: the files of a new project."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from deskbook.config import ClusterBlock
from deskbook.library import create, merge_by_union

_GITIGNORE = "# What deskbook makes anew from your sources and content\n.deskbook/\nbuild/\nsite/\nsite-internal/\nsite-partner/\nexports/\n.deskbook-*.tmp\n"
_CONFIG = """\
# What each key means: the configuration page of deskbook's help centre.

[project]
name = {name}

# One block for each system that threads come from. `deskbook sources --types` lists what can be read.
# [[sources]]
# name = "tickets"
# type = "zendesk-export"
# path = "exports/tickets.ndjson"
# marked_tags = ["document-me"]
"""
_HOME = """\
---
id: home
title: {name}
kind: reference
confidence: validated
audience: public
owner: support
reviewed: {today}
---

Welcome. Search above, or choose a section.
"""
_OWNERS = """\
# Who can own an article. Set `left: true` for a person who has gone, `dissolved: true` for a team that has.
people:
  - {{id: you, name: {name}, teams: [support]}}
teams:
  - {{id: support, name: Support}}
"""


# Where each host looks for what it runs by itself.
WORKFLOWS = {
    "github": ".github/workflows/deskbook.yml",
    "gitlab": ".gitlab-ci.yml",
    "forgejo": ".forgejo/workflows/deskbook.yml",
}


def new_project(folder: Path, name: str, today: date, ci: str | None = None) -> list[Path]:
    """Write what a project needs, and the workflow of the host `ci`, leaving alone every file that is there. Returns the files
    written."""
    quoted = _quoted(name)
    wanted = {
        "deskbook.toml": _CONFIG.format(name=quoted),
        "mkdocs.yml": _sample("mkdocs.yml").read_text(encoding="utf-8").replace('"Cirrusline help centre"', quoted),
        "content/index.md": _HOME.format(name=quoted, today=today),
        "content/owners.yml": _OWNERS.format(name='"You"'),
        ".gitignore": _GITIGNORE,
    }
    if ci:
        wanted[WORKFLOWS[ci]] = files("deskbook").joinpath("workflows", f"{ci}.yml").read_text(encoding="utf-8")
    return [folder / path for path, text in wanted.items() if create(folder / path, text)] + _attributes(folder)


def demo_project(folder: Path) -> list[Path]:
    """Copy the sample help desk into `folder`, leaving alone every file that is there. Returns the files written."""
    written = []
    for path, source in _walk(_sample()):
        place = path if path.split("/")[0] in ("content", "deskbook.toml", "mkdocs.yml") else f"exports/{path}"
        if create(folder / place, source.read_text(encoding="utf-8")):
            written.append(folder / place)
    if create(folder / ".gitignore", _GITIGNORE):
        written.append(folder / ".gitignore")
    return written + _attributes(folder)


def _attributes(folder: Path) -> list[Path]:
    """How git merges the file of decisions; the file itself is written with the first of them."""
    path = merge_by_union(folder / ClusterBlock().decisions)
    return [path] if path else []


def _sample(*path: str) -> Traversable:
    return files("deskbook").joinpath("sample", *path)


def _walk(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif entry.is_file():
            yield f"{prefix}{entry.name}", entry


def _quoted(text: str) -> str:
    """A string that TOML and YAML both read as itself."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
