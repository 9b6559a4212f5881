"""Discord channels as DiscordChatExporter writes them: a JSON file for each channel and each thread.

Deny by default: direct messages, groups and private threads are not read, nor is a channel of an unknown sort.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from deskbook.model import Audience, Damage, Incoming

from .chat_posts import Channel, Post, Topic, conversations, whole
from .chat_text import from_chat, words_of
from .discord_records import DiscordChannel, DiscordMessage, DiscordUser
from .files import Record, find_files, records
from .options import ChatExportOptions, read_options
from .records import Spoiled, checked, one_line

_TOKEN = re.compile(
    r"<@!?(?P<user>\d{1,20})>|<@&(?P<role>\d{1,20})>|<#(?P<channel>\d{1,20})>|<a?:(?P<emoji>\w{1,40}):\d{1,20}>"
    r"|<t:(?P<time>-?\d{1,11})(?::\w)?>"
)


class DiscordExport:
    """Reads the channels of a Discord server from JSON files of DiscordChatExporter. Threads, forum posts and replies are
    conversations; the rest is untangled."""

    class Options(ChatExportOptions):
        """What a `[[sources]]` block of type `discord-export` may say."""

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        self.name = name
        self.root = root
        self.options = read_options(self.Options, name, options)

    def threads(self) -> Iterator[Incoming | Damage]:
        """Every conversation, channel by channel in the order of the files; threads after all channels.

        The files are read twice, so that only one channel is held at a time: the message that a thread began with lies in
        another file than the thread.
        """
        rooms: dict[str, _Room] = {}
        for path in find_files(self.options.path, self.root, self.name):
            for record in records(path, self.root):
                if isinstance(record, Record):
                    yield from self._found(record, rooms)
                else:
                    yield record
        starters: dict[str, Post | None] = {room.id: None for room in rooms.values() if room.is_thread}
        for room in sorted(rooms.values(), key=lambda room: room.is_thread):
            posts: list[Post] = []
            for one in self._posts(room, rooms):
                if isinstance(one, Damage):
                    yield one
                elif one.id.removeprefix("m") in starters and not room.is_thread:
                    starters[one.id.removeprefix("m")] = one
                else:
                    posts.append(one)
            yield from self._conversations(room, posts, starters.get(room.id))

    def _found(self, record: Record, rooms: dict[str, _Room]) -> Iterator[Damage]:
        """Note where a channel is to be read, if all members may read it."""
        try:
            export = checked(DiscordChannel, record.value)
            if not (export.is_known or export.is_private):
                raise Spoiled(
                    f"nobody knows whether a channel of the type '{one_line(export.channel.type)}' is open to all",
                    "export it with DiscordChatExporter, or leave it out",
                )
        except Spoiled as spoiled:
            yield Damage(spoiled.what, record.where, spoiled.cure)
            return
        head = export.channel
        parent = (head.categoryId or head.id, head.category) if export.is_thread else (head.id, head.name)
        if export.is_private or not self.options.wants(head.id, head.name, *parent):
            return
        room = rooms.setdefault(
            head.id,
            _Room(head.id, one_line(head.name), export.guild.id, parent[0], one_line(parent[1]), export.is_thread),
        )
        if record.path not in room.paths:
            room.paths.append(record.path)

    def _posts(self, room: _Room, rooms: dict[str, _Room]) -> Iterator[Post | Damage]:
        for path in room.paths:
            for record in records(path, self.root):
                if not isinstance(record, Record):
                    continue  # told of before
                try:
                    export = checked(DiscordChannel, record.value)
                except Spoiled:
                    continue
                if export.is_private or export.channel.id != room.id:
                    continue
                for number, value in enumerate(export.messages, 1):
                    try:
                        post = _post(checked(DiscordMessage, value), rooms)
                    except Spoiled as spoiled:
                        yield Damage(spoiled.what, f"{record.where}, message {number}", spoiled.cure)
                        continue
                    if post:
                        yield post

    def _conversations(self, room: _Room, posts: list[Post], starter: Post | None) -> Iterator[Incoming]:
        audience = Audience.PUBLIC if self.options.public else Audience.INTERNAL
        channel = Channel(room.parent, room.parent_name or room.name or room.parent, audience)
        topics = {}
        if room.is_thread:
            posts = [replace(post, thread=f"m{room.id}") for post in (*([starter] if starter else ()), *posts)]
            topics = {f"m{room.id}": Topic(room.name)}
        address = f"https://discord.com/channels/{room.guild}/{room.id}"
        yield from conversations(
            self.name, channel, posts, topics=topics, address=lambda id_: f"{address}/{id_.removeprefix('m')}"
        )


@dataclass(frozen=True, slots=True)
class _Room:
    """A channel or a thread, and the files that it is in. A thread's parent is the channel that it is in."""

    id: str
    name: str
    guild: str
    parent: str
    parent_name: str
    is_thread: bool
    paths: list[Path] = field(default_factory=list)


def _post(message: DiscordMessage, rooms: dict[str, _Room]) -> Post | None:
    """A message as a post; None where nobody said anything."""
    markup = _named(whole(message.markup), message.mentions, rooms)
    if not message.is_said or not markup.strip():
        return None
    people = tuple(user.person for user in message.mentions)
    answers = message.reference.messageId if message.reference and message.reference.type != "Forward" else None
    return Post(
        id=f"m{message.id}",
        at=message.timestamp,
        by=message.author.person,
        text=from_chat(markup),
        words=words_of(markup, people),
        answers=f"m{answers}" if answers else None,
        edited=message.timestampEdited,
        spoken_of=people,
    )


def _named(markup: str, mentions: list[DiscordUser], rooms: dict[str, _Room]) -> str:
    """The text with names for the ids that stand in it where it was exported without names."""
    shown = {user.id: user.person.shown for user in mentions}

    def name(match: re.Match[str]) -> str:
        if match["user"]:
            return f"@{shown.get(match['user'], 'unknown')}"
        if match["role"]:
            return "@role"
        if match["channel"]:
            room = rooms.get(match["channel"])
            return f"#{room.name if room else 'channel'}"
        if match["emoji"]:
            return f":{match['emoji']}:"
        return _written(int(match["time"])) or match[0]

    return _TOKEN.sub(name, markup)


def _written(seconds: int) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return ""
