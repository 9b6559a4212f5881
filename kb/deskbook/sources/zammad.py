"""A live Zammad, over its API: docs.zammad.org. Not checked against a live server.

What changed is asked of its search, which needs Elasticsearch for that; where the search does not know of the last ticket that was read,
there is none, and the whole list of tickets is gone through. Tickets that were deleted are not named anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import getaddresses
from functools import cached_property
from typing import Annotated
from urllib.parse import quote

from pydantic import BaseModel, BeforeValidator, ConfigDict

from deskbook.http import PoliteClient, Refused
from deskbook.model import Given, Gone, Message, Note, Role

from .live import LiveDesk, incoming, note_as_html, seen_until
from .markdown import from_html, from_plain
from .records import Key, Moment, Spoiled, checked, field_text, one_line
from .walking import BEGINNING, Changed, Page, by_time, read_each

_PAGE = 100  # the most that all lists give
# A change is found some time after it was made.
_INDEXED = timedelta(minutes=10)
_ROLES = {"Customer": Role.CUSTOMER, "Agent": Role.AGENT}
_CLOSED, _MERGED = "closed", "merged"

_Text = Annotated[str | None, BeforeValidator(lambda value: value if isinstance(value, str) else None)]


class _Ticket(BaseModel):
    """A ticket, with fields of the team's own beside those of Zammad."""

    model_config = ConfigDict(extra="allow")

    id: Key
    title: _Text = None
    state: str
    group: _Text = None
    customer: _Text = None
    owner: _Text = None
    customer_id: Key | None = None
    created_at: Moment
    updated_at: Moment


class _Article(BaseModel):
    id: Key
    sender: _Text = None
    sent_by: _Text = None
    body: _Text = None
    content_type: _Text = None
    # What does not say that it is public is internal.
    internal: Annotated[bool, BeforeValidator(lambda value: value is not False)] = True
    created_at: Moment
    created_by: _Text = None
    to: _Text = None
    cc: _Text = None

    @property
    def text(self) -> str:
        plain = self.content_type == "text/plain"
        return from_plain(self.body or "") if plain else from_html(self.body or "")

    @property
    def people(self) -> tuple[str, ...]:
        pairs = [pair for head in (self.sent_by, self.to, self.cc) if head for pair in _addresses(head)]
        return tuple(part for pair in pairs for part in pair if part)

    @property
    def author(self) -> str:
        (name, address), *_ = _addresses(self.sent_by or "") or [("", "")]
        return one_line(name or address or self.created_by or "")


class _State(BaseModel):
    name: str
    state_type: _Text = None


class _Tags(BaseModel):
    tags: list[str]


class Zammad(LiveDesk):
    """Reads the closed tickets of a live Zammad with all their articles, and can tell them of articles."""

    what = "Zammad"
    access = (
        "an agent makes a token under Profile > Token Access, with the permission `ticket.agent`; put it into an environment variable "
        "and name that in `token_env`"
    )

    def headers(self, token: str) -> Mapping[str, str]:
        """Zammad's own scheme."""
        return {"Authorization": f"Token token={token}"}

    def read(self, client: PoliteClient, position: str) -> Iterator[Given]:
        """`position` is when the last ticket that was read had changed."""
        since = seen_until(position) or BEGINNING
        desk = _Desk(client)
        yield from read_each(
            desk.changed(since), lambda changed: self._ticket(desk, changed.listed), self.damage, datetime.isoformat
        )

    def publish(self, thread: str, note: Note) -> str:
        """As `Publisher`."""
        with self.telling(thread) as client:
            said = _with_marker(client, thread, note) or [_say(client, thread, note, note.text)]
            if note.tag:
                client.send("POST", "/api/v1/tags/add", _tag(thread, note), again=True)
            return said[0]

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        """As `Publisher`. Zammad lets an agent delete a note of their own, if it is internal and a few minutes old."""
        with self.telling(thread) as client:
            if note.tag:
                client.send("DELETE", "/api/v1/tags/remove", _tag(thread, note), again=True)
            said = _with_marker(client, thread, note)
            if len(said) != 1:
                return
            try:
                client.send("DELETE", f"/api/v1/ticket_articles/{quote(said[0], safe='')}", again=True)
            except Refused as refused:
                if refused.status not in (403, 422):
                    raise
                _say(client, thread, note, note.withdrawal)

    def _ticket(self, desk: _Desk, ticket: _Ticket) -> Iterator[Given]:
        sort = desk.states.get(ticket.state, ticket.state)
        if sort != _CLOSED and (sort == _MERGED or ticket.state not in self.options.marked_statuses):
            yield Gone(ticket.id)
            return
        articles = _articles(desk.client, ticket.id)
        thread = self.thread(
            ticket.id,
            ticket.title or "",
            [_message(article) for article in articles],
            url=f"{self.options.url}/#ticket/zoom/{quote(ticket.id, safe='')}",
            resolved=sort == _CLOSED,
            tags=desk.tags(ticket.id),
            fields={name: field_text(value) for name, value in (ticket.model_extra or {}).items()},
            status=ticket.state,
            group=ticket.group,
            created=ticket.created_at,
        )
        if thread is None:
            yield Gone(ticket.id)
        named = [name for article in articles for name in (*article.people, article.created_by, article.author)]
        # "-" is nobody.
        people = [name for name in (ticket.customer, ticket.owner, *named) if name and name != "-"]
        yield from incoming(thread, people, ticket.customer_id or "")


