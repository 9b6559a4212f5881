"""Requests of Jira Service Management Cloud, and issues of other Jira projects.

developer.atlassian.com/cloud/jira/platform/rest/v3 (search, comments, labels) and .../cloud/jira/service-desk/rest (comments, which only
there can be internal). Not checked against a live server. The search is always a little behind, and does not tell what was deleted.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from deskbook.http import PoliteClient, Refused
from deskbook.model import Given, Gone, Incoming, Message, Note, Role

from .jira_adf import from_adf, mentioned, plain
from .lenient import Object
from .live import LiveDesk, seen_until
from .records import Key, Moment, Words, checked, unique
from .walking import BEGINNING, Changed, Page, by_time, read_each

_PAGE = 100
_FIELDS = ("summary", "description", "reporter", "assignee", "created", "updated", "status", "resolution", "labels")
# The clock of its query language has minutes, and the search may not yet know of the last changes.
_SLACK = timedelta(minutes=10)

_Project = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]


class _Account(BaseModel):
    id: Key = Field("", alias="accountId")
    name: Words = Field("", alias="displayName")
    address: Words = Field("", alias="emailAddress")
    kind: str = Field("", alias="accountType")


class _Category(BaseModel):
    key: str = ""


class _Status(BaseModel):
    name: Words
    category: _Category = Field(_Category(), alias="statusCategory")


class _Fields(BaseModel):
    model_config = {"extra": "allow"}

    summary: Words
    description: Object = {}
    reporter: _Account | None = None
    assignee: _Account | None = None
    created: Moment
    updated: Moment
    status: _Status
    resolution: dict[str, Any] | None = None
    labels: tuple[Words, ...] = ()


class _Issue(BaseModel):
    key: Key
    fields: _Fields


class _Found(BaseModel):
    issues: list[_Issue]
    after: str | None = Field(None, alias="nextPageToken")


class _Comment(BaseModel):
    id: Key
    body: Object = {}
    created: Moment
    author: _Account | None = None
    # What does not say that the customer may read it is for the team.
    public: bool | None = Field(None, alias="jsdPublic")
    # Comments may be for one role or group of people alone.
    visibility: dict[str, Any] | None = None


class _Comments(BaseModel):
    comments: list[_Comment]
    total: int


class _Told(BaseModel):
    id: Key
    public: bool


class _Field(BaseModel):
    id: Key
    name: Words


class _AllFields(BaseModel):
    items: list[_Field]


class Jira(LiveDesk):
    """Reads the resolved requests of Jira Service Management Cloud with their comments, internal ones too."""

    class Options(LiveDesk.Options):
        """What a `[[sources]]` block of type `jira` may say."""

        projects: tuple[_Project, ...] = Field(
            min_length=1, description='The keys of the projects that are read, such as `["SUP"]`.'
        )

    options: Options
    what = "the Jira"
    access = (
        "make an API token at id.atlassian.com for an agent, put `ADDRESS:TOKEN`, with that account's e-mail address, into an environment "
        "variable and name that in `token_env`"
    )

    def headers(self, token: str) -> Mapping[str, str]:
        """`ADDRESS:TOKEN` is shown as Jira Cloud wants it, another token as those of an app are."""
        if "@" in token.partition(":")[0]:
            return {"Authorization": f"Basic {base64.b64encode(token.encode()).decode()}"}
        return super().headers(token)

    def read(self, client: PoliteClient, position: str) -> Iterator[Given]:
        """Request by request, the oldest change first. A position is the time up to which they are read."""
        pull = _Pull(self, client, self._ahead(client), self._field_ids(client))
        yield from read_each(
            by_time(pull.listed, seen_until(position) or BEGINNING, _SLACK),
            pull.issue,
            self.damage,
            lambda moved: moved.isoformat(),
        )

    def publish(self, thread: str, note: Note) -> str:
        """A comment, internal unless it shall be public, and a label."""
        with self.telling(thread) as client:
            receipt = next((said.id for said in comments(client, thread) if note.marker in plain(said.body)), "")
            if not receipt:
                # The other API has no internal comments: there they all go to the customer.
                value = {"body": note.text, "public": note.public}
                told = checked(_Told, client.send("POST", f"/rest/servicedeskapi/request/{thread}/comment", value))
                if told.public and not note.public:
                    client.send("DELETE", f"{_at(thread)}/comment/{told.id}", again=True)
                    self.not_published(thread, "Jira made the note public, so it was taken back")
                receipt = told.id
            if note.tag:
                client.send("PUT", _at(thread), {"update": {"labels": [{"add": note.tag}]}}, again=True)
            return receipt

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        """Delete the comment, and take the label off."""
        with self.telling(thread) as client:
            try:
                client.send("DELETE", f"{_at(thread)}/comment/{receipt}", again=True)
            except Refused as refused:
                if refused.status != 404:
                    raise
            if note.tag:
                client.send("PUT", _at(thread), {"update": {"labels": [{"remove": note.tag}]}}, again=True)

    def _ahead(self, client: PoliteClient) -> timedelta:
        """How far the server's clock is before ours. Asked of an address that refuses bad tokens: the search then finds nothing."""
        path = "/rest/api/3/myself" if self.options.token_env else "/rest/api/3/serverInfo"
        said = client.answer(path).headers.get("date", "")
        try:
            return parsedate_to_datetime(said) - datetime.now(UTC)
        except (TypeError, ValueError):
            return timedelta(0)

    def _field_ids(self, client: PoliteClient) -> dict[str, str]:
        """The ids of the custom fields that mark, by the name or id that people gave them."""
        if not self.options.marked_fields:
            return {}
        known = checked(_AllFields, {"items": client.get("/rest/api/3/field")}).items
        return {name: one.id for name in self.options.marked_fields for one in known if name in (one.id, one.name)}


