"""collect: from sources into the store, redacted at the door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from deskbook.errors import SourceError, StoreError
from deskbook.model import Audience, Damage, Held, Incoming, LiveSource, Progress, Source, ThreadKind
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

# One transaction each: large enough to be fast, small enough that a killed run loses a second of work.
_BATCH = 200
# A system that is asked politely gives about one thread a second.
_LIVE_BATCH = 10


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
    results = []
    for origin in origins:
        cursor = "" if again else store.cursor(origin.name)
        entries = _entries(origin.source, cursor)
        if corrections.lines:
            entries = corrected(entries, corrections, seen)
        tracked = progress.track(entries, f"collect {origin.name}")
        results.append(
            _collect(tracked, store, _Door(origin, policy, takedowns), cursor, forget_missing=forget_missing)
        )
    if any(result.erased for result in results):
        _scrub(store, progress)
    store.pictures.sweep()
    return Ledger(tuple(results), tuple(_astray(corrections, seen)))


def _collect(
    entries: Iterator[Incoming | Damage],
    store: Store,
    door: _Door,
    cursor: str,
    *,
    forget_missing: bool,
) -> Collected:
    origin = door.origin
    stored, held, damages, refusals = Stored(), [], [], Counter[bool]()
    removed: Counter[str] = Counter()
    seen: set[str] = set()
    inside, erased, reached = 0, 0, ""
    gallery = Gallery(store, origin.name, origin.pictures)
    size = _LIVE_BATCH if isinstance(origin.source, LiveSource) else _BATCH
    for batch in _batches(entries, size):
        clear, doubtful, unwanted = [], [], []
        for entry in batch:
            if isinstance(entry, Damage):
                damages.append(entry)
                continue
            reached = entry.cursor or reached
            inside += door.keeps_inside(entry)
            result = door.let_in(entry)
            if isinstance(result, _Refused):
                refusals[result.withheld] += 1
                unwanted += [result.key] if result.withheld else []
                continue
            if isinstance(result, Cleared):
                clear.append(gallery.hang(result.thread, entry.files))
                removed.update(result.counts)
            else:
                doubtful.append(result)
            seen.add(result.thread.key if isinstance(result, Cleared) else result.key)
        erased += store.remove(unwanted) if unwanted else 0
        stored += store.put(clear, doubtful, (origin.name, reached) if reached else None)
        held += doubtful
    gone, missing = 0, 0
    # A source may give only what is new; it says so. A live one gives everything from its beginning on.
    if not getattr(origin.source, "incremental", False) or (isinstance(origin.source, LiveSource) and not cursor):
        gone, missing = _forget(origin.name, seen, store, sure=not damages, all_of_them=forget_missing)
    return Collected(
        origin.name,
        stored,
        tuple(held),
        tuple(damages),
        removed,
        refusals[False],
        refusals[True],
        inside,
        gone,
        missing,
        # What somebody wrote who opted out may be what changed.
        bool(erased or gone or (origin.opt_out and stored.changed)),
        gallery.kept,
        gallery.refused,
    )


def _batches(entries: Iterator[Incoming | Damage], size: int) -> Iterator[Iterator[Incoming | Damage]]:
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


def _entries(source: Source, cursor: str) -> Iterator[Incoming | Damage]:
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
