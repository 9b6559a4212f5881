"""What a live source gave, put in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deskbook.model import Damage, Given, Gone, Incoming, Note, Thread, marker
from deskbook.sources.live import LiveDesk


@dataclass(frozen=True)
class Pull:
    """One run of a source: its threads by id, the ids that are gone, and where the next run goes on."""

    threads: dict[str, Thread]
    gone: set[str]
    cursor: str
    people: set[str]


def pulled(source: LiveDesk, cursor: str = "") -> Pull:
    """Read a source to its end, from `cursor` on. There must be no damage."""
    return in_order(source.threads_since(cursor), cursor)


def in_order(given: Iterable[Given], cursor: str = "") -> Pull:
    """What was given. Each thread must be there once."""
    threads: dict[str, Thread] = {}
    gone: set[str] = set()
    people: set[str] = set()
    for one in given:
        assert not isinstance(one, Damage), one
        cursor = one.cursor or cursor
        if isinstance(one, Incoming):
            assert one.thread.id not in threads
            threads[one.thread.id] = one.thread
            people.update(one.people)
        elif isinstance(one, Gone):
            gone.add(one.id)
    return Pull(threads, gone, cursor, people)


def note(digest: str, *, public: bool = False, tag: str = "documented") -> Note:
    """What `deskbook publish` tells a ticket; another one for each `digest` of hexadecimal digits."""
    link, mark = f"https://help.example/articles/{digest}/", marker(digest.ljust(12, "0"))
    return Note(f"This answer is now in the help centre:\n{link}\n\n{mark}", link, mark, public, tag)


def threads(given: Iterable[Given]) -> dict[str, Thread]:
    """The threads among what was given, by id."""
    return {one.thread.id: one.thread for one in given if isinstance(one, Incoming)}


def ids(given: Iterable[Given]) -> list[str]:
    """Of the threads among what was given, in its order, also those that come twice."""
    return [one.thread.id for one in given if isinstance(one, Incoming)]


def gone(given: Iterable[Given]) -> list[str]:
    """The ids of what is gone."""
    return [one.id for one in given if isinstance(one, Gone)]


def cursor_of(given: Sequence[Given]) -> str:
    """Where the next run goes on."""
    return next((one.cursor for one in reversed(given) if not isinstance(one, Damage) and one.cursor), "")
