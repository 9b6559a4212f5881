"""The drafter that comes with deskbook: KCS parts, the customer's words for the issue, the team's for the resolution."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from deskbook.drafters.rendering import Body, Templates
from deskbook.model import (
    Article,
    ArticleKind,
    Audience,
    Case,
    Confidence,
    Drafted,
    PlacementRule,
    Refusal,
    Role,
    Thread,
    ThreadKind,
)
from deskbook.text.answer import Answer, Said, is_thin, pick_answer, said_in_public
from deskbook.text.cause import find_cause, without_beginning
from deskbook.text.environment import environment
from deskbook.text.escalation import handed_to
from deskbook.text.headings import demote_headings
from deskbook.text.placement import place
from deskbook.text.quotes import own_words
from deskbook.text.sentences import opening, sentences
from deskbook.text.slug import slugify
from deskbook.text.titles import title, ways_to_ask

_HOW_TO = re.compile(r"^\s*how (?:do|can|to|should|would)\b", re.IGNORECASE)
_FAQ = re.compile(r"^\s*(?:is|are|can|could|does|do|what|which|where|when|who|will|should)\b.*\?", re.IGNORECASE)
# 'Why does it fail?' asks for a fix.
_WHY = re.compile(r"^\s*why\b|\b(?:errors?|fail\w*|wrong|broken|not|n['’]t|[45]\d\d)\b", re.IGNORECASE)
# A first message of fewer words ('help!') is followed by what it is about.
_FEWEST_WORDS = 6


@dataclass(frozen=True, slots=True)
class _Told:
    """What is taken from the thread that answers a case. `named` are products, versions and settings."""

    thread: Thread
    answer: Answer
    issue: tuple[Said, ...]
    title: str
    named: tuple[str, ...]


class KcsDrafter:
    """Writes Issue, Environment, Cause and Resolution from the best answered thread of a case."""

    def __init__(  # noqa: PLR0913  the keys of [draft]
        self,
        *,
        folder: str,
        audience: Audience,
        owners: Mapping[str, str],
        products: tuple[str, ...] = (),
        tags: tuple[str, ...] = (),
        rules: Sequence[PlacementRule] = (),
        templates: Path | None = None,
    ) -> None:
        self._folder = folder
        self._audience = audience
        self._owners = owners
        self._products = products
        self._tags = frozenset(tags)
        self._rules = tuple(rules)
        self._templates = Templates(templates)

    def draft(self, case: Case) -> Drafted | Refusal:
        """An article in work, in the proposed place and audience, or why there is too little to write."""
        # What was said in an open ticket may still turn out to be wrong.
        ended = [thread for thread in case.threads if thread.resolved or thread.kind is not ThreadKind.TICKET]
        if not ended:
            return Refusal("it is not resolved yet", ("What resolved it?",))
        answered = [(thread, answer) for thread in ended if (answer := pick_answer(thread))]
        if not answered:
            return Refusal("nobody has answered it yet", ("What resolved it?", *self._not_named(case)))
        thread, answer = next(((t, a) for t, a in answered if not is_thin(a)), answered[0])
        if is_thin(answer):
            worked = () if answer.confirmed else ("Did it work, and how can a customer tell?",)
            return Refusal(
                "the answer is too short for somebody else to act on",
                ("What exactly was done, step by step?", *worked, *self._not_named(case)),
            )
        if thread.kind is ThreadKind.CHAT and not answer.confirmed:
            return Refusal(
                "it was asked in chat only, and nobody said that the answer helped",
                ("Is the answer right, and did it work?",),
            )
        told = self._told(thread, answer)
        if not told.issue and told.title == "Untitled":
            return Refusal("the customer's message is empty", ("What did the customer see or want?",))
        return Drafted(self._article(case, told))

    def _told(self, thread: Thread, answer: Answer) -> _Told:
        issue = _issue(thread, answer)
        said = "\n\n".join(one.text for one in issue)
        return _Told(thread, answer, issue, title(thread, said), self._named((thread,), answer))

    def _named(self, threads: Iterable[Thread], answer: Answer | None) -> tuple[str, ...]:
        asked = [text for thread in threads for text in (thread.title, *_customer_said(thread))]
        return tuple(environment(asked, [answer.text] if answer else [], self._products))

    def _not_named(self, case: Case) -> tuple[str, ...]:
        lead = case.lead
        symptom = _kind(title(lead, own_words(lead.question.text) if lead.question else "")) is ArticleKind.BREAKFIX
        if not symptom or self._named(case.threads, None):
            return ()
        return ("Which product, version and settings does it hold for?",)

    def _article(self, case: Case, told: _Told) -> Article:
        issue = "\n\n".join(one.text for one in told.issue)
        # The team's products may be the heading under which a rule looks, so what is named counts too.
        where = place(case, "\n".join((told.title, issue, *told.named)), self._rules)
        kind = where.kind or _kind(told.title)
        audience = where.audience or (Audience.INTERNAL if kind is ArticleKind.PROCESS else self._audience)
        cause = find_cause(_solvers(told)) if kind is ArticleKind.BREAKFIX else None
        resolution = without_beginning(told.answer.text, cause.text) if cause else told.answer.text
        body = Body(
            title=told.title,
            kind=str(kind),
            issue=demote_headings(issue or told.title, 3),
            environment=told.named,
            cause=cause.text if cause else "",
            resolution=demote_headings(resolution, 3),
            threads=tuple(t.key for t in (told.thread, *(t for t in case.threads if t is not told.thread))),
            asked_as=ways_to_ask(told.title, case.threads),
            tags=tuple(sorted({*self._shared_tags(case), *where.tags})),
            section=where.section,
            audience=str(audience),
            owner=where.owner or self._owner(case, told),
        )
        slug = slugify(told.title)
        return Article(
            path=PurePosixPath(self._folder, where.section, f"{slug}.md"),
            id=slug,
            title=told.title,
            body=self._templates.render(body),
            kind=kind,
            confidence=Confidence.WIP,
            audience=audience,
            owner=body.owner,
            sources=tuple(t.key for t in case.threads),
            tags=body.tags,
            asked_as=body.asked_as,
            provenance=_provenance(told.thread, (*told.issue, *((cause,) if cause else ()), *told.answer.said)),
        )

    def _shared_tags(self, case: Case) -> tuple[str, ...]:
        """Tags that may be shown and that at least half of the threads carry: one among many is about that customer."""
        counts: Counter[str] = Counter()
        for thread in case.threads:
            counts.update(tag for tag in thread.tags if thread.audience is Audience.PUBLIC or tag in self._tags)
        return tuple(sorted(tag for tag, number in counts.items() if 2 * number >= len(case.threads)))

    def _owner(self, case: Case, told: _Told) -> str | None:
        """The owner that the project names for the team that solved the case, or for a group or category of its threads."""
        team = handed_to(told.thread, told.answer.message, self._owners)
        threads = (told.thread, *case.threads)
        places = [team, *(at for thread in threads for at in (thread.group, thread.category))]
        return next((self._owners[at] for at in places if at and at in self._owners), None)


def _issue(thread: Thread, answer: Answer) -> tuple[Said, ...]:
    """What the customer asked: their first message (in chat the lines that they wrote at once), and while that says next to nothing
    what they wrote next."""
    asker = thread.question.author if thread.question else ""
    asked: list[Said] = []
    interrupted = True
    for one in said_in_public(thread):
        enough = sum(len(part.text.split()) for part in asked) >= _FEWEST_WORDS
        if one.message is answer.message or (enough and (interrupted or thread.kind is not ThreadKind.CHAT)):
            break
        interrupted = one.message.author != asker
        if one.text and not interrupted:
            asked.append(one)
    return tuple(asked)


def _customer_said(thread: Thread) -> list[str]:
    asker = thread.question.author if thread.question else ""
    return [own_words(message.text) for message in thread.public_messages if message.author == asker]


def _solvers(told: _Told) -> list[Said]:
    """The answer, then what the one who gave it said elsewhere in public."""
    taken = {one.message.id for one in told.answer.said}
    others = (m for m in told.thread.public_messages if m.author == told.answer.message.author and m.id not in taken)
    return [*told.answer.said, *(Said(m, own_words(m.text)) for m in others if m.role is Role.AGENT)]


def _provenance(thread: Thread, taken: Iterable[Said]) -> dict[str, tuple[str, ...]]:
    """The first words of each sentence, by the message that it comes from."""
    found: dict[str, dict[str, None]] = {}
    for one in taken:
        openings = (opening(sentence) for sentence in sentences(one.text))
        found.setdefault(f"{thread.key}#{one.message.id}", {}).update((words, None) for words in openings if words)
    return {message: tuple(words) for message, words in found.items() if words}


def _kind(title: str) -> ArticleKind:
    if _HOW_TO.search(title):
        return ArticleKind.HOW_TO
    asks = title.endswith("?") and not _WHY.search(title)
    return ArticleKind.FAQ if asks or _FAQ.search(title) else ArticleKind.BREAKFIX
