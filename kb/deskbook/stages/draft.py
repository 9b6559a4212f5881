"""draft: one new file for each case that nobody has written up yet. Creates files, never edits one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from deskbook.library import Library
from deskbook.model import Article, Case, Drafted, Drafter, Link, Outcome, Progress, Refusal, Thread, ThreadKind
from deskbook.store import Store
from deskbook.text.answer import is_thin, pick_answer
from deskbook.text.answering import Answers
from deskbook.text.question import question_text


@dataclass(frozen=True, slots=True)
class Proposal:
    """What became of one case. `article` is the one written or the one that covers it; `questions` go with a skip."""

    case: Case
    outcome: Outcome
    reason: str
    article: Article | None = None
    questions: tuple[str, ...] = ()


def draft(store: Store, shelf: Shelf, drafter: Drafter, *, now: datetime, progress: Progress) -> list[Proposal]:
    """Write up each marked thread and each cluster that no article answers; say what became of every case.

    A case is covered if an article names one of its threads among its `sources`; one that nobody marked also if an article
    is about its question, or it improves that article if its answer says more. A draft that somebody deleted is not written
    again. `now` is aware UTC.
    """
    desk = _Desk(store, shelf, drafter, now)
    proposals = []
    for case in progress.track(list(cases(store)), "draft"):
        proposal = desk.decide(case)
        if proposal.outcome is Outcome.NEW and proposal.article:
            shelf.library.create(proposal.article)
        store.put_links(desk.links(proposal))
        proposals.append(proposal)
    return proposals


def cases(store: Store) -> Iterator[Case]:
    """Each cluster that nobody dismissed, then each marked thread that is in none, as a case led by its best answered thread."""
    threads = {thread.key: thread for thread in store.threads()}
    clustered: set[str] = set()
    for cluster in store.clusters():
        if cluster.dismissed:
            continue
        members = sorted((threads[key] for key in cluster.members if key in threads), key=_leads)
        clustered.update(thread.key for thread in members)
        if members:
            yield Case(members[0], tuple(members[1:]))
    for key, thread in sorted(threads.items()):
        if thread.marked and key not in clustered:
            yield Case(thread)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The articles there are: their folder, the way to ask them for an answer, and how probable an answer must be (0..1)."""

    library: Library
    answers: Answers
    threshold: float


class _Desk:
    """What is known of articles and earlier outcomes while cases are decided one by one."""

    def __init__(self, store: Store, shelf: Shelf, drafter: Drafter, now: datetime) -> None:
        articles = shelf.library.read().articles
        self._now = now
        self._shelf = shelf
        self._drafter = drafter
        self._by_id = {article.id: article for article in articles}
        self._by_source = {key: article for article in articles for key in article.sources}
        self._earlier = {link.thread: link for link in store.links()}

    def decide(self, case: Case) -> Proposal:
        named = next((self._by_source[t.key] for t in case.threads if t.key in self._by_source), None)
        if named:
            return Proposal(case, Outcome.COVERED, f"“{named.title}” names it as a source", named)
        if any(self._withdrawn(thread) for thread in case.threads):
            return Proposal(case, Outcome.SKIP, "its draft was deleted by somebody")
        if not any(thread.marked for thread in case.threads) and (known := self._known(case)):
            return known
        result = self._drafter.draft(case)
        if isinstance(result, Refusal):
            return Proposal(case, Outcome.SKIP, result.reason, questions=result.questions)
        return Proposal(case, Outcome.NEW, "written up", self._named(result, case))

    def links(self, proposal: Proposal) -> list[Link]:
        """The outcomes to keep. Of a deleted draft the old one stays, to remember that it was written once."""
        article = proposal.article.id if proposal.article else ""
        return [
            Link(thread.key, proposal.outcome, article, proposal.reason, self._now)
            for thread in proposal.case.threads
            if not self._withdrawn(thread) and not self._written_as(thread, article)
        ]

    def _withdrawn(self, thread: Thread) -> bool:
        link = self._earlier.get(thread.key)
        return link is not None and link.outcome is Outcome.NEW and link.article not in self._by_id

    def _written_as(self, thread: Thread, article: str) -> bool:
        link = self._earlier.get(thread.key)
        return link is not None and link.outcome is Outcome.NEW and link.article == article

    def _known(self, case: Case) -> Proposal | None:
        answer = pick_answer(case.lead)
        questions = [question_text(thread) for thread in case.threads]
        known = self._shelf.answers.outcome(questions, answer.text if answer else "", self._shelf.threshold)
        if known is None:
            return None
        outcome, match = known
        says = "answers it" if outcome is Outcome.COVERED else "is about it, and its answer says more"
        return Proposal(case, outcome, f"“{match.article.title}” {says} ({match.probability:.0%})", match.article)

    def _named(self, drafted: Drafted, case: Case) -> Article:
        """The article, dated, under a name that no other has: two customers may use the same title for different things."""
        article = replace(drafted.article, created=self._now.date())
        if article.id in self._by_id:
            mark = blake2b(case.lead.key.encode("utf-8"), digest_size=3).hexdigest()
            name = f"{article.id}-{mark}"
            article = replace(article, id=name, path=article.path.with_name(f"{name}.md"))
        self._by_id[article.id] = article
        return article


def _leads(thread: Thread) -> tuple[bool, bool, bool, bool, bool, float, str]:
    """Sorts first what is resolved and has an answer, one that is not thin, was not given in chat, and helped the asker; of
    equals the latest."""
    answer = pick_answer(thread)
    return (
        not thread.resolved and thread.kind is ThreadKind.TICKET,
        answer is None,
        answer is None or is_thin(answer),
        thread.kind is ThreadKind.CHAT,
        answer is None or not answer.confirmed,
        -thread.updated.timestamp(),
        thread.key,
    )
