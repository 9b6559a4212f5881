"""Threads and their messages: what a source gives and what the store keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from operator import attrgetter

from .audience import Audience


class ThreadKind(StrEnum):
    """What sort of exchange a thread is."""

    TICKET = "ticket"
    TOPIC = "topic"
    CHAT = "chat"


class Role(StrEnum):
    """On which side of the desk the author of a message sits."""

    CUSTOMER = "customer"
    AGENT = "agent"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Message:
    """One post in a thread.

    `text` is Markdown. `at` is aware, in UTC. `internal` messages are notes of the team and are never published.
    `reply_to` is the id of an earlier message of the same thread. `score` is votes or likes, where the source has them.
    """

    id: str
    author: str
    role: Role
    at: datetime
    text: str
    internal: bool = False
    accepted: bool = False
    reply_to: str | None = None
    score: int = 0

    def __reduce__(self) -> tuple[type[Message], tuple[object, ...]]:
        # To workers go messages by the hundred thousand; field by field, as dataclasses do it, takes twice as long.
        return Message, _values(self)


_values = attrgetter(*Message.__slots__)


@dataclass(frozen=True, slots=True)
class OldAddress:
    """An address that led to a thread before it came to where it lives: the path on the same host, with its query.

    `message` is the id of the one that it led to; None: to the thread.
    """

    path: str
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """One exchange from a source, in the order in which it was written.

    `source` is the name of the source in deskbook.toml and `id` the source's own id; together they are the `key`.
    `audience` says who may read the thread itself as a page: tickets are `internal`, open forum topics are `public`.
    `category` is the forum category or the chat channel, `group` the team that dealt with a ticket.
    `asker` is a pseudonym of who asked, the same in all threads that one person asked in one source, and empty where
    nobody knows. It serves to count people and is never shown.
    `sure` is False for a conversation that was picked out of a chat by guessing, and may not be one.
    `closed` says that nobody can write in it any more where it lives. `old_addresses` are where it was before that.
    """

    source: str
    id: str
    kind: ThreadKind
    title: str
    messages: tuple[Message, ...]
    created: datetime
    updated: datetime
    url: str | None = None
    resolved: bool = False
    marked: bool = False
    tags: tuple[str, ...] = ()
    category: str | None = None
    group: str | None = None
    audience: Audience = Audience.INTERNAL
    asker: str = ""
    sure: bool = True
    closed: bool = False
    old_addresses: tuple[OldAddress, ...] = ()

    @property
    def key(self) -> str:
        """`source:id`, unique in a store."""
        return f"{self.source}:{self.id}"

    @property
    def public_messages(self) -> tuple[Message, ...]:
        """The messages that were written for the customer to see: not internal, not by a machine."""
        return tuple(m for m in self.messages if not m.internal and m.role is not Role.SYSTEM)

    @property
    def question(self) -> Message | None:
        """The first message of the customer, or None where a thread has none."""
        return next((m for m in self.public_messages if m.role is Role.CUSTOMER), None)


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A picture that a source can hand over. `address` is that of a Markdown image in the messages, and another one for another file.

    `read` gives its bytes, or None where they cannot be had now. It is asked only for pictures that are to be kept, and before the
    source is asked for its next thread.
    """

    address: str
    read: Callable[[], bytes | None] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A thread as a source gave it, **not yet redacted**, and the names to look for in it.

    `people` are real names, user names and e-mail addresses of everyone in the thread whom the source knows of. `handles` are
    names that were public where the thread was written (nicks of a chat): they go only where the source does not keep names.
    `asker` is the account of whoever asked, as steadily as the source knows it; empty: the name that they wrote under.
    `files` are pictures of the messages, as far as the source has them.
    `cursor` is what a `LiveSource` wants to be given the next time, once this and all that it gave before is stored.
    A store takes only a `Thread`; `deskbook.text.redact.redact_thread` turns the one into the other.
    """

    thread: Thread
    people: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    asker: str = ""
    cursor: str = ""
    files: tuple[IncomingFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A thread, by its `id` in the source, that a live system no longer has, no longer shows, or no longer holds resolved."""

    id: str
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """A live system has given everything up to `cursor`, also where that was nothing to keep. What is given so far is then stored."""

    cursor: str


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that a source could not read. The records around it are still given.

    `where` is `file:line` where the format has lines, else the file (and the record's id, if known).
    """

    what: str
    where: str
    cure: str


@dataclass(frozen=True, slots=True)
class Held:
    """A thread that was not stored because redaction could not be sure. `reasons` never quote the text."""

    key: str
    title_hint: str
    reasons: tuple[str, ...]
