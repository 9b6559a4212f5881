"""What `deskbook.toml` says of a JSON API: where its tickets and messages are, and what lies where in them."""

from __future__ import annotations

import string
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from .field_paths import parse
from .live import LiveDesk
from .records import web_address


def _field_path(text: str) -> str:
    parse(text)
    return text


def _with_id(text: str) -> str:
    return _template(text, {"id"})


def _with_receipt(text: str) -> str:
    return _template(text, {"id", "receipt", "tag"})


def _template(text: str, allowed: set[str]) -> str:
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise ValueError(f"is no template: {error}") from None
    if names - allowed:
        raise ValueError(f"may hold {', '.join(f'{{{name}}}' for name in sorted(allowed))} and no other braces")
    return text


def _address(text: str) -> str:
    if text and ("{id}" not in text or web_address(_with_id(text).format(id=1)) is None):
        raise ValueError("has to be a web address with {id} in it")
    return text


def _begins_with_slash(text: str) -> str:
    if not text.startswith("/"):
        raise ValueError("has to begin with /, and goes on where `url` ends")
    return text


def _shows_token(text: str) -> str:
    name, colon, value = text.partition(":")
    if not (name.strip() and colon and "{token}" in value):
        raise ValueError("has to read like `X-Api-Key: {token}`")
    return text


