"""The chain of detectors, and the text that they leave."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator

from deskbook.text.redact.accounts import account_numbers
from deskbook.text.redact.assigned import assigned_secrets
from deskbook.text.redact.contact import emails, phones
from deskbook.text.redact.doubt import doubts_about
from deskbook.text.redact.greetings import placed_names
from deskbook.text.redact.headers import headers
from deskbook.text.redact.hosts import hosts
from deskbook.text.redact.identity import papers
from deskbook.text.redact.money import cards, ibans
from deskbook.text.redact.names import Names, known_names, name_spans
from deskbook.text.redact.network import addresses, mac_addresses, url_secrets
from deskbook.text.redact.people import unlisted_names
from deskbook.text.redact.placeholders import PLACEHOLDER, Redaction, Span, placeholder, rank
from deskbook.text.redact.postal import postal_addresses
from deskbook.text.redact.reading import Reading, read
from deskbook.text.redact.shapes import known_shapes

Detector = Callable[[Reading, bool], Iterator[Span]]

STRUCTURED: tuple[Detector, ...] = (
    known_shapes, headers, assigned_secrets, url_secrets, emails, cards, ibans, papers, addresses, mac_addresses, account_numbers, phones, hosts, postal_addresses,
)  # fmt: skip
# What a replacement brings to light is found by reading again. Real text is settled after two readings.
_MOST_READINGS = 12


def redact_text(text: str, *, names: Iterable[str] = (), allow: frozenset[str] = frozenset()) -> Redaction:
    """Replace personal data and secrets by placeholders, also the `names` given and names after greetings and sign-offs.

    Values in `allow` stay (compared without regard to case; a domain allows all its mailboxes). The result is stable:
    redacting it again changes nothing.
    """
    return redact_known(text, known_names((name, "name") for name in names), allow)


def find_personal_data(text: str, *, allow: frozenset[str] = frozenset()) -> tuple[Span, ...]:
    """Structured personal data and secrets in a text that is meant to be published. Names are not looked for.

    It is strict where `redact_text` is generous: what documentation uses as an example (example.com, 555-01.., private and
    documentation addresses, test cards, variables) is not personal data.
    """
    reading = read(text)
    return tuple(_original(reading, span) for span in _settled(reading, STRUCTURED, allow, strict=True))


def redact_known(
    text: str, names: Names, allow: frozenset[str], *, placed: bool = True, keep: frozenset[str] = frozenset()
) -> Redaction:
    """As `redact_text`, for names that were taken apart before. `placed` looks for names after greetings and sign-offs too.
    What has a label in `keep` stays."""
    allowed = frozenset(value.lower() for value in allow)
    detectors: tuple[Detector, ...] = (*STRUCTURED, lambda reading, _: name_spans(reading, names))
    if placed:
        detectors += (placed_names, unlisted_names)
    original = reading = read(text)
    spans: list[Span] = []
    current, doubts = text, []
    for _ in range(_MOST_READINGS):
        found = [_original(reading, span) for span in _settled(reading, detectors, allowed, keep, strict=False)]
        if not found:
            break
        spans = _merged_into(spans, found)
        current = _rendered(text, spans)
        reading = read(current)
    else:
        doubts.append("redaction did not settle")
    doubts.extend(doubts_about(original, reading, allowed))
    return Redaction(current, tuple(spans), tuple(doubts))


def _settled(
    reading: Reading,
    detectors: Iterable[Detector],
    allow: frozenset[str],
    keep: frozenset[str] = frozenset(),
    *,
    strict: bool,
) -> list[Span]:
    """What the detectors find, in order, without overlap and without what is allowed, kept or is a placeholder already."""
    found = [span for detect in detectors for span in detect(reading, strict) if span.label not in keep]
    if allow:
        found = [span for span in found if not _is_allowed(reading.plain[span.start : span.end].lower(), allow)]
    if not found:
        return []
    standing = [match.span() for match in PLACEHOLDER.finditer(reading.plain)]
    joined: list[list[Span]] = []
    reach = 0
    for span in sorted((_around(span, standing) for span in found), key=lambda span: (span.start, span.end)):
        if joined and span.start < reach:
            joined[-1].append(span)
        else:
            joined.append([span])
        reach = max(reach, span.end)
    spans = []
    for group in joined:
        first = min(group, key=rank)
        span = Span(group[0].start, max(s.end for s in group), first.label, first.reason)
        if _says_something(reading.plain, span, standing):
            spans.append(span)
    return spans


def _around(span: Span, standing: list[tuple[int, int]]) -> Span:
    """A span that cuts through a placeholder takes it in whole."""
    if not standing:
        return span
    start, end = span.start, span.end
    for index in (
        bisect.bisect_right(standing, (start, 1 << 62)) - 1,
        bisect.bisect_right(standing, (end - 1, 1 << 62)) - 1,
    ):
        if index >= 0 and standing[index][0] < span.end and standing[index][1] > span.start:
            start, end = min(start, standing[index][0]), max(end, standing[index][1])
    return Span(start, end, span.label, span.reason)


def _says_something(text: str, span: Span, standing: list[tuple[int, int]]) -> bool:
    """Whether a span holds a letter or digit that is not part of a placeholder; so each reading leaves fewer of them."""
    place = span.start
    first = bisect.bisect_left(standing, (span.start, -1))
    for start, end in standing[first:]:
        if start >= span.end:
            break
        if any(map(str.isalnum, text[place:start])):
            return True
        place = end
    return any(map(str.isalnum, text[place : span.end]))


def _is_allowed(value: str, allow: frozenset[str]) -> bool:
    """A domain allows its mailboxes and its machines."""
    host = value.rpartition("@")[2]
    return value in allow or host in allow or any(host[at + 1 :] in allow for at, c in enumerate(host) if c == ".")


def _original(reading: Reading, span: Span) -> Span:
    if reading.places is None:
        return span
    return Span(*reading.origin(span.start, span.end), span.label, span.reason)


def _merged_into(spans: list[Span], found: list[Span]) -> list[Span]:
    """Bring places of the redacted text back to places of the input, and let them swallow what they now contain."""
    if not spans:
        return found
    shown: list[int] = []  # where each placeholder begins in the redacted text
    shift = 0
    shifts = [0]
    for span in spans:
        shown.append(span.start + shift)
        shift += len(placeholder(span.label)) - (span.end - span.start)
        shifts.append(shift)
    result = list(spans)
    for span in found:
        # Every edge lies outside the placeholders that stand for spans, or at their edges.
        start = span.start - shifts[bisect.bisect_left(shown, span.start)]
        end = span.end - shifts[bisect.bisect_left(shown, span.end)]
        swallowed = [old for old in result if start <= old.start and old.end <= end]
        first = min([Span(start, end, span.label, span.reason), *swallowed], key=rank)
        result = [old for old in result if old not in swallowed]
        result.append(Span(start, end, first.label, first.reason))
    return sorted(result, key=lambda span: span.start)


def _rendered(text: str, spans: Iterable[Span]) -> str:
    pieces, place = [], 0
    for span in spans:
        pieces += [text[place : span.start], placeholder(span.label)]
        place = span.end
    return "".join([*pieces, text[place:]])
