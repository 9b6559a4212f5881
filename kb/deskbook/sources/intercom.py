"""A live Intercom, over its API: developers.intercom.com. Not checked against a live account.

The search says which conversations changed, in any order, so it is read to its end first; what was said stands only in the conversation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from deskbook.http import PoliteClient, Refused
from deskbook.model import Damage, Given, Gone, Message, Note, Role

from .live import LATER, LiveDesk, LiveOptions, incoming, note_as_html, seen_until
from .markdown import from_html
from .options import base_address
from .records import Key, Moment, Spoiled, Words, checked, one_line
from .walking import BEGINNING, Changed, read_each

_PAGE = 150  # the most
_RESOLVED = "closed"
_ROLES = {
    "admin": Role.AGENT,
    "team": Role.AGENT,
    "user": Role.CUSTOMER,
    "lead": Role.CUSTOMER,
    "contact": Role.CUSTOMER,
}
# What is said to the customer. What else has a text (notes, and what nobody knows of yet) is for the team.
_PUBLIC = frozenset(("comment", "open", "close", "quick_reply"))

_Text = Annotated[str, BeforeValidator(lambda value: value if isinstance(value, str) else "")]
_Listed = Annotated[list[Any], BeforeValidator(lambda value: [] if value is None else value)]


class _Found(BaseModel):
    id: Key
    updated_at: Moment


class _Next(BaseModel):
    starting_after: str | None = None


class _Pages(BaseModel):
    next: _Next | None = None


class _Search(BaseModel):
    conversations: list[_Found]
    pages: _Pages | None = None


class _Author(BaseModel):
    type: str = ""
    id: Key | None = None
    name: _Text = ""
    email: _Text = ""


class _Source(BaseModel):
    """The first message."""

    id: Key | None = None
    subject: _Text = ""
    body: _Text = ""
    author: _Author = _Author()


class _Part(BaseModel):
    id: Key
    part_type: str = ""
    body: _Text = ""
    created_at: Moment
    author: _Author = _Author()


class _Parts(BaseModel):
    conversation_parts: list[_Part]
    total_count: int = 0


class _Tag(BaseModel):
    id: Key
    name: Words


class _Tags(BaseModel):
    tags: Annotated[list[_Tag], BeforeValidator(lambda value: value or [])] = []


class _Conversation(BaseModel):
    id: Key
    title: _Text = ""
    state: str
    created_at: Moment
    source: _Source
    conversation_parts: _Parts
    tags: _Tags = _Tags()
    team_assignee_id: Key | None = None
    custom_attributes: Annotated[dict[str, Any], BeforeValidator(lambda value: value or {})] = {}


class _App(BaseModel):
    id_code: str


class _Me(BaseModel):
    id: Key
    app: _App | None = None


class _Team(BaseModel):
    id: Key
    name: Words


class _Teams(BaseModel):
    teams: list[_Team]


class Intercom(LiveDesk):
    """Reads the closed conversations of a live Intercom with all that was said, and can tell them of articles."""

    class Options(LiveOptions):
        """What a `[[sources]]` block of type `intercom` may say."""

        url: Annotated[str, AfterValidator(base_address)] = Field(
            "https://api.intercom.io",
            description="The address of its API, which in Europe is `https://api.eu.intercom.io` and in Australia "
            "`https://api.au.intercom.io`.",
        )

    what = "Intercom"
    access = (
        "make an app in the Developer Hub that may read conversations (and write them, to be told of articles), put its access token "
        "into an environment variable and name that in `token_env`"
    )

    def headers(self, token: str) -> Mapping[str, str]:
        """The token, and the version of the API that is spoken here."""
        return {"Authorization": f"Bearer {token}", "Intercom-Version": "2.11"}

    def read(self, client: PoliteClient, position: str) -> Iterator[Given]:
        """`position` is when the last conversation changed that was read, in whole seconds."""
        desk = _Desk(client)
        since = seen_until(position) or BEGINNING
        changed = sorted(_changed(client, since), key=lambda one: (one.moved, one.key))
        # In small steps, so that a run that is stopped goes on where it was.
        pages = (changed[first : first + 20] for first in range(0, len(changed), 20))
        yield from read_each(pages, lambda one: self._conversation(desk, one.key), self.damage, datetime.isoformat)

    def publish(self, thread: str, note: Note) -> str:
        """As `Publisher`."""
        with self.telling(thread) as client:
            desk = _Desk(client)
            said = _with_marker(desk.conversation(thread), note) or [self._say(desk, thread, note)]
            if note.tag:
                tag = checked(_Tag, client.send("POST", "/tags", {"name": note.tag}, again=True))
                value = {"id": tag.id, "admin_id": desk.me.id}
                client.send("POST", f"{_path(thread)}/tags", value, again=True)
            return said[0]

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        """As `Publisher`. Nothing that was said can be deleted: a second note takes the first one back."""
        with self.telling(thread) as client:
            desk = _Desk(client)
            conversation = desk.conversation(thread)
            for tag in conversation.tags.tags:
                if tag.name == note.tag:
                    path = f"{_path(thread)}/tags/{quote(tag.id, safe='')}"
                    client.send("DELETE", path, {"admin_id": desk.me.id}, again=True)
            if len(_with_marker(conversation, note)) == 1:
                self._say(desk, thread, note, note.withdrawal)

    def _say(self, desk: _Desk, thread: str, note: Note, text: str = "") -> str:
        sort = "comment" if note.public else "note"
        value = {"message_type": sort, "type": "admin", "admin_id": desk.me.id, "body": note_as_html(note, text)}
        answer = checked(_Conversation, desk.client.send("POST", f"{_path(thread)}/reply", value))
        if not (said := _with_marker(answer, note)):
            raise Spoiled("it does not show the note that it took")
        return said[-1]

    def _conversation(self, desk: _Desk, key: str) -> Iterator[Given]:
        found = desk.conversation(key)
        if found.state != _RESOLVED and found.state not in self.options.marked_statuses:
            yield Gone(key)
            return
        first = _Part(
            id=f"{key}-0",
            part_type="comment",
            body=found.source.body,
            created_at=found.created_at,
            author=found.source.author,
        )
        parts = (first, *found.conversation_parts.conversation_parts)
        thread = self.thread(
            key,
            found.title or from_html(found.source.subject),
            [_message(part) for part in parts],
            url=desk.address(key),
            resolved=found.state == _RESOLVED,
            tags=[tag.name for tag in found.tags.tags],
            fields={name: str(value) for name, value in found.custom_attributes.items() if value is not None},
            status=found.state,
            group=desk.teams.get(found.team_assignee_id or ""),
            created=found.created_at,
        )
        if thread is None:
            yield Gone(key)
        people = [name for part in parts for name in (part.author.name, part.author.email)]
        yield from incoming(thread, people, found.source.author.id or "")
        if (missing := found.conversation_parts.total_count - len(parts) + 1) > 0:
            what = f"conversation {key} is not whole: Intercom does not give {missing} of its messages"
            yield Damage(what, f"{self.options.url}, conversation {key}", LATER)


@dataclass
class _Desk:
    """One visit."""

    client: PoliteClient

    @cached_property
    def me(self) -> _Me:
        """Whose the token is."""
        return checked(_Me, self.client.get("/me"))

    @cached_property
    def teams(self) -> dict[str, str]:
        """The names of teams, as far as the token may know."""
        try:
            return {team.id: one_line(team.name) for team in checked(_Teams, self.client.get("/teams")).teams}
        except Refused as refused:
            if refused.status != 403:
                raise
            return {}

    def conversation(self, key: str) -> _Conversation:
        return checked(_Conversation, self.client.get(_path(key)))

    def address(self, key: str) -> str | None:
        """Where people find a conversation."""
        app = self.me.app
        return f"https://app.intercom.com/a/inbox/{app.id_code}/inbox/conversation/{key}" if app else None


def _changed(client: PoliteClient, since: datetime) -> Iterator[Changed[None]]:
    """What changed at a time or later. Raises `Spoiled` where the pages do not end."""
    moment = max(0, int(since.timestamp()) - 1)  # there is no "at or later"
    query = {"field": "updated_at", "operator": ">", "value": moment}
    after, seen = "", set[str]()
    while True:
        pagination = {"per_page": _PAGE, **({"starting_after": after} if after else {})}
        value = {"query": query, "pagination": pagination}
        page = checked(_Search, client.send("POST", "/conversations/search", value, again=True))
        if any(one.updated_at < since for one in page.conversations):
            raise Spoiled("conversations come that changed before the time that was asked for")
        yield from (Changed(one.id, one.updated_at, None) for one in page.conversations if one.id not in seen)
        seen.update(one.id for one in page.conversations)
        following = (page.pages and page.pages.next and page.pages.next.starting_after) or ""
        if not following:
            return
        if following == after:
            raise Spoiled("the page after this one is said to be this one")
        after = following


def _message(part: _Part) -> Message:
    author = part.author
    role = _ROLES.get(author.type, Role.SYSTEM)
    name = one_line(author.name) or role.value
    return Message(part.id, name, role, part.created_at, from_html(part.body), part.part_type not in _PUBLIC)


def _with_marker(conversation: _Conversation, note: Note) -> list[str]:
    return [part.id for part in conversation.conversation_parts.conversation_parts if note.marker in part.body]


def _path(key: str) -> str:
    return f"/conversations/{quote(key, safe='')}"
