"""Any system with a JSON API, as deskbook.toml describes it. For systems that have no source of their own.

The whole list is read first and then its tickets, the one that changed first at the beginning: so it does not matter in which order
the API gives them, nor whether it takes any notice of the time that it is asked for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from pydantic import TypeAdapter, ValidationError

from deskbook.errors import ConfigError, SourceError
from deskbook.http import Answer, PoliteClient, Refused
from deskbook.model import Given, Gone, Incoming, Message, Note, Reached, Role, Thread, marker

from .field_paths import NotThere, find
from .live import LiveDesk, seen_until
from .markdown import from_html, from_markdown, from_plain
from .records import Moment, Spoiled, clean, unique
from .rest_options import CallOptions, ListOptions, RestOptions
from .walking import BEGINNING, Changed, read_each

_Request = tuple[str, tuple[tuple[str, str], ...]]

_AT_ONCE = 50  # tickets between two places to go on from
_SLOT = re.compile(r"\{(text|html|link|tag|id|receipt)\}")
_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


class RestApi(LiveDesk):
    """Reads the resolved tickets of any system with a JSON API that deskbook.toml describes."""

    class Options(RestOptions):
        """What a `[[sources]]` block of type `rest` may say."""

    options: Options
    what = "the API"

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        super().__init__(name, root, options)
        where = f"source '{name}' in deskbook.toml"
        own = self.options
        if own.tell and not (own.messages.path or own.ticket.path):
            raise ConfigError(
                "a note cannot be looked for on a ticket before it is written there",
                where=where,
                cure="write `path` into `messages`, or into `ticket`",
            )
        for table, rows in (("tickets", own.tickets), ("messages", own.messages)):
            if rows.paging in ("cursor", "next") and not rows.next:
                cure = f'write `next = "..."` into `{table}`: where in an answer it is'
                raise ConfigError(f"`{table}` does not say where the {rows.paging} is", where=where, cure=cure)

    def headers(self, token: str) -> Mapping[str, str]:
        """The token as `token_header` shows it."""
        name, _, value = self.options.token_header.partition(":")
        return {name.strip(): value.strip().replace("{token}", token)}

    def read(self, client: PoliteClient, position: str) -> Iterator[Given]:
        """Ticket by ticket. A position is the time up to which they are read; there is none where tickets do not tell theirs."""
        since = seen_until(position) or BEGINNING
        changed = [
            self._changed(row)
            for row in self._rows(client, "tickets", self.options.tickets, self.options.tickets.path, since)
        ]
        wanted = sorted((one for one in changed if one.moved >= since), key=lambda one: one.moved)
        pages = (wanted[first : first + _AT_ONCE] for first in range(0, len(wanted), _AT_ONCE))
        for given in read_each(pages, lambda one: self._ticket(client, one), self.damage, datetime.isoformat):
            if not isinstance(given, Reached) or self.options.ticket.changed is not None:
                yield given

    def publish(self, thread: str, note: Note) -> str:
        """Send `tell` and `tag`."""
        tell = self.options.tell
        sort = "public" if note.public else "internal"
        if tell is None or tell.writes not in (sort, "either"):
            raise SourceError(
                f"deskbook.toml does not say how this system is told by {sort} notes",
                where=f"source '{self.name}' in deskbook.toml",
                cure=f'write a table `tell` with `writes = "{sort}"`, or `publish = "off"`',
            )
        with self.telling(thread) as client:
            if not (receipt := self._note(client, thread, note.marker)):
                said = self._call(client, tell, thread, note)
                receipt = _text(_at(said, "tell.receipt", tell.receipt))
            if note.tag and self.options.tag:
                self._call(client, self.options.tag, thread, note, receipt)
            return receipt

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        """Send `take_back` and `untag`."""
        with self.telling(thread) as client:
            try:
                if self.options.take_back:
                    self._call(client, self.options.take_back, thread, note, receipt)
                elif self.options.tell:
                    again = marker(hashlib.sha256(f"{note.marker} {receipt}".encode()).hexdigest())
                    if not self._note(client, thread, again):
                        words = f"This no longer holds: {note.link}\n{again}"
                        self._call(client, self.options.tell, thread, replace(note, text=words, marker=again))
            except Refused as refused:
                if refused.status not in (404, 410):
                    raise
            if note.tag and self.options.untag:
                self._call(client, self.options.untag, thread, note, receipt)

    def _changed(self, row: object) -> Changed[object]:
        own = self.options.ticket
        key = _text(_at(row, "ticket.id", own.id))
        return Changed(key, BEGINNING if own.changed is None else _moment(row, "ticket.changed", own.changed), row)

    def _ticket(self, client: PoliteClient, changed: Changed[object]) -> Iterator[Given]:
        key, own = changed.key, self.options.ticket
        ticket = self._whole(client, key) if own.path else changed.listed
        status = _text(_at(ticket, "ticket.status", own.status))
        resolved = status in own.resolved
        if not (resolved or status in self.options.marked_statuses):
            yield Gone(key)
            return
        author = _name(ticket, "ticket.author", own.author)
        asker = _name(ticket, "ticket.asker", own.asker) or author
        customer = asker if self.options.messages.account else author
        messages = [self._message(row, customer) for row in self._messages(client, key, ticket)]
        created = _moment(ticket, "ticket.created", own.created)
        if own.text is not None:
            text = self._markdown(_text(_at(ticket, "ticket.text", own.text)))
            messages.insert(0, Message("0", author or Role.CUSTOMER.value, Role.CUSTOMER, created, text))
        tags = _maybe(ticket, own.tags)
        thread = self.thread(
            key,
            _text(_at(ticket, "ticket.title", own.title)),
            messages,
            url=self.options.permalink.format(id=quote(key, safe="")) or None,
            resolved=resolved,
            tags=[_text(tag) for tag in tags] if isinstance(tags, list) else [],
            fields={path: _text(_maybe(ticket, path)) for path in self.options.marked_fields},
            status=status,
            group=_text(_maybe(ticket, own.group)) or None,
            created=created,
        )
        yield from _with_people(thread, [author, *(message.author for message in messages)], asker)

    def _whole(self, client: PoliteClient, key: str) -> object:
        own = self.options.ticket
        return _at(client.get((own.path or "").format(id=quote(key, safe=""))), "ticket.inside", own.inside)

    def _messages(self, client: PoliteClient, key: str, ticket: object) -> Iterator[object]:
        own = self.options.messages
        if own.path is None:
            yield from _list(ticket, "messages.items", own.items)
        else:
            yield from self._rows(client, "messages", own, own.path.format(id=quote(key, safe="")), BEGINNING)

    def _note(self, client: PoliteClient, key: str, mark: str) -> str:
        """The id of the message on a ticket that has this mark now, empty where there is none."""
        own = self.options.messages
        ticket = None if own.path else self._whole(client, key)
        for row in self._messages(client, key, ticket):
            if mark in _text(_at(row, "messages.text", own.text)):
                return _text(_at(row, "messages.id", own.id))
        return ""

    def _message(self, row: object, customer: str) -> Message:
        own = self.options.messages
        author = _name(row, "messages.author", own.author)
        account = author if own.account is None else _name(row, "messages.account", own.account)
        if own.role is None:
            role = Role.CUSTOMER if customer and account == customer else Role.AGENT
        else:
            said = _name(row, "messages.role", own.role)
            role = Role.SYSTEM if said in own.machines else Role.AGENT if said in own.agents else Role.CUSTOMER
        public = own.public is not None and _text(_maybe(row, own.public)) in own.public_values
        return Message(
            _text(_at(row, "messages.id", own.id)),
            author or role.value,
            role,
            _moment(row, "messages.at", own.at),
            self._markdown(_text(_at(row, "messages.text", own.text))),
            internal=not (public or own.always_public),
        )

    def _markdown(self, text: str) -> str:
        sort, base = self.options.messages.format, self.options.url
        if sort == "html":
            return from_html(text, base)
        return from_markdown(text, base) if sort == "markdown" else from_plain(text)

    def _rows(self, client: PoliteClient, table: str, own: ListOptions, path: str, since: datetime) -> Iterator[object]:
        """All elements of a list, page by page."""
        fixed = (*own.parameters.items(), *self._since(since, table))
        name = own.page_parameter or own.paging
        first = {"page": str(own.first_page), "offset": "0"}.get(own.paging)
        request: _Request | None = (path, fixed if first is None else (*fixed, (name, first)))
        asked: set[_Request] = set()
        count, before = 0, None
        while request is not None:
            asked.add(request)
            answer = client.answer(*request)
            rows = _list(answer.value, f"{table}.items", own.items)
            if rows and rows == before:
                raise Spoiled(f"every page of `{table}` is the same: does the system know the parameter `{name}`?")
            yield from rows
            before, count = rows, count + len(rows)
            turn = _turn(own, answer, pages=len(asked), rows=count if rows else 0)
            if own.paging in ("link", "next"):
                request = (urljoin(f"{self.options.url}{path}", turn), ()) if turn else None
            else:
                request = (path, (*fixed, (name, turn))) if turn else None
            if request in asked:
                raise Spoiled(f"the page of `{table}` after this one is said to be one that was before it")

    def _since(self, since: datetime, table: str) -> list[tuple[str, str]]:
        own = self.options.tickets
        if table != "tickets" or not own.since_parameter or since <= BEGINNING:
            return []
        known = {
            "iso": since.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "seconds": str(int(since.timestamp())),
            "milliseconds": str(int(since.timestamp() * 1000)),
        }
        return [(own.since_parameter, known.get(own.since_format) or since.strftime(own.since_format))]

    def _call(self, client: PoliteClient, call: CallOptions, key: str, note: Note, receipt: str = "") -> object:
        slots = {
            "id": key,
            "receipt": receipt,
            "tag": note.tag,
            "text": note.text,
            "link": note.link,
            "html": _html(note),
        }
        path = call.path.format(**{name: quote(slots[name], safe="") for name in ("id", "receipt", "tag")})
        return client.send(call.method, path, _filled(call.body, slots, note) if call.body else None)

    def _error(self, problem: Exception, *, writing: bool) -> SourceError:
        error = super()._error(problem, writing=writing)
        if isinstance(problem, Spoiled):
            cure = f"compare the paths of source '{self.name}' in deskbook.toml with what the system answers: open it in a browser"
            return SourceError(error.what, where=error.where, cure=cure)
        return error


def _with_people(thread: Thread | None, names: list[str], asker: str) -> Iterator[Incoming]:
    if thread is not None:
        known = [name for name in names if name not in {role.value for role in Role}]
        yield Incoming(thread, unique([*known, asker if "@" in asker else None]), asker=asker)


def _turn(own: ListOptions, answer: Answer, *, pages: int, rows: int) -> str:
    """What the next page is asked for by, after so many pages and rows; empty after the last."""
    if own.paging == "page":
        # A short page may not be the last: some systems leave out what one may not see. An empty one is: it has no rows.
        return str(own.first_page + pages) if rows else ""
    if own.paging == "offset":
        return str(rows) if rows else ""
    if own.paging == "link":
        return answer.next_page or ""
    return "" if own.paging == "none" else _text(_maybe(answer.value, own.next))


def _at(value: object, option: str, path: str) -> object:
    """What lies where an option says. Raises `Spoiled`, which names the option."""
    try:
        return find(value, path)
    except NotThere as problem:
        raise Spoiled(f'`{option} = "{path}"`: {problem}') from None


def _name(value: object, option: str, path: str | None) -> str:
    """The text that lies where an option says, empty where null stands on the way. A wrong path would leave names in the texts."""
    try:
        return "" if path is None else _text(find(value, path))
    except NotThere as problem:
        if problem.null:
            return ""
        raise Spoiled(f'`{option} = "{path}"`: {problem}') from None


def _maybe(value: object, path: str | None) -> object:
    """What lies there, None where nothing does."""
    try:
        return None if path is None else find(value, path)
    except NotThere:
        return None


def _list(value: object, option: str, path: str) -> list[object]:
    rows = _at(value, option, path)
    if not isinstance(rows, list):
        raise Spoiled(
            f'`{option} = "{path}"`: there is no list, but {type(rows).__name__ if rows is not None else "null"}'
        )
    return rows


def _moment(value: object, option: str, path: str) -> datetime:
    try:
        return _MOMENT.validate_python(_at(value, option, path))
    except ValidationError:
        raise Spoiled(f'`{option} = "{path}"`: there is no time, neither ISO 8601 nor seconds since 1970') from None


def _text(value: object) -> str:
    """A value as text: true and false as JSON has them; empty for what is no single value."""
    if isinstance(value, bool):
        return str(value).lower()
    return clean(str(value)) if isinstance(value, str | int | float) else ""


def _filled(value: object, slots: Mapping[str, str], note: Note) -> Any:
    """A body with what its places stand for. What is put in is not looked at again."""
    if isinstance(value, dict):
        return {key: _filled(one, slots, note) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, slots, note) for one in value]
    if not isinstance(value, str):
        return value
    if value in ("{public}", "{internal}"):
        return note.public is (value == "{public}")
    return _SLOT.sub(lambda slot: slots[slot[1]], value)


def _html(note: Note) -> str:
    link = escape(note.link)
    return escape(note.text).replace(link, f'<a href="{link}">{link}</a>').replace("\n", "<br>")
