"""What each owner should do first. It counts pages, never people: nobody is compared with anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from deskbook.model import (
    Article,
    Chore,
    Confidence,
    Digest,
    Finding,
    Knowledge,
    Overlap,
    Severity,
    Task,
    Verdict,
)
from deskbook.text.outcomes import tally
from deskbook.text.ownership import ownership
from deskbook.text.review import due
from deskbook.text.words import count

ON_DUTY = "on-duty"
# What a digest says in its own words; other findings are told as they are.
_TOLD = frozenset({"overlap", "ownerless", "stale", "old-drafts", "outcomes"})
_Work = dict[str, list[Task]]  # tasks by owner

# Title of a chore, and the command that shows all of it: the most urgent first.
_CHORES = (
    ("Which of the two is right?", "deskbook report overlap"),
    ("Say the same: merge them", "deskbook report overlap"),
    ("Nobody owns these", "deskbook report owners"),
    ("Review is overdue", "deskbook report overdue"),
    ("Drafts wait for you", "deskbook report owners"),
    ("Threads wait for a decision", "deskbook report proposals"),
    ("Found by the checks", "deskbook check"),
)


def digests(
    knowledge: Knowledge, findings: Iterable[Finding], limit: int, duty: Sequence[str] = ()
) -> tuple[Digest, ...]:
    """A digest for every owner who has something to do, by id, and one for whoever is on duty (`ON_DUTY`, named by `duty`, the names
    of the people): what nobody owns. Each has at most `limit` tasks; of what is left out the number is told.
    """
    desk = _Desk(knowledge)
    works = (
        desk.overlaps(Verdict.CONTRADICTION),
        desk.overlaps(Verdict.DUPLICATE),
        desk.ownerless(),
        desk.overdue(),
        desk.drafts(),
        desk.decisions(),
        desk.found(findings),
    )
    owners = sorted({owner for work in works for owner in work} - {ON_DUTY})
    names = {owner: knowledge.roster.display(owner) for owner in owners}
    names[ON_DUTY] = "Docs duty" + (f" ({', '.join(duty)})" if duty else "")
    made = (_digest(owner, names[owner], works, limit) for owner in (*owners, ON_DUTY))
    return tuple(digest for digest in made if digest.chores)


def _digest(owner: str, name: str, works: Sequence[_Work], limit: int) -> Digest:
    chores = []
    for (title, where), work in zip(_CHORES, works, strict=True):
        tasks = work.get(owner, [])
        shown = tuple(tasks[:limit])
        limit -= len(shown)
        if tasks:
            chores.append(Chore(title, shown, len(tasks) - len(shown), where))
    return Digest(owner, name, tuple(chores))


class _Desk:
    """Who owns what, and what there is to do about it."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._articles = {article.path: article for article in knowledge.articles}
        self._by_id = {article.id: article for article in knowledge.articles if article.is_page}
        self._owners = {article.path: self._owner(article) for article in knowledge.articles}
        self._pages = [article for article in knowledge.articles if article.is_page]

    def _owner(self, article: Article) -> str:
        found = ownership(article, self._knowledge)
        return ON_DUTY if found.owner is None or found.ownerless else found.owner

    def overlaps(self, verdict: Verdict) -> _Work:
        """The pairs of one verdict, for the owner of either page, the likest first."""
        work: _Work = defaultdict(list)
        pairs = [pair for pair in self._knowledge.overlaps if pair.verdict is verdict and not pair.settled]
        for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.path, pair.other)):
            for owner in sorted({self._owners.get(path, ON_DUTY) for path in (pair.path, pair.other)}):
                work[owner].append(self._pair(pair))
        return work

    def _pair(self, pair: Overlap) -> Task:
        prefix = self._knowledge.prefix
        titles = (
            self._articles[path].title if path in self._articles else str(path) for path in (pair.path, pair.other)
        )
        return Task(
            " / ".join(titles), pair.path, f"deskbook merge {prefix}/{pair.path} {prefix}/{pair.other} --dry-run"
        )

    def ownerless(self) -> _Work:
        """Pages that nobody owns: for whoever is on duty, and for those who own another page of their section."""
        neighbours: dict[PurePosixPath, set[str]] = defaultdict(set)
        for article in self._pages:
            if article.path.parent != PurePosixPath():
                neighbours[article.path.parent].add(self._owners[article.path])
        work: _Work = defaultdict(list)
        for article in self._pages:
            if self._owners[article.path] == ON_DUTY:
                for owner in sorted({ON_DUTY, *neighbours[article.path.parent]}):
                    whom = "ID" if owner == ON_DUTY else owner
                    command = f"deskbook claim {self._knowledge.prefix}/{article.path} --owner {whom}"
                    work[owner].append(Task(article.title, article.path, command))
        return work

    def overdue(self) -> _Work:
        """Pages that should have been reviewed by now, the longest overdue first."""
        work: _Work = defaultdict(list)
        dated = [(day, article) for article in self._pages if (day := due(article, self._knowledge))]
        for day, article in sorted(dated, key=lambda one: (one[0], one[1].path)):
            if day < self._knowledge.today:
                what = f"{article.title} (due {day.isoformat()})"
                command = f"deskbook reviewed {self._knowledge.prefix}/{article.path}"
                work[self._owners[article.path]].append(Task(what, article.path, command))
        return work

    def drafts(self) -> _Work:
        """Work in progress, the oldest first: drafts, and files with what an article should say besides, for that article's owner."""
        work: _Work = defaultdict(list)
        waiting = [article for article in self._knowledge.articles if article.confidence is Confidence.WIP]
        for article in sorted(waiting, key=lambda a: (a.created or self._knowledge.today, a.path)):
            page = self._by_id.get(article.improves or "", article)
            what = f"{article.title} (adds to “{page.title}”)" if page is not article else article.title
            step = f"{self._knowledge.prefix}/{article.path}"
            work[self._owners[page.path]].append(Task(what, article.path, step))
        return work

    def decisions(self) -> _Work:
        """Marked threads whose outcome nobody has decided."""
        found = tally(self._knowledge.marked, self._knowledge.outcomes)
        number = found.waiting + len(found.without)
        if not number:
            return {}
        return {
            ON_DUTY: [Task(f"{count(number, 'marked thread')} without a decision", step="deskbook report proposals")]
        }

    def found(self, findings: Iterable[Finding]) -> _Work:
        """What else the checks found, errors first; notices are left to who edits the page."""
        work: _Work = defaultdict(list)
        prefix = f"{self._knowledge.prefix}/"
        told = (f for f in findings if f.severity is not Severity.NOTICE and f.name not in _TOLD)
        for finding in sorted(told, key=lambda f: (f.severity is not Severity.ERROR, f.location, f.message)):
            path = PurePosixPath(finding.location.path.removeprefix(prefix))
            owner = self._owners.get(path, ON_DUTY)
            what = f"{finding.location}: {' '.join(finding.message.split())}; {finding.hint}"
            work[owner].append(Task(what, path if path in self._articles else None))
        return work


def everybody(knowledge: Knowledge) -> Iterator[str]:
    """Every id that a digest may be for."""
    yield from (person.id for person in knowledge.roster.people)
    yield from (team.id for team in knowledge.roster.teams)
    yield ON_DUTY
