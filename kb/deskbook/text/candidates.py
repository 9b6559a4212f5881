"""Who could own an article that nobody owns: who answered its threads, who edited it, who owns what is around it.

It proposes, and says why; it never counts what a person did.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from deskbook.model import Article, Candidate, Edit, Knowledge, Origin, Role, Standing, Thread, ThreadKind
from deskbook.text.ownership import ownership

_SHOWN = 3
# What an answer weighs against an edit, and an edit against a neighbour. The owner that a default names comes before all.
_DEFAULT, _ANSWERED, _EDITED, _AROUND = 8, 3, 2, 1
_LINK = re.compile(r"\]\(<?([^)>\s#?]+\.md)")


class Candidates:
    """Finds candidates for the articles of one knowledge base."""

    def __init__(
        self, knowledge: Knowledge, edits: Mapping[PurePosixPath, Sequence[Edit]], groups: Mapping[str, str]
    ) -> None:
        """`edits` are those of each article's file, the latest first. `groups` is the owner of a ticket group or forum category."""
        self._knowledge = knowledge
        self._edits = edits
        self._groups = groups
        self._owned: dict[PurePosixPath, str] = {}
        for article in knowledge.articles:
            found = ownership(article, knowledge)
            if article.is_page and found.standing is Standing.ACTIVE and found.owner:
                self._owned[article.path] = found.owner
        self._in_folder: dict[PurePosixPath, Counter[str]] = defaultdict(Counter)
        for path, owner in self._owned.items():
            self._in_folder[path.parent][owner] += 1
        self._linked = _linked(knowledge.articles)

    def of(self, article: Article, threads: Iterable[Thread]) -> tuple[Candidate, ...]:
        """The best few, the best first; `threads` are those that the article was written from."""
        reasons: dict[str, list[str]] = {}
        weight: Counter[str] = Counter()
        for owner, worth, reason in self._evidence(article, tuple(threads)):
            if self._knowledge.roster.standing(owner, self._knowledge.today) is Standing.ACTIVE:
                reasons.setdefault(owner, []).append(reason)
                weight[owner] += worth
        best = sorted(reasons, key=lambda owner: (-weight[owner], owner))[:_SHOWN]
        return tuple(Candidate(owner, tuple(reasons[owner])) for owner in best)

    def _evidence(self, article: Article, threads: Sequence[Thread]) -> Iterator[tuple[str, int, str]]:
        """Owner, what it weighs, and the reason; each reason once for an owner."""
        default = ownership(replace(article, owner=None), self._knowledge)
        if default.owner and article.owner and default.origin is not Origin.NOTHING:
            yield default.owner, _DEFAULT, f"{default.origin} ({default.place}) names it"
        yield from self._answers(threads)
        for edit in self._edits.get(article.path, ()):
            if who := self._knowledge.roster.known_as(edit.email):
                yield who, _EDITED, f"last edited it on {edit.last.isoformat()}"
        if around := self._in_folder[article.path.parent].most_common(1):
            yield around[0][0], _AROUND, "owns other pages of its folder"
        linked = Counter(self._owned[path] for path in sorted(self._linked[article.path]) if path in self._owned)
        if linked:
            yield linked.most_common(1)[0][0], _AROUND, "owns pages that link to it, or that it links to"

    def _answers(self, threads: Sequence[Thread]) -> Iterator[tuple[str, int, str]]:
        groups = Counter(place for thread in threads for place in (thread.group, thread.category) if place)
        named = {self._groups[place]: place for place, _ in reversed(groups.most_common()) if place in self._groups}
        yield from ((owner, _ANSWERED, f"answered its threads ({place})") for owner, place in named.items())
        # In tickets the authors are roles; in forum and chat the staff may have kept their public names.
        staff = {
            who
            for thread in threads
            if thread.kind is not ThreadKind.TICKET
            for message in thread.public_messages
            if message.role is Role.AGENT and (who := self._knowledge.roster.known_as(message.author))
        }
        yield from ((who, _ANSWERED, "answered its threads") for who in sorted(staff))


def _linked(articles: Iterable[Article]) -> dict[PurePosixPath, set[PurePosixPath]]:
    """The articles that each links to or is linked from. A quick look: a link in an example counts, and does no harm here."""
    linked: dict[PurePosixPath, set[PurePosixPath]] = defaultdict(set)
    for article in articles:
        for target in _LINK.findall(article.body):
            path = PurePosixPath(posixpath.normpath(posixpath.join(article.path.parent.as_posix(), target)))
            linked[article.path].add(path)
            linked[path].add(article.path)
    return linked
