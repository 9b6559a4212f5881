"""promote: what speaks for each outcome of a thread, and what a person decides."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from deskbook.errors import DecisionError
from deskbook.library import append_outcome
from deskbook.model import Article, ArticleKind, Case, Drafter, Link, Outcome, Part, Proposal, Thread
from deskbook.stages.decide import oldest_first
from deskbook.stages.draft import Desk, Shelf, leads
from deskbook.stages.pictures import write_new
from deskbook.store import Store
from deskbook.text.answer import Answer, pick_answer
from deskbook.text.answering import Answers, Match
from deskbook.text.improvement import improvement, whole
from deskbook.text.outcomes import is_draft
from deskbook.text.question import clean_title, question_text
from deskbook.text.quotes import own_words
from deskbook.text.slug import slugify

# Articles shown beside a thread, and how probable it must be that one is about it to be worth a line.
_SHOWN = 5
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Picture:
    """A thread, and what is known for a decision. `link` is its present outcome, `proposal` what deskbook makes of it anew
    where nothing is decided, `near` the articles that may be about it, best first."""

    thread: Thread
    answer: Answer | None
    link: Link | None
    proposal: Proposal | None
    near: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Promoted:
    """What a decision changed; nothing where `changed` is false.

    `article` is the one that the outcome names. `made` is a file that was written, `named` and `unnamed` the articles among
    whose `sources` the thread now is or is no longer, `noted` whether the list of outcomes has a new line. `left` are files in
    work that were made of the thread and are of no use now.
    """

    outcome: Outcome
    article: Article | None = None
    made: Article | None = None
    named: Article | None = None
    unnamed: tuple[Article, ...] = ()
    noted: bool = False
    left: tuple[Article, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether there is anything to undo."""
        return bool(self.made or self.named or self.unnamed or self.noted)


def thread_named(store: Store, name: str) -> Thread:
    """The stored thread of a key. Raises `DecisionError` with the nearest keys, or the reasons why it was held back."""
    if found := store.threads_by_key([name]):
        return found[0]
    for held in store.held():
        if held.key == name:
            raise DecisionError(
                f"thread '{name}' was held back, because redaction was not sure of it: {'; '.join(held.reasons)}",
                cure="mend it in its own system and collect again; `deskbook report held` lists all that were held back",
            )
    number = name.rpartition(":")[2]
    known = {key for key in store.numbers() if key.rpartition(":")[2] == number} | store.marked()
    near = difflib.get_close_matches(name, sorted(known), n=3)
    meant = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
    raise DecisionError(
        f"there is no thread '{name}'{meant}",
        cure="`deskbook report proposals` lists those that wait; `deskbook find WORDS` finds one by its words",
    )


