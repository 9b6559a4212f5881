"""The parts of a Zendesk export as checked values: tickets, comments, users, groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, StrictBool

from deskbook.model import Message, Role

from .markdown import from_html, from_plain
from .records import Key, Moment, Spoiled, checked, one_line, unique

_MACHINES = {"system", "rule", "trigger", "automation"}
_AUTOMATIC = re.compile(
    r"\W*(?:automatic reply|auto[- ]?(?:matic )?(?:reply|response)|autoreply|out of (?:the )?office|"
    r"(?:hi|hello|thank you)?\W{0,3}(?:i am|i'm) (?:currently )?(?:out of (?:the )?office|on (?:annual )?leave|on vacation))\b",
    re.IGNORECASE,
)
_SYSTEM_USER = "-1"
RESOLVED = frozenset(("solved", "closed"))
_ROLES = {"end-user": Role.CUSTOMER, "agent": Role.AGENT, "admin": Role.AGENT}

# The API writes null where it has nothing; a flag that is no flag is unknown.
_Text = Annotated[str | None, BeforeValidator(lambda value: value if isinstance(value, str) else None)]
_Flag = Annotated[StrictBool | None, BeforeValidator(lambda value: value if isinstance(value, bool) else None)]
_Keys = Annotated[list[Key], BeforeValidator(lambda value: [] if value is None else value)]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a ticket: a name to show, and every name to look for in its text. `role` is None where it is not known."""

    name: str
    role: Role | None = None
    names: tuple[str, ...] = ()


class _User(BaseModel):
    id: Key | None = None
    name: _Text = None
    alias: _Text = None
    email: _Text = None
    role: _Text = None

    @property
    def person(self) -> Person:
        names = tuple(name for name in (self.name, self.alias, self.email) if name)
        return Person(one_line(self.name or ""), _ROLES.get(self.role or ""), names)


class _Group(BaseModel):
    id: Key
    name: str


class Via(BaseModel):
    """How something reached Zendesk. `source` is as the API gives it; its shape depends on the channel."""

    channel: _Text = None
    source: Any = None

    @property
    def person(self) -> Person:
        """The sender, where the channel knows one."""
        sender = self.source.get("from") if isinstance(self.source, dict) else None
        values = [sender.get(key) for key in ("name", "address")] if isinstance(sender, dict) else []
        return Person("", None, tuple(value for value in values if isinstance(value, str)))


_Via = Annotated[Via, BeforeValidator(lambda value: value if isinstance(value, dict) else {})]
_Embedded = Annotated[_User | None, BeforeValidator(lambda value: value if isinstance(value, dict) else None)]


class Comment(BaseModel):
    """A comment on a ticket; `public` is None where the export does not say."""

    id: Key | None = None
    ticket_id: Key | None = None
    author_id: Key | None = None
    author: _Embedded = None
    created_at: Moment | None = None
    public: _Flag = None
    body: _Text = None
    plain_body: _Text = None
    html_body: _Text = None
    via: _Via = Via()


class FieldValue(BaseModel):
    """What a ticket has in one custom field."""

    id: Key
    value: Any = None


