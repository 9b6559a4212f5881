"""The events of a Matrix room as checked values, as Element's export has them."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator

from .lenient import Millis, Object, Text
from .records import Key

_ANCHOR = re.compile(r"[A-Za-z0-9_-]{8,60}")
_SAID = {"m.text", "m.notice", "m.emote", "m.image", "m.file", "m.video", "m.audio"}
_FILES = {"m.image", "m.file", "m.video", "m.audio"}


class MatrixRoom(BaseModel):
    """One file."""

    room_name: Text
    messages: list[Any]


class _Answered(BaseModel):
    event_id: Text = ""


class _Relation(BaseModel):
    rel_type: Text = ""
    event_id: Text = ""
    is_falling_back: Any = None
    in_reply_to: Annotated[_Answered, BeforeValidator(lambda value: value if isinstance(value, dict) else {})] = (
        _Answered()
    )


class Content(BaseModel):
    """What somebody said."""

    msgtype: Text = ""
    body: Text = ""
    format: Text = ""
    formatted_body: Text = ""
    filename: Text = ""

    @property
    def is_said(self) -> bool:
        return self.msgtype in _SAID

    @property
    def is_file(self) -> bool:
        return self.msgtype in _FILES

    @property
    def html(self) -> str:
        """The text as HTML, or "" where it is plain."""
        return self.formatted_body if self.format == "org.matrix.custom.html" else ""


class MatrixEvent(BaseModel):
    """One event. `redacts` names the event that a redaction takes back; it has moved into `content` in newer rooms."""

    type: Text = ""
    event_id: Key
    room_id: Text = ""
    sender: Key
    origin_server_ts: Millis
    state_key: Text = ""
    content: Object = {}
    unsigned: Object = {}
    redacts: Text = ""

    @property
    def relation(self) -> _Relation:
        """What it has to do with another event."""
        given = self.content.get("m.relates_to")
        found = given if isinstance(given, dict) else {}
        return _Relation.model_validate({**found, "in_reply_to": found.get("m.in_reply_to")})

    @property
    def redacted(self) -> str:
        """The event that this one takes back, or ""."""
        newer = self.content.get("redacts")
        return self.redacts or (newer if isinstance(newer, str) else "")

    @property
    def is_gone(self) -> bool:
        """Whether it was taken back itself."""
        return not self.content or bool(self.unsigned.get("redacted_because") or self.unsigned.get("redacted_by"))

    @property
    def edit(self) -> object:
        """The last edit of this event, where the server sent it along."""
        bundled = self.unsigned.get("m.relations")
        return bundled.get("m.replace") if isinstance(bundled, dict) else None


def post_id(event: str) -> str:
    """An event's id as an anchor; ids of the first rooms have a dot and a server in them."""
    plain = event.removeprefix("$")
    return (
        f"e{plain}"
        if _ANCHOR.fullmatch(plain)
        else f"e{hashlib.sha256(event.encode('utf-8', 'replace')).hexdigest()[:24]}"
    )


def edited_at(value: object) -> datetime | None:
    """The time of a bundled edit, or None where it does not say."""
    try:
        return _When.model_validate(value).origin_server_ts
    except ValueError:
        return None


class _When(BaseModel):
    origin_server_ts: Millis
