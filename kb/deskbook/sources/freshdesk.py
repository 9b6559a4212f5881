"""A live Freshdesk, over its API: developers.freshdesk.com/api. Not checked against a live account.

The list of tickets ends after 300 pages, moves while it is read, and has of old tickets only those that changed since some time: so it
is walked by time. It does not show deleted tickets and spam, which have lists of their own.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import BaseModel, BeforeValidator

from deskbook.http import PoliteClient, Refused
from deskbook.model import Given, Gone, Message, Note, Role

from .live import LiveDesk, incoming, note_as_html, seen_until
from .markdown import from_html, from_plain
from .records import Key, Moment, Spoiled, Words, checked, field_text, one_line
from .walking import BEGINNING, Changed, Page, by_time, read_each

_PAGE = 100  # the most
_MOST_PAGES = 300
_STATUSES = {"2": "open", "3": "pending", "4": "resolved", "5": "closed"}
_RESOLVED = frozenset(("resolved", "closed"))
# Our clock and theirs may differ, and what was deleted a moment ago may show in the list a moment later.
_SLACK = timedelta(hours=1)
_SECOND = timedelta(seconds=1)

_Listed = Annotated[list[Any], BeforeValidator(lambda value: [] if value is None else value)]
_Text = Annotated[str | None, BeforeValidator(lambda value: value if isinstance(value, str) else None)]


class _Person(BaseModel):
    id: Key | None = None
    name: _Text = None
    email: _Text = None


class _Agent(BaseModel):
    id: Key
    contact: _Person = _Person()


class _Group(BaseModel):
    id: Key
    name: str


class _Ticket(BaseModel):
    id: Key
    subject: _Text = None
    description: _Text = None
    description_text: _Text = None
    status: Key
    created_at: Moment
    updated_at: Moment
    requester_id: Key | None = None
    responder_id: Key | None = None
    group_id: Key | None = None
    requester: _Person | None = None
    cc_emails: _Listed = []
    to_emails: _Listed = []
    tags: _Listed = []
    custom_fields: Annotated[dict[str, Any], BeforeValidator(lambda value: value or {})] = {}

    @property
    def status_name(self) -> str:
        return _STATUSES.get(self.status, self.status)


class _Said(BaseModel):
    """A reply or a note."""

    id: Key
    user_id: Key | None = None
    body: _Text = None
    body_text: _Text = None
    incoming: bool = False
    # What does not say that it is public is internal.
    private: Annotated[bool, BeforeValidator(lambda value: value is not False)] = True
    created_at: Moment
    from_email: _Text = None

    @property
    def text(self) -> str:
        return from_html(self.body) if self.body else from_plain(self.body_text or "")


class _Tagged(BaseModel):
    tags: list[Words]


class Freshdesk(LiveDesk):
    """Reads the resolved tickets of a live Freshdesk with all that was said, and can tell them of articles."""

    what = "Freshdesk"
    access = "an agent finds an API key under Profile settings > View API key; put it into an environment variable and name that in `token_env`"

    def headers(self, token: str) -> Mapping[str, str]:
        """The key is a user name, with any password."""
        return {"Authorization": f"Basic {b64encode(f'{token}:X'.encode()).decode()}"}

    def read(self, client: PoliteClient, position: str) -> Iterator[Given]:
        """`position` has two times: until when tickets were read, and until when those that are gone."""
        tickets, _, gone = position.partition(" ")
        began = (datetime.now(UTC) - _SLACK).isoformat()
        since = seen_until(gone)
        if since is not None:
            for sort in ("deleted", "spam"):
                for page in by_time(partial(_listed, client, sort), since, _SECOND):
                    yield from (Gone(ticket.key) for ticket in page)
        desk = _Desk(client)
        yield from read_each(
            by_time(partial(_listed, client, ""), seen_until(tickets) or BEGINNING, _SECOND),
            lambda changed: self._ticket(desk, changed.listed),
            self.damage,
            lambda moment: f"{moment.isoformat()} {began}",
        )

    def publish(self, thread: str, note: Note) -> str:
        """As `Publisher`."""
        with self.telling(thread) as client:
            desk, path = _Desk(client), _path(thread)
            said = next((one.id for one in desk.said(thread) if note.marker in (one.body_text or one.body or "")), None)
            if said is None:
                value = {"body": note_as_html(note), "private": not note.public}
                said = checked(_Said, client.send("POST", f"{path}/notes", value)).id
            if note.tag:
                tags = checked(_Tagged, client.get(path)).tags
                if note.tag not in tags:
                    # There is no way to add one: the list is read right before.
                    client.send("PUT", path, {"tags": [*tags, note.tag]}, again=True)
            return said

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        """As `Publisher`."""
        with self.telling(thread) as client:
            path = _path(thread)
            if note.tag:
                tags = checked(_Tagged, client.get(path)).tags
                if note.tag in tags:
                    client.send("PUT", path, {"tags": [tag for tag in tags if tag != note.tag]}, again=True)
            try:
                client.send("DELETE", f"/api/v2/conversations/{quote(receipt, safe='')}", again=True)
            except Refused as refused:
                if refused.status != 404:  # somebody did it before
                    raise

    def _ticket(self, desk: _Desk, raw: object) -> Iterator[Given]:
        ticket = checked(_Ticket, raw)
        status = ticket.status_name
        if status not in _RESOLVED and status not in self.options.marked_statuses:
            yield Gone(ticket.id)
            return
        said = desk.said(ticket.id)
        asker = ticket.requester or _Person()
        first = _Said(
            id=f"{ticket.id}-0",
            user_id=ticket.requester_id,
            body=ticket.description,
            body_text=ticket.description_text,
            incoming=True,
            private=False,
            created_at=ticket.created_at,
        )
        messages = [desk.message(one, ticket, asker) for one in (first, *said)]
        thread = self.thread(
            ticket.id,
            ticket.subject or "",
            messages,
            url=f"{self.options.url}/a/tickets/{ticket.id}",
            resolved=status in _RESOLVED,
            tags=[tag for tag in ticket.tags if isinstance(tag, str)],
            fields={name: field_text(value) for name, value in ticket.custom_fields.items()},
            status=status,
            group=desk.groups.get(ticket.group_id or ""),
            created=ticket.created_at,
        )
        if thread is None:
            yield Gone(ticket.id)
        names = (
            asker.name,
            asker.email,
            *(message.author for message in messages if message.author != message.role.value),
        )
        mails = (*ticket.cc_emails, *ticket.to_emails, *(one.from_email for one in said))
        others = (
            desk.agents.get(key or "", _Person()) for key in (ticket.responder_id, *(one.user_id for one in said))
        )
        people = [*names, *(mail for mail in mails if isinstance(mail, str)), *(agent.email for agent in others)]
        yield from incoming(thread, people, ticket.requester_id or "")


@dataclass
class _Desk:
    """One visit, and who works there, as far as the key may know."""

    client: PoliteClient

    @cached_property
    def agents(self) -> dict[str, _Person]:
        return {agent.id: agent.contact for agent in (checked(_Agent, raw) for raw in self._all("/api/v2/agents"))}

    @cached_property
    def groups(self) -> dict[str, str]:
        return {
            group.id: one_line(group.name) for group in (checked(_Group, raw) for raw in self._all("/api/v2/groups"))
        }

    def said(self, ticket: str) -> list[_Said]:
        """The replies and notes of a ticket."""
        return [checked(_Said, raw) for raw in _pages(self.client, f"{_path(ticket)}/conversations")]

    def message(self, said: _Said, ticket: _Ticket, asker: _Person) -> Message:
        asked = said.user_id is not None and said.user_id == ticket.requester_id
        role = Role.CUSTOMER if said.incoming or asked else Role.AGENT
        person = asker if asked else self.agents.get(said.user_id or "", _Person())
        return Message(
            said.id, one_line(person.name or "") or role.value, role, said.created_at, said.text, said.private
        )

    def _all(self, path: str) -> list[object]:
        try:
            return list(_pages(self.client, path))
        except Refused as refused:
            if refused.status != 403:
                raise
            return []


def _listed(client: PoliteClient, sort: str, since: datetime, after: str) -> Page[object]:
    """Tickets that changed at a time or later: the usual ones, or those of a list of its own. `after` is the number of a page."""
    number = int(after or "1")
    if number > _MOST_PAGES:
        raise Spoiled(f"more than {_MOST_PAGES * _PAGE} tickets changed in one second, and it does not list more")
    # Two seconds back: nobody says whether the time itself counts.
    asked = [
        ("updated_since", (since - _SECOND).strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("order_by", "updated_at"),
        ("order_type", "asc"),
        ("per_page", str(_PAGE)),
        ("page", str(number)),
        *([("filter", sort)] if sort else [("include", "requester,description")]),
    ]
    answer = client.answer("/api/v2/tickets", asked)
    tickets = [Changed(one.id, one.updated_at, raw) for raw, one in _with_times(answer.value)]
    more = answer.next_page is not None or len(tickets) >= _PAGE
    return Page(tickets, str(number + 1) if more else "")


class _Moved(BaseModel):
    id: Key
    updated_at: Moment


def _with_times(value: object) -> Iterator[tuple[object, _Moved]]:
    return ((raw, checked(_Moved, raw)) for raw in _list(value))


def _pages(client: PoliteClient, path: str) -> Iterator[object]:
    for number in range(1, _MOST_PAGES + 1):
        answer = client.answer(path, [("per_page", str(_PAGE)), ("page", str(number))])
        some = _list(answer.value)
        yield from some
        if answer.next_page is None and len(some) < _PAGE:
            return


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Spoiled("its answer is no list")
    return value


def _path(ticket: str) -> str:
    return f"/api/v2/tickets/{quote(ticket, safe='')}"
