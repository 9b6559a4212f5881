"""KB501: personal data and secrets in an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deskbook.checks.rule import Rule, place
from deskbook.model import Article, Finding, Knowledge, Severity
from deskbook.text.redact import find_personal_data

# In words, by the labels of `deskbook.text.redact`.
_SORTS = {
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
    "phone": "a telephone number",
    "id-number": "the number of an identity paper",
    "name": "a name",
}


class PersonalData(Rule):
    """Addresses, numbers and keys that belong to somebody. The message says which sort, and never repeats the value."""

    code = "KB501"
    name = "personal-data"
    severity = Severity.ERROR
    cure = "replace it with an example (name@example.com, 192.0.2.1), or list it under [redact] allow if it is your own"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding for each sort of data on each line of title, tags, other front matter and body."""
        allow = frozenset(value.lower() for value in knowledge.allow)
        for article in knowledge.articles:
            for line, what, sort, reason in dict.fromkeys(_found(article, allow)):
                yield self.at(place(knowledge, article, line), f"{what} holds {sort} ({reason})")


def _found(article: Article, allow: frozenset[str]) -> Iterator[tuple[int, str, str, str]]:
    for first_line, what, text in _texts(article):
        for span in find_personal_data(text, allow=allow):
            line = first_line + text.count("\n", 0, span.start)
            yield line, what or f"line {line}", _SORTS.get(span.label, span.label), span.reason


def _texts(article: Article) -> Iterator[tuple[int, str, str]]:
    """(line at which it begins, what it is, text) of all that is published; the body needs no other name than its lines."""
    yield 1, "the title", article.title
    for tag in article.tags:
        yield 1, "a tag", tag
    for key, value in article.other.items():
        for text in _strings(value):
            yield 1, f"`{key}`", text
    yield article.body_line, "", article.body


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple | set):
        for inner in value:
            yield from _strings(inner)
    elif value is not None:
        yield str(value)
