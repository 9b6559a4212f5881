"""A live Request Tracker 5, over its REST 2.0: docs.bestpractical.com. Proven on a real one, see tests/live.

Tickets are listed by number, and each round remembers how far it came: whatever changes meanwhile, none is passed over. RT reads the
dates of a query in the time zone of the account that asks, so a query begins a day's part earlier, and what is too old is left out here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from pydantic import Field

from deskbook.http import PoliteClient, Refused
from deskbook.model import Given, Gone, Message, Note, Role

from .live import LiveDesk, incoming, seen_until
from .records import Spoiled, checked
from .request_tracker_records import (
    MACHINES,
    CustomField,
    Deletion,
    Items,
    Part,
    Row,
    Shown,
    Ticket,
    Tickets,
    Transaction,
    User,
)
from .rounds import next_since, to_its_end
from .walking import BEGINNING, Changed, read_each

_API = "/REST/2.0"
_PAGE = 100  # RT gives no more
_ZONES = timedelta(hours=14)  # how far a time zone is from UTC at most
# Rows that an account may not see are counted into pages and then left out: what comes short is not the last. Of a page of a ticket's
# history, RT's own mails, which are most of what is hidden, are up to two thirds.
_FEW = 10
_EMPTY_PAGES = 3
_SAID = ("Create", "Correspond", "Comment")
R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class _Round:
    """What changed from `since` on, of tickets with numbers above `after`. The next round begins at `until`. As text it is a position."""

    since: datetime
    after: int = 0
    until: datetime | None = None

    @classmethod
    def of(cls, position: str) -> _Round:
        since, _, rest = position.partition("|")
        after, _, until = rest.partition("|")
        return cls(seen_until(since) or BEGINNING, int(after) if after.isdecimal() else 0, seen_until(until))

    def __str__(self) -> str:
        return f"{self.since.isoformat()}|{self.after}|{self.until.isoformat() if self.until else ''}"


class RequestTracker(LiveDesk):
    """Reads the resolved tickets of a live Request Tracker 5 with replies and comments, and can tell them of articles."""

    class Options(LiveDesk.Options):
        """What a `[[sources]]` block of type `request-tracker` may say."""

        tags_field: str = Field(
            "Tags", description="The custom field that holds tags: RT has none of its own. It should take many values."
        )
        resolved_statuses: tuple[str, ...] = Field(("resolved",), description="The statuses of tickets that are done.")

    options: Options
    what = "Request Tracker"
    access = (
        "make a token under Logged in as > Settings > Auth Tokens, for an account with the rights SeeQueue, ShowTicket, "
        "ShowTicketComments and SeeCustomField, put it into an environment variable and name that in `token_env`"
    )

    def headers(self, token: str) -> Mapping[str, str]:
        """RT's own word for it."""
        return {"Authorization": f"token {token}"}

    def read(self, client: PoliteClient, position: str) -> Iterator[Given]:
        """`position` is a `_Round`."""
        walk = _Round.of(position)
        if walk.since > BEGINNING:
            yield from self._deleted(client, walk.since)

        def pages() -> Iterator[list[Changed[Ticket]]]:
            nonlocal walk
            last = False
            while not last:
                page, walk = self._listed(client, walk)
                last = not page.items or page.is_last
                yield [Changed(one.id, one.updated, one) for one in page.items if one.updated >= walk.since]

        tickets = read_each(
            pages(), lambda changed: self._ticket(client, changed.listed), self.damage, lambda _moment: str(walk)
        )
        yield from to_its_end(tickets, lambda: str(_Round(walk.until or walk.since)))

    def publish(self, thread: str, note: Note) -> str:
        """As `Publisher`. Besides the note, the ticket refers to the article."""
        with self.telling(thread) as client:
            path = f"{_API}/ticket/{thread}"
            said = _with_marker(client, path, note)
            if not said:
                self._say(client, path, note, note.text)
                said = _with_marker(client, path, note)
            if not said:
                self.not_published(thread, "it took the note and does not show it")
            self._link(client, thread, note, there=True)
            return said[0]

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        """As `Publisher`. RT keeps what was said: a second note says that the first no longer holds."""
        with self.telling(thread) as client:
            path = f"{_API}/ticket/{thread}"
            self._link(client, thread, note, there=False)
            if len(_with_marker(client, path, note)) == 1:
                self._say(client, path, note, note.withdrawal)

    def _listed(self, client: PoliteClient, walk: _Round) -> tuple[Tickets, _Round]:
        """The next page, and where it ends: by number, with those that were merged into others: a query that names EffectiveId gives them, too."""
        query = f"EffectiveId > 0 AND id > {walk.after}"
        if walk.since > BEGINNING:
            query += f" AND LastUpdated >= '{_date(walk.since)}'"
        wanted = "EffectiveId,LastUpdated,Created,Status,Subject,Queue,Requestor,Cc,CustomFields"
        for number in range(1, _EMPTY_PAGES + 1):
            answer = client.answer(
                f"{_API}/tickets",
                [
                    ("query", query),
                    ("fields", wanted),
                    ("fields[Queue]", "Name"),
                    ("fields[Requestor]", "RealName,EmailAddress"),
                    ("fields[Cc]", "RealName,EmailAddress"),
                    ("orderby", "id"),
                    ("per_page", str(_PAGE)),
                    ("page", str(number)),
                ],
            )
            page = checked(Tickets, answer.value)
            walk = replace(walk, until=walk.until or next_since(answer.headers))
            numbers = [int(one.id) for one in page.items]
            if numbers != sorted(numbers) or (numbers and numbers[0] <= walk.after):
                raise Spoiled("the tickets do not come by their numbers, as was asked for")
            if numbers or page.total is not None:
                break
        return page, replace(walk, after=numbers[-1]) if numbers else walk

    def _deleted(self, client: PoliteClient, since: datetime) -> Iterator[Gone]:
        """Tickets with the status 'deleted' are in no list of tickets; that they got it is in the list of what was done."""
        query = (
            f"ObjectType = 'RT::Ticket' AND Type = 'Status' AND NewValue = 'deleted' AND Created >= '{_date(since)}'"
        )
        found = _all(
            client, f"{_API}/transactions", Deletion, [("query", query), ("fields", "ObjectId"), ("orderby", "id")]
        )
        for ticket in dict.fromkeys(one.ticket for one in found):
            try:
                there = checked(Shown, client.get(f"{_API}/ticket/{ticket}")).status != "deleted"
            except Refused as refused:
                if refused.status not in (403, 404):
                    raise
                there = False
            if not there:
                yield Gone(ticket)

    def _ticket(self, client: PoliteClient, ticket: Ticket) -> Iterator[Given]:
        options = self.options
        resolved = ticket.status in options.resolved_statuses
        if ticket.effective != ticket.id or not (resolved or ticket.status in options.marked_statuses):
            yield Gone(ticket.id)
            return
        messages, people = self._messages(client, ticket)
        thread = self.thread(
            ticket.id,
            ticket.subject,
            messages,
            url=f"{options.url}/Ticket/Display.html?id={ticket.id}",
            resolved=resolved,
            tags=_tags(ticket.fields, options.tags_field),
            fields={field.name: ", ".join(field.words) for field in ticket.fields},
            status=ticket.status,
            group=ticket.queue.name if ticket.queue else None,
            created=ticket.created,
        )
        yield from incoming(thread, people, asker=ticket.requestors[0].id if ticket.requestors else "")

    def _messages(self, client: PoliteClient, ticket: Ticket) -> tuple[list[Message], list[str]]:
        """What was said in a ticket, and the names of everybody in it."""
        path = f"{_API}/ticket/{ticket.id}"
        about = [("fields", "Type,Creator,Created"), ("fields[Creator]", "RealName,EmailAddress")]
        history = _all(client, f"{path}/history", Transaction, about)
        parts: defaultdict[str, list[Part]] = defaultdict(list)
        for part in _parts(client, path):
            parts[part.transaction].append(part)
        askers = ticket.requestors + ticket.copied
        people = [name for user in (*askers, *(one.creator for one in history)) for name in user.names]
        messages = []
        for one in history:
            if one.type not in _SAID:
                continue
            author = one.creator
            if one.type == "Create" and ticket.requestors and author not in askers:
                author = ticket.requestors[0]  # an agent took the question down
            messages.append(
                Message(one.id, author.id, _role(author, askers), one.at, _text(parts[one.id]), one.type == "Comment")
            )
        return messages, people

    def _say(self, client: PoliteClient, path: str, note: Note, text: str) -> None:
        said: dict[str, object] = {"Content": text, "ContentType": "text/plain"}
        if not note.public:
            client.send("POST", f"{path}/comment", said)
            return
        # RT opens a ticket again when its customer is written to.
        status = checked(Shown, client.get(path)).status
        client.send("POST", f"{path}/correspond", said | {"Status": status})

    def _link(self, client: PoliteClient, thread: str, note: Note, *, there: bool) -> None:
        """Have the ticket refer to the article and bear the tag, or not. RT answers 200 to what it did not do: we look."""
        options = self.options
        path = f"{_API}/ticket/{thread}"

        def missing() -> dict[str, object]:
            shown = checked(Shown, client.get(path))
            change: dict[str, object] = {}
            if (("refers-to", note.link) in [(link.ref, link.address) for link in shown.links]) != there:
                change["AddRefersTo" if there else "DeleteRefersTo"] = note.link
            tags = _tags(shown.fields, options.tags_field)
            # A list of all values is the only way to change one; it was read just now.
            if (
                note.tag
                and any(field.name == options.tags_field for field in shown.fields)
                and (note.tag in tags) != there
            ):
                others = [tag for tag in tags if tag != note.tag]
                change["CustomFields"] = {options.tags_field: [*others, note.tag] if there else others}
            return change

        if change := missing():
            client.send("PUT", path, change, again=True)
            if left := missing():
                what = "link" if "CustomFields" not in left else f"tag '{note.tag}'"
                self.not_published(thread, f"its {what} did not change")


