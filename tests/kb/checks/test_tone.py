"""KB701, KB702, KB703: how articles speak to their readers."""

from collections.abc import Iterable

from deskbook.checks.tone import Belittling, Blame, LongSentences
from deskbook.model import Article, Check, Confidence, Finding, Severity
from pages import page, shelf

LONG = "Then " + "word " * 45 + "end."


def found(rule: Check, *articles: Article) -> list[Finding]:
    findings: Iterable[Finding] = rule.findings(shelf(*articles))
    return list(findings)


def test_blame_is_a_notice_with_a_kinder_wording() -> None:
    """The finding stands at the line, quotes the words and says how to put it."""
    (finding,) = found(Blame(), page("a.md", "## Resolution\n\nFirst.\nYou failed to set it."))

    assert (finding.code, finding.severity, finding.location.line) == ("KB701", Severity.NOTICE, 13)
    assert "“You failed to”" in finding.message
    assert "is not set yet" in finding.hint


def test_the_customers_own_words_are_left_alone() -> None:
    """Issue may say what it likes, and lines after it keep their numbers."""
    body = f"## Issue\n\nObviously you failed to help, as I said.\n{LONG}\n\n## Cause\n\nObviously, you failed to set it.\n\n{LONG}"
    article = page("a.md", body)

    assert [
        finding.location.line for rule in (Blame(), Belittling(), LongSentences()) for finding in found(rule, article)
    ] == [
        17,
        17,
        19,
    ]


def test_title_and_reply_are_read_too() -> None:
    """Both are sent to customers; they are found at the top of the file."""
    article = page("a.md", "Fine.", title="What to do when it is obviously broken", reply="Simply\nrestart it.")

    assert [(f.location.line, f.message.split("”")[0]) for f in found(Belittling(), article)] == [
        (1, "“obviously"),
        (1, "“Simply"),
    ]


def test_archived_articles_are_left_alone() -> None:
    """Nobody reads them."""
    article = page("a.md", f"You failed to read. Obviously. {LONG}", confidence=Confidence.ARCHIVED)

    assert [finding for rule in (Blame(), Belittling(), LongSentences()) for finding in found(rule, article)] == []


def test_one_finding_for_a_phrase_on_a_line() -> None:
    """The same words twice on one line are one finding."""
    assert len(found(Belittling(), page("a.md", "Simply go, simply stay.\nSimply wait."))) == 3
    assert len(found(Belittling(), page("a.md", "simply go, simply stay."))) == 1


def test_a_long_sentence_is_counted() -> None:
    """The message says how many words it has and how many are enough."""
    (finding,) = found(LongSentences(), page("a.md", f"Short.\n\n{LONG}"))

    assert (finding.location.line, finding.severity) == (12, Severity.NOTICE)
    assert "47 words" in finding.message