@dataclass(frozen=True, slots=True)
class _Pull:
    """One visit. `custom` are ids of fields by what people call them."""

    desk: Jira
    client: PoliteClient
    ahead: timedelta
    custom: dict[str, str] = field(default_factory=dict)

    def listed(self, since: datetime, after: str) -> Page[_Issue]:
        """A page of what changed since a time."""
        projects = ", ".join(f'"{key}"' for key in self.desk.options.projects)
        query = f"project in ({projects})"
        if since > BEGINNING:
            # Times are read in the zone of whoever asks, unless they are told as a distance from now.
            minutes = int((datetime.now(UTC) + self.ahead - since + _SLACK / 2).total_seconds() // 60)
            query += f' AND updated >= "-{max(minutes, 1)}m"'
        asked = {
            "jql": f"{query} ORDER BY updated ASC, key ASC",
            "fields": [*_FIELDS, *self.custom.values()],
            "maxResults": _PAGE,
            **({"nextPageToken": after} if after else {}),
        }
        found = checked(_Found, self.client.send("POST", "/rest/api/3/search/jql", asked, again=True))
        return Page([Changed(issue.key, issue.fields.updated, issue) for issue in found.issues], found.after or "")

    def issue(self, changed: Changed[_Issue]) -> Iterator[Given]:
        """One request with its comments."""
        key, said = changed.key, changed.listed.fields
        desk, reporter = self.desk, said.reporter
        resolved = said.resolution is not None or said.status.category.key == "done"
        if not (resolved or said.status.name in desk.options.marked_statuses):
            yield Gone(key)
            return
        found = list(comments(self.client, key))
        base = f"{desk.options.url}/browse/{key}"
        author = reporter.name if reporter and reporter.name else Role.CUSTOMER.value
        first = Message("0", author, Role.CUSTOMER, said.created, from_adf(said.description, base))
        values = said.model_extra or {}
        thread = desk.thread(
            key,
            said.summary,
            [first, *(_message(comment, reporter, base) for comment in found)],
            url=base,
            resolved=resolved,
            tags=said.labels,
            fields={name: _shown(values.get(key)) for name, key in self.custom.items()},
            status=said.status.name,
        )
        if thread is not None:
            accounts = [reporter, said.assignee, *(comment.author for comment in found)]
            names = [name for one in accounts if one for name in (one.name, one.address)]
            mentions = [name for body in (said.description, *(one.body for one in found)) for name in mentioned(body)]
            yield Incoming(thread, unique([*names, *mentions]), asker=reporter.id if reporter else "")


def comments(client: PoliteClient, key: str) -> Iterator[_Comment]:
    """All comments on a request."""
    seen = 0
    while True:
        asked = [("startAt", str(seen)), ("maxResults", str(_PAGE)), ("orderBy", "created")]
        page = checked(_Comments, client.get(f"{_at(key)}/comment", asked))
        yield from page.comments
        seen += len(page.comments)
        if not page.comments or seen >= page.total:
            return


def _message(comment: _Comment, reporter: _Account | None, base: str) -> Message:
    author = comment.author or _Account.model_validate({})
    if author.kind == "app":
        role = Role.SYSTEM
    elif author.kind == "customer" or (reporter is not None and author.id == reporter.id):
        role = Role.CUSTOMER
    else:
        role = Role.AGENT
    internal = comment.public is not True or comment.visibility is not None
    return Message(comment.id, author.name or role.value, role, comment.created, from_adf(comment.body, base), internal)


def _at(key: str) -> str:
    return f"/rest/api/3/issue/{key}"


def _shown(value: object) -> str:
    """The text of a custom field: of a choice its value."""
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, dict):
        value = value.get("value") or value.get("name")
    return str(value) if value is not None else ""
