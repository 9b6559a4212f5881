"""A live Help Scout, over its Mailbox API 2: developer.helpscout.com/mailbox-api. Not checked against a live account.

The list of what changed is read to its end first: it is not known whether it can be had in the order of the changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from deskbook.http import PoliteClient, Refused
from deskbook.model import Given, Gone, Message, Note, Role

from .live import LiveDesk, LiveOptions, incoming, note_as_html, seen_until
from .markdown import from_html
from .options import base_address
from .records import Key, Moment, Spoiled, Words, checked, one_line
from .walking import BEGINNING, Changed, read_each

_MOST_PAGES = 10_000
_RESOLVED = "closed"
_STEP = 20
_ROLES = {"customer": Role.CUSTOMER, "user": Role.AGENT, "team": Role.AGENT}
# What the customer wrote, or reads. Notes, forwards and what nobody knows of yet are for the team.
_PUBLIC = frozenset(("customer", "message", "chat", "beaconchat", "phone"))
# What happened, rather than what was said.
_SILENT = frozenset(("lineitem",))

_Text = Annotated[str, BeforeValidator(lambda value: value if isinstance(value, str) else "")]


class _Person(BaseModel):
    id: Key | None = None
    type: _Text = ""
    first: _Text = ""
    last: _Text = ""
    email: _Text = ""

    @property
    def name(self) -> str:
        return one_line(f"{self.first} {self.last}")


_Known = Annotated[_Person, BeforeValidator(lambda value: value if isinstance(value, dict) else {})]


class _Tag(BaseModel):
    tag: Words


class _Custom(BaseModel):
    name: Words
    value: Any = None
    text: _Text = ""


class _Listed(BaseModel):
    """A conversation. `userUpdatedAt` is when a person last did something, which may be before a rule did."""

    id: Key
    subject: _Text = ""
    status: str
    state: str = "published"
    createdAt: Moment  # noqa: N815  as Help Scout calls it
    userUpdatedAt: Moment  # noqa: N815
    primaryCustomer: _Known = _Person()  # noqa: N815
    tags: Annotated[list[_Tag], BeforeValidator(lambda value: value or [])] = []
    customFields: Annotated[list[_Custom], BeforeValidator(lambda value: value or [])] = []  # noqa: N815


class _Conversations(BaseModel):
    conversations: list[_Listed]


class _Said(BaseModel):
    id: Key
    type: str
    body: _Text = ""
    state: str = "published"
    createdAt: Moment  # noqa: N815
    createdBy: _Known = _Person()  # noqa: N815


class _Threads(BaseModel):
    threads: list[_Said]


class _Numbers(BaseModel):
    totalPages: int  # noqa: N815


_Embedded = BeforeValidator(lambda value: {} if value is None else value)


class _List(BaseModel):
    """A page. An empty list has nothing embedded."""

    embedded: Annotated[dict[str, Any], _Embedded] = Field({}, alias="_embedded")
    page: _Numbers


class HelpScout(LiveDesk):
    """Reads the closed conversations of a live Help Scout with all that was said, and can tell them of articles."""

    class Options(LiveOptions):
        """What a `[[sources]]` block of type `help-scout` may say."""

        url: Annotated[str, AfterValidator(base_address)] = Field(
            "https://api.helpscout.net", description="The address of its API."
        )

    what = "Help Scout"
    access = (
        "make an app under Your profile > My apps, get an access token for it (it is good for two days: let the job that runs deskbook "
        "get a new one), put it into an environment variable and name that in `token_env`"
    )

    def read(self, client: PoliteClient, position: str) -> Iterator[Given]:
        """`position` is when the last conversation changed that was read."""
        since = seen_until(position) or BEGINNING
        changed = sorted(_changed(client, since), key=lambda one: (one.moved, one.key))
        # In small steps, so that a run that is stopped goes on where it was.
        pages = (changed[first : first + _STEP] for first in range(0, len(changed), _STEP))
        yield from read_each(pages, lambda one: self._conversation(client, one.listed), self.damage, datetime.isoformat)

    def publish(self, thread: str, note: Note) -> str:
        """As `Publisher`. A public note would be a mail to the customer, and is a reply."""
        with self.telling(thread) as client:
            found = _with_marker(client, thread, note)
            if not found:
                _say(client, thread, note, note.text)
                found = _with_marker(client, thread, note)
            if not found:
                raise Spoiled("it does not show the note that it took")
            self._tag(client, thread, note, has=True)
            return found[0]

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        """As `Publisher`. Nothing that was said can be deleted: a second note takes the first one back."""
        with self.telling(thread) as client:
            self._tag(client, thread, note, has=False)
            if len(_with_marker(client, thread, note)) == 1:
                _say(client, thread, note, note.withdrawal)

    def _tag(self, client: PoliteClient, thread: str, note: Note, *, has: bool) -> None:
        """There is no way to add or take away one: the list is read right before."""
        if not note.tag:
            return
        tags = [tag.tag for tag in checked(_Listed, client.get(_path(thread))).tags]
        if (note.tag in tags) != has:
            wanted = [*tags, note.tag] if has else [tag for tag in tags if tag != note.tag]
            client.send("PUT", f"{_path(thread)}/tags", {"tags": wanted}, again=True)

    def _conversation(self, client: PoliteClient, found: _Listed) -> Iterator[Given]:
        status = found.status if found.state == "published" else found.state
        if status != _RESOLVED and status not in self.options.marked_statuses:
            yield Gone(found.id)
            return
        said = [one for one in _said(client, found.id) if one.type not in _SILENT and one.state == "published"]
        thread = self.thread(
            found.id,
            found.subject,
            [_message(one) for one in said],
            url=f"https://secure.helpscout.net/conversation/{found.id}",
            resolved=status == _RESOLVED,
            tags=[tag.tag for tag in found.tags],
            fields={one.name: one.text or str(one.value or "") for one in found.customFields},
            status=status,
            created=found.createdAt,
        )
        if thread is None:
            yield Gone(found.id)
        persons = (found.primaryCustomer, *(one.createdBy for one in said))
        people = [name for person in persons for name in (person.name, person.first, person.last, person.email)]
        yield from incoming(thread, people, found.primaryCustomer.id or "")


def _changed(client: PoliteClient, since: datetime) -> Iterator[Changed[_Listed]]:
    """What changed at a time or later, in all states. What changes meanwhile moves nothing in the order in which they were made."""
    asked = [
        ("status", "all"),
        ("modifiedSince", since.strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("sortField", "createdAt"),
        ("sortOrder", "asc"),
    ]
    known: dict[str, _Listed] = {}
    for value in _pages(client, "/v2/conversations", asked):
        known.update((one.id, one) for one in checked(_Conversations, value or {"conversations": []}).conversations)
    yield from (Changed(one.id, one.userUpdatedAt, one) for one in known.values())


def _pages(client: PoliteClient, path: str, asked: Sequence[tuple[str, str]] = ()) -> Iterator[dict[str, Any]]:
    """What is embedded in each page of a list; nothing where that is empty."""
    for number in range(1, _MOST_PAGES):
        page = checked(_List, client.get(path, [*asked, ("page", str(number))]))
        yield page.embedded
        if number >= page.page.totalPages:
            return


def _said(client: PoliteClient, thread: str) -> Iterator[_Said]:
    for value in _pages(client, f"{_path(thread)}/threads"):
        yield from checked(_Threads, value or {"threads": []}).threads


def _message(said: _Said) -> Message:
    role = _ROLES.get(said.createdBy.type, Role.SYSTEM)
    name = said.createdBy.name or role.value
    return Message(said.id, name, role, said.createdAt, from_html(said.body), said.type not in _PUBLIC)


def _with_marker(client: PoliteClient, thread: str, note: Note) -> list[str]:
    """The ids of what holds the note's mark, the first one first."""
    found = [one for one in _said(client, thread) if note.marker in one.body]
    return [one.id for one in sorted(found, key=lambda one: (one.createdAt, one.id))]


def _say(client: PoliteClient, thread: str, note: Note, text: str) -> None:
    value: dict[str, object] = {"text": note_as_html(note, text)}
    if note.public:
        customer = checked(_Listed, client.get(_path(thread))).primaryCustomer.id
        if customer is None:
            raise Refused(404)
        client.send("POST", f"{_path(thread)}/reply", value | {"customer": {"id": int(customer)}, "status": _RESOLVED})
    else:
        client.send("POST", f"{_path(thread)}/notes", value)


def _path(thread: str) -> str:
    return f"/v2/conversations/{quote(thread, safe='')}"