class Promotion:
    """Decides about one thread. Each decision may be made again, which changes nothing, and changed to any other."""

    def __init__(self, store: Store, shelf: Shelf, drafter: Drafter, outcomes: Path, now: datetime) -> None:
        """`outcomes` is the file of people's decisions; `now` is aware UTC."""
        self._store = store
        self._shelf = shelf
        self._outcomes = outcomes
        self._now = now
        self.desk = Desk(store, shelf, drafter, now)

    def picture(self, thread: Thread) -> Picture:
        """What is known for a decision. Changes nothing."""
        link, earlier = self.desk.standing.get(thread.key), self.desk.earlier.get(thread.key)
        if link and earlier and earlier.comes_to_the_same(link):
            link = replace(link, reason=earlier.reason)
        case = self._case(thread)
        proposals = [] if link else self.desk.propose(case, *self.desk.matches([case]))
        proposal = next((one for one in proposals if thread in one.case.threads), None)
        nearest = Answers(self.desk.pages.values(), self._shelf.embedder).nearest(question_text(thread), _SHOWN)
        near = tuple(match for match in nearest if match.probability >= _LEAST)
        return Picture(thread, pick_answer(thread), link, proposal, near)

    def new(self, thread: Thread, *, skeleton: bool = False) -> Promoted:
        """It gets an article of its own. Raises `DecisionError` with what is missing, unless a `skeleton` will do."""
        link = self.desk.standing.get(thread.key)
        if link and link.outcome is Outcome.NEW:
            article = self.desk.articles[link.article]
            return Promoted(Outcome.NEW, article, noted=self._note(thread, Outcome.NEW) if not link.decided else False)
        case = self._case(thread)
        proposal = self.desk.write_up(case)
        if proposal.file is None and not skeleton:
            questions = "".join(f"\n    {question}" for question in proposal.questions)
            raise DecisionError(
                f"{thread.key} is not written up: {proposal.reason}{questions}",
                cure="answer that in the thread and collect again, or add `--skeleton` for a file in which to fill it in",
            )
        made = proposal.file or self._skeleton(thread, proposal)
        unnamed = self._let_go(thread, None)
        write_new(self._shelf.library, self._store.pictures, made)
        noted = self._note(thread, Outcome.NEW)
        link = Link(thread.key, Outcome.NEW, made.id, "written up", self._now, decided=True, written=made.id)
        self._store.put_links(replace(link, thread=key, decided=key == thread.key) for key in made.sources)
        return Promoted(Outcome.NEW, made, made, None, unnamed, noted, self._left(thread, made))

    def improves(self, thread: Thread, page: Article) -> Promoted:
        """It has something to add to an article. Raises `DecisionError` where nobody answered it."""
        link = self.desk.standing.get(thread.key)
        if link and link.decided and (link.outcome, link.article) == (Outcome.IMPROVES, page.id):
            return Promoted(Outcome.IMPROVES, page)
        file = next((a for a in self._naming(thread) if a.improves == page.id), None)
        made = None
        if file is None:
            answer = pick_answer(thread)
            if answer is None:
                raise DecisionError(
                    f"nobody has answered {thread.key}, so it has nothing to add",
                    cure=f"write what is missing into {page.path}, then use `--covered-by {page.id}`",
                )
            new = improvement(page, whole(thread, answer), self._now.date())
            file = made = self.desk.unique(self.desk.news([thread], page) or new, thread)
        unnamed = self._let_go(thread, None)
        if made:
            write_new(self._shelf.library, self._store.pictures, made)
        noted = self._note(thread, Outcome.IMPROVES, article=page.id)
        reason = f"what is new in it stands in {file.path.name}"
        self._keep(Link(thread.key, Outcome.IMPROVES, page.id, reason, self._now, decided=True, written=file.id))
        return Promoted(Outcome.IMPROVES, page, made, None, unnamed, noted, self._left(thread, file))

    def covered(self, thread: Thread, page: Article) -> Promoted:
        """An article covers it: the article names it among its `sources` from now on, and no other does.

        By a draft nothing is covered yet: then the thread is one of those that are written up there.
        """
        in_work = is_draft(page, self._shelf.drafts)
        outcome = Outcome.NEW if in_work else Outcome.COVERED
        link = self.desk.standing.get(thread.key)
        if link and link.decided and link.article == page.id and link.outcome in (outcome, Outcome.NEW):
            return Promoted(link.outcome, page)
        named = thread.key not in page.sources
        unnamed = self._let_go(thread, page)
        if named:
            self._shelf.library.name_source(page.path, thread.key)
        noted = in_work and self._note(thread, Outcome.NEW)
        reason = "written up" if in_work else f"“{page.title}” names it as a source"
        made = page.id if in_work else ""
        self._keep(Link(thread.key, outcome, page.id, reason, self._now, decided=True, written=made))
        return Promoted(outcome, page, None, page if named else None, unnamed, noted, self._left(thread, page))

    def skip(self, thread: Thread, reason: str) -> Promoted:
        """Nobody need write it down, for a reason."""
        link = self.desk.standing.get(thread.key)
        if link and link.decided and (link.outcome, link.reason) == (Outcome.SKIP, reason):
            return Promoted(Outcome.SKIP)
        unnamed = self._let_go(thread, None)
        noted = self._note(thread, Outcome.SKIP, reason=reason)
        self._keep(Link(thread.key, Outcome.SKIP, "", reason, self._now, decided=True))
        return Promoted(Outcome.SKIP, unnamed=unnamed, noted=noted, left=self._left(thread, None))

    def _case(self, thread: Thread) -> Case:
        """The thread, and those that ask the same of which nothing is said yet."""
        clusters = (cluster for cluster in self._store.clusters() if not cluster.dismissed)
        members = next((cluster.members for cluster in clusters if thread.key in cluster.members), ())
        others = [key for key in members if key != thread.key and key not in self.desk.standing]
        return Case(thread, tuple(sorted(oldest_first(self._store, others), key=leads)))

    def _naming(self, thread: Thread) -> list[Article]:
        return [article for article in self.desk.articles.values() if thread.key in article.sources]

    def _let_go(self, thread: Thread, page: Article | None) -> tuple[Article, ...]:
        """Take the thread out of the sources of all articles that say another outcome than the one decided now."""
        others = [
            a for a in self._naming(thread) if a.is_page and a is not page and not is_draft(a, self._shelf.drafts)
        ]
        for article in others:
            self._shelf.library.name_source(article.path, thread.key, named=False)
        return tuple(others)

    def _left(self, thread: Thread, used: Article | None) -> tuple[Article, ...]:
        """Drafts and files beside articles that name the thread, but for the one in use."""
        in_work = (a for a in self._naming(thread) if a.improves or (a.is_page and is_draft(a, self._shelf.drafts)))
        return tuple(a for a in in_work if used is None or a.id != used.id)

    def _note(self, thread: Thread, outcome: Outcome, *, article: str = "", reason: str = "") -> bool:
        append_outcome(self._outcomes, Link(thread.key, outcome, article, reason, self._now, decided=True))
        return True

    def _keep(self, link: Link) -> None:
        earlier = self.desk.earlier.get(link.thread)
        self._store.put_links([replace(link, written=link.written or (earlier.written if earlier else ""))])

    def _skeleton(self, thread: Thread, proposal: Proposal) -> Article:
        """A file with the question, and in place of the rest what has to be found out."""
        asked = own_words(thread.question.text) if thread.question else ""
        title = clean_title(thread.title) or thread.key
        wanted: Sequence[str] = proposal.questions or ("What resolves it?",)
        body = (
            f"## {Part.ISSUE}\n\n{asked or title}\n\n"
            f"## {Part.ENVIRONMENT}\n\n<!-- For which product, version and settings does this hold? -->\n\n"
            f"## {Part.RESOLUTION}\n\n" + "\n".join(f"<!-- {question} -->" for question in wanted)
        )
        name = slugify(title)
        article = Article(
            path=PurePosixPath(self._shelf.drafts, f"{name}.md"),
            id=name,
            title=title,
            body=body,
            kind=ArticleKind.BREAKFIX,
            sources=(thread.key,),
            created=self._now.date(),
        )
        return self.desk.unique(article, thread)