@dataclass
class _Desk:
    """One visit."""

    client: PoliteClient

    @cached_property
    def states(self) -> dict[str, str]:
        """Of which sort the states are: the team names them."""
        try:
            value = self.client.get("/api/v1/ticket_states", [("expand", "true")])
        except Refused as refused:
            if refused.status != 403:
                raise
            return {}
        found = [checked(_State, raw) for raw in _list(value)]
        return {state.name: state.state_type or state.name for state in found}

    def tags(self, ticket: str) -> list[str]:
        """The tags of a ticket."""
        return checked(_Tags, self.client.get("/api/v1/tags", [("object", "Ticket"), ("o_id", ticket)])).tags

    def changed(self, since: datetime) -> Iterator[list[Changed[_Ticket]]]:
        """Pages of what changed at a time or later, the oldest change first."""
        asked = max(BEGINNING, min(since, datetime.now(UTC) - _INDEXED))
        known = self._found(asked, "")
        # The ticket that was read last changed then: a search that knows does not begin before, and finds it.
        if not known.tickets or known.tickets[0].moved < asked:
            every = sorted(self._every(asked), key=lambda ticket: ticket.moved)
            yield from (every[first : first + _PAGE] for first in range(0, len(every), _PAGE))
            return
        first: Page[_Ticket] | None = known

        def ask(moment: datetime, after: str) -> Page[_Ticket]:
            nonlocal first
            page, first = first or self._found(moment, after), None
            return page

        yield from by_time(ask, asked)

    def _found(self, since: datetime, after: str) -> Page[_Ticket]:
        number = int(after or "1")
        moment = since.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        asked = [("query", f'updated_at:["{moment}" TO *]'), ("sort_by", "updated_at"), ("order_by", "asc")]
        tickets = self._page("/api/v1/tickets/search", number, asked)
        return Page(tickets, str(number + 1) if len(tickets) >= _PAGE else "")

    def _every(self, since: datetime) -> Iterator[Changed[_Ticket]]:
        """All tickets by number, as far as they changed since."""
        number = 1
        while page := self._page("/api/v1/tickets", number, []):
            yield from (ticket for ticket in page if ticket.moved >= since)
            number += 1

    def _page(self, path: str, number: int, asked: list[tuple[str, str]]) -> list[Changed[_Ticket]]:
        value = self.client.get(path, [*asked, ("expand", "true"), ("per_page", str(_PAGE)), ("page", str(number))])
        tickets = [checked(_Ticket, raw) for raw in _list(value)]
        return [Changed(ticket.id, ticket.updated_at, ticket) for ticket in tickets]


def _articles(client: PoliteClient, ticket: str) -> list[_Article]:
    value = client.get(f"/api/v1/ticket_articles/by_ticket/{quote(ticket, safe='')}", [("expand", "true")])
    # `from` is a word of Python.
    renamed = ({**raw, "sent_by": raw.get("from")} if isinstance(raw, dict) else raw for raw in _list(value))
    return [checked(_Article, raw) for raw in renamed]


def _addresses(head: str) -> list[tuple[str, str]]:
    """Names and addresses; of a note the name alone."""
    return getaddresses([head]) if "@" in head else [(head, "")]


def _message(article: _Article) -> Message:
    role = _ROLES.get(article.sender or "", Role.SYSTEM)
    return Message(
        article.id, article.author or role.value, role, article.created_at, article.text, internal=article.internal
    )


def _with_marker(client: PoliteClient, ticket: str, note: Note) -> list[str]:
    return [article.id for article in _articles(client, ticket) if note.marker in (article.body or "")]


def _say(client: PoliteClient, ticket: str, note: Note, text: str) -> str:
    # A note: an article of another type would be sent as a mail, even an internal one.
    value = {"ticket_id": ticket, "body": note_as_html(note, text), "content_type": "text/html", "type": "note"}
    said = client.send("POST", "/api/v1/ticket_articles", {**value, "sender": "Agent", "internal": not note.public})
    return checked(_Article, said).id


def _tag(ticket: str, note: Note) -> dict[str, str]:
    return {"item": note.tag, "object": "Ticket", "o_id": ticket}


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Spoiled("its answer is no list")
    return value
