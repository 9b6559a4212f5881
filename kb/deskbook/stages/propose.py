"""propose: new drafts on a branch of their own, in a request that the forge's people review.

Nothing is remembered here. The branch and the text of its requests say what was proposed, what people made of it, and what was
merged or declined: so it works from any checkout, also from one that is new each night.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path, PurePosixPath

from deskbook.errors import ProposalError
from deskbook.forges import Forge, Refused, Request, State, Unknown, reason
from deskbook.library import Library, parse, render
from deskbook.library.articles import Unreadable
from deskbook.library.remote import Remote
from deskbook.model import Article, Person, Roster, Team
from deskbook.stages.pictures import copies_of
from deskbook.text.outcomes import is_draft
from deskbook.text.proposing import Offered, body, marks
from deskbook.text.standard import Answer
from deskbook.text.words import count

TITLE = "New articles to review"
_TRIES = 3  # while others push to the branch at the same moment


class Fate(StrEnum):
    """What becomes of one draft."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    EDITED = "edited by somebody, left alone"
    REMOVED = "taken out by somebody"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Fated:
    """A draft by its path in the project. `request` is the one in which it was declined."""

    path: str
    title: str
    fate: Fate
    request: Request | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom the forge was asked to have review, for an owner of the roster; `why_not` where that did not work."""

    owner: str
    account: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a run came to. `request` is the open one; with a dry run of a new one there is none. `earlier` is the last that was
    merged or closed, `text` what the request says. `did` is "opened", "updated", "unchanged" or "nothing"."""

    did: str
    request: Request | None
    earlier: Request | None
    drafts: tuple[Fated, ...]
    text: str = ""
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What is proposed, and what is known of it.

    `drafts` is the folder of drafts below the content. `judge` is given a folder with the whole project and the paths of
    articles below its content; it gives what the content standard says of those that can be read, and who owns them. `addresses` gives those of threads, by key. `system`
    is the name by which the roster has the accounts of the forge. `tables` are files of lines that go along with new drafts, by
    path in the project: lines are only added.
    """

    library: Library
    drafts: str
    roster: Roster
    system: str
    judge: Callable[[Path, Collection[PurePosixPath]], Mapping[PurePosixPath, Judged]]
    addresses: Callable[[Iterable[str]], Mapping[str, str]]
    tables: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """An article of the branch: who owns it (an id, if anybody), and what speaks against it."""

    article: Article
    owner: str | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """`files` are the draft and what it shows, by path in the project."""

    path: str
    title: str
    mark: str
    files: Mapping[str, bytes]


@dataclass(slots=True)
class _Plan:
    """Which commit the branch begins with, which files go on top, and the marks of all that is in the request."""

    start: str
    known: set[str]
    files: dict[str, bytes] = field(default_factory=dict)
    fates: list[Fated] = field(default_factory=list)

    def take(self, draft: _Draft, fate: Fate, request: Request | None = None) -> None:
        """Note what becomes of a draft, and write its files where that is something new."""
        self.fates.append(Fated(draft.path, draft.title, fate, request))
        if fate in (Fate.ADDED, Fate.UPDATED):
            self.files |= draft.files


@dataclass(slots=True)
class _Round:
    """The branch and its requests as they are now."""

    desk: Desk
    remote: Remote
    forge: Forge
    branch: str
    base: str
    requests: Sequence[Request]
    again: Request | None
    tip: str | None
    base_tip: str

    @property
    def current(self) -> Request | None:
        """The open request."""
        return next((request for request in self.requests if request.state is State.OPEN), None)

    def plan(self, own: Sequence[_Draft]) -> _Plan:
        """What to do with the drafts of the work tree."""
        done = [request for request in self.requests if request.state is not State.OPEN]
        # A branch that is where a finished request left it belongs to that request.
        goes_on = self.tip and (self.current or self.tip not in {request.commit for request in done})
        again = marks(self.again.body) if self.again else frozenset()
        plan = _Plan(
            self.tip if goes_on and self.tip else self.base_tip,
            {*again, *(marks(self.current.body) if self.current else ())},
        )
        settled = {mark: request for request in reversed(done) for mark in marks(request.body) if mark not in again}
        folder = self.desk.library.prefix
        based, there = self.remote.files(self.base_tip, folder), self.remote.files(plan.start, folder)
        back = {draft.path: draft for draft in self._back() if draft.path not in based} if self.again else {}
        for draft in back.values():
            plan.take(draft, self._fate(draft, there.get(draft.path), plan.known, Fate.ADDED))
        for draft in own:
            before = settled.get(draft.mark)
            if draft.path in based or draft.path in back or (before and before.state is State.MERGED):
                continue
            otherwise = Fate.DECLINED if before else Fate.REMOVED if draft.mark in plan.known else Fate.ADDED
            fate = self._fate(draft, there.get(draft.path), plan.known, otherwise)
            plan.take(draft, fate, before if fate is Fate.DECLINED else None)
            if fate in (Fate.ADDED, Fate.UPDATED, Fate.UNCHANGED):
                plan.known.add(draft.mark)
        if plan.files:
            plan.files |= {path: self._joined(path, data, plan.start) for path, data in self.desk.tables.items()}
        return plan

    def _joined(self, path: str, mine: bytes, commit: str) -> bytes:
        """A table as a commit has it, with the lines of mine that it lacks."""
        there = self.remote.files(commit, path).get(path)
        lines = self.remote.read(there).splitlines(keepends=True) if there else []
        return b"".join([*lines, *(line for line in mine.splitlines(keepends=True) if line not in lines)])

    def _fate(self, draft: _Draft, there: str | None, known: set[str], otherwise: Fate) -> Fate:
        """What becomes of a draft of which the branch has a file already, of that digest; else `otherwise`."""
        if there is None:
            return otherwise
        mark = mark_of(self.remote.read(there))
        return Fate.UNCHANGED if mark == draft.mark else Fate.UPDATED if mark in known else Fate.EDITED

    def _back(self) -> list[_Draft]:
        """The drafts of the request that is to be proposed again, as people left them there."""
        assert self.again is not None  # noqa: S101  asked only then
        added, prefix = self.added(self.remote.fetch(self.forge.ref(self.again))), self.desk.library.prefix
        found = []
        for path in (path for path in added if path.endswith(".md")):
            data, below = self.remote.read(added[path]), PurePosixPath(path).relative_to(prefix)
            try:
                article = _parsed(data, below)
                title, shown = article.title, [f"{prefix}/{one}" for one in copies_of(article)]
            except Unreadable:
                title, shown = below.stem, []
            files = {one: self.remote.read(added[one]) for one in (path, *shown) if one in added}
            found.append(_Draft(path, title, mark_of(data), files))
        return found

    def added(self, commit: str) -> dict[str, str]:
        """The files of the content that a branch has added since it left the base, and that the base has not got meanwhile."""
        folder = self.desk.library.prefix
        old = self.remote.files(self.remote.forked(self.base_tip, commit), folder).keys()
        new = self.remote.files(self.base_tip, folder).keys()
        return {path: digest for path, digest in self.remote.files(commit, folder).items() if path not in old | new}


def propose(  # noqa: PLR0913
    desk: Desk,
    remote: Remote,
    forge: Forge,
    branch: str,
    base: str | None,
    *,
    again: int | None = None,
    dry_run: bool = False,
) -> Proposed:
    """Put the new drafts of the work tree on `branch`, and open or update the request to merge it into `base` (None: the remote's
    main branch).

    Drafts that somebody has edited or deleted on the branch stay as they are; so do those of requests that were merged or closed,
    except those of the closed request number `again`. With `dry_run` nothing is pushed or sent. Raises `ProposalError`.
    """
    base = base or remote.main()
    if base == branch:
        raise ProposalError(
            f"drafts would be pushed to {base}, which others build on", cure="name another `branch` in [propose]"
        )
    own = _drafts(desk)
    for _ in range(_TRIES):
        requests = forge.requests(branch)
        tips = remote.tips(base, branch)
        if base not in tips:
            raise ProposalError(
                f"the remote has no branch {base}", where=remote.address_to_show, cure="mend `base` in [propose]"
            )
        now = _Round(
            desk, remote, forge, branch, base, requests, _closed(requests, again), tips.get(branch), tips[base]
        )
        plan = now.plan(own)
        commit = remote.commit(plan.start, plan.files, _message(plan)) if plan.files else plan.start
        added = [path for path in now.added(commit) if path.endswith(".md")]
        moves = bool(added or now.current) and commit != now.tip
        if dry_run or not moves or remote.push(commit, branch, now.tip):
            return _request(now, plan, commit, added, dry_run=dry_run)
    raise ProposalError(f"others push to {branch} all the time", cure="run `deskbook propose` again")


def mark_of(data: bytes) -> str:
    """What tells a draft from all others, and one that somebody has edited from that which was drafted. The day does not: a draft
    that is written again on another day is the same."""
    try:
        text = render(replace(_parsed(data, PurePosixPath("draft.md")), created=None))
    except Unreadable:
        text = data.decode("utf-8", "replace")
    return blake2b(text.encode("utf-8"), digest_size=5).hexdigest()


def _parsed(data: bytes, path: PurePosixPath) -> Article:
    try:
        return parse(data.decode("utf-8"), path)
    except UnicodeDecodeError:
        raise Unreadable("this file is not UTF-8 text", 1, "save it as UTF-8") from None


def _drafts(desk: Desk) -> list[_Draft]:
    """What waits for review in the work tree: drafts, and what is to improve an article."""
    library, found = desk.library, []
    for article in library.read().articles:
        if is_draft(article, desk.drafts) or article.improves:
            paths = [article.path, *(path for path in copies_of(article) if library.holds(path))]
            files = {f"{library.prefix}/{path}": (library.folder / path).read_bytes() for path in paths}
            path = f"{library.prefix}/{article.path}"
            found.append(_Draft(path, article.title, mark_of(files[path]), files))
    return found


def _closed(requests: Sequence[Request], number: int | None) -> Request | None:
    if number is None:
        return None
    for request in requests:
        if request.number == number and request.state is State.CLOSED:
            return request
    closed = [str(request.number) for request in requests if request.state is State.CLOSED]
    raise ProposalError(
        f"{number} is no request with drafts that was closed without merging",
        cure=f"name one of these: {', '.join(closed)}" if closed else "none was closed: leave out --again",
    )


def _message(plan: _Plan) -> str:
    done = [one for one in plan.fates if one.fate in (Fate.ADDED, Fate.UPDATED)]
    return f"Propose {count(len(done), 'draft')}\n\n" + "".join(f"- {one.path}\n" for one in done)


def _request(now: _Round, plan: _Plan, commit: str, paths: Sequence[str], *, dry_run: bool) -> Proposed:
    """Open or update the request of the branch, which is at `commit`; `paths` are the articles that it adds."""
    current = now.current
    earlier = next((request for request in now.requests if request.state is not State.OPEN), None)
    if not paths and current is None:
        return Proposed("nothing", None, earlier, tuple(plan.fates))
    below = {path: PurePosixPath(path).relative_to(now.desk.library.prefix) for path in paths}
    with now.remote.checked_out(commit) as folder:
        judged = now.desk.judge(folder, frozenset(below.values()))
    shown = {path: judged[place] for path, place in below.items() if place in judged}
    text = _body(now, shown, plan.known, current)
    did = "unchanged"
    if current is None:
        did = "opened"
        if not dry_run:
            current = _opened(now, text)
    elif _plain(text) != _plain(current.body):
        did = "updated"
        if not dry_run:
            now.forge.rewrite(current, text)
    elif plan.files:
        did = "updated"
    fresh = {one.path for one in plan.fates if one.fate is Fate.ADDED} if now.current else set(paths)
    owners = sorted({one.owner for path, one in shown.items() if path in fresh and one.owner})
    asked = [_ask(now, current if not dry_run else None, owner) for owner in owners]
    return Proposed(did, current, earlier, tuple(plan.fates), text, tuple(one for some in asked for one in some))


def _body(now: _Round, shown: Mapping[str, Judged], known: set[str], current: Request | None) -> str:
    addresses = now.desk.addresses(key for one in shown.values() for key in one.article.sources)
    offered = [
        Offered(
            one.article,
            path,
            now.forge.page(now.branch, now.remote.prefix + path),
            now.desk.roster.display(one.owner) if one.owner else "",
            tuple((key, addresses.get(key, "")) for key in one.article.sources),
            one.answers,
        )
        for path, one in sorted(shown.items())
    ]
    return body(offered, known, current.body if current else "", now.forge.longest)


def _opened(now: _Round, text: str) -> Request:
    try:
        return now.forge.open(now.branch, now.base, TITLE, text)
    except Refused as refused:
        # Another run may have been faster.
        there = next((one for one in now.forge.requests(now.branch) if one.state is State.OPEN), None)
        if refused.status not in (409, 422) or there is None:
            raise
        now.forge.rewrite(there, text)
        return there


def _ask(now: _Round, request: Request | None, owner: str) -> list[Asked]:
    """Ask all accounts of an owner to review; nobody is asked without a request."""
    everybody: tuple[Person | Team, ...] = (*now.desk.roster.people, *now.desk.roster.teams)
    known = next((one for one in everybody if one.id == owner), None)
    accounts = known.accounts.get(now.desk.system, ()) if known else ()
    if not accounts:
        return [Asked(owner, "", f"the roster names no {now.desk.system} account")]
    return [
        Asked(owner, account, _why_not(now, request, account))
        for account in (one.removeprefix("@") for one in accounts)
    ]


def _why_not(now: _Round, request: Request | None, account: str) -> str:
    if request is None:
        return ""
    try:
        now.forge.ask(request, account)
    except Unknown:
        return "the forge knows no such account"
    except Refused as refused:
        return f"the forge refuses: {reason(refused)}"
    return ""


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