class Ticket(BaseModel):
    """A ticket, with its comments where the export puts them inside."""

    id: Key
    subject: _Text = None
    raw_subject: _Text = None
    description: _Text = None
    status: _Text = None
    created_at: Moment | None = None
    updated_at: Moment | None = None
    requester_id: Key | None = None
    submitter_id: Key | None = None
    assignee_id: Key | None = None
    collaborator_ids: _Keys = []
    follower_ids: _Keys = []
    email_cc_ids: _Keys = []
    group_id: Key | None = None
    brand_id: Key | None = None
    tags: _Keys = []
    custom_fields: Annotated[list[FieldValue], BeforeValidator(lambda value: [] if value is None else value)] = []
    requester: _Embedded = None
    via: _Via = Via()
    comments: Annotated[list[Comment], BeforeValidator(lambda value: [] if value is None else value)] = []

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of everyone whom the ticket names."""
        ids = (self.requester_id, self.submitter_id, self.assignee_id, *self.collaborator_ids, *self.follower_ids)
        return tuple(key for key in (*ids, *self.email_cc_ids) if key)


@dataclass(slots=True)
class Directory:
    """Users and groups by id."""

    users: dict[str, Person] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)

    def add_users(self, value: object) -> Iterator[Spoiled]:
        """Take the users of one record: a user, `{"user": ...}` or `{"users": [...]}`; gives what is wrong with some."""
        for member in _members(value, "user"):
            try:
                user = checked(_User, member)
            except Spoiled as spoiled:
                yield spoiled
                continue
            if user.id is None:
                yield Spoiled("'id' is missing")
            else:
                self.users[user.id] = user.person

    def add_groups(self, value: object) -> Iterator[Spoiled]:
        """The same for groups."""
        for member in _members(value, "group"):
            try:
                group = checked(_Group, member)
            except Spoiled as spoiled:
                yield spoiled
            else:
                self.groups[group.id] = one_line(group.name)

    def with_page(self, page: Mapping[str, object]) -> Directory:
        """This directory and the users and groups that one page of the API carries beside its tickets."""
        if not isinstance(page.get("users"), list) and not isinstance(page.get("groups"), list):
            return self
        larger = Directory(dict(self.users), dict(self.groups))
        for name, add in (("users", larger.add_users), ("groups", larger.add_groups)):
            if isinstance(page.get(name), list):
                list(add({name: page[name]}))  # a damaged user costs a name; the ticket itself is whole
        return larger

    def known(self, key: str) -> Person:
        """The person with this id; nameless if no file of users has it."""
        return self.users.get(key, Person(""))

    def group(self, key: str | None) -> str | None:
        """The name of a group, if known."""
        return self.groups.get(key or "") or None

    def author(self, comment: Comment, ticket: Ticket) -> tuple[Person, Role]:
        """Who wrote a comment, in what role: who is not known to be either is an agent, unless they opened the ticket."""
        asked = comment.author_id == ticket.requester_id
        embedded = comment.author or (ticket.requester if asked else None)
        person = self.users.get(comment.author_id or "") or (embedded.person if embedded else Person(""))
        return person, person.role or (Role.CUSTOMER if asked and comment.author_id else Role.AGENT)


def _comment_text(comment: Comment) -> str:
    """What a comment says, as Markdown: its HTML where there is any, else its plain text."""
    if comment.html_body and (text := from_html(comment.html_body)):
        return text
    return from_plain(comment.plain_body or comment.body or "")


def _is_machine(comment: Comment, text: str) -> bool:
    """Whether a rule of Zendesk or an absence notice wrote a comment, as far as that can be seen."""
    return (
        comment.via.channel in _MACHINES
        or comment.author_id == _SYSTEM_USER
        or _AUTOMATIC.match(text[:200]) is not None
    )


def messages_of(ticket: Ticket, comments: list[Comment], people: Directory) -> tuple[Message, ...]:
    """The comments by time, each once; the description where there are none."""
    if not comments and (ticket.description or "").strip():
        asker = {"role": "end-user"} if ticket.requester_id is None else None
        raw = {
            "id": ticket.id,
            "author_id": ticket.requester_id,
            "author": asker,
            "body": ticket.description,
            "public": True,
        }
        comments = [checked(Comment, raw)]
    at = ticket.created_at or next(
        (comment.created_at for comment in comments if comment.created_at), ticket.updated_at
    )
    found: dict[str, Message] = {}
    for number, comment in enumerate(comments, 1):
        text = _comment_text(comment)
        at = comment.created_at or at
        if not text:
            continue
        if at is None:
            raise Spoiled(f"ticket {ticket.id} has no date", "export it with `created_at`")
        author, role = people.author(comment, ticket)
        message = Message(
            id=comment.id or f"{ticket.id}-{number}",
            author=author.name or role.value,
            role=Role.SYSTEM if _is_machine(comment, text) else role,
            at=at,
            text=text,
            internal=comment.public is not True,
        )
        found.setdefault(message.id, message)  # pages of the API may overlap
    return tuple(sorted(found.values(), key=lambda message: message.at))


def names_in(ticket: Ticket, comments: list[Comment], people: Directory) -> tuple[str, ...]:
    """Every name of everybody who has to do with a ticket."""
    return unique(name for person in _involved(ticket, comments, people) for name in person.names)


def _involved(ticket: Ticket, comments: list[Comment], people: Directory) -> Iterator[Person]:
    for key in ticket.people:
        yield people.known(key)
    if ticket.requester:
        yield ticket.requester.person
    yield ticket.via.person
    for comment in comments:
        yield people.author(comment, ticket)[0]
        yield comment.via.person


def _members(value: object, name: str) -> list[object]:
    if isinstance(value, dict):
        if isinstance(many := value.get(f"{name}s"), list):
            return many
        return [value.get(name, value)]
    return [value]
