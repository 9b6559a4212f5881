"""The tracked file of what people decided about clusters: see `lines`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from deskbook.library.lines import TrackedLines, one_of
from deskbook.model import Decision, Ruling

_HEADER = """\
# What people decided about clusters, the threads that ask the same. `deskbook cluster dismiss`, `restore`, `take-out` and
# `join` write it. Keep it in git, with the line of .gitattributes that lets two branches merge without a conflict.
#
# One decision a line: when it was made, what it is, and the threads as they were clustered then, oldest first.
#     dismiss    nobody need write up what these threads ask
#     restore    somebody should after all
#     apart      the first thread does not ask what those after `from` ask
#     together   these threads ask the same
#
# A later decision overrides an earlier one. The order of the lines does not matter, and a line that stands twice counts
# once. To take a decision back as if it had never been made, delete its line and run `deskbook cluster`.

"""


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """All decisions in `path`, each once; none where the file does not exist. Raises `DecisionError`, naming the line."""
    return _LINES.all_in(path)


def append_decision(path: Path, ruling: Ruling, threads: tuple[str, ...], taken_out: str | None, now: datetime) -> str:
    """Write one decision more, dated `now` (aware) or, if need be, after the latest in the file; return its line.

    Raises `DecisionError`, and changes nothing, where the file has a line that cannot be read.
    """
    return _LINES.append(path, lambda at: Decision(at, ruling, threads, taken_out), now)


def _decision(at: datetime, words: list[str]) -> Decision:
    ruling, threads = one_of(Ruling, words[:1]), words[1:]
    taken_out = None
    if ruling is Ruling.APART:
        if threads[1:2] != ["from"]:
            raise ValueError("`apart` needs one thread, `from`, and the threads that it was taken out from")
        taken_out, threads = threads[0], threads[2:]
    if len(threads) < (1 if taken_out else 2):
        raise ValueError("it names too few threads")
    return Decision(at, ruling, tuple(threads), taken_out)


def _words(decision: Decision) -> list[str]:
    taken_out = [decision.taken_out, "from"] if decision.taken_out else []
    return [decision.ruling, *taken_out, *decision.threads]


_LINES = TrackedLines(
    _HEADER, "write it like `2026-11-22T09:30:00Z dismiss tickets:17 tickets:23`, or delete it", _decision, _words
)
