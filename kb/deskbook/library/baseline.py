"""The tracked file of findings that are known and need not be mended today: see `lines`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from deskbook.library.lines import TrackedLines
from deskbook.model import Accepted

_HEADER = """\
# Findings that are known. `deskbook check --baseline` writes it, `deskbook check --new` fails on what is not in it. Keep it in
# git, with the line of .gitattributes that lets two branches merge without a conflict.
#
# One finding a line: since when it is known, its rule, its file, the digest by which it is known again wherever it moves in
# the file, and what it says.

"""


def read_baseline(path: Path) -> tuple[Accepted, ...]:
    """All findings in `path`; none where there is no file. Raises `DecisionError`, naming the line."""
    return _LINES.all_in(path)


def write_baseline(path: Path, accepted: Iterable[Accepted]) -> bool:
    """Make `path` hold just these. Says whether that changed it."""
    return _LINES.write(path, sorted(accepted, key=lambda one: (one.path, one.code, one.fingerprint)))


def _accepted(at: datetime, words: list[str]) -> Accepted:
    if len(words) != 4:
        raise ValueError("it needs a rule, a file, a digest and a message in quotation marks")
    return Accepted(at, *words)


def _words(accepted: Accepted) -> list[str]:
    return [accepted.code, accepted.path, accepted.fingerprint, accepted.message]


_LINES = TrackedLines(_HEADER, "delete it, or run `deskbook check --baseline`", _accepted, _words)
