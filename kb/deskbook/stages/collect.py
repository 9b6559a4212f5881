"""collect: from sources into the store, redacted at the door."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from deskbook.errors import SourceError, StoreError
from deskbook.model import (
    Audience,
    Damage,
    Given,
    Gone,
    Held,
    Incoming,
    LiveSource,
    Progress,
    Source,
    Thread,
    ThreadKind,
)
from deskbook.stages.at_once import at_once
from deskbook.stages.pictures import Gallery
from deskbook.store import Store, Stored
from deskbook.text.corrections import Corrections, corrected, nearest
from deskbook.text.redact import (
    Authors,
    Cleared,
    Policy,
    Takedowns,
    at_the_door,
    nick_forms,
    redact_thread,
    without_taken_down,
    without_withheld,
)

# One transaction each: large enough to be fast, small enough that a killed run loses seconds of work.
_BATCH = 200
# A system that is asked politely gives about one thread a second.
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Origin:
    """A configured source and its policy. `authors` None: names stay in forum and chat, and go in tickets.

    `allow`, `names` and `keep` come on top of what holds for all sources; see `Policy`. `consent` says that those who may allow it
    have allowed to publish the channels of a chat. Nothing that those of `opt_out` wrote is stored. `pictures` says that pictures of
    public threads are kept.
    """

    name: str
    source: Source
    authors: Authors | None = None
    allow: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    consent: bool = False
    opt_out: tuple[str, ...] = ()
    pictures: bool = True


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of the threads of one source. `removed` counts what redaction took out, by kind, and `refused` the threads
    that were taken down.

    `withheld` are threads of which nothing is left without what their authors withhold, and `inside` chats that nobody allowed to
    publish. `gone` were stored and are no longer given, and so removed; `missing` are those that stay, because it is not sure.
    `erased` says that something which was stored may be gone for its authors' sake. `pictures` were kept, and `blanks` were not
    because they are too large, or surely no picture.
    """

    source: str
    stored: Stored
    held: tuple[Held, ...] = ()
    damages: tuple[Damage, ...] = ()
    removed: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    withheld: int = 0
    inside: int = 0
    gone: int = 0
    missing: int = 0
    erased: bool = False
    pictures: int = 0
    blanks: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """What became of all sources, and the corrections of conversations that name lines which no source has."""

    sources: tuple[Collected, ...]
    astray: tuple[Damage, ...] = ()


def collect(  # noqa: PLR0913, PLR0917  a stage gets its parts as arguments
    origins: Iterable[Origin],
    store: Store,
    policy: Policy,
    progress: Progress,
    takedowns: Takedowns = Takedowns(),  # noqa: B008  an empty list never changes
    corrections: Corrections = Corrections(),  # noqa: B008  nor does this
    *,
    forget_missing: bool = False,
    again: bool = False,
) -> Ledger:
    """Read each source to its end and keep what is new, batch by batch, without what was taken down. A source that cannot be
    read at all is a damage of its own and does not hold up the others.

    What a source gave once and no longer gives is removed, where the source was read without damage and gives everything each
    time. Where that is more than half it stays, in case an export is not whole, unless `forget_missing` says that it is.

    A `LiveSource` is asked for what is new since its last run, or with `again` for everything.
    """
    seen: set[str] = set()
    pulls: list[_Pull] = []
    live: list[tuple[_Pull, Iterator[Given]]] = []
    for origin in origins:
        pull = _Pull(_Door(origin, policy, takedowns), store, "" if again else store.cursor(origin.name))
        pulls.append(pull)
        entries = _entries(origin.source, pull.cursor)
        if corrections.lines:
            entries = corrected(entries, corrections, seen)
        if isinstance(origin.source, LiveSource):
            live.append((pull, entries))
            continue
        for batch in _batches(progress.track(entries, f"collect {origin.name}"), _BATCH):
            pull.take(batch)
    if live:
        label = f"collect {', '.join(pull.door.origin.name for pull, _ in live)}"
        deque(progress.track(_take_at_once(live), label), maxlen=0)
    results = tuple(pull.end(all_of_them=forget_missing) for pull in pulls)
    if any(result.erased for result in results):
        _scrub(store, progress)
    store.pictures.sweep()
    return Ledger(results, tuple(_astray(corrections, seen)))


