"""The drafter that comes with deskbook: KCS parts, the customer's words for the issue, the team's for the resolution."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePosixPath

from jinja2 import Environment, PackageLoader, StrictUndefined

from deskbook.model import Article, ArticleKind, Audience, Case, Confidence, Drafted, Refusal, Thread, ThreadKind
from deskbook.text.answer import Answer, is_thin, pick_answer
from deskbook.text.environment import environment
from deskbook.text.headings import demote_headings
from deskbook.text.question import clean_title
from deskbook.text.quotes import own_words
from deskbook.text.slug import slugify

_HOW_TO = re.compile(r"^\s*how (?:do|can|to|should|would)\b", re.IGNORECASE)
_FAQ = re.compile(r"^\s*(?:is|are|can|could|does|do|what|which|where|when|who|will|should)\b.*\?", re.IGNORECASE)
_CAUSE = re.compile(
    r"(?:^|(?<=[.!?]\s))[^.!?\n]*\b(?:because|caused by|the cause (?:is|was)|root cause|due to|the reason (?:is|was)|happens when)\b"
    r"[^.!?\n]*(?:\.(?!\s|$)[^.!?\n]*)*[.!?]?",
    re.IGNORECASE | re.MULTILINE,
)
_INSTRUCTION = re.compile(
    r"(?:then|please|next|finally|after|before|if|use|set|run|add|open|check|make sure|do not|don't|you can|you could)\b",
    re.IGNORECASE,
)
_FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)


class KcsDrafter:
    """Writes Issue, Environment, Cause and Resolution from the best answered thread of a case."""

    def __init__(
        self,
        *,
        folder: str,
        audience: Audience,
        owners: Mapping[str, str],
        products: tuple[str, ...] = (),
        tags: tuple[str, ...] = (),
    ) -> None:
        self._folder = folder
        self._audience = audience
        self._owners = owners
        self._products = products
        self._tags = frozenset(tags)
        self._template = Environment(
            loader=PackageLoader("deskbook.drafters"),
            undefined=StrictUndefined,
            trim_blocks=False,
            lstrip_blocks=False,
            autoescape=False,  # noqa: S701  the output is Markdown; the site escapes and sanitises when it makes HTML
        ).get_template("article.md.j2")

    def draft(self, case: Case) -> Drafted | Refusal:
        """An article in work, in the proposed audience, or why there is too little to write."""
        # What was said in an open ticket may still turn out to be wrong.
        ended = [thread for thread in case.threads if thread.resolved or thread.kind is not ThreadKind.TICKET]
        if not ended:
            return Refusal("it is not resolved yet")
        answered = [(thread, answer) for thread in ended if (answer := pick_answer(thread))]
        if not answered:
            return Refusal("nobody has answered it yet", ("What resolved it?",))
        thread, answer = next(((t, a) for t, a in answered if not is_thin(a)), answered[0])
        if is_thin(answer):
            return Refusal(
                "the answer is too short for somebody else to act on",
                ("What exactly was done, step by step?", "How can a customer tell that it worked?"),
            )
        if thread.kind is ThreadKind.CHAT and not answer.confirmed:
            return Refusal(
                "it was asked in chat only, and nobody said that the answer helped", ("Is the answer right?",)
            )
        issue = own_words(thread.question.text) if thread.question else ""
        if not issue and not clean_title(thread.title):
            return Refusal("the customer's message is empty", ("What did the customer see or want?",))
        return Drafted(self._article(case, thread, answer, issue))

    def _article(self, case: Case, thread: Thread, answer: Answer, issue: str) -> Article:
        title = _title(thread, issue)
        kind = _kind(title)
        body = self._template.render(
            issue=demote_headings(issue or title, 3),
            environment=environment([thread.title, issue, answer.text], self._products),
            cause=_cause(answer.text) if kind is ArticleKind.BREAKFIX else "",
            resolution=demote_headings(answer.text, 3),
        )
        slug = slugify(title)
        return Article(
            path=PurePosixPath(self._folder, f"{slug}.md"),
            id=slug,
            title=title,
            body=re.sub(r"\n{3,}", "\n\n", body).strip(),
            kind=kind,
            confidence=Confidence.WIP,
            audience=self._audience,
            owner=self._owner(case),
            sources=tuple(t.key for t in case.threads),
            tags=self._shared_tags(case),
        )

    def _shared_tags(self, case: Case) -> tuple[str, ...]:
        """Tags that may be shown and that at least half of the threads carry: one among many is about that customer."""
        counts: Counter[str] = Counter()
        for thread in case.threads:
            counts.update(tag for tag in thread.tags if thread.audience is Audience.PUBLIC or tag in self._tags)
        return tuple(sorted(tag for tag, number in counts.items() if 2 * number >= len(case.threads)))

    def _owner(self, case: Case) -> str | None:
        """The team that the project's rules name for the group or category of the threads; None if no rule fits."""
        places = [place for thread in case.threads for place in (thread.group, thread.category) if place]
        return next((self._owners[place] for place in places if place in self._owners), None)


def _title(thread: Thread, issue: str) -> str:
    title = clean_title(thread.title)
    first = issue.split("\n", 1)[0]
    if len(title.split()) < 3 and first:
        title = first if len(first) <= 90 else first[:90].rpartition(" ")[0] + " …"
    title = title.rstrip("!. ") or "Untitled"
    return title[0].upper() + title[1:] if title.split()[0].isalpha() else title


def _kind(title: str) -> ArticleKind:
    if _HOW_TO.search(title):
        return ArticleKind.HOW_TO
    return ArticleKind.FAQ if _FAQ.search(title) else ArticleKind.BREAKFIX


def _cause(answer: str) -> str:
    """The first sentence of the answer that says why, outside code; an instruction with its reason is not a cause."""
    sentences = (found.group().strip() for found in _CAUSE.finditer(_FENCE.sub(" ", answer)))
    return next((sentence for sentence in sentences if not _INSTRUCTION.match(sentence)), "")
