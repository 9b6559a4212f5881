"""The second gate: what a text that is about to be published must not hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from deskbook.text.redact.names import Names, name_spans
from deskbook.text.redact.placeholders import Span
from deskbook.text.redact.reading import read
from deskbook.text.redact.takedowns import Takedowns
from deskbook.text.redact.text import find_personal_data

# What a person is told that something is, by its label.
SORTS: Mapping[str, str] = {
    "removed": "what was taken down",
    "private-key": "a private key",
    "url-credentials": "a name and password",
    "cookie": "a cookie",
    "password": "a password",
    "key": "a key",
    "token": "an access token",
    "e-mail": "an e-mail address",
    "iban": "a bank account",
    "card": "a card number",
    "ip": "somebody's IP address",
    "mac": "a hardware address",
    "account": "the number of an account or a customer",
    "phone": "a telephone number",
    "id-number": "the number of an identity paper",
    "host": "the name of somebody's machine",
    "address": "a postal address",
    "name": "a name",
}


@dataclass(frozen=True, slots=True)
class Watch:
    """What to look for in texts that are meant to be published: structured personal data and secrets (strictly, so that what
    documentation uses as an example is none), the names that the project removes everywhere, and what was taken down.

    `allow` are values that may stand, in lower case; `names` whole names in lower case.
    """

    allow: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    takedowns: Takedowns = field(default_factory=Takedowns)

    @classmethod
    def of(cls, allow: Iterable[str], names: Iterable[str], takedowns: Takedowns | None = None) -> Watch:
        """From values and names as people write them."""
        allowed = frozenset(value.lower() for value in allow)
        wanted = frozenset(read(name).lower.strip() for name in names) - allowed
        return cls(allowed, wanted - {""}, takedowns or Takedowns())

    def spans(self, text: str) -> tuple[Span, ...]:
        """All that was found, in order; they may overlap."""
        found = [*find_personal_data(text, allow=self.allow), *self.takedowns.spans(text)]
        lower = text.lower()
        if any(name in lower for name in self.names):
            reading = read(text)
            whole = Names(whole=dict.fromkeys(sorted(self.names), "name"))
            found += [
                Span(*reading.origin(span.start, span.end), "name", "a name of [redact] names")
                for span in name_spans(reading, whole)
            ]
        return tuple(sorted(found, key=lambda span: (span.start, span.end)))
