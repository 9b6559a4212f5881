"""The issues of a GitLab project with their notes, also those that Service Desk makes of mails.

docs.gitlab.com/api/issues, docs.gitlab.com/api/notes. Not checked against a live server. The API does not tell what was deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from deskbook.errors import SourceError
from deskbook.http import PoliteClient, Refused
from deskbook.model import Audience, Given, Gone, Incoming, Message, Note, Role

from .lenient import Flag
from .live import LiveDesk, seen_until
from .markdown import from_markdown
from .options import base_address
from .records import Key, Moment, Words, checked, unique, web_address
from .walking import BEGINNING, Changed, Page, by_time, read_each

_PAGE = 100
_TEAM = 20  # the access level of a reporter, who may read internal notes
_DESK = "support-bot"  # who writes the issues and notes that came as mails
_TOKEN = re.compile(r"(?:project|group)_\d+_bot")

_Body = Annotated[Words, BeforeValidator(lambda value: value or "")]


class _Account(BaseModel):
    id: Key
    username: Words
    name: _Body = ""


class _Issue(BaseModel):
    iid: Key
    title: Words
    description: _Body = ""
    state: str
    created_at: Moment
    updated_at: Moment
    author: _Account
    web_url: str
    labels: tuple[Words, ...] = ()
    confidential: Annotated[bool, BeforeValidator(lambda value: value is not False)] = True
    moved_to_id: int | None = None
    service_desk_reply_to: str | None = None
    links: dict[str, Any] = Field({}, alias="_links")


class _Note(BaseModel):
    id: Key
    body: _Body
    created_at: Moment
    author: _Account
    system: Flag = False
    # What does not say that everybody may read it is for the team. `confidential` is the name of old servers.
    internal: bool | None = None
    confidential: bool | None = None

    @property
    def inside(self) -> bool:
        """Whether only the team may read it."""
        told = [flag for flag in (self.internal, self.confidential) if flag is not None]
        return any(told) or not told


class _Issues(BaseModel):
    items: list[_Issue]


class _Notes(BaseModel):
    items: list[_Note]


class _Member(BaseModel):
    id: Key
    access_level: int


class _Members(BaseModel):
    items: list[_Member]


class GitLab(LiveDesk):
    """Reads the closed issues of a GitLab project with their notes, internal ones too."""

    class Options(LiveDesk.Options):
        """What a `[[sources]]` block of type `gitlab` may say."""

        url: Annotated[str, AfterValidator(base_address)] = Field(
            "https://gitlab.com", description="The address of the GitLab, such as `https://gitlab.example`."
        )
        project: str = Field(
            pattern=r"^[^\s/]+(?:/[^\s/]+)*$", description="The project's path or number, such as `acme/fax`."
        )
        public: bool = Field(
            False,
            description="Whether everybody may read the project; then everybody may read its threads as pages, without internal notes "
            "and confidential issues.",
        )

    options: Options
    what = "the GitLab"
    access = (
        "make a project access token under Settings > Access tokens with the role Reporter and the scope `read_api` (to publish: `api`), "
        "put it into an environment variable and name that in `token_env`"
    )

    def read(self, client: PoliteClient, position: str) -> Iterator[Given]:
        """Issue by issue, the oldest change first. A position is the time up to which they are read."""
        pull = _Pull(self, client)
        yield from read_each(
            by_time(pull.listed, seen_until(position) or BEGINNING),
            pull.issue,
            self.damage,
            lambda moved: moved.isoformat(),
        )

    def publish(self, thread: str, note: Note) -> str:
        """A note, internal unless it shall be public, and a label."""
        with self.telling(thread) as client:
            path = f"{self.path}/issues/{thread}"
            receipt = next((said.id for said in self.notes(client, thread) if note.marker in said.body), "")
            if not receipt:
                value = {"body": note.text, "internal": not note.public}
                said = checked(_Note, client.send("POST", f"{path}/notes", value))
                if not note.public and not (said.internal or said.confidential):
                    # Servers before 15.0 do not know `internal`, and publish the note.
                    client.send("DELETE", f"{path}/notes/{said.id}", again=True)
                    self.not_published(thread, "this GitLab is too old for internal notes, so the note was taken back")
                receipt = said.id
            if note.tag:
                client.send("PUT", path, {"add_labels": note.tag}, again=True)
            return receipt

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        """Delete the note, and take the label off."""
        with self.telling(thread) as client:
            path = f"{self.path}/issues/{thread}"
            try:
                client.send("DELETE", f"{path}/notes/{receipt}", again=True)
            except Refused as refused:
                if refused.status != 404:
                    raise
            if note.tag:
                client.send("PUT", path, {"remove_labels": note.tag}, again=True)

    def _error(self, problem: Exception, *, writing: bool) -> SourceError:
        if isinstance(problem, Refused) and problem.status == 404:
            return SourceError(
                "there is no such project, or it is not shown to this token",
                where=f"{self.options.url}/{self.options.project}",
                cure=f"mend `url` and `project` in deskbook.toml, or the rights of the token: {self.access}",
            )
        return super()._error(problem, writing=writing)

    @property
    def path(self) -> str:
        """Where the project is in the API."""
        return f"/api/v4/projects/{quote(self.options.project, safe='')}"

    def notes(self, client: PoliteClient, iid: str) -> Iterator[_Note]:
        """All notes of an issue."""
        pages = _pages(client, f"{self.path}/issues/{iid}/notes", [("sort", "asc"), ("order_by", "created_at")])
        for page in pages:
            yield from checked(_Notes, {"items": page}).items


@dataclass(slots=True)
class _Pull:
    """One visit to a project."""

    desk: GitLab
    client: PoliteClient
    # The account ids of the team, once somebody asked. Where they are not told, everybody is taken for the team but whoever asks.
    asked: bool = False
    team: frozenset[str] | None = None

    def listed(self, since: datetime, after: str) -> Page[_Issue]:
        """A page of what changed since a time."""
        asked = [("scope", "all"), ("order_by", "updated_at"), ("sort", "asc"), ("per_page", str(_PAGE))]
        if since > BEGINNING:
            asked.append(("updated_after", since.isoformat().replace("+00:00", "Z")))
        answer = self.client.answer(after) if after else self.client.answer(f"{self.desk.path}/issues", asked)
        issues = checked(_Issues, {"items": answer.value}).items
        return Page([Changed(issue.iid, issue.updated_at, issue) for issue in issues], answer.next_page or "")

    def issue(self, changed: Changed[_Issue]) -> Iterator[Given]:
        """One issue with its notes."""
        issue = changed.listed
        desk = self.desk
        merged = issue.moved_to_id is not None or issue.links.get("closed_as_duplicate_of")
        resolved = issue.state == "closed" and not merged
        if not (resolved or issue.state in desk.options.marked_statuses):
            yield Gone(issue.iid)
            return
        notes = [note for note in desk.notes(self.client, issue.iid) if not note.system]
        messages = [
            Message(
                "0",
                _shown(issue.author),
                Role.CUSTOMER,
                issue.created_at,
                from_markdown(issue.description, issue.web_url),
            ),
            *(self._message(note, issue) for note in notes),
        ]
        thread = desk.thread(
            issue.iid,
            issue.title,
            messages,
            url=web_address(issue.web_url),
            resolved=resolved,
            tags=issue.labels,
            status=issue.state,
            audience=Audience.PUBLIC if desk.options.public and not issue.confidential else Audience.INTERNAL,
        )
        if thread is not None:
            accounts = [issue.author, *(note.author for note in notes)]
            names = [
                name for account in accounts if account.username != _DESK for name in (account.username, account.name)
            ]
            asker = issue.author.id if issue.author.username != _DESK else issue.service_desk_reply_to or ""
            yield Incoming(thread, unique([*names, issue.service_desk_reply_to]), asker=asker)

    def _message(self, note: _Note, issue: _Issue) -> Message:
        account = note.author
        if account.id == issue.author.id or account.username == _DESK:
            role = Role.CUSTOMER
        elif _TOKEN.match(account.username):
            role = Role.SYSTEM
        else:
            role = Role.AGENT if self._in_team(account) else Role.CUSTOMER
        text = from_markdown(note.body, issue.web_url)
        # Only the team can write internal notes.
        role = Role.AGENT if note.inside and role is Role.CUSTOMER else role
        return Message(note.id, _shown(account), role, note.created_at, text, internal=note.inside)

    def _in_team(self, account: _Account) -> bool:
        if not self.asked:
            self.asked = True
            try:
                pages = _pages(self.client, f"{self.desk.path}/members/all", [])
                members = [member for page in pages for member in checked(_Members, {"items": page}).items]
                self.team = frozenset(member.id for member in members if member.access_level >= _TEAM)
            except Refused as refused:
                if refused.status not in (401, 403, 404):
                    raise
        return self.team is None or account.id in self.team


def _pages(client: PoliteClient, path: str, parameters: list[tuple[str, str]]) -> Iterator[object]:
    answer = client.answer(path, [*parameters, ("per_page", str(_PAGE))])
    while True:
        yield answer.value
        if answer.next_page is None:
            return
        answer = client.answer(answer.next_page)


def _shown(account: _Account) -> str:
    return account.name or account.username
