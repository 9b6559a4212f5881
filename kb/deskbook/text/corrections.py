"""What people correct about conversations, applied to what the linker made of a channel.

A line is named `channel/2026-10-15/L95`, as the id of a message and its channel say: without `#`, zeros and regard to case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from deskbook.model import Given, Incoming, Message, Thread, ThreadKind
from deskbook.text.first_line import first_line

_ZEROS = re.compile(r"(?<=/L)0+(?=\d)", re.IGNORECASE)
_NUMBER = re.compile(r"L(\d{1,12})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Corrections:
    """What people say about lines, named as `line_name` does.

    `joined` are lines whose conversations are one. With a line of `split` a conversation begins, to which all belongs that answers
    it. `titles` are those of the conversations that hold a line. A line of `resolved` solves its conversation. `answers` says which
    earlier line a line answers. `places` says where each line is named, for messages: `conversations.yml:12`.
    """

    joined: tuple[tuple[str, ...], ...] = ()
    split: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    resolved: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def lines(self) -> frozenset[str]:
        """All lines that are named."""
        return frozenset(
            (
                *(line for group in self.joined for line in group),
                *self.split,
                *self.titles,
                *self.resolved,
                *self.answers,
                *self.answers.values(),
            )
        )


def line_name(written: str) -> str:
    """A line as it is looked for: `#Ubuntu/2026-10-15/L000095` is `ubuntu/2026-10-15/l95`."""
    return _ZEROS.sub("", written.strip().lstrip("#")).casefold()


def corrected(entries: Iterable[Given], corrections: Corrections, seen: set[str]) -> Iterator[Given]:
    """The same entries, with the conversations that are corrected at the end. All lines of chats are added to `seen`."""
    wanted = corrections.lines
    meant: list[Incoming] = []
    for entry in entries:
        if not isinstance(entry, Incoming) or entry.thread.kind is not ThreadKind.CHAT:
            yield entry
            continue
        names = {_name(entry.thread, message) for message in entry.thread.messages}
        seen |= names
        if wanted.isdisjoint(names):
            yield entry
        else:
            meant.append(entry)
    yield from regrouped(meant, corrections)


def regrouped(conversations: Sequence[Incoming], corrections: Corrections) -> tuple[Incoming, ...]:
    """The conversations as people say that they are, by their first lines. Every message is in exactly one, as before.

    A correction that names a line which is not here, lets a line answer a later one, or goes over to another channel is left aside.
    """
    talk = _Talk(conversations)
    for line, answered in corrections.answers.items():
        talk.answer(line, answered)
    for line in corrections.split:
        talk.begin(line)
    talk.join(corrections.joined)
    return tuple(talk.conversation(group, corrections) for group in talk.groups())


def nearest(unknown: str, known: Iterable[str]) -> str | None:
    """The known line that is most like one that is not there: the nearest number of the same day, else None."""
    day, _, number = unknown.rpartition("/")
    wanted = _number(number)
    same = [line for line in known if line.rpartition("/")[0] == day]
    return min(same, key=lambda line: (abs(_number(line) - wanted), line), default=None)


@dataclass(slots=True)
class _Line:
    """A message, the number of its conversation, and the line on which it hangs: the one that it answers, else the first one."""

    message: Message
    conversation: int
    parent: str | None


class _Talk:
    """Conversations, taken apart into lines by name."""

    def __init__(self, conversations: Sequence[Incoming]) -> None:
        self.conversations = conversations
        self.lines: dict[str, _Line] = {}
        self.joined: dict[str, str] = {}  # first line of a group -> that of the group to which it was joined
        for number, incoming in enumerate(conversations):
            names: dict[str, str] = {}
            first = None
            for message in incoming.thread.messages:
                # Two messages of one name would be one line.
                name = _unique(_name(incoming.thread, message), self.lines)
                self.lines[name] = _Line(message, number, names.get(message.reply_to or "", first))
                names[message.id] = name
                first = first or name

    def answer(self, line: str, answered: str) -> None:
        if line in self.lines and answered in self.lines and line not in self._above(answered):
            found = self.lines[line]
            earlier = _order(self.lines[answered].message) < _order(found.message)
            if earlier and self._channel(line) == self._channel(answered):
                found.parent = answered
                found.message = replace(found.message, reply_to=self.lines[answered].message.id)

    def begin(self, line: str) -> None:
        if found := self.lines.get(line):
            found.parent = None
            found.message = replace(found.message, reply_to=None)

    def join(self, joined: Iterable[Sequence[str]]) -> None:
        for lines in joined:
            known = [line for line in lines if line in self.lines]
            roots = sorted({self._root(line) for line in known if self._channel(line) == self._channel(known[0])})
            self.joined.update(dict.fromkeys(roots[1:], roots[0] if roots else ""))

    def groups(self) -> list[list[str]]:
        groups: dict[str, list[str]] = {}
        for line in self.lines:
            groups.setdefault(self._root(line), []).append(line)
        ordered = [sorted(lines, key=lambda line: _order(self.lines[line].message)) for lines in groups.values()]
        return sorted(ordered, key=lambda lines: (_order(self.lines[lines[0]].message), lines[0]))

    def conversation(self, lines: Sequence[str], corrections: Corrections) -> Incoming:
        """One conversation of these lines. It is the old one where it begins with the same line."""
        found = [self.lines[line] for line in lines]
        base = self.conversations[found[0].conversation]
        opening, old = found[0].message, base.thread
        own = opening.id == old.messages[0].id
        known = {line.message.id for line in found}
        solving = set(corrections.resolved)
        messages = tuple(
            replace(
                one.message,
                accepted=one.message.accepted or line in solving,
                reply_to=one.message.reply_to if one.message.reply_to in known else None,
            )
            for line, one in zip(lines, found, strict=True)
        )
        titles = [corrections.titles[line] for line in lines if line in corrections.titles]
        parts = [self.conversations[number] for number in dict.fromkeys(line.conversation for line in found)]
        thread = replace(
            old,
            id=old.id if own else _id(old, opening),
            title=titles[0] if titles else old.title if own else first_line(opening.text) or "…",
            messages=messages,
            created=min(message.at for message in messages),
            updated=max(message.at for message in messages),
            resolved=not solving.isdisjoint(lines) or any(part.thread.resolved for part in parts),
            sure=True,  # a person has looked at it
        )
        people = tuple(dict.fromkeys(name for part in parts for name in part.people))
        handles = tuple(dict.fromkeys(name for part in parts for name in part.handles))
        return Incoming(thread, people, handles, base.asker if own else "")

    def _channel(self, line: str) -> str | None:
        return self.conversations[self.lines[line].conversation].thread.category

    def _above(self, line: str) -> list[str]:
        """A line, the one on which it hangs, and so on."""
        found: dict[str, None] = {}
        step: str | None = line
        while step is not None and step not in found:
            found[step] = None
            step = self.lines[step].parent
        return list(found)

    def _root(self, line: str) -> str:
        root = self._above(line)[-1]
        while root in self.joined:
            root = self.joined[root]
        return root


def _name(thread: Thread, message: Message) -> str:
    return line_name(f"{thread.category or ''}/{message.id}")


def _unique(name: str, taken: Mapping[str, _Line]) -> str:
    while name in taken:
        name += "+"
    return name


def _id(thread: Thread, opening: Message) -> str:
    return f"{(thread.category or '').lstrip('#')}/{_ZEROS.sub('', f'/{opening.id}')[1:]}".lstrip("/")


def _order(message: Message) -> tuple[object, int, str]:
    """Lines of one minute stand by their numbers."""
    return message.at, _number(message.id), message.id


def _number(id_: str) -> int:
    found = _NUMBER.search(id_)
    return int(found[1]) if found else 0
