"""The door: a thread as a source gave it -> one that may be stored, or why it may not."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias
from urllib.parse import urlsplit, urlunsplit

from deskbook.model import Held, Incoming, Message, Role, Thread, ThreadKind
from deskbook.text.redact.asker import is_nobody, pseudonym
from deskbook.text.redact.names import Names, known_names, nick_forms
from deskbook.text.redact.people import people_named
from deskbook.text.redact.placeholders import PLACEHOLDERS, Redaction
from deskbook.text.redact.pseudonyms import called
from deskbook.text.redact.signature import remove_signature
from deskbook.text.redact.text import redact_known

_HINT = 60
_Labels: TypeAlias = Mapping[tuple[str, Role], str]


class Authors(StrEnum):
    """What people are called in the threads of a source: their public names (open forums, whose licence asks for attribution),
    pseudonyms that are the same in all threads of the source, or their roles."""

    KEEP = "keep"
    PSEUDONYM = "pseudonym"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Policy:
    """How a source's threads are redacted.

    `allow` are values that are never personal data, `names` more names to remove everywhere, and `keep` labels of what stays:
    none of a secret.
    `asker_key` is what pseudonyms are made with, up to 64 bytes; without it no asker gets one, and authors get roles.
    """

    authors: Authors = Authors.ROLE
    allow: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    asker_key: bytes = field(default=b"", repr=False)
    keep: frozenset[str] = frozenset()


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
        result = self._redacted(text, placed=self.policy.authors is not Authors.KEEP)
        self.counts.update(span.label if span.label in PLACEHOLDERS else "name" for span in result.spans)
        self.doubts.update(dict.fromkeys(result.doubts))
        return result.text

    def holds_data(self, text: str) -> bool:
        """Whether a short text tells something; authors and ids come again and again, so the answer is remembered."""
        if text not in self.known:
            self.known[text] = bool(self._redacted(text).spans)
        return self.known[text]

    def may_tag(self, tag: str) -> bool:
        """Whether a tag surely tells nothing. Names lose their capital in tags."""
        return not (self.holds_data(tag) or self.holds_data(tag.title()) or self._redacted(tag).doubts)

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

    def _redacted(self, text: str, *, placed: bool = False) -> Redaction:
        return redact_known(text, self.names, self.policy.allow, placed=placed, keep=self.policy.keep)


def redact_thread(incoming: Incoming, policy: Policy) -> Cleared | Held:
    """Redact every text of a thread; hold the thread back where that cannot be sure.

    Authors become role names that are the same all through the thread: "customer", "agent 2", "system"; or pseudonyms that are
    the same in all threads of a source: "brisk-otter-4172". In the text their names become the same in brackets, other people's
    names `[name]`. Where a policy keeps names, authors' public names stay. Who asked becomes a pseudonym.
    """
    thread = incoming.thread
    labels = _pseudonyms(thread, policy.asker_key) if _renames(policy) else _roles(thread.messages)
    names = _names_in(incoming, labels, policy)
    redactor = _Redactor(names, policy)

    title = redactor.text(thread.title)
    title_is_sure = not redactor.doubts
    cleared = replace(
        thread,
        id=redactor.identifier(thread.id),
        title=title,
        url=redactor.address(thread.url),
        tags=tuple(tag for tag in thread.tags if redactor.may_tag(tag)),
        category=redactor.text(thread.category) if thread.category else thread.category,
        group=redactor.text(thread.group) if thread.group else thread.group,
        messages=tuple(_message(message, thread.kind, labels, redactor) for message in thread.messages),
        asker=pseudonym(incoming, policy.asker_key),
        old_addresses=tuple(
            replace(old, message=redactor.identifier(old.message) if old.message is not None else None)
            for old in thread.old_addresses
            if not redactor.holds_data(old.path)
        ),
    )
    if redactor.doubts:
        return Held(cleared.key, title[:_HINT] if title_is_sure else "", tuple(redactor.doubts))
    return Cleared(cleared, dict(sorted(redactor.counts.items())))


def _renames(policy: Policy) -> bool:
    # Without a key whoever tries names would find out.
    return policy.authors is Authors.PSEUDONYM and policy.asker_key != b""


def _names_in(incoming: Incoming, labels: _Labels, policy: Policy) -> Names:
    """What to look for in the texts of a thread."""
    thread = incoming.thread
    labelled = [(name, "name") for name in policy.names]
    if policy.authors is Authors.KEEP:
        public = {author.lower() for author, _ in labels}
        labelled += [(person, "name") for person in incoming.people if person.lower() not in public]
        return _without(known_names(labelled), public, policy.names)
    named = [(author, label) for (author, _), label in labels.items()]
    if _renames(policy):
        named = [(author, label) for author, label in named if label != author]
        named += [
            (handle, called(handle, thread.source, policy.asker_key))
            for handle in incoming.handles
            if not is_nobody(handle)
        ]
        named += [(form, label) for name, label in named for form in nick_forms(name)]
    labelled += named
    labelled += [(person, "name") for person in (*incoming.people, *incoming.handles)]
    # Who is named in full once is found by half a name in the messages before and after.
    texts = (thread.title, *(message.text for message in thread.messages))
    labelled += [(person, "name") for person in people_named("\n\n".join(texts))]
    return known_names(labelled)


def _message(message: Message, kind: ThreadKind, labels: _Labels, redactor: _Redactor) -> Message:
    text = remove_signature(message.text) if kind is ThreadKind.TICKET else message.text
    author = labels[message.author, message.role]
    if redactor.policy.authors is Authors.KEEP and not redactor.holds_data(message.author):
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


def _pseudonyms(thread: Thread, key: bytes) -> _Labels:
    """A pseudonym for each author. Who is nobody, such as a deleted user, and who has one already stays what they are."""
    return {
        (message.author, message.role): message.author
        if is_nobody(message.author)
        else called(message.author, thread.source, key)
        for message in thread.messages
    }


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
