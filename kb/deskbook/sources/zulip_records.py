"""The tables of a Zulip export as checked values."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator

from .chat_posts import Person
from .lenient import Text, Values
from .records import Key, one_line

STREAM = 2  # among the types of recipients; 1 is a person, 3 a group of people


def _moment(value: object) -> datetime:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError("is no time in seconds")
    if not 0 <= value < 1 << 33:
        raise ValueError("is no time of our days")
    return datetime.fromtimestamp(value, UTC)


Seconds = Annotated[datetime, BeforeValidator(_moment)]


class Realm(BaseModel):
    """realm.json: everything but the messages."""

    zerver_stream: list[Any]
    zerver_recipient: list[Any]
    zerver_userprofile: list[Any]
    zerver_userprofile_crossrealm: Values = []
    zerver_userprofile_mirrordummy: Values = []


class Messages(BaseModel):
    """One of messages-000001.json and so on."""

    zerver_message: list[Any]


class Stream(BaseModel):
    """A channel; Zulip's tables call it by its old name."""

    id: Key
    name: Key
    invite_only: Any = None
    is_web_public: Any = None


class Recipient(BaseModel):
    """To whom a message went: the id of a person, a channel or a group."""

    id: Key
    type: int
    type_id: Key


class ZulipUser(BaseModel):
    """Somebody with an account; those that belong to no organisation are Zulip's own bots."""

    id: Key
    full_name: Text = ""
    email: Text = ""
    delivery_email: Text = ""
    is_bot: Any = None

    def person(self, *, system: bool) -> Person:
        shown = one_line(self.full_name) or one_line(self.email).partition("@")[0] or "unknown"
        emails = tuple(email for email in (self.email, self.delivery_email) if email)
        return Person(shown, self.id, names=emails, bot=system or self.is_bot is True)


class ZulipMessage(BaseModel):
    """One message as it is now; older exports say `pub_date`."""

    id: Key
    sender: Key
    recipient: Key
    subject: Text = ""
    content: Text = ""
    date_sent: Seconds | None = None
    pub_date: Seconds | None = None
    last_edit_time: Seconds | None = None
