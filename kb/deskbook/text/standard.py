"""The content standard: six questions about one article, answered by what the checks found (KCS v6, technique 5.10).

It is a help for whoever writes or reviews, one article at a time. It is no score, and nobody's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from deskbook.model import Article, Finding, Part
from deskbook.similarity.terms import terms
from deskbook.text.markdown import parts
from deskbook.text.question import SAYS_NOTHING

# Which rules answer which question; the title is judged here. What no question asks for is told beside them.
_ASKED = {
    "Unique": ("overlap",),
    "Complete": ("missing-parts",),
    "Clear": ("blame", "belittling", "long-sentence"),
    "Title in the customer's words": (),
    "Links valid": ("internal-links",),
    "Metadata right": ("front-matter", "ownerless", "stale", "old-drafts"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of the standard: whether the article meets it, None where nobody can tell, and what speaks against it."""

    question: str
    met: bool | None
    reasons: tuple[str, ...] = ()


def standard(article: Article, findings: Iterable[Finding], rules: Collection[str]) -> tuple[Answer, ...]:
    """The six answers about an article, of the `findings` about it, all that they say besides as a seventh.

    `rules` are the names of the rules that ran: a question whose rules are all switched off is not answered.
    """
    held = list(findings)
    answers = []
    for question, names in _ASKED.items():
        if names:
            reasons = tuple(_told(finding) for finding in held if finding.name in names)
            met = (not reasons) if reasons or any(name in rules for name in names) else None
            answers.append(Answer(question, met, reasons))
        else:
            answers.append(_title(article))
    asked = {name for names in _ASKED.values() for name in names}
    if more := tuple(_told(finding) for finding in held if finding.name not in asked):
        answers.append(Answer("Nothing else", False, more))
    return tuple(answers)


def _told(finding: Finding) -> str:
    line = f"line {finding.location.line}: " if finding.location.line > 1 else ""
    return line + " ".join(finding.message.split())


def _title(article: Article) -> Answer:
    """Whether half of the words of the title, or more, stand in the Issue or in what customers asked. Articles without either say
    nothing of customers' words."""
    question = "Title in the customer's words"
    issue = parts(article.body).get(Part.ISSUE)
    said = set(terms("\n".join((issue.text if issue else "", *article.asked_as)))) - SAYS_NOTHING
    title = list(dict.fromkeys(stem for stem in terms(article.title) if stem not in SAYS_NOTHING))
    if not said or not title:
        return Answer(question, None)
    if 2 * sum(stem in said for stem in title) >= len(title):
        return Answer(question, True)
    return Answer(question, False, ("few words of the title stand in the Issue or under `asked_as`",))
