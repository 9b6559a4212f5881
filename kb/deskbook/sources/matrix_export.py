"""Matrix rooms as Element writes them with "Export chat" as JSON: one room to a file.

Deny by default: a room is public only where its last `m.room.history_visibility` says that the world may read it, or where
you say so; rooms that somebody was invited to as to a direct chat are not read at all. Messages that were taken back, joins and
names of rooms are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from deskbook.model import Audience, Damage, Incoming

from .chat_posts import Channel, Person, Post, conversations, doing, whole
from .escaping import escape
from .files import Record, find_files, records
from .markdown import from_html, from_plain
from .matrix_records import Content, MatrixEvent, MatrixRoom, edited_at, post_id
from .options import ChatExportOptions, read_options
from .records import Spoiled, checked, one_line

_QUOTED = re.compile(r"\A(?:> ?[^\n]*\n)+\n?")
_REPLY = ("<mx-reply>", "</mx-reply>")
_PILL = re.compile(
    r"<a\s[^<>]*?href=[\"']https://matrix\.to/#/(?:@|%40)(?P<id>[^\"'?]{1,255})[^<>]*>(?P<name>[^<>]{0,200})</a>",
    re.IGNORECASE,
)


class MatrixExport:
    """Reads Matrix rooms from JSON files that Element exported. Threads and replies are conversations; the rest is untangled."""

    class Options(ChatExportOptions):
        """What a `[[sources]]` block of type `matrix-export` may say."""

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        self.name = name
        self.root = root
        self.options = read_options(self.Options, name, options)

    def threads(self) -> Iterator[Incoming | Damage]:
        """Every conversation, room by room in the order of the files."""
        for path in find_files(self.options.path, self.root, self.name):
            for record in records(path, self.root):
                if isinstance(record, Record):
                    yield from self._room(record)
                else:
                    yield record

    def _room(self, record: Record) -> Iterator[Incoming | Damage]:
        try:
            export = checked(MatrixRoom, record.value)
        except Spoiled as spoiled:
            yield Damage(spoiled.what, record.where, spoiled.cure)
            return
        room = _Room()
        for number, value in enumerate(export.messages, 1):
            try:
                room.hear(checked(MatrixEvent, value))
            except Spoiled as spoiled:
                yield Damage(spoiled.what, f"{record.where}, message {number}", spoiled.cure)
        if room.encrypted:
            yield Damage(
                f"{room.encrypted} messages could not be decrypted when the room was exported; they were left out",
                record.where,
                "export it with a session that has the keys",
            )
        name = one_line(export.room_name) or "room"
        if room.direct or not self.options.wants(name, room.id):
            return
        public = self.options.public or room.world_readable
        channel = Channel(
            room.id.removeprefix("!") or name, name.removeprefix("#"), Audience.PUBLIC if public else Audience.INTERNAL
        )
        posts: list[Post] = []
        for event in room.events.values():
            try:
                posts += room.posts(event)
            except Spoiled as spoiled:
                yield Damage(spoiled.what, f"{record.where}, event {one_line(event.event_id)}", spoiled.cure)
        yield from conversations(self.name, channel, posts, address=room.address)


@dataclass(slots=True)
class _Room:
    """What the events of a room say, so far."""

    id: str = ""
    events: dict[str, MatrixEvent] = field(default_factory=dict)
    edits: dict[tuple[str, str], MatrixEvent] = field(default_factory=dict)  # by the event and the writer of the edit
    gone: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    full_ids: dict[str, str] = field(default_factory=dict)
    encrypted: int = 0
    direct: bool = False
    world_readable: bool = False

    def hear(self, event: MatrixEvent) -> None:
        """Take in one event."""
        self.id = self.id or event.room_id
        kind = event.type
        if kind == "m.room.member":
            self._member(event)
        elif kind == "m.room.history_visibility":
            self.world_readable = event.content.get("history_visibility") == "world_readable"
        elif kind == "m.room.encrypted":
            self.encrypted += not event.is_gone
        elif kind == "m.room.redaction":
            self.gone.add(event.redacted)
        elif kind == "m.room.message" and not event.is_gone:
            relation = event.relation
            if relation.rel_type == "m.replace":
                known = self.edits.get((relation.event_id, event.sender))
                if known is None or event.origin_server_ts >= known.origin_server_ts:
                    self.edits[relation.event_id, event.sender] = event
            else:
                self.events[event.event_id] = event
                self.full_ids[post_id(event.event_id)] = event.event_id

    def posts(self, event: MatrixEvent) -> Iterator[Post]:
        """A message as a post, if it is still there and says something."""
        if event.event_id in self.gone:
            return
        said, edited = event.content, None
        edit = self.edits.get((event.event_id, event.sender))  # nobody else may change it
        if edit and edit.event_id not in self.gone:
            said, edited = edit.content.get("m.new_content", said), edit.origin_server_ts
        elif isinstance(event.edit, dict):
            inner = event.edit.get("content")
            said = inner.get("m.new_content", said) if isinstance(inner, dict) else said
            edited = edited_at(event.edit)
        content = checked(Content, said)
        relation = event.relation
        answers = relation.in_reply_to.event_id
        threaded = relation.rel_type == "m.thread" and bool(relation.event_id)
        text, words = self._said(content, answers=bool(answers))
        if content.is_said and text:
            by = self._person(event.sender, bot=content.msgtype == "m.notice")
            yield Post(
                id=post_id(event.event_id),
                at=event.origin_server_ts,
                by=by,
                text=doing(by, text) if content.msgtype == "m.emote" else text,
                words=words,
                thread=post_id(relation.event_id) if threaded else None,
                answers=post_id(answers) if answers and not (threaded and relation.is_falling_back) else None,
                edited=edited,
                spoken_of=self._spoken_of(content.html),
            )

    def address(self, id_: str) -> str | None:
        """The address of a message on matrix.to."""
        event = self.full_ids.get(id_)
        return f"https://matrix.to/#/{self.id}/{event}" if event and self.id else None

    def _member(self, event: MatrixEvent) -> None:
        name = event.content.get("displayname")
        if event.content.get("membership") == "join" and isinstance(name, str) and name.strip():
            self.names[event.state_key or event.sender] = one_line(name)
        self.direct = self.direct or event.content.get("is_direct") is True

    def _person(self, id_: str, *, bot: bool = False) -> Person:
        local = id_.removeprefix("@").partition(":")[0]
        return Person(self.names.get(id_, local), id_, (local, id_), bot=bot)

    def _said(self, content: Content, *, answers: bool) -> tuple[str, str]:
        """The text as Markdown, and its words; without the quote that stands before an answer for clients of old."""
        if content.is_file:
            name = one_line(content.filename or content.body)
            file = f"(file: {name})" if name else ""
            caption = content.body if content.filename and content.body != content.filename else ""
            return "\n\n".join(
                filter(None, (from_plain(whole(caption)), escape(file, line_start=True)))
            ), caption or file
        body, html = whole(content.body), whole(content.html)
        if answers:
            body = _QUOTED.sub("", body)
            if html.lstrip().startswith(_REPLY[0]):
                html = html.partition(_REPLY[1])[2]
        words = body
        for person in self._spoken_of(html):
            words = words.replace(person.shown, person.nick)
        html = _PILL.sub(lambda match: f"@{match['name'].removeprefix('@')}", html)
        return (from_html(html) if html else from_plain(body)), words

    def _spoken_of(self, html: str) -> tuple[Person, ...]:
        return tuple(self._person(f"@{match['id']}") for match in _PILL.finditer(html))
