"""The tracked file of what people decided about single threads, where the articles cannot say it: see `lines`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from deskbook.library.lines import TrackedLines, one_of
from deskbook.model import Link, Outcome

_HEADER = """\
# What people decided about single threads. `deskbook promote` writes it. Keep it in git, with the line of .gitattributes
# that lets two branches merge without a conflict.
#
# One decision a line: when it was made, what it is, and the thread.
#     new        it gets an article of its own
#     improves   it has something to add to the article of this id
#     skip       nobody need write it down, and why
# That an article covers a thread is not said here: then the article names the thread among its `sources`.
#
# A later decision overrides an earlier one, and what the articles say overrides both. The order of the lines does not
# matter, and a line that stands twice counts once. To take a decision back, delete its line and run `deskbook draft`.

"""


def read_outcomes(path: Path) -> tuple[Link, ...]:
    """The latest decision about each thread in `path`, by thread key; none where the file does not exist.

    Raises `DecisionError`, naming the line.
    """
    ordered = sorted(_LINES.all_in(path), key=lambda link: (link.at, link.outcome, link.article, link.reason))
    latest = {link.thread: link for link in ordered}
    return tuple(latest[thread] for thread in sorted(latest))


def append_outcome(path: Path, link: Link) -> str:
    """Write one decision more, dated as `link` is or, if need be, after the latest in the file; return its line.

    Raises `DecisionError`, and changes nothing, where the file has a line that cannot be read.
    """
    return _LINES.append(path, lambda at: _link(at, _words(link)), link.at)


def _link(at: datetime, words: list[str]) -> Link:
    outcome, said = one_of(Outcome, words[:1]), words[1:]
    if outcome is Outcome.COVERED:
        raise ValueError("that an article covers a thread is said in the article: add the thread to its `sources`")
    if len(said) != (1 if outcome is Outcome.NEW else 2) or not all(said):
        wanted = {Outcome.NEW: "a thread", Outcome.IMPROVES: "a thread and the id of an article"}
        raise ValueError(f"`{outcome}` needs {wanted.get(outcome, 'a thread and a reason in quotation marks')}")
    thread, *more = said
    article = more[0] if outcome is Outcome.IMPROVES else ""
    reason = more[0] if outcome is Outcome.SKIP else ""
    return Link(thread, outcome, article, reason, at, decided=True)


def _words(link: Link) -> list[str]:
    more = {Outcome.IMPROVES: [link.article], Outcome.SKIP: [link.reason]}
    return [link.outcome, link.thread, *more.get(link.outcome, [])]


_LINES = TrackedLines(
    _HEADER,
    'write it like `2026-11-22T09:30:00Z skip tickets:17 "concerns this customer only"`, or delete it',
    _link,
    _words,
)
