"""KB501: personal data and secrets in an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deskbook.checks.rule import Rule, place
from deskbook.model import Article, Finding, Knowledge, Severity
from deskbook.text.redact import SORTS, Watch


class PersonalData(Rule):
    """Addresses, numbers and keys that belong to somebody, and names that the project removes everywhere. The message says which
    sort, and never repeats the value."""

    code = "KB501"
    name = "personal-data"
    severity = Severity.ERROR
    cure = "replace it with an example (name@example.com, 192.0.2.1), or list it under [redact] allow if it is your own"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding for each sort of data on each line of title, tags, other front matter and body."""
        watch = Watch.of(knowledge.allow, knowledge.names)
        for article in knowledge.articles:
            for line, what, sort, reason in dict.fromkeys(_found(article, watch)):
                yield self.at(place(knowledge, article, line), f"{what} holds {sort} ({reason})")


def _found(article: Article, watch: Watch) -> Iterator[tuple[int, str, str, str]]:
    for first_line, what, text in _texts(article):
        for span in watch.spans(text):
            line = first_line + text.count("\n", 0, span.start)
            yield line, what or f"line {line}", SORTS.get(span.label, span.label), span.reason


def _texts(article: Article) -> Iterator[tuple[int, str, str]]:
    """(line at which it begins, what it is, text) of all that people wrote; the body needs no other name than its lines."""
    yield 1, "the title", article.title
    for tag in article.tags:
        yield 1, "a tag", tag
    for question in article.asked_as:
        yield 1, "`asked_as`", question
    if article.reply:
        yield 1, "`reply`", article.reply
    for words in article.provenance.values():
        yield 1, "`provenance`", "\n".join(words)
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
