"""A live Zendesk, over its API: docs at developer.zendesk.com. Not checked against a live account.

Tickets come from the incremental export, which gives what changed, a page at a time with a cursor. Comments come ticket by ticket, of
those that are resolved: the export of events has them in bulk, but in the order in which all tickets were written, so that no ticket
is whole before everything was read; it costs one of the ten exports a minute for each thousand events, and may give them twice.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import BaseModel, BeforeValidator, Field, StrictBool

from deskbook.http import PoliteClient
from deskbook.model import Given, Gone, Note

from .live import LiveDesk, incoming
from .records import Key, Spoiled, checked, field_text
from .walking import BEGINNING, Changed, read_each
from .zendesk_records import RESOLVED, Comment, Directory, Ticket, messages_of, names_in

# Of at most 1000. A page is what a stopped run reads again; with its comments it takes longer than a sixth of ten exports' minute.
_PAGE = 200
_COMMENTS = 100  # the most in one answer
_MERGED = "closed_by_merge"  # the tag that Zendesk gives to a ticket that went into another one

_Listed = Annotated[list[Any], BeforeValidator(lambda value: [] if value is None else value)]


class _Around(BaseModel):
    """The users and groups that a page has beside what was asked for."""

    users: _Listed = []
    groups: _Listed = []

    def known(self, before: Directory) -> Directory:
        return before.with_page({"users": self.users, "groups": self.groups})


class _Export(_Around):
    tickets: list[Any]
    after_cursor: str | None = None
    end_of_stream: StrictBool


class _Meta(BaseModel):
    has_more: bool = False
    after_cursor: str | None = None


class _Comments(_Around):
    comments: list[Comment]
    meta: _Meta = _Meta()


class _TicketField(BaseModel):
    id: Key
    title: str


class _TicketFields(BaseModel):
    ticket_fields: list[_TicketField]


class Zendesk(LiveDesk):
    """Reads the resolved tickets of a live Zendesk with all their comments, and can tell them of articles."""

    class Options(LiveDesk.Options):
        """What a `[[sources]]` block of type `zendesk` may say."""

        exports_a_minute: float = Field(
            10,
            gt=0,
            le=6000,
            description="How many pages of changed tickets Zendesk gives in a minute: ten, more with its High Volume API add-on.",
        )

    options: Options
    what = "Zendesk"
    access = (
        "make an OAuth token with the scope `read` (and `tickets:write` to publish) under Admin Center > Apps and integrations > APIs, "
        "or an API token, written `NAME@COMPANY/token:TOKEN`, of an administrator; put it into an environment variable and name that "
        "in `token_env`"
    )

    def headers(self, token: str) -> Mapping[str, str]:
        """An API token is shown with its user, an OAuth token alone."""
        if ":" in token:
            return {"Authorization": f"Basic {b64encode(token.encode()).decode()}"}
        return super().headers(token)

    def read(self, client: PoliteClient, position: str) -> Iterator[Given]:
        """`position` is a cursor of the export."""
        titles = self._titles(client) if self.options.marked_fields else {}
        reached = position

        def pages() -> Iterator[list[Changed[tuple[object, Directory]]]]:
            nonlocal reached
            with self.visit(pace=self.options.exports_a_minute / 60) as exports:
                while True:
                    page = _exported(exports, reached)
                    around = page.known(Directory())
                    reached = page.after_cursor or reached
                    yield [Changed(_id(raw), BEGINNING, (raw, around)) for raw in page.tickets]
                    if page.end_of_stream:
                        return

        # The cursor of a page takes the place of a time.
        yield from read_each(
            pages(),
            lambda changed: self._ticket(client, *changed.listed, titles),
            self.damage,
            lambda _moment: reached,
        )

    def publish(self, thread: str, note: Note) -> str:
        """As `Publisher`. A closed ticket takes neither a note nor a tag."""
        with self.telling(thread) as client:
            path = _path(thread)
            said = _with_marker(client, path, note)
            if not said:
                _comment(client, path, note.text, public=note.public)
                said = _with_marker(client, path, note)
            if not said:
                self.not_published(thread, "it took the note and does not show it")
            if note.tag:
                client.send("PUT", f"{path}/tags.json", {"tags": [note.tag]}, again=True)
            return said[0]

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        """As `Publisher`. A comment cannot be deleted: a second one says that the first no longer holds."""
        with self.telling(thread) as client:
            path = _path(thread)
            if note.tag:
                client.send("DELETE", f"{path}/tags.json", {"tags": [note.tag]}, again=True)
            if len(_with_marker(client, path, note)) == 1:
                _comment(client, path, note.withdrawal, public=note.public)

    def _ticket(
        self, client: PoliteClient, raw: object, around: Directory, titles: Mapping[str, str]
    ) -> Iterator[Given]:
        ticket = checked(Ticket, raw)
        if ticket.status is None:
            raise Spoiled(f"ticket {ticket.id} has no status")
        resolved = ticket.status in RESOLVED
        if _MERGED in ticket.tags or not (resolved or ticket.status in self.options.marked_statuses):
            yield Gone(ticket.id)
            return
        comments, people = _commented(client, _path(ticket.id), around)
        fields = {field.id: field_text(field.value) for field in ticket.custom_fields}
        thread = self.thread(
            ticket.id,
            ticket.subject or ticket.raw_subject or "",
            messages_of(ticket, comments, people),
            url=f"{self.options.url}/agent/tickets/{ticket.id}",
            resolved=resolved,
            tags=ticket.tags,
            fields={**fields, **{titles[key]: text for key, text in fields.items() if key in titles}},
            status=ticket.status,
            group=people.group(ticket.group_id),
            created=ticket.created_at,
        )
        if thread is None:
            yield Gone(ticket.id)
        yield from incoming(thread, names_in(ticket, comments, people), ticket.requester_id or "")

    @staticmethod
    def _titles(client: PoliteClient) -> dict[str, str]:
        """What people call the custom fields, by their ids."""
        fields = checked(_TicketFields, client.get("/api/v2/ticket_fields.json")).ticket_fields
        return {field.id: field.title for field in fields}


def _exported(exports: PoliteClient, cursor: str) -> _Export:
    """The page after a cursor, or the first one."""
    since = ("cursor", cursor) if cursor else ("start_time", "0")
    page = checked(
        _Export,
        exports.get(
            "/api/v2/incremental/tickets/cursor.json", [since, ("per_page", str(_PAGE)), ("include", "users,groups")]
        ),
    )
    if not page.end_of_stream and page.after_cursor in (None, "", cursor):
        raise Spoiled("it names no page after this one, and says that there is one")
    return page


def _commented(client: PoliteClient, path: str, around: Directory) -> tuple[list[Comment], Directory]:
    """All comments of a ticket, and who wrote them."""
    found: list[Comment] = []
    after: str | None = None
    while True:
        asked = [("include", "users"), ("page[size]", str(_COMMENTS)), *([("page[after]", after)] if after else [])]
        page = checked(_Comments, client.get(f"{path}/comments.json", asked))
        found += page.comments
        around = page.known(around)
        if not page.meta.has_more or page.meta.after_cursor in (None, after):
            return found, around
        after = page.meta.after_cursor


def _with_marker(client: PoliteClient, path: str, note: Note) -> list[str]:
    """The ids of the comments in which deskbook wrote this note, or took it back."""
    comments, _ = _commented(client, path, Directory())
    return [comment.id or "" for comment in comments if note.marker in (comment.plain_body or comment.body or "")]


def _comment(client: PoliteClient, path: str, text: str, *, public: bool) -> None:
    # A comment is public unless it says that it is not.
    client.send("PUT", f"{path}.json", {"ticket": {"comment": {"body": text, "public": public}}})


def _path(ticket: str) -> str:
    return f"/api/v2/tickets/{quote(ticket, safe='')}"


def _id(raw: object) -> str:
    return str(raw.get("id", "?")) if isinstance(raw, dict) else "?"
