"""What stands where personal data stood, and the values that redaction gives back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# In order of precedence: where findings overlap, the earliest label names the whole.
PLACEHOLDERS: Mapping[str, str] = {
    "private-key": "[private key]",
    "url-credentials": "[credentials]",
    "cookie": "[cookie]",
    "password": "[password]",
    "key": "[key]",
    "token": "[token]",
    "e-mail": "[e-mail]",
    "iban": "[iban]",
    "card": "[card]",
    "ip": "[ip]",
    "mac": "[mac]",
    "phone": "[phone]",
    "id-number": "[id number]",
    "name": "[name]",
}
_RANK = {label: rank for rank, label in enumerate(PLACEHOLDERS)}
_ROLES = r"(?:customer|agent|system)(?: [0-9]+)?"

PLACEHOLDER = re.compile("|".join([*(re.escape(text) for text in PLACEHOLDERS.values()), rf"\[{_ROLES}\]"]))


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to, not including, `end`. `label` is a key of `PLACEHOLDERS`, or the role name of an author of
    the thread ("customer 2"); `reason` says in a few words what gave it away and never quotes the text."""

    start: int
    end: int
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Redaction:
    """Redacted text. `spans` are places of the **input** text, in order and without overlap.

    `doubts` say why the text may still hold something that must not be published; they never quote it.
    """

    text: str
    spans: tuple[Span, ...]
    doubts: tuple[str, ...]


def placeholder(label: str) -> str:
    """The text that takes the place of a span; role names stand in brackets as they are."""
    return PLACEHOLDERS.get(label, f"[{label}]")


def rank(span: Span) -> tuple[int, int]:
    """The smaller, the more it decides: first by label, then the longer one. Role names come last."""
    return _RANK.get(span.label, len(_RANK)), span.start - span.end
