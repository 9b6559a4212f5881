"""Threads as rows, and rows as threads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from typing import Any

from deskbook.model import Audience, Message, OldAddress, Role, Thread, ThreadKind

THREAD_COLUMNS = (
    "key, source, id, kind, title, created, updated, url, resolved, marked, tags, category, team, audience, "
    "asker, sure, closed, old_addresses, digest"
)
MESSAGE_COLUMNS = "id, author, role, at, text, internal, accepted, reply_to, score"
_FIRST_MESSAGE_COLUMN = len(THREAD_COLUMNS.split(","))


def digest(thread: Thread) -> str:
    """A fingerprint of what a thread says, to tell whether it changed. Who asked is no part of it."""
    said = asdict(thread)
    del said["asker"]
    if thread.sure:  # as almost all are, and all were before this was known
        del said["sure"]
    for added in ("closed", "old_addresses"):
        if not said[added]:
            del said[added]
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode("utf-8")).hexdigest()


def thread_row(thread: Thread, fingerprint: str) -> tuple[Any, ...]:
    """One row of `thread`, in the order of `THREAD_COLUMNS`."""
    return (
        thread.key, thread.source, thread.id, thread.kind, thread.title, _text(thread.created), _text(thread.updated),
        thread.url, thread.resolved, thread.marked, json.dumps(thread.tags, ensure_ascii=False), thread.category, thread.group,
        thread.audience, thread.asker, thread.sure, thread.closed,
        json.dumps([(old.path, old.message) for old in thread.old_addresses], ensure_ascii=False), fingerprint,
    )  # fmt: skip


def updated_text(thread: Thread) -> str:
    """When a thread was last changed, as the `updated` column has it."""
    return _text(thread.updated)


def message_rows(thread: Thread) -> Iterator[tuple[Any, ...]]:
    """The rows of `message` for a thread: key and position, then `MESSAGE_COLUMNS`."""
    for position, m in enumerate(thread.messages):
        yield (
            thread.key, position, m.id, m.author, m.role, _text(m.at), m.text, m.internal, m.accepted, m.reply_to, m.score,
        )  # fmt: skip


def threads(rows: Iterable[tuple[Any, ...]]) -> Iterator[Thread]:
    """Threads from joined rows (`THREAD_COLUMNS` then `MESSAGE_COLUMNS`), those of one thread standing together."""
    for _key, group in groupby(rows, key=lambda row: row[0]):
        joined = list(group)
        messages = tuple(
            _message(row[_FIRST_MESSAGE_COLUMN:]) for row in joined if row[_FIRST_MESSAGE_COLUMN] is not None
        )
        yield _thread(joined[0], messages)


def numbered_threads(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, Thread]]:
    """As `threads`, each with the number that stands first in its rows."""
    for number, group in groupby(rows, key=lambda row: row[0]):
        yield number, next(threads(row[1:] for row in group))


def _thread(row: tuple[Any, ...], messages: tuple[Message, ...]) -> Thread:
    (
        _, source, id_, kind, title, created, updated, url, resolved, marked, tags, category, team, audience,
        asker, sure, closed, old_addresses, *_,
    ) = row  # fmt: skip
    return Thread(
        source=source,
        id=id_,
        kind=ThreadKind(kind),
        title=title,
        messages=messages,
        created=datetime.fromisoformat(created),
        updated=datetime.fromisoformat(updated),
        url=url,
        resolved=bool(resolved),
        marked=bool(marked),
        tags=tuple(json.loads(tags)),
        category=category,
        group=team,
        audience=Audience(audience),
        asker=asker,
        sure=bool(sure),
        closed=bool(closed),
        old_addresses=tuple(OldAddress(path, message) for path, message in json.loads(old_addresses)),
    )


def _message(row: tuple[Any, ...]) -> Message:
    id_, author, role, at, text, internal, accepted, reply_to, score = row
    return Message(
        id_, author, Role(role), datetime.fromisoformat(at), text, bool(internal), bool(accepted), reply_to, score
    )


def _text(moment: datetime) -> str:
    """UTC with fixed width, so that the order of texts is the order of times."""
    return moment.isoformat(timespec="microseconds")
