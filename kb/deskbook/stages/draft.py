"""draft: what becomes of each marked thread and each question asked twice. Creates files, never edits one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from itertools import islice

from deskbook.library import Library
from deskbook.model import (
    Article,
    Case,
    Confidence,
    Drafter,
    Link,
    Outcome,
    Progress,
    Proposal,
    Refusal,
    Thread,
    ThreadKind,
)
from deskbook.similarity.segment import Embedder
from deskbook.stages.pictures import write_new
from deskbook.store import Store
from deskbook.text.answer import is_thin, pick_answer
from deskbook.text.answering import Answers, Match
from deskbook.text.improvement import improvement, news
from deskbook.text.moved import present_ids, with_present_articles
from deskbook.text.outcomes import is_draft, outcomes, standing
from deskbook.text.pictures import in_words
from deskbook.text.question import question_text

# Cases looked up and kept at once: enough to be quick, few enough to lose little if the run is killed.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Shelf:
    """The articles there are, and what people decided about threads.

    `threshold` is how probable it must be (0..1) that an article is about a question. `drafts` is the folder of what is not
    yet reviewed, `products` are the team's own, and `decided` holds at most one decision a thread.
    """

    library: Library
    threshold: float
    embedder: Embedder | None = None
    drafts: str = "drafts"
    products: tuple[str, ...] = ()
    decided: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafting:
    """What a run came to: what it proposed, without the texts of threads and files, and the outcome of every thread by key."""

    proposals: tuple[Proposal, ...]
    outcomes: Mapping[str, Link]


def draft(store: Store, shelf: Shelf, drafter: Drafter, *, now: datetime, progress: Progress) -> Drafting:
    """Propose an outcome for each marked thread and each question asked twice, and write the files that go with it.

    What people decided stands, see `deskbook.text.outcomes`. The other threads of a case are covered if an article is about
    their question, improve it if a marked one's answer says more, are written up if no article is about it, and skipped if
    there is too little to write. A file that somebody deleted is not written again. `now` is aware UTC.
    """
    desk = Desk(store, shelf, drafter, now)
    proposals: list[Proposal] = []
    tracked = iter(progress.track(asked_together(store), "draft"))
    while keys := list(islice(tracked, _AT_ONCE)):
        links: list[Link] = []
        some = cases(store, keys)
        for case, match in zip(some, desk.matches(some), strict=True):
            proposed = desk.propose(case, match)
            for proposal in proposed:
                if proposal.file:
                    write_new(shelf.library, store.pictures, proposal.file)
            links += desk.links(case, proposed)
            proposals += map(_without_texts, proposed)
        store.put_links(links)
    found = outcomes(desk.shelved, shelf.decided, store.links(), shelf.drafts, now)
    return Drafting(tuple(proposals), found)


def asked_together(store: Store) -> list[tuple[str, ...]]:
    """The keys of each cluster that nobody dismissed, then of each marked thread that is in none."""
    clusters = [cluster.members for cluster in store.clusters() if not cluster.dismissed]
    alone = store.marked(unresolved=True).difference(*clusters)
    return [*clusters, *((key,) for key in sorted(alone))]


def cases(store: Store, together: Sequence[tuple[str, ...]]) -> list[Case]:
    """Threads that ask the same, given by their keys, as cases that the best answered thread leads."""
    known = {thread.key: thread for thread in store.threads_by_key([key for keys in together for key in keys])}
    stored = ([known[key] for key in keys if key in known] for keys in together)
    ranked = (sorted(threads, key=leads) for threads in stored if threads)
    return [Case(lead, tuple(others)) for lead, *others in ranked]


class Desk:
    """What is known of articles and of earlier outcomes while cases are decided one by one."""

    def __init__(self, store: Store, shelf: Shelf, drafter: Drafter, now: datetime) -> None:
        self._now = now
        self._shelf = shelf
        self._drafter = drafter
        articles = shelf.library.read().articles
        self.shelved = list(articles)
        self.articles = {article.id: article for article in articles}
        # What once named another article must not come to mean a new one.
        self._former = {name for article in articles for name in (*article.former_ids, *article.aliases)}
        self.pages = {id_: article for id_, article in self.articles.items() if article.is_page}
        self._beside: dict[str, list[Article]] = {}
        for article in articles:
            if article.improves and article.confidence is not Confidence.ARCHIVED:
                self._beside.setdefault(article.improves, []).append(article)
        links = with_present_articles(store.links(), present_ids(articles))
        self.earlier = {link.thread: link for link in links}
        self.standing = standing(articles, shelf.decided, self.earlier.values(), shelf.drafts, now)
        # Not the drafts: what one run has written must not change what the next one proposes.
        self.answers = Answers((a for a in self.articles.values() if not is_draft(a, shelf.drafts)), shelf.embedder)
        self._new = {link.thread for link in shelf.decided if link.outcome is Outcome.NEW}

    def matches(self, some: Sequence[Case]) -> list[Match | None]:
        """The article that is about each case, as far as that has to be asked."""
        asked = ([] if self._page(self._known(case)) else self._still(case) for case in some)
        return self.answers.best([[question_text(t) for t in threads] for threads in asked], self._shelf.threshold)

    def propose(self, case: Case, match: Match | None) -> list[Proposal]:
        """What becomes of those threads of a case of which neither an article nor a person says anything.

        Where there are none, what is said of the others. `match` is the article that is about the case, if there is one.
        """
        still, known = self._still(case), self._known(case)
        if known and len(still) < 2 and not any(thread.marked for thread in still) and not self._page(known):
            still = []  # of what was asked twice the other was decided: once is not enough
        if not still:
            said = known[0]
            return [Proposal(case, said.outcome, said.reason, self.pages.get(said.article), decided=said.decided)]
        rest = Case(still[0], tuple(still[1:]))
        if refused := self._unwanted(still, known):
            return [Proposal(rest, Outcome.SKIP, refused)]
        if not any(thread.key in self._new for thread in still) and (known_page := self._about(rest, known, match)):
            return known_page
        return [self.write_up(rest)]

    def write_up(self, case: Case) -> Proposal:
        """A new article for a case, whatever other articles there are, or why there is too little to write."""
        result = self._drafter.draft(case)
        if isinstance(result, Refusal):
            return Proposal(case, Outcome.SKIP, result.reason, questions=result.questions)
        article = self.unique(replace(result.article, created=self._now.date()), case.lead)
        return Proposal(case, Outcome.NEW, "written up", article, file=article)

    def news(self, threads: Sequence[Thread], page: Article, *, beside: bool = True) -> Article | None:
        """The file with what the threads' answers have to add to a page and to the files `beside` it, if there is anything."""
        others = self._beside.get(page.id, []) if beside else []
        new = news(threads, page, others, self._shelf.products)
        return improvement(page, new, self._now.date()) if new.threads else None

    def unique(self, article: Article, thread: Thread) -> Article:
        """The article under a name that no other has: two customers may use the same title for different things."""
        former = not self._former.isdisjoint((article.id, article.path.as_posix()))
        if former or article.id in self.articles or self._shelf.library.holds(article.path):
            mark = blake2b(thread.key.encode("utf-8"), digest_size=3).hexdigest()
            path = article.path.with_name(f"{article.path.stem}-{mark}.md")
            article = replace(article, id=f"{article.id}-{mark}", path=path)
        self.articles[article.id] = _without_text(article)
        self.shelved.append(self.articles[article.id])
        if article.improves:
            self._beside.setdefault(article.improves, []).append(article)
        return article

    def links(self, case: Case, proposed: Sequence[Proposal]) -> list[Link]:
        """The outcome of each thread of a case, to be kept. What was said of one before stays, if it comes to the same."""
        mine = {thread.key: self._link(thread, proposal) for proposal in proposed for thread in proposal.case.threads}
        links = []
        for key in (thread.key for thread in case.threads):
            link = self.standing.get(key) or mine.get(key)
            earlier = self.earlier.get(key)
            if link and earlier:
                reason = earlier.reason if earlier.comes_to_the_same(link) else link.reason
                link = replace(link, reason=reason, written=link.written or earlier.written)
            links += [link] if link else []
        return links

    def _link(self, thread: Thread, proposal: Proposal) -> Link:
        article = proposal.article.id if proposal.article else ""
        made = proposal.file.id if proposal.file else ""
        return Link(thread.key, proposal.outcome, article, proposal.reason, self._now, proposal.decided, made)

    def _still(self, case: Case) -> list[Thread]:
        return [thread for thread in case.threads if thread.key not in self.standing]

    def _known(self, case: Case) -> list[Link]:
        return [self.standing[thread.key] for thread in case.threads if thread.key in self.standing]

    def _page(self, known: Sequence[Link]) -> Article | None:
        """The page that answers one of the threads."""
        return next((self.pages[link.article] for link in known if link.article in self.pages), None)

    def _unwanted(self, still: Sequence[Thread], known: Sequence[Link]) -> str:
        """Why a case is not written up although it could be: somebody did away with what was written of it."""
        gone = [link.article for link in known if link.outcome is Outcome.SKIP and link.article]
        if gone and not self._page(known):
            return f"“{self.articles[gone[0]].title}”, which answers the same, was archived"
        made = [link.written for thread in still if (link := self.earlier.get(thread.key)) and link.written]
        if not made:
            return ""
        page = self.articles.get(made[0])
        return (
            f"“{page.title}” was written from it, and no longer names it"
            if page
            else "its draft was deleted by somebody"
        )

    def _about(self, case: Case, known: Sequence[Link], match: Match | None) -> list[Proposal]:
        """That a page answers a case already, or most of it; nothing where no page is about it."""
        page, probability, says = self._page(known), None, "answers the same"
        if page is None:
            if match is None:
                return []
            page, probability, says = match.article, match.probability, f"is about it ({match.probability:.0%})"
        covered = Proposal(case, Outcome.COVERED, f"“{page.title}” {says}", page, probability=probability)
        marked = [thread for thread in case.threads if thread.marked]
        if known and not marked:
            return [covered]
        # What was said in an open ticket may still turn out to be wrong.
        ended = [t for t in marked or (case.lead,) if t.resolved or t.kind is not ThreadKind.TICKET]
        file = self.news(ended, page, beside=bool(marked)) if ended else None
        if file is None:
            return [covered]
        says_more, others = _parted(case, file.sources)
        reason = f"{covered.reason}, and the answer says more"
        improving = replace(covered, case=says_more, outcome=Outcome.IMPROVES, reason=reason, news=in_words(file.body))
        if marked:  # Nobody asked for the others: they are worth a line, not a file in somebody's section.
            improving = replace(improving, file=self.unique(file, says_more.lead))
        return [improving, *([replace(covered, case=others)] if others else [])]


def _without_text(article: Article) -> Article:
    return replace(article, body="", provenance={})


def _without_texts(proposal: Proposal) -> Proposal:
    """What is shown of a proposal: a large desk has gigabytes of the rest."""
    lead, *others = (replace(thread, messages=()) for thread in proposal.case.threads)
    file = _without_text(proposal.file) if proposal.file else None
    article = file if proposal.article is proposal.file else proposal.article
    return replace(proposal, case=Case(lead, tuple(others)), article=article, file=file)


def _parted(case: Case, keys: Collection[str]) -> tuple[Case, Case | None]:
    """The threads of a case with some keys, and the others."""
    mine = [thread for thread in case.threads if thread.key in keys]
    others = [thread for thread in case.threads if thread.key not in keys]
    return Case(mine[0], tuple(mine[1:])), Case(others[0], tuple(others[1:])) if others else None


def leads(thread: Thread) -> tuple[bool, bool, bool, bool, bool, float, str]:
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
