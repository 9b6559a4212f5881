"""redact: what the door would do with one text, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deskbook.text.redact import Policy, Span, Takedowns
from deskbook.text.redact.names import known_names
from deskbook.text.redact.placeholders import placeholder, rank
from deskbook.text.redact.text import redact_known


@dataclass(frozen=True, slots=True)
class Found:
    """What was taken out at one place of a text. `line` and `column` begin at 1; `value` is what stood there."""

    line: int
    column: int
    label: str
    reason: str
    value: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without what was found in it, in order. `doubts` say why it would be held back all the same."""

    text: str
    found: tuple[Found, ...]
    doubts: tuple[str, ...]


def redact(text: str, policy: Policy, takedowns: Takedowns) -> Redacted:
    """Redact one text as `collect` would a message, but for the people of a thread, whom a text alone does not name."""
    taken = takedowns.spans(text)
    names = [*policy.names, *(text[span.start : span.end] for span in taken if span.label == "name")]
    result = redact_known(text, known_names((name, "name") for name in names), policy.allow, keep=policy.keep)
    pieces, found, place = [], [], 0
    for span in _together([*taken, *result.spans]):
        pieces += [text[place : span.start], placeholder(span.label)]
        place = span.end
        line, column = text.count("\n", 0, span.start) + 1, span.start - text.rfind("\n", 0, span.start)
        found.append(Found(line, column, span.label, span.reason, text[span.start : span.end]))
    return Redacted("".join([*pieces, text[place:]]), tuple(found), result.doubts)


def _together(spans: Iterable[Span]) -> list[Span]:
    """In order; those that overlap as one, named by the one that decides."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if joined and span.start < joined[-1].end:
            first, end = min(joined[-1], span, key=rank), max(joined[-1].end, span.end)
            joined[-1] = Span(joined[-1].start, end, first.label, first.reason)
        else:
            joined.append(span)
    return joined
