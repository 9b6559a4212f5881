"""The parts of an export by DiscordChatExporter as checked values."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator

from .chat_posts import Person
from .lenient import Flag, Objects, Text
from .records import Key, Moment, one_line

# What people and programs say, by name or by Discord's number where the exporter knows no name: replies, slash commands, menu
# commands. All other sorts tell of joins, pins, calls, boosts and threads.
_SAID = {"Default", "0", "Reply", "19", "20", "23"}
_CHANNELS = {"GuildTextChat", "GuildNews", "GuildVoiceChat", "GuildStageVoice", "GuildForum"}
_THREADS = {"GuildPublicThread", "GuildNewsThread"}
_PRIVATE = {"DirectTextChat", "DirectGroupTextChat", "GuildPrivateThread"}


class DiscordUser(BaseModel):
    """Somebody who wrote, or is spoken of."""

    id: Key
    name: Text = ""
    nickname: Text = ""
    discriminator: Text = ""
    isBot: Flag = False  # noqa: N815  the export's own name

    @property
    def person(self) -> Person:
        full = f"{self.name}#{self.discriminator}" if self.name and self.discriminator.strip("0") else ""
        shown = one_line(self.nickname) or one_line(self.name) or "unknown"
        return Person(shown, self.id, (self.name, full, self.id), bot=self.isBot)


class _Reference(BaseModel):
    type: Text = ""
    messageId: Key | None = None  # noqa: N815


class DiscordMessage(BaseModel):
    """One message."""

    id: Key
    type: Annotated[str, BeforeValidator(str)]
    timestamp: Moment
    timestampEdited: Moment | None = None  # noqa: N815
    content: Text = ""
    author: DiscordUser
    attachments: Objects = []
    embeds: Objects = []
    mentions: list[DiscordUser] = []
    reference: _Reference | None = None
    forwardedMessage: Any = None  # noqa: N815

    @property
    def is_said(self) -> bool:
        """Whether somebody said it: no note of the system."""
        return self.type in _SAID

    @property
    def markup(self) -> str:
        """The text with names of files; what was forwarded is a quote, and what a program embedded stands in for no text."""
        forwarded = self.forwardedMessage.get("content") if isinstance(self.forwardedMessage, dict) else None
        quoted = "\n".join(f"> {line}" for line in forwarded.splitlines()) if isinstance(forwarded, str) else ""
        embedded = [
            one[key] for one in self.embeds for key in ("title", "description") if isinstance(one.get(key), str)
        ]
        files = [
            f"(file: {one_line(one['fileName'])})" for one in self.attachments if isinstance(one.get("fileName"), str)
        ]
        own = [self.content] if self.content.strip() else [quoted, *(embedded if self.author.isBot else ())]
        return "\n".join(part for part in (*own, *files) if part.strip())


class _Guild(BaseModel):
    id: Key


class _Room(BaseModel):
    id: Key
    type: Annotated[str, BeforeValidator(str)]
    name: Text = ""
    category: Text = ""
    categoryId: Key | None = None  # noqa: N815


class DiscordChannel(BaseModel):
    """One file: a channel, or a thread of one."""

    guild: _Guild
    channel: _Room
    messages: list[Any]

    @property
    def is_private(self) -> bool:
        """Whether only some may read it: direct messages are exported as of a guild with the id 0."""
        return self.guild.id == "0" or self.channel.type in _PRIVATE

    @property
    def is_known(self) -> bool:
        """Whether it is a sort of channel that all members may read."""
        return self.channel.type in _CHANNELS | _THREADS

    @property
    def is_thread(self) -> bool:
        return self.channel.type in _THREADS
