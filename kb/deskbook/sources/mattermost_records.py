"""The lines of a Mattermost bulk export as checked values. Times are milliseconds since 1970."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator

from .chat_posts import Person
from .lenient import Millis, Object, Objects, Text, Values
from .records import Key, one_line

VERSION = 1


class MattermostChannel(BaseModel):
    """A channel of a team. `type` is `O` where all of the team may read it."""

    team: Key
    name: Key
    display_name: Text = ""
    type: Text = ""


class MattermostUser(BaseModel):
    """Somebody with an account."""

    username: Key
    email: Text = ""
    nickname: Text = ""
    first_name: Text = ""
    last_name: Text = ""

    def person(self, *, bot: bool) -> Person:
        real = one_line(f"{self.first_name} {self.last_name}")
        names = tuple(name for name in (real, one_line(self.nickname), self.email) if name and name != self.username)
        return Person(self.username, self.username, names=names, bot=bot)


class MattermostReply(BaseModel):
    """A post in the thread of another."""

    user: Key
    type: Text = ""
    message: Text = ""
    props: Object = {}
    create_at: Millis
    edit_at: Annotated[Millis | None, BeforeValidator(lambda value: value or None)] = None
    delete_at: Any = None
    attachments: Objects = []

    @property
    def is_said(self) -> bool:
        """Whether somebody said it and it is still there: `system_join_channel` and the like are notes."""
        return not self.type.startswith("system_") and not self.delete_at

    @property
    def is_automatic(self) -> bool:
        """Whether a webhook or a bot wrote it."""
        return any(str(self.props.get(key)).lower() == "true" for key in ("from_webhook", "from_bot", "from_plugin"))

    @property
    def markup(self) -> str:
        """The text, or what a program attached in its place."""
        attached = self.props.get("attachments") if not self.message else None
        texts = (
            one.get("text") or one.get("fallback")
            for one in (attached if isinstance(attached, list) else ())
            if isinstance(one, dict)
        )
        files = (one.get("path") for one in self.attachments)
        named = (f"(file: {one_line(path.rpartition('/')[2])})" for path in files if isinstance(path, str) and path)
        return "\n".join(
            part for part in (self.message, *(one for one in texts if isinstance(one, str)), *named) if part
        )


class MattermostPost(MattermostReply):
    """A post, with those in its thread."""

    team: Key
    channel: Key
    replies: Values = []


class MattermostLine(BaseModel):
    """One line; what is in it depends on its type. Direct messages have types of their own, which nobody looks at."""

    type: Key
    version: Any = None
    channel: Any = None
    user: Any = None
    bot: Any = None
    post: Any = None
