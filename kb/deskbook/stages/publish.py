"""publish: tells tickets which article came of them, once, and takes it back where that no longer holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from deskbook.errors import PublishError, SourceError
from deskbook.model import Damage, Progress, Publisher, Told
from deskbook.store.notes import Notes
from deskbook.text.publishing import Telling

T = TypeVar("T", Telling, Told)


@dataclass(frozen=True, slots=True)
class Published:
    """The tickets that were told or, of `retract`, that were told that it no longer holds, and those that could not be."""

    done: tuple[Told, ...]
    damages: tuple[Damage, ...]


def publish(
    tellings: Iterable[Telling], publishers: Mapping[str, Publisher], notes: Notes, now: datetime, progress: Progress
) -> Published:
    """Tell each ticket, and remember it at once. A ticket that cannot be told does not hold up the others; a system that cannot be
    reached does not hold up other systems. `now` is aware UTC.
    """

    def tell(publisher: Publisher, ticket: str, telling: Telling) -> Told:
        receipt = publisher.publish(ticket, telling.note)
        return Told(telling.thread, telling.article.id, telling.note, receipt, now, telling.round)

    return _each(tellings, publishers, notes, tell, progress.track, "publish")


def retract(
    told: Iterable[Told], publishers: Mapping[str, Publisher], notes: Notes, now: datetime, progress: Progress
) -> Published:
    """Take back what tickets were told, in the same way."""

    def take_back(publisher: Publisher, ticket: str, one: Told) -> Told:
        publisher.retract(ticket, one.note, one.receipt)
        return replace(one, at=now, round=one.round + 1, stands=False)

    return _each(told, publishers, notes, take_back, progress.track, "retract")


def _each(  # noqa: PLR0913, PLR0917  the parts of a stage
    items: Iterable[T],
    publishers: Mapping[str, Publisher],
    notes: Notes,
    act: Callable[[Publisher, str, T], Told],
    track: Callable[[list[T], str], Iterator[T]],
    label: str,
) -> Published:
    done: list[Told] = []
    damages: list[Damage] = []
    silent: set[str] = set()
    for item in track(list(items), label):
        source, _, ticket = item.thread.partition(":")
        if source in silent:
            continue
        try:
            told = act(publishers[source], ticket, item)
        except PublishError as error:
            damages.append(Damage(error.what, error.where or item.thread, error.cure or ""))
        except SourceError as error:
            silent.add(source)
            damages.append(Damage(error.what, error.where or source, error.cure or ""))
        else:
            notes.put(told)
            done.append(told)
    return Published(tuple(done), tuple(damages))