def _take_at_once(live: Sequence[tuple[_Pull, Iterator[Given]]]) -> Iterator[Given]:
    """Take in what several live systems give; the same, once it is stored."""
    for number, batch in at_once([entries for _, entries in live], _BATCH, _PATIENCE):
        live[number][0].take(batch)
        yield from batch


@dataclass(slots=True)
class _Pull:
    """One source on its way into the store. `cursor` is where it went on; empty: from its beginning."""

    door: _Door
    store: Store
    cursor: str
    stored: Stored = field(default_factory=Stored)
    held: list[Held] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    refusals: Counter[bool] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    # Keys that were given.
    seen: set[str] = field(default_factory=set)
    inside: int = 0
    erased: int = 0
    # How many the source itself said are gone.
    left: int = 0
    gallery: Gallery = field(init=False)

    def __post_init__(self) -> None:
        self.gallery = Gallery(self.store, self.door.origin.name, self.door.origin.pictures)

    def take(self, batch: Iterable[Given]) -> None:
        """Redact a batch, and store it together with where the source goes on."""
        name = self.door.origin.name
        clear: list[Thread] = []
        doubtful: list[Held] = []
        unwanted: list[str] = []
        gone: list[str] = []
        reached = ""
        for entry in batch:
            if isinstance(entry, Damage):
                self.damages.append(entry)
                continue
            reached = entry.cursor or reached
            if isinstance(entry, Gone):
                gone.append(f"{name}:{entry.id}")
            elif isinstance(entry, Incoming):
                self._let_in(entry, clear, doubtful, unwanted)
        self.erased += self.store.remove(unwanted) if unwanted else 0
        # What came again in the same batch is there after all.
        given = {thread.key for thread in clear} | {one.key for one in doubtful}
        self.left += self.store.remove(set(gone) - given) if gone else 0
        self.stored += self.store.put(clear, doubtful, (name, reached) if reached else None)
        self.held += doubtful

    def _let_in(self, entry: Incoming, clear: list[Thread], doubtful: list[Held], unwanted: list[str]) -> None:
        self.inside += self.door.keeps_inside(entry)
        result = self.door.let_in(entry)
        if isinstance(result, _Refused):
            self.refusals[result.withheld] += 1
            unwanted += [result.key] if result.withheld else []
            return
        if isinstance(result, Cleared):
            clear.append(self.gallery.hang(result.thread, entry.files))
            self.removed.update(result.counts)
        else:
            doubtful.append(result)
        self.seen.add(_key(result))

    def end(self, *, all_of_them: bool) -> Collected:
        """The source has been read to its end."""
        origin = self.door.origin
        gone, missing = 0, 0
        # A source may give only what is new; it says so. A live one gives everything from its beginning on.
        if not getattr(origin.source, "incremental", False) or (
            isinstance(origin.source, LiveSource) and not self.cursor
        ):
            sure = not self.damages
            gone, missing = _forget(origin.name, self.seen, self.store, sure=sure, all_of_them=all_of_them)
        gone += self.left
        return Collected(
            origin.name,
            self.stored,
            tuple(self.held),
            tuple(self.damages),
            self.removed,
            self.refusals[False],
            self.refusals[True],
            self.inside,
            gone,
            missing,
            # What somebody wrote who opted out may be what changed.
            bool(self.erased or gone or (origin.opt_out and self.stored.changed)),
            self.gallery.kept,
            self.gallery.refused,
        )