FieldPath = Annotated[str, AfterValidator(_field_path)]
_Path = Annotated[str, AfterValidator(_begins_with_slash)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ListOptions(_Table):
    """A list, in pages."""

    parameters: dict[str, str] = Field(
        {},
        description='Parameters of every request, such as `{per_page = "100", sort = "created"}`. A list that is sorted by what never '
        "changes misses nothing while it is read.",
    )
    items: FieldPath = Field(
        "", description="Where in an answer the list is, such as `data.rows`. By default it is the answer."
    )
    paging: Literal["none", "page", "offset", "cursor", "link", "next"] = Field(
        "none",
        description="How further pages are asked for: by the number of the `page`, by an `offset` in elements, by a `cursor` from the "
        "answer, by the `link` header, or by the `next` address in the answer.",
    )
    page_parameter: str = Field(
        "", description="The parameter for `page`, `offset` or `cursor`. By default it has that name."
    )
    first_page: int = Field(1, ge=0, le=1, description="The number of the first page, with `page`.")
    next: FieldPath = Field("", description="Where in an answer the `cursor`, or the `next` address, is.")


class TicketsOptions(ListOptions):
    """The list of tickets."""

    path: _Path = Field(description="The path of the list, such as `/api/tickets`.")
    since_parameter: str = Field(
        "",
        description="The parameter that asks for what changed since a time. Without one the whole list is read each time.",
    )
    since_format: str = Field(
        "iso",
        description="How that time is written: `iso`, `seconds`, `milliseconds`, or a pattern such as `%Y-%m-%d %H:%M:%S`. It is in UTC.",
    )


class TicketOptions(_Table):
    """What lies where in a ticket."""

    path: Annotated[_Path, AfterValidator(_with_id)] | None = Field(
        None, description="The path of one ticket, such as `/api/tickets/{id}`, where the list does not tell all of it."
    )
    inside: FieldPath = Field("", description="Where in that answer the ticket is.")
    id: FieldPath = Field("id", description="Its id, which never changes.")
    title: FieldPath = Field("title", description="Its title.")
    text: FieldPath | None = Field(
        None, description="What the customer wrote first, where it is not among the messages."
    )
    author: FieldPath | None = Field(None, description="The name of whoever asks.")
    asker: FieldPath | None = Field(None, description="The id of whoever asks, the same in all their tickets.")
    created: FieldPath = Field("created_at", description="When it was opened: ISO 8601, or seconds since 1970.")
    changed: FieldPath | None = Field(
        None,
        description="When it changed last. Only then can the next run go on where this one ended, and see what was opened again.",
    )
    status: FieldPath = Field("status", description="Its status.")
    resolved: tuple[str, ...] = Field(
        min_length=1, description='The statuses of resolved tickets, such as `["solved", "closed"]`.'
    )
    tags: FieldPath | None = Field(None, description="Its tags, such as `tags` or `labels.*.name`.")
    group: FieldPath | None = Field(None, description="The team that deals with it.")


class MessagesOptions(ListOptions):
    """The messages of a ticket, and what lies where in one."""

    path: Annotated[_Path, AfterValidator(_with_id)] | None = Field(
        None,
        description="The path of the list, such as `/api/tickets/{id}/comments`. By default the messages lie in the ticket, at `items`.",
    )
    id: FieldPath = Field("id", description="Its id.")
    text: FieldPath = Field("text", description="Its text.")
    author: FieldPath = Field("author", description="The name of whoever wrote it.")
    account: FieldPath | None = Field(
        None, description="The id of whoever wrote it. Whoever has the ticket's `asker` there is the customer."
    )
    at: FieldPath = Field("created_at", description="When it was written.")
    role: FieldPath | None = Field(
        None, description="What tells the team from customers. By default all are of the team but whoever asks."
    )
    agents: tuple[str, ...] = Field((), description="The values there of people of the team; all others are customers.")
    machines: tuple[str, ...] = Field((), description="The values there of what no person wrote.")
    public: FieldPath | None = Field(
        None,
        description="What tells whether the customer may read it. Where there is no such thing, it is a note of the team.",
    )
    public_values: tuple[str, ...] = Field(
        ("true",), description='The values there of public messages. Where it says `private`, write `["false"]`.'
    )
    always_public: bool = Field(
        False, description="Whether customers may read all messages, as there are no internal notes."
    )
    format: Literal["plain", "markdown", "html"] = Field("plain", description="What the texts are.")


class CallOptions(_Table):
    """One request that changes a ticket."""

    method: Literal["POST", "PUT", "PATCH", "DELETE"] = Field("POST", description="Its method.")
    path: Annotated[_Path, AfterValidator(_with_receipt)] = Field(
        description="Its path, such as `/api/tickets/{id}/notes`. `{receipt}` is the id of the note, `{tag}` the tag."
    )
    body: dict[str, Any] = Field(
        {},
        description="What is sent as JSON. In its texts `{text}` is the note, `{html}` the same as HTML, `{link}` the article's "
        'address, `{tag}` the tag, `{id}` and `{receipt}` the ids; a text that is just `"{public}"` or `"{internal}"` becomes true '
        "or false.",
    )


class TellOptions(CallOptions):
    """The request that writes a note on a ticket."""

    writes: Literal["internal", "public", "either"] = Field(
        "internal",
        description="What its notes are; `either` where the body says it, by `{public}` or `{internal}`.",
    )
    receipt: FieldPath = Field("id", description="Where in the answer the note's id is.")


class RestOptions(LiveDesk.Options):
    """What a `[[sources]]` block of type `rest` may say."""

    token_header: Annotated[str, AfterValidator(_shows_token)] = Field(
        "Authorization: Bearer {token}", description="The header that shows the token."
    )
    permalink: Annotated[str, AfterValidator(_address)] = Field(
        "", description="Where people open a ticket, such as `https://desk.example/tickets/{id}`."
    )
    tickets: TicketsOptions = Field(description="The list of tickets.")
    ticket: TicketOptions = Field(description="What lies where in a ticket.")
    messages: MessagesOptions = Field(description="The messages of a ticket.")
    tell: TellOptions | None = Field(
        None, description="How a note is written; without it `deskbook publish` cannot tell."
    )
    take_back: CallOptions | None = Field(
        None, description="How a note is deleted. Where it cannot be, another one says that it no longer holds."
    )
    tag: CallOptions | None = Field(None, description="How one tag is added.")
    untag: CallOptions | None = Field(None, description="How one tag is taken off.")
