"""Mails -> threads: which belong together, who is who, and when an exchange is over. Shared by mbox files, Maildirs and IMAP."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, Field

from deskbook.model import Incoming, Message, Role, Thread, ThreadKind

from .live import MarkOptions
from .mail_records import Head
from .records import title_from, unique

_SAME_SUBJECT = timedelta(days=30)  # between a mail and an answer that names it by nothing but its subject


def _all_lower(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value.strip().lower().removeprefix("@") for value in values)


# A box, by its number, and the key of a mail in it.
Place: TypeAlias = tuple[int, Any]


class MailOptions(MarkOptions):
    """What is said of a support mailbox, wherever it is."""

    agents: Annotated[tuple[str, ...], AfterValidator(_all_lower)] = Field(
        min_length=1,
        description="Who answers: addresses (`help@desk.example`) or whole domains (`desk.example`). Everybody else is a customer.",
    )
    silent_days: int = Field(
        14,
        ge=0,
        description="An exchange is resolved after so many days without a mail, where an agent wrote the last one. 0: silence says "
        "nothing.",
    )
    resolved_tags: tuple[str, ...] = Field(
        (), description="What has one of these keywords, labels or flags (such as `\\\\Flagged`) is resolved."
    )
    resolved_folders: tuple[str, ...] = Field(
        (), description="What lies in one of these folders (or files of mails) is resolved."
    )
    marked_folders: tuple[str, ...] = Field(
        (), description="What lies in one of these folders (or files of mails) is marked for documentation."
    )

    def is_agent(self, address: str) -> bool:
        """Whether somebody with this address answers."""
        return address in self.agents or address.partition("@")[2] in self.agents


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail and where it lies: each of `places` leads to a copy of it. `tags` are those of all copies."""

    head: Head
    folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(slots=True)
class Pile:
    """Letters as they come in. The same mail in two folders is one."""

    letters: dict[str, Letter] = field(default_factory=dict)

    def add(self, letter: Letter) -> None:
        """Take a copy in."""
        known = self.letters.get(letter.head.id)
        if known is not None:
            letter = Letter(
                min(known.head, letter.head),
                tuple(sorted({*known.folders, *letter.folders})),
                tuple(sorted({*known.tags, *letter.tags})),
                (*known.places, *letter.places),
            )
        self.letters[letter.head.id] = letter

    def exchanges(self, options: MailOptions) -> list[Exchange]:
        """The letters that belong together, the exchange that began first at the beginning. The order in which they came in changes
        nothing.

        A letter belongs with those that it names in In-Reply-To or References, also where those are not there. An answer that names
        none belongs with the last one before it that has its subject and is from, or to, the same customer.
        """
        links = _Links()
        told = sorted(self.letters.values(), key=lambda letter: (letter.head.at, letter.head.id))
        latest: dict[tuple[str, str], Head] = {}
        for letter in told:
            head = letter.head
            outside = [one for one in {head.sender, *head.receivers} if not options.is_agent(one)]
            if head.reply and not head.parents:
                near = [found for one in outside if (found := latest.get((head.topic, one)))]
                last = max(near, key=lambda found: (found.at, found.id), default=None)
                if last and head.at - last.at <= _SAME_SUBJECT:
                    links.join(head.id, last.id)
            for parent in head.parents:
                links.join(head.id, parent)
            latest.update(((head.topic, one), head) for one in outside)
        together: dict[str, list[Letter]] = defaultdict(list)
        for letter in told:
            together[links.of(letter.head.id)].append(letter)
        return [Exchange(tuple(letters), options) for letters in together.values()]


@dataclass(slots=True)
class _Links:
    """Which ids belong together: each set has one id that stands for it."""

    above: dict[str, str] = field(default_factory=dict)

    def of(self, key: str) -> str:
        while (above := self.above.get(key, key)) != key:
            self.above[key] = self.above.get(above, above)
            key = above
        return key

    def join(self, one: str, other: str) -> None:
        self.above[self.of(one)] = self.of(other)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Letters that belong together, in order, of a mailbox with these options."""

    letters: tuple[Letter, ...]
    options: MailOptions

    @property
    def id(self) -> str:
        """The first id that the first letter names, or its own."""
        return first_id(self.letters[0].head)

    @property
    def former_ids(self) -> set[str]:
        """What parts of it were called before it was known that they belong together."""
        return {first_id(letter.head) for letter in self.letters} - {self.id}

    @property
    def silent_from(self) -> datetime | None:
        """When silence makes it resolved; None where an agent does not have the last word."""
        said = [letter.head for letter in self.letters if not letter.head.automatic]
        if not self.options.silent_days or not said or not self.options.is_agent(said[-1].sender):
            return None
        return said[-1].at + timedelta(days=self.options.silent_days)

    def is_resolved(self, now: datetime) -> bool:
        """Whether it is over."""
        tags, folders = set(self.tags), {folder for letter in self.letters for folder in letter.folders}
        return (
            not tags.isdisjoint((*self.options.resolved_tags, *self.options.marked_statuses))
            or not folders.isdisjoint(self.options.resolved_folders)
            or ((silent := self.silent_from) is not None and silent <= now)
        )

    @property
    def tags(self) -> tuple[str, ...]:
        """Keywords and labels of all letters."""
        return unique(tag for letter in self.letters for tag in letter.tags)

    def incoming(self, source: str, now: datetime, read: Callable[[Letter], str]) -> Incoming | None:
        """The thread, with what `read` gives of each letter that a person wrote; None where nobody says anything."""
        options = self.options
        messages = tuple(self._messages(read))
        if not messages:
            return None
        heads = [letter.head for letter in self.letters]
        folders = {folder for letter in self.letters for folder in letter.folders}
        hidden = {*options.marked_tags, *options.resolved_tags}
        thread = Thread(
            source=source,
            id=self.id,
            kind=ThreadKind.TICKET,
            title=heads[0].subject or title_from(messages[0].text),
            messages=messages,
            created=messages[0].at,
            updated=messages[-1].at,
            resolved=self.is_resolved(now),
            marked=options.marks(self.tags, {}, "") or not folders.isdisjoint(options.marked_folders),
            tags=tuple(tag for tag in self.tags if tag not in hidden and not tag.startswith("\\")),
        )
        asker = next((head.sender for head in heads if not options.is_agent(head.sender)), "")
        return Incoming(thread, unique(name for head in heads for name in head.people), asker=asker)

    def _messages(self, read: Callable[[Letter], str]) -> Iterator[Message]:
        known: set[str] = set()
        for letter in self.letters:
            head = letter.head
            text = "" if head.automatic else read(letter)
            if not text.strip():
                continue
            agent = self.options.is_agent(head.sender)
            # Agents among themselves; and nobody knows whom a mail without receivers went to.
            inside = agent and all(map(self.options.is_agent, head.receivers))
            reply_to = next((parent for parent in reversed(head.parents) if parent in known), None)
            role = Role.AGENT if agent else Role.CUSTOMER
            yield Message(head.id, head.name, role, head.at, text, internal=inside, reply_to=reply_to)
            known.add(head.id)


def first_id(head: Head) -> str:
    """What a thread is called that begins with this mail."""
    return head.parents[0] if head.parents else head.id
