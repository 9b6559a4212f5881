"""Mattermost teams as the bulk export has them: an object to a line, in a file or in the zip archive that mmctl makes.

Deny by default: only posts of channels that the file itself calls open are read, and never direct messages.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pydantic import Field

from deskbook.json_text import JsonError, parse
from deskbook.model import Audience, Damage, Incoming

from .chat_posts import Channel, Person, Post, conversations, doing, whole
from .chat_text import from_chat, words_of
from .files import lines, place
from .mattermost_records import (
    VERSION,
    MattermostChannel,
    MattermostLine,
    MattermostPost,
    MattermostReply,
    MattermostUser,
)
from .options import BaseAddress, ChatExportOptions, read_options
from .packs import damage, opened, packs
from .records import Spoiled, checked, one_line

_AGAIN = "make the export again, with `mmctl export create`"
_MEND = "mend or remove this line, or make the export again"


class MattermostExport:
    """Reads the public channels of Mattermost teams from a bulk export. Threads are conversations; the rest is untangled."""

    class Options(ChatExportOptions):
        """What a `[[sources]]` block of type `mattermost-export` may say."""

        path: str = Field(
            min_length=1,
            description="The export, a zip archive as mmctl makes it or the .jsonl file in it. `*` matches many; `.gz` is unpacked.",
        )
        url: BaseAddress = Field(
            None, description="The server's address, for links to the channels: the export has no ids of posts."
        )

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        self.name = name
        self.root = root
        self.options = read_options(self.Options, name, options)

    def threads(self) -> Iterator[Incoming | Damage]:
        """Every conversation, file by file and channel by channel."""
        for path in packs(self.options.path, self.root, self.name):
            yield from _Export(self).conversations(self._lines(path))

    def _lines(self, path: Path) -> Iterator[tuple[str, bytes] | Damage]:
        """The lines of a file, or of those in an archive or a folder, each with its place."""
        where = place(path, self.root)
        if path.is_file() and not zipfile.is_zipfile(path):
            for line in lines(path, self.root):
                yield line if isinstance(line, Damage) else (f"{where}:{line.number}", line.raw)
            return
        try:
            with opened(path, self.root) as pack:
                inside = [name for name in pack.names if name.endswith(".jsonl")]
                if not inside:
                    raise Spoiled("there is no .jsonl file in it: this is no export of Mattermost", _AGAIN)
                for name in inside:
                    for number, raw in enumerate(pack.lines(name), 1):
                        yield f"{pack.place(name)}:{number}", raw
        except Spoiled as spoiled:
            yield damage(spoiled, where)


class _Export:
    """One file. All its posts are held until its end, for they come in no order of channels."""

    def __init__(self, source: MattermostExport) -> None:
        self.source = source.name
        self.options = source.options
        self.channels: dict[tuple[str, str], MattermostChannel] = {}
        self.people: dict[str, Person] = {}
        self.posts: defaultdict[tuple[str, str], list[Post]] = defaultdict(list)
        self.ids: defaultdict[tuple[str, str, datetime], dict[str, str]] = defaultdict(dict)

    def conversations(self, found: Iterator[tuple[str, bytes] | Damage]) -> Iterator[Incoming | Damage]:
        for one in found:
            if isinstance(one, Damage):
                yield one
                continue
            where, raw = one
            try:
                if raw.strip():
                    yield from self._line(checked(MattermostLine, parse(raw)), where)
            except JsonError as error:
                yield Damage(str(error), where, _MEND)
            except _UnknownVersion as spoiled:
                yield damage(spoiled, where)
                return
            except Spoiled as spoiled:
                yield damage(spoiled, where)
        audience = Audience.PUBLIC if self.options.public else Audience.INTERNAL
        for (team, name), posts in self.posts.items():
            channel = Channel(f"{team}/{name}", one_line(self.channels[team, name].display_name) or name, audience)
            url = f"{self.options.url}/{team}/channels/{name}" if self.options.url else None
            yield from conversations(self.source, channel, posts, address=lambda _, url=url: url)  # type: ignore[misc]

    def _line(self, line: MattermostLine, where: str) -> Iterator[Damage]:
        if line.type == "version" and line.version != VERSION:
            raise _UnknownVersion(f"this is version {line.version} of the format; deskbook knows {VERSION}")
        if line.type == "channel":
            channel = checked(MattermostChannel, line.channel)
            self.channels[channel.team, channel.name] = channel
        elif line.type in ("user", "bot"):
            user = checked(MattermostUser, line.user if line.type == "user" else line.bot)
            self.people[user.username] = user.person(bot=line.type == "bot")
        elif line.type == "post":
            yield from self._post(checked(MattermostPost, line.post), where)

    def _post(self, post: MattermostPost, where: str) -> Iterator[Damage]:
        key = (post.team, post.channel)
        channel = self.channels.get(key)
        if channel is None or channel.type != "O" or not self.options.wants(channel.name, channel.display_name):
            return  # the file does not say that it is open
        root = self._id(key, post)
        if post.is_said:
            self.posts[key].extend(self._told(post, root, root if post.replies else None))
        for number, value in enumerate(post.replies, 1):
            try:
                reply = checked(MattermostReply, value)
                if reply.is_said:
                    self.posts[key].extend(self._told(reply, self._id(key, reply), root))
            except Spoiled as spoiled:
                yield damage(spoiled, f"{where}, reply {number}")

    def _told(self, post: MattermostReply, id_: str, thread: str | None) -> Iterator[Post]:
        markup = whole(post.markup)
        known = self.people.get(post.user) or Person(post.user, post.user)
        if text := from_chat(markup, self.options.url):
            names = dict.fromkeys(re.findall(r"@([a-z0-9._-]+)", markup))
            yield Post(
                id=id_,
                at=post.create_at,
                by=replace(known, bot=known.bot or post.is_automatic),
                text=doing(known, text) if post.type == "me" else text,
                words=words_of(markup),
                thread=thread,
                edited=post.edit_at,
                spoken_of=tuple(self.people[name] for name in names if name in self.people),
            )

    def _id(self, key: tuple[str, str], post: MattermostReply) -> str:
        """An id, which the export does not have: the time of a post, and a number where several have the same."""
        millis = round(post.create_at.timestamp() * 1000)
        known = self.ids[(*key, post.create_at)]
        return known.setdefault(post.user, f"m{millis}-{len(known) + 1}" if known else f"m{millis}")


class _UnknownVersion(Spoiled):
    pass
