"""What Request Tracker's REST 2.0 answers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from .markdown import from_html, from_plain
from .records import Key, Moment, Words

MACHINES = ("RT_System", "Nobody")
_NO_NAMES = (*MACHINES, "root", "admin")  # accounts that are words of their own

_Text = Annotated[Words, BeforeValidator(lambda value: "" if value is None else value)]


class User(BaseModel):
    id: Key
    real_name: _Text = Field("", alias="RealName")
    address: _Text = Field("", alias="EmailAddress")

    @property
    def names(self) -> tuple[str, ...]:
        """What to look for in texts."""
        return () if self.id in _NO_NAMES else (self.id, self.real_name, self.address)


class Queue(BaseModel):
    name: str = Field(alias="Name")


class CustomField(BaseModel):
    name: str
    values: Annotated[list[Any], BeforeValidator(lambda value: [] if value is None else value)] = []

    @property
    def words(self) -> list[str]:
        """Its values, without files."""
        return [value for value in self.values if isinstance(value, str) and value]


class Ticket(BaseModel):
    """A ticket as a list has it."""

    id: Key
    effective: Key = Field(alias="EffectiveId")
    updated: Moment = Field(alias="LastUpdated")
    created: Moment = Field(alias="Created")
    status: str = Field(alias="Status")
    subject: _Text = Field("", alias="Subject")
    queue: Queue | None = Field(None, alias="Queue")
    requestors: list[User] = Field([], alias="Requestor")
    copied: list[User] = Field([], alias="Cc")
    fields: list[CustomField] = Field([], alias="CustomFields")


class Tickets(BaseModel):
    items: list[Ticket]
    total: int | None  # None: RT does not know how many of these the account may see

    @property
    def is_last(self) -> bool:
        """Whether no page follows."""
        return self.total is not None and self.total <= len(self.items)


class Row(BaseModel):
    """Of a list that does not say how long it is."""

    id: Key


class Transaction(Row):
    type: str = Field(alias="Type")
    creator: User = Field(alias="Creator")
    at: Moment = Field(alias="Created")


class Part(Row):
    """One part of a message: its text in one of its forms, or a file."""

    transaction: Key = Field(alias="TransactionId")
    kind: str = Field("", alias="ContentType")
    content: Any = Field("", alias="Content")
    file: str | None = Field(None, alias="Filename")

    @property
    def text(self) -> str:
        """The Markdown of it, empty for a file."""
        if self.file or not isinstance(self.content, str):
            return ""
        return from_html(self.content) if self.kind == "text/html" else from_plain(self.content)


class Deletion(Row):
    ticket: Key = Field(alias="ObjectId")


class Link(BaseModel):
    ref: str = ""
    address: str = Field("", alias="_url")


class Shown(BaseModel):
    """A ticket by itself."""

    status: str = Field(alias="Status")
    fields: list[CustomField] = Field([], alias="CustomFields")
    links: list[Link] = Field([], alias="_hyperlinks")


class Items(BaseModel):
    items: list[Any]