def _with_marker(client: PoliteClient, path: str, note: Note) -> list[str]:
    """The ids of what was said with a note's marker, the first one first."""
    marked = [part.transaction for part in _parts(client, path) if note.marker in str(part.content)]
    return list(dict.fromkeys(marked))


def _parts(client: PoliteClient, path: str) -> list[Part]:
    return _all(client, f"{path}/attachments", Part, [("fields", "TransactionId,ContentType,Content,Filename")])


def _all(client: PoliteClient, path: str, model: type[R], parameters: Iterable[tuple[str, str]]) -> list[R]:
    """All that a list has that does not say how long it is, as far as the account may see it."""
    found: dict[str, R] = {}
    number = 1
    while True:
        query = [*parameters, ("per_page", str(_PAGE)), ("page", str(number))]
        page = checked(Items, client.get(path, query)).items
        for item in page:
            one = checked(model, item)
            found[one.id] = one
        if len(page) < _FEW:
            return list(found.values())
        number += 1


def _text(parts: list[Part]) -> str:
    """What a message says: mail programs put the same into it as plain text and as HTML."""
    ordered = sorted(parts, key=lambda part: part.kind != "text/plain")
    return next((text for part in ordered if part.kind.startswith("text/") and (text := part.text)), "")


def _role(author: User, askers: list[User]) -> Role:
    if author.id in MACHINES:
        return Role.SYSTEM
    return Role.CUSTOMER if any(author.id == asker.id for asker in askers) else Role.AGENT


def _tags(fields: Iterable[CustomField], name: str) -> list[str]:
    return [tag for field in fields if field.name == name for tag in field.words]


def _date(moment: datetime) -> str:
    """A date of a query, not later than `moment` in whatever time zone RT reads it. With T or Z in it, RT finds everything."""
    return f"{moment - _ZONES:%Y-%m-%d %H:%M:%S}"
