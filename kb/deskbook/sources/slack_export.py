"""Slack workspaces as their export has them: channels.json, users.json, and a file for each channel and day.

Deny by default: what is not in channels.json is not read, so neither private channels (groups.json) nor direct messages
(dms.json, mpims.json); so are joins, deleted messages and notes of the system.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import Field

from deskbook.model import Audience, Damage, Incoming

from .chat_posts import Channel, Post, conversations, doing, whole
from .options import BaseAddress, ChatExportOptions, read_options
from .packs import Pack, beside, damage, from_packs
from .records import Model, Spoiled, checked
from .slack_records import SlackChannel, SlackMessage, SlackUser, Users, moment, post_id
from .slack_text import Directory, from_slack, mentioned_ids, words_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d\.json")


class SlackExport:
    """Reads the public channels of a Slack workspace from its export. Threads are conversations; the rest is untangled."""

    class Options(ChatExportOptions):
        """What a `[[sources]]` block of type `slack-export` may say."""

        path: str = Field(
            min_length=1,
            description="The export as Slack gives it, a zip archive, or the folder that was made of it. `*` matches many.",
        )
        url: BaseAddress = Field(
            None, description="The workspace's address, such as `https://example.slack.com`, for links to messages."
        )

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        self.name = name
        self.root = root
        self.options = read_options(self.Options, name, options)

    def threads(self) -> Iterator[Incoming | Damage]:
        """Every conversation, channel by channel."""
        return from_packs(self.options.path, self.root, self.name, lambda pack: _Workspace(self, pack).conversations())


class _Workspace:
    """One export."""

    def __init__(self, source: SlackExport, pack: Pack) -> None:
        self.source = source.name
        self.options = source.options
        self.pack = pack
        self.users = Users({})
        self.damage: list[Damage] = []

    def conversations(self) -> Iterator[Incoming | Damage]:
        folder = beside(self.pack.names, "channels.json")
        if folder is None:
            raise Spoiled("there is no channels.json in it: this is no export of Slack", "say the `path` of the export")
        channels = list(self._listed(f"{folder}channels.json", SlackChannel))
        self.users = Users({user.id: user.person for user in self._listed(f"{folder}users.json", SlackUser)})
        directory = Directory(self.users.by_id, {channel.id: channel.name for channel in channels})
        days = self._days(folder)
        audience = Audience.PUBLIC if self.options.public else Audience.INTERNAL
        for channel in channels:
            if channel.is_open and self.options.wants(channel.name, channel.id):
                posts = self._posts(days.get(channel.name, []), directory)
                where = Channel(channel.id, channel.name, audience)
                yield from conversations(self.source, where, posts, address=self._address(channel))
            yield from self.damage
            self.damage.clear()

    def _days(self, folder: str) -> dict[str, list[str]]:
        """The files of each channel's folder, in the order of the days."""
        days: dict[str, list[str]] = defaultdict(list)
        for name in self.pack.names:
            channel, _, day = name.removeprefix(folder).partition("/")
            if name.startswith(folder) and _DAY.fullmatch(day):
                days[channel].append(name)
        return days

    def _listed(self, name: str, model: type[Model]) -> Iterator[Model]:
        """The entries of a file that holds a list; those that are damaged are told of and left out."""
        try:
            listed = self.pack.json(name) if name in self.pack.names else []
            if not isinstance(listed, list):
                raise Spoiled("it is not a list")
        except Spoiled as spoiled:
            self.damage.append(damage(spoiled, self.pack.place(name)))
            return
        for number, value in enumerate(listed, 1):
            try:
                yield checked(model, value)
            except Spoiled as spoiled:
                self.damage.append(damage(spoiled, f"{self.pack.place(name)}, record {number}"))

    def _posts(self, names: list[str], directory: Directory) -> list[Post]:
        """What was said in a channel and is still there."""
        told: dict[str, Post] = {}
        gone: set[str] = set()
        for name in names:
            for number, message in enumerate(self._listed(name, SlackMessage), 1):
                try:
                    if message.subtype == "message_changed":
                        message = checked(SlackMessage, {"type": "message", **message.message})  # noqa: PLW2901  as it is now
                    if message.subtype == "message_deleted":
                        gone.add(message.deleted_ts)
                    elif message.is_said and (post := self._post(message, directory)):
                        told[message.ts] = post
                except Spoiled as spoiled:
                    self.damage.append(damage(spoiled, f"{self.pack.place(name)}, record {number}"))
        return [post for ts, post in told.items() if ts not in gone]

    def _post(self, message: SlackMessage, directory: Directory) -> Post | None:
        markup = whole(message.markup)
        text = from_slack(markup, directory)
        if not text:
            return None
        by = self.users.who(message)
        known = (self.users.by_id.get(id_) for id_ in mentioned_ids(markup))
        return Post(
            id=post_id(message.ts),
            at=moment(message.ts),
            by=by,
            text=doing(by, text) if message.subtype == "me_message" else text,
            words=words_of(markup, directory),
            thread=post_id(message.thread_ts) if message.thread_ts else None,
            edited=message.edited_at,
            spoken_of=tuple(person for person in known if person),
        )

    def _address(self, channel: SlackChannel) -> Callable[[str], str | None]:
        base = self.options.url
        return lambda id_: f"{base}/archives/{channel.id}/{id_}" if base else None
