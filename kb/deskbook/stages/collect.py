"""collect: from sources into the store, redacted at the door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from deskbook.errors import SourceError
from deskbook.model import Damage, Held, Incoming, Progress, Source, Thread, ThreadKind
from deskbook.store import Store, Stored
from deskbook.text.redact import Cleared, Policy, redact_thread

# One transaction each: large enough to be fast, small enough that a killed run loses a second of work.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Origin:
    """A configured source and its policy. `keep_names` None: names stay in forum and chat, and go in tickets."""

    name: str
    source: Source
    keep_names: bool | None = None


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of the threads of one source. `removed` counts what redaction took out, by kind."""

    source: str
    stored: Stored
    held: tuple[Held, ...] = ()
    damages: tuple[Damage, ...] = ()
    removed: Counter[str] = field(default_factory=Counter)


def collect(origins: Iterable[Origin], store: Store, policy: Policy, progress: Progress) -> list[Collected]:
    """Read each source to its end and keep what is new, batch by batch. A source that cannot be read at all is a damage of
    its own and does not hold up the others."""
    return [_collect(origin, store, policy, progress) for origin in origins]


def _collect(origin: Origin, store: Store, policy: Policy, progress: Progress) -> Collected:
    stored, held, damages = Stored(), [], []
    removed: Counter[str] = Counter()
    entries = progress.track(_entries(origin.source), f"collect {origin.name}")
    while batch := list(islice(entries, _BATCH)):
        clear: list[Thread] = []
        doubtful: list[Held] = []
        for entry in batch:
            if isinstance(entry, Damage):
                damages.append(entry)
                continue
            result = redact_thread(entry, _policy_for(entry.thread.kind, origin, policy))
            if isinstance(result, Cleared):
                clear.append(result.thread)
                removed.update(result.counts)
            else:
                doubtful.append(result)
        stored += store.put(clear, doubtful)
        held += doubtful
    return Collected(origin.name, stored, tuple(held), tuple(damages), removed)


def _entries(source: Source) -> Iterator[Incoming | Damage]:
    try:
        yield from source.threads()
    except SourceError as error:
        yield Damage(error.what, error.where or "", error.cure or "")


def _policy_for(kind: ThreadKind, origin: Origin, policy: Policy) -> Policy:
    keep = origin.keep_names if origin.keep_names is not None else kind is not ThreadKind.TICKET
    return replace(policy, keep_names=keep)
