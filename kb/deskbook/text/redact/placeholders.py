"""What stands where personal data stood, and the values that redaction gives back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from deskbook.text.redact.pseudonyms import PSEUDONYM

# In order of precedence: where findings overlap, the earliest label names the whole.
PLACEHOLDERS: Mapping[str, str] = {
    "removed": "[removed]",
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
    "account": "[number]",
    "phone": "[phone]",
    "id-number": "[id number]",
    "host": "[host]",
    "address": "[address]",
    "name": "[name]",
}
# No source may keep these: whoever reads them can get in.
SECRETS = frozenset({"private-key", "url-credentials", "cookie", "password", "key", "token"})
_RANK = {label: rank for rank, label in enumerate(PLACEHOLDERS)}
_ROLES = r"(?:customer|agent|system)(?: [0-9]+)?"

PLACEHOLDER = re.compile(
    "|".join([*(re.escape(text) for text in PLACEHOLDERS.values()), rf"\[{_ROLES}\]", rf"\[{PSEUDONYM.pattern}\]"])
)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to, not including, `end`. `label` is a key of `PLACEHOLDERS`, or the role name of an author of
    the thread ("customer 2"), or a pseudonym; `reason` says in a few words what gave it away and never quotes the text."""

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
    """The text that takes the place of a span; role names and pseudonyms stand in brackets as they are."""
    return PLACEHOLDERS.get(label, f"[{label}]")


def rank(span: Span) -> tuple[int, int, bool]:
    """The smaller, the more it decides: first by label, then the longer one.

    A role is a name that is known: it stands for the whole of a name, and where a longer name is found the name stands.
    """
    known = span.label not in _RANK
    return _RANK["name" if known else span.label], span.start - span.end, not known