def _batches(entries: Iterator[Given], size: int) -> Iterator[Iterator[Given]]:
    """Each is to be read to its end before the next. An entry is in hand before the source is asked for another one."""
    for first in entries:
        yield chain((first,), islice(entries, size - 1))


def _forget(source: str, seen: set[str], store: Store, *, sure: bool, all_of_them: bool) -> tuple[int, int]:
    """Remove what a source no longer gives. How many threads went, and how many stay though they are missing."""
    known = store.keys(source)
    missing = known - seen
    if not sure or (2 * len(missing) > len(known) and not all_of_them):
        return 0, len(missing)
    return (store.remove(missing) if missing else 0), 0


def _scrub(store: Store, progress: Progress) -> None:
    """Leave nothing of what was removed in unused parts of the store's file."""
    try:
        store.scrub()
    except StoreError as error:
        progress.say(f"{error.what}; `deskbook takedown` writes it anew when no other deskbook uses it")


def _entries(source: Source, cursor: str) -> Iterator[Given]:
    try:
        yield from source.threads_since(cursor) if isinstance(source, LiveSource) else source.threads()
    except SourceError as error:
        yield Damage(error.what, error.where or "", error.cure or "")


def _astray(corrections: Corrections, seen: set[str]) -> Iterator[Damage]:
    """Lines that are corrected and that no source has. Of channels that were not read nothing is said."""
    channels = {line.partition("/")[0] for line in seen}
    for line in sorted(corrections.lines - seen):
        if line.partition("/")[0] in channels:
            near = nearest(line, seen)
            cure = (
                f"the nearest line of that day is {near}"
                if near
                else "there is no line of that day; look at the channel's log"
            )
            yield Damage(f"no source has the line {line}", corrections.places.get(line, ""), cure)


@dataclass(frozen=True, slots=True)
class _Refused:
    """A thread that may not come in: because its authors withhold it, else because it was taken down."""

    key: str
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class _Door:
    """What may come in from one source, and how."""

    origin: Origin
    policy: Policy
    takedowns: Takedowns

    def keeps_inside(self, incoming: Incoming) -> bool:
        """Whether this would be published if it had been allowed."""
        thread = incoming.thread
        return thread.kind is ThreadKind.CHAT and thread.audience is not Audience.INTERNAL and not self.origin.consent

    def let_in(self, incoming: Incoming) -> Cleared | Held | _Refused:
        """The thread redacted, or held back, or refused."""
        policy = self._policy(incoming.thread.kind)
        spoken = without_withheld(incoming, frozenset(name.strip().lstrip("@").lower() for name in self.origin.opt_out))
        if spoken is None:
            return _Refused(_key(redact_thread(incoming, policy)), withheld=True)
        if self.keeps_inside(spoken):
            spoken = replace(spoken, thread=replace(spoken.thread, audience=Audience.INTERNAL))
        if not self.takedowns:
            return redact_thread(spoken, policy)
        result = redact_thread(at_the_door(spoken, self.takedowns), policy)
        if {_key(result), incoming.thread.key} & self.takedowns.threads:
            return _Refused(_key(result))
        if isinstance(result, Held):
            return replace(result, title_hint=self.takedowns.removed_from(result.title_hint))
        return replace(result, thread=without_taken_down(result.thread, self.takedowns))

    def _policy(self, kind: ThreadKind) -> Policy:
        origin, policy = self.origin, self.policy
        usual = Authors.ROLE if kind is ThreadKind.TICKET else Authors.KEEP
        opted_out = [form for name in origin.opt_out for form in (name, *nick_forms(name))]
        return replace(
            policy,
            authors=origin.authors or usual,
            allow=policy.allow | frozenset(origin.allow),
            names=(*policy.names, *origin.names, *opted_out),
            keep=policy.keep | frozenset(origin.keep),
        )


def _key(result: Cleared | Held) -> str:
    return result.thread.key if isinstance(result, Cleared) else result.key
