"""Zulip organisations as their export has them: realm.json and messages-000001.json and so on, in a tar archive or a folder.

Deny by default: direct messages and private channels are not read. A channel counts as public only where Zulip itself shows it
to everybody on the web.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import Field

from deskbook.model import Audience, Damage, Incoming

from .chat_posts import Channel, Person, Post, Topic, conversations, doing, whole
from .chat_text import from_chat, words_of
from .options import BaseAddress, ChatExportOptions, read_options
from .packs import MIB, Pack, beside, damage, from_packs
from .records import Model, Spoiled, checked, one_line
from .zulip_records import STREAM, Messages, Realm, Recipient, Stream, ZulipMessage, ZulipUser
from .zulip_text import RESOLVED, mentioned_names, near, plain_marks

_REALM = 512 * MIB  # it holds all people and what they subscribed to
_FILE = re.compile(r"messages-\d+\.json")
_NO_TOPIC = {"", "(no topic)"}


class ZulipExport:
    """Reads the channels of a Zulip organisation from its export. Topics are conversations; what has no topic is untangled."""

    class Options(ChatExportOptions):
        """What a `[[sources]]` block of type `zulip-export` may say."""

        path: str = Field(
            min_length=1,
            description="The export as Zulip gives it, a tar archive, or the folder that was made of it. `*` matches many.",
        )
        url: BaseAddress = Field(
            None,
            description="The organisation's address, such as `https://example.zulipchat.com`, for links to messages.",
        )

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        self.name = name
        self.root = root
        self.options = read_options(self.Options, name, options)

    def threads(self) -> Iterator[Incoming | Damage]:
        """Every conversation, channel by channel."""
        return from_packs(
            self.options.path, self.root, self.name, lambda pack: _Organisation(self, pack).conversations()
        )


class _Organisation:
    """One export. All its messages are held until its end, for they come in no order of channels."""

    def __init__(self, source: ZulipExport, pack: Pack) -> None:
        self.source = source.name
        self.options = source.options
        self.pack = pack
        self.damage: list[Damage] = []
        self.streams: dict[str, Stream] = {}  # by the id of the recipient
        self.people: dict[str, Person] = {}
        self.by_name: dict[str, Person] = {}

    def conversations(self) -> Iterator[Incoming | Damage]:
        folder = beside(self.pack.names, "realm.json")
        if folder is None:
            raise Spoiled("there is no realm.json in it: this is no export of Zulip", "say the `path` of the export")
        self._read_realm(f"{folder}realm.json")
        said: defaultdict[str, list[ZulipMessage]] = defaultdict(list)
        for name in self.pack.names:
            if name.startswith(folder) and _FILE.fullmatch(name.removeprefix(folder)):
                for message in self._messages(name):
                    if message.recipient in self.streams:
                        said[message.recipient].append(message)
        yield from self.damage
        for recipient, stream in self.streams.items():
            yield from self._channel(stream, said.pop(recipient, []))

    def _read_realm(self, name: str) -> None:
        where = self.pack.place(name)
        try:
            realm = checked(Realm, self.pack.json(name, _REALM))
        except Spoiled as spoiled:
            raise Spoiled(f"{name}: {spoiled.what}", spoiled.cure) from None
        open_ = {
            stream.id: stream
            for stream in self._rows(realm.zerver_stream, Stream, f"{where}, zerver_stream")
            if stream.invite_only is False and self.options.wants(stream.name, stream.id)
        }
        for recipient in self._rows(realm.zerver_recipient, Recipient, f"{where}, zerver_recipient"):
            if recipient.type == STREAM and recipient.type_id in open_:
                self.streams[recipient.id] = open_[recipient.type_id]
        for table, system in (
            (realm.zerver_userprofile, False),
            (realm.zerver_userprofile_mirrordummy, False),
            (realm.zerver_userprofile_crossrealm, True),
        ):
            for user in self._rows(table, ZulipUser, f"{where}, people"):
                self.people[user.id] = user.person(system=system)
        self.by_name = {person.shown: person for person in self.people.values()}

    def _rows(self, rows: list[object], model: type[Model], where: str) -> Iterator[Model]:
        for number, row in enumerate(rows, 1):
            try:
                yield checked(model, row)
            except Spoiled as spoiled:
                self.damage.append(damage(spoiled, f"{where}, record {number}"))

    def _messages(self, name: str) -> Iterator[ZulipMessage]:
        where = self.pack.place(name)
        try:
            found = checked(Messages, self.pack.json(name))
        except Spoiled as spoiled:
            self.damage.append(damage(spoiled, where))
            return
        yield from self._rows(found.zerver_message, ZulipMessage, where)

    def _channel(self, stream: Stream, messages: list[ZulipMessage]) -> Iterator[Incoming | Damage]:
        posts: list[Post] = []
        begun: dict[str, str] = {}  # a topic in lower case -> the id of its first message
        topics: dict[str, Topic] = {}
        subjects: dict[str, str] = {}
        for message in sorted(messages, key=lambda message: (len(message.id), message.id)):
            name = message.subject.removeprefix(RESOLVED)
            id_ = f"m{message.id}"
            subjects[id_] = message.subject
            root = None if name in _NO_TOPIC else begun.setdefault(name.casefold(), id_)
            if root:
                resolved = message.subject.startswith(RESOLVED) or (root in topics and topics[root].resolved)
                topics[root] = Topic(topics[root].title if root in topics else one_line(name), resolved)
            try:
                if post := self._post(message, id_, root):
                    posts.append(post)
            except Spoiled as spoiled:
                yield damage(spoiled, f"{self.pack.where}, message {message.id}")
        audience = Audience.PUBLIC if self.options.public or stream.is_web_public is True else Audience.INTERNAL
        channel = Channel(stream.id, stream.name, audience)
        yield from conversations(self.source, channel, posts, topics=topics, address=self._address(stream, subjects))

    def _post(self, message: ZulipMessage, id_: str, root: str | None) -> Post | None:
        at = message.date_sent or message.pub_date
        if at is None:
            raise Spoiled("it does not say when it was sent")
        by = self.people.get(message.sender) or Person("unknown", message.sender)
        content = whole(message.content)
        markup = plain_marks(content.removeprefix("/me "))
        text = from_chat(markup, self.options.url)
        if not text:
            return None
        people = tuple(self.by_name[name] for name in mentioned_names(content) if name in self.by_name)
        return Post(
            id=id_,
            at=at,
            by=by,
            text=doing(by, text) if content.startswith("/me ") else text,
            words=words_of(markup, people),
            thread=root,
            edited=message.last_edit_time,
            spoken_of=people,
        )

    def _address(self, stream: Stream, subjects: dict[str, str]) -> Callable[[str], str | None]:
        base = self.options.url

        def address(id_: str) -> str | None:
            return near(base, (stream.id, stream.name), subjects.get(id_, ""), id_.removeprefix("m")) if base else None

        return address
