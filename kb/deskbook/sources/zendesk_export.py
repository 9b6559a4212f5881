"""Zendesk tickets from export files: what the API and the account's own JSON export give."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from deskbook.model import Audience, Damage, Incoming, Thread, ThreadKind

from .files import Record, find_files, records
from .options import FileOptions, read_options
from .records import Spoiled, checked, first_and_last, one_line, title_from, unique, web_address
from .zendesk_comments import CommentIndex
from .zendesk_records import RESOLVED, Comment, Directory, Ticket, messages_of, names_in


def _template(text: str | None) -> str | None:
    if text is not None:
        try:
            fields = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
        except ValueError as error:
            raise ValueError(f"is not a template: {error}") from None
        if "id" not in fields or fields - {"id", "brand"} or web_address(text.format(id=1, brand="b")) is None:
            raise ValueError("has to be a web address with {id} in it, and {brand} if you like")
    return text


class ZendeskExport:
    """Reads Zendesk tickets with their public and internal comments from JSON exports."""

    class Options(FileOptions):
        """What a `[[sources]]` block of type `zendesk-export` may say."""

        comments: str | None = Field(
            None, description="Files of comments, each with its `ticket_id`, where the tickets do not hold theirs."
        )
        users: str | None = Field(None, description="Files of users, for names and for who is an agent.")
        groups: str | None = Field(None, description="Files of groups, for the team of a ticket.")
        marked_tags: tuple[str, ...] = Field(
            ("document-me",), description="Tickets with one of these tags are marked for documentation."
        )
        url: Annotated[str | None, AfterValidator(_template)] = Field(
            None,
            description="Where tickets live, such as `https://example.zendesk.com/agent/tickets/{id}`; `{brand}` is the "
            "ticket's entry in `brands`.",
        )
        brands: dict[str, str] = Field({}, description="What `{brand}` in `url` stands for, by the brand's id.")

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        self.name = name
        self.root = root
        self.options = read_options(self.Options, name, options)

    def threads(self) -> Iterator[Incoming | Damage]:
        """Every ticket, file by file. A comment that does not say that it is public is internal."""
        beside = (self.options.users, self.options.groups, self.options.comments)
        others = {path for pattern in beside if pattern for path in find_files(pattern, self.root, self.name)}
        # `exports/*.json` finds exports/users.json, too.
        files = [path for path in find_files(self.options.path, self.root, self.name) if path not in others]
        directory = Directory()
        for pattern, add in ((self.options.users, directory.add_users), (self.options.groups, directory.add_groups)):
            for record in self._records(pattern):
                if isinstance(record, Damage):
                    yield record
                else:
                    yield from self._guard(record, add(record.value))
        comments = CommentIndex()
        for record in self._records(self.options.comments):
            if isinstance(record, Damage):
                yield record
            else:
                yield from self._guard(record, comments.add(record))
        for path in files:
            for record in records(path, self.root):
                if isinstance(record, Record):
                    yield from self._tickets(record, directory, comments)
                else:
                    yield record

    def _records(self, pattern: str | None) -> Iterator[Record | Damage]:
        if pattern is not None:
            for path in find_files(pattern, self.root, self.name):
                yield from records(path, self.root)

    @staticmethod
    def _guard(record: Record, problems: Iterator[Spoiled]) -> Iterator[Damage]:
        for spoiled in problems:
            yield Damage(spoiled.what, record.where, spoiled.cure)

    def _tickets(self, record: Record, directory: Directory, comments: CommentIndex) -> Iterator[Incoming | Damage]:
        """The tickets of one record: a ticket, a ticket beside its comments, or a page of tickets."""
        value = record.value
        if not isinstance(value, dict):
            yield Damage(
                "a ticket has to be a JSON object", record.where, "give one ticket to a line, or a page of the API"
            )
            return
        around = directory.with_page(value)
        tickets = value["tickets"] if isinstance(value.get("tickets"), list) else [value.get("ticket", value)]
        beside = value.get("comments") if "ticket" in value else None
        for number, raw in enumerate(tickets, 1):
            where = f"{record.where}, ticket {number}" if "tickets" in value else record.where
            try:
                ticket = checked(Ticket, raw)
                found = comments.of(ticket.id)
                inlined = [] if beside is None else [checked(Comment, comment) for comment in _listed(beside)]
                incoming = self._incoming(ticket, [*ticket.comments, *inlined, *found], around)
            except Spoiled as spoiled:
                yield Damage(spoiled.what, where, spoiled.cure)
                continue
            if incoming:
                yield incoming

    def _incoming(self, ticket: Ticket, comments: list[Comment], people: Directory) -> Incoming | None:
        if ticket.status == "deleted":
            return None
        messages = messages_of(ticket, comments, people)
        if not messages:
            raise Spoiled(f"ticket {ticket.id} has no text", "export it with its comments, or remove it")
        first, last = first_and_last(messages)
        tags = unique(ticket.tags)
        thread = Thread(
            source=self.name,
            id=ticket.id,
            kind=ThreadKind.TICKET,
            title=one_line(ticket.subject or ticket.raw_subject or "")
            or title_from(messages[0].text)
            or f"Ticket {ticket.id}",
            messages=messages,
            created=ticket.created_at or first,
            updated=ticket.updated_at or last,
            url=self._url(ticket),
            resolved=ticket.status in RESOLVED,
            marked=not set(tags).isdisjoint(self.options.marked_tags),
            tags=tuple(tag for tag in tags if tag not in self.options.marked_tags),
            group=people.group(ticket.group_id),
            audience=Audience.INTERNAL,
        )
        return Incoming(thread, names_in(ticket, comments, people), asker=ticket.requester_id or "")

    def _url(self, ticket: Ticket) -> str | None:
        brand = self.options.brands.get(ticket.brand_id or "", "")
        if self.options.url is None or ("{brand}" in self.options.url and not brand):
            return None
        return web_address(self.options.url.format(id=ticket.id, brand=brand))


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Spoiled("'comments' is not a list")
    return value
