"""The door: a thread as a source gave it -> one that may be stored, or why it may not."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit, urlunsplit

from deskbook.model import Held, Incoming, Message, Role, Thread, ThreadKind
from deskbook.text.redact.asker import pseudonym
from deskbook.text.redact.names import Names, known_names
from deskbook.text.redact.signature import remove_signature
from deskbook.text.redact.text import redact_known

_HINT = 60


@dataclass(frozen=True, slots=True)
class Policy:
    """How a source's threads are redacted.

    `keep_names` leaves the public names of authors where they are (open forums, whose licence asks for attribution).
    `allow` are values that are never personal data, `names` more names to remove everywhere.
    `asker_key` is what pseudonyms of askers are made with, up to 64 bytes; without it no thread gets one.
    """

    keep_names: bool = False
    allow: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    asker_key: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Cleared:
    """A thread that may be stored. `counts` says how many placeholders of each label were put in; roles count as "name"."""

    thread: Thread
    counts: Mapping[str, int]


@dataclass(slots=True)
class _Redactor:
    """One thread's names and policy, and what has been counted and doubted so far."""

    names: Names
    policy: Policy
    counts: Counter[str] = field(default_factory=Counter)
    doubts: dict[str, None] = field(default_factory=dict)
    known: dict[str, bool] = field(default_factory=dict)

    def text(self, text: str) -> str:
        result = redact_known(text, self.names, self.policy.allow, placed=not self.policy.keep_names)
        self.counts.update(span.label if not span.label.startswith(tuple(Role)) else "name" for span in result.spans)
        self.doubts.update(dict.fromkeys(result.doubts))
        return result.text

    def holds_data(self, text: str) -> bool:
        """Whether a short text tells something; authors and ids come again and again, so the answer is remembered."""
        if text not in self.known:
            self.known[text] = bool(redact_known(text, self.names, self.policy.allow, placed=False).spans)
        return self.known[text]

    def identifier(self, text: str) -> str:
        """An id stays what it is unless it tells something, such as a mail's Message-ID with a person's host or name."""
        if not self.holds_data(text):
            return text
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    def address(self, url: str | None) -> str | None:
        """A URL without credentials and query; None where its path tells something."""
        if url is None:
            return None
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        plain = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", parts.fragment))
        return None if self.holds_data(plain) else plain


def redact_thread(incoming: Incoming, policy: Policy) -> Cleared | Held:
    """Redact every text of a thread; hold the thread back where that cannot be sure.

    Authors become role names that are the same all through the thread: "customer", "agent 2", "system". In the text their
    names become the role in brackets, other people's names `[name]`. With `policy.keep_names`, authors' public names stay.
    Who asked becomes a pseudonym.
    """
    thread = incoming.thread
    roles = _roles(thread.messages)
    labelled = [(name, "name") for name in policy.names]
    if policy.keep_names:
        public = {author.lower() for author, _ in roles}
        labelled += [(person, "name") for person in incoming.people if person.lower() not in public]
        names = _without(known_names(labelled), public, policy.names)
    else:
        labelled += [(author, label) for (author, _), label in roles.items()]
        labelled += [(person, "name") for person in (*incoming.people, *incoming.handles)]
        names = known_names(labelled)
    redactor = _Redactor(names, policy)

    title = redactor.text(thread.title)
    title_is_sure = not redactor.doubts
    cleared = replace(
        thread,
        id=redactor.identifier(thread.id),
        title=title,
        url=redactor.address(thread.url),
        tags=tuple(tag for tag in thread.tags if not redactor.holds_data(tag)),
        category=redactor.text(thread.category) if thread.category else thread.category,
        group=redactor.text(thread.group) if thread.group else thread.group,
        messages=tuple(_message(message, thread.kind, roles, redactor) for message in thread.messages),
        asker=pseudonym(incoming, policy.asker_key),
    )
    if redactor.doubts:
        return Held(cleared.key, title[:_HINT] if title_is_sure else "", tuple(redactor.doubts))
    return Cleared(cleared, dict(sorted(redactor.counts.items())))


def _message(message: Message, kind: ThreadKind, roles: Mapping[tuple[str, Role], str], redactor: _Redactor) -> Message:
    text = remove_signature(message.text) if kind is ThreadKind.TICKET else message.text
    author = roles[message.author, message.role]
    if redactor.policy.keep_names and not redactor.holds_data(message.author):
        author = message.author
    return replace(
        message,
        id=redactor.identifier(message.id),
        author=author,
        text=redactor.text(text),
        reply_to=redactor.identifier(message.reply_to) if message.reply_to is not None else None,
    )


def _roles(messages: Iterable[Message]) -> dict[tuple[str, Role], str]:
    """A role name for each author, numbered by first appearance; the first of a role has no number."""
    labels: dict[tuple[str, Role], str] = {}
    seen: Counter[Role] = Counter()
    for message in messages:
        if (message.author, message.role) not in labels:
            seen[message.role] += 1
            count = seen[message.role]
            numbered = count > 1 and message.role is not Role.SYSTEM
            labels[message.author, message.role] = f"{message.role.value} {count}" if numbered else message.role.value
    return labels


def _without(names: Names, public: set[str], always: Iterable[str]) -> Names:
    """Names without those that are, or are part of, an author's public name; what the policy names is removed all the same."""
    kept = {word for author in public for word in (author, *author.split())}
    kept -= {word for name in always for word in (name.lower(), *name.lower().split())}
    return Names(
        *(
            {name: label for name, label in known.items() if name not in kept}
            for known in (names.whole, names.parts, names.guarded)
        )
    )
