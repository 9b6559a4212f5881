"""The parts of a Slack export as checked values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel

from .chat_posts import Person
from .lenient import Object, Objects, Text
from .records import Key, checked, one_line

_TS = re.compile(r"(\d{9,11})\.(\d{6})")
# What people say; all other subtypes tell of joins, leaves, topics, pins, calls and of messages that are gone.
_SAID = {None, "bot_message", "me_message", "thread_broadcast", "file_share", "file_comment", "slackbot_response"}


def _stamp(text: str) -> str:
    if not _TS.fullmatch(text):
        raise ValueError("is no time as Slack writes it")
    return text


Stamp = Annotated[str, AfterValidator(_stamp)]


class SlackChannel(BaseModel):
    """One entry of channels.json."""

    id: Key
    name: Key
    is_private: Any = None
    is_im: Any = None
    is_mpim: Any = None

    @property
    def is_open(self) -> bool:
        """Whether all of the workspace may read it."""
        return not (self.is_private or self.is_im or self.is_mpim)


class SlackUser(BaseModel):
    """One entry of users.json, or the profile that comes with a message."""

    id: Key = "unknown"
    name: Text = ""
    real_name: Text = ""
    display_name: Text = ""
    is_bot: Any = None
    profile: Object = {}

    @property
    def person(self) -> Person:
        profile = checked(_Profile, self.profile)
        real = (self.real_name, profile.real_name)
        shown = next(
            (name for name in (profile.display_name, self.display_name, *real, self.name) if name.strip()), self.id
        )
        return Person(
            shown=one_line(shown),
            account=self.id,
            handles=(self.name, self.id),
            names=tuple(
                one_line(name) for name in (*real, profile.email) if name and one_line(name) != one_line(shown)
            ),
            bot=self.is_bot is True or self.id == "USLACKBOT",
        )


class _Profile(BaseModel):
    real_name: Text = ""
    display_name: Text = ""
    email: Text = ""


class _Edited(BaseModel):
    ts: Stamp


class SlackMessage(BaseModel):
    """One entry of a day's file."""

    type: Text = ""
    subtype: str | None = None
    ts: Stamp
    thread_ts: Stamp | None = None
    user: Text = ""
    username: Text = ""
    bot_id: Text = ""
    bot_profile: Object = {}
    user_profile: Object = {}
    text: Text = ""
    hidden: Any = None
    edited: Object = {}
    message: Object = {}
    deleted_ts: Text = ""
    attachments: Objects = []
    files: Objects = []

    @property
    def is_said(self) -> bool:
        """Whether somebody said it, and it is still there."""
        return self.type == "message" and self.subtype in _SAID and not self.hidden

    @property
    def edited_at(self) -> datetime | None:
        return moment(checked(_Edited, self.edited).ts) if self.edited else None

    @property
    def markup(self) -> str:
        """The text, or what stands in its place: what a program attached, and names of files."""
        attached = (one.get("text") or one.get("fallback") for one in self.attachments) if not self.text else ()
        named = (one.get("name") or one.get("title") for one in self.files)
        files = (f"(file: {escape_slack(one_line(name))})" for name in named if isinstance(name, str) and name.strip())
        return "\n".join(
            part for part in (self.text, *(one for one in attached if isinstance(one, str)), *files) if part.strip()
        )


def escape_slack(text: str) -> str:
    """Text as Slack writes it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def moment(ts: str) -> datetime:
    """When something was said: `1700000000.000100` are seconds since 1970, the digits after the dot are microseconds."""
    seconds, _, micro = ts.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=int(micro))


def post_id(ts: str) -> str:
    """The id of a message as Slack's own permalinks have it."""
    return f"p{ts.replace('.', '')}"


@dataclass(frozen=True, slots=True)
class Users:
    """The people of a workspace by id."""

    by_id: dict[str, Person]

    def who(self, message: SlackMessage) -> Person:
        """Who said something; bots and guests may be known by their message alone."""
        known = self.by_id.get(message.user)
        if known is None and message.user_profile:
            inner = {"id": message.user or "unknown", "profile": message.user_profile}
            known = checked(SlackUser, {**message.user_profile, **inner}).person
        if known and message.subtype != "bot_message":
            return known
        named = message.bot_profile.get("name")
        shown = one_line(
            message.username or (named if isinstance(named, str) else "") or (known.shown if known else "")
        )
        is_bot = bool(message.subtype == "bot_message" or message.user == "USLACKBOT" or message.bot_id)
        return Person(shown or message.user or "unknown", message.user, bot=is_bot)
