"""KB701, KB702, KB703: words that blame, words that belittle, and sentences too long to follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from deskbook.checks.rule import Rule, place
from deskbook.model import Article, Confidence, Finding, Knowledge, Part, Severity
from deskbook.text.markdown import parts
from deskbook.text.tone import LONGEST_SENTENCE, Remark, belittling, blaming, long_sentences


class _Wording(Rule):
    """A rule about phrases. `why` says in a message what is wrong with them."""

    severity = Severity.NOTICE
    remarks: ClassVar[staticmethod[[str], tuple[Remark, ...]]]
    why: ClassVar[str]

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding a phrase on a line, with a kinder wording; archived articles are left alone."""
        for article, first_line, text in _texts(knowledge):
            for remark in dict.fromkeys(self.remarks(text)):
                where = place(knowledge, article, first_line + remark.line - 1)
                yield self.at(where, f"“{remark.quote}” {self.why}", hint=remark.kinder)


class Blame(_Wording):
    """Words that tell customers that it is their fault: “you failed to”, “you should have”, “as I said”.

    Issue is left alone, because it is in the customer's own words; so are code and quotations.
    """

    code = "KB701"
    name = "blame"
    cure = "say what happens and what to do, not who did wrong"
    remarks = staticmethod(blaming)
    why = "blames the reader"


class Belittling(_Wording):
    """Words that say that everybody else finds it easy: “obviously”, “simply”, “just click”.

    Whoever needs the page did not find it easy. Issue, code and quotations are left alone.
    """

    code = "KB702"
    name = "belittling"
    cure = "leave the word out: the sentence says the same without it"
    remarks = staticmethod(belittling)
    why = "makes little of the reader's trouble"


class LongSentences(Rule):
    """Sentences of more than 40 words. An item of a list is a text of its own; tables, code and Issue are left alone."""

    code = "KB703"
    name = "long-sentence"
    severity = Severity.NOTICE
    cure = "make two sentences of it, or a list"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding a sentence, at its first line; archived articles are left alone."""
        for article, first_line, text in _texts(knowledge):
            for line, words in long_sentences(text):
                where = place(knowledge, article, first_line + line - 1)
                yield self.at(where, f"a sentence of {words} words; {LONGEST_SENTENCE} are enough")


def _texts(knowledge: Knowledge) -> Iterator[tuple[Article, int, str]]:
    """(article, line of the file at which it begins, text) of all that the team says to readers: title, reply and body without Issue."""
    for article in knowledge.articles:
        if article.confidence is Confidence.ARCHIVED:
            continue
        yield article, 1, article.title
        if article.reply:
            # It stands somewhere in the front matter, whose lines are not known.
            yield article, 1, " ".join(article.reply.split())
        yield article, article.body_line, _without_issue(article.body)


def _without_issue(body: str) -> str:
    issue = parts(body).get(Part.ISSUE)
    if issue is None:
        return body
    lines = body.split("\n")
    head, rest = lines[: issue.line], "\n".join(lines[issue.line :])
    return "\n".join((*head, rest.replace(issue.text, "\n" * issue.text.count("\n"), 1)))
