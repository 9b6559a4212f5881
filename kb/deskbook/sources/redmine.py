"""A live Redmine, over its REST API: redmine.org/projects/redmine/wiki/Rest_api. This module was not checked against a live server.

Redmine ignores parameters that it does not know, and answers 200: so the list of issues is looked at, and so is what was written. It
does not tell what was deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, Field

from deskbook.errors import SourceError
from deskbook.http import PoliteClient, Refused
from deskbook.model import Given, Gone, Message, Note, Role

from .lenient import Flag, Text
from .live import LiveDesk, incoming, seen_until
from .markdown import from_markdown, from_plain
from .records import Key, Moment, checked, field_text, one_line
from .walking import BEGINNING, Changed, Page, by_time, read_each

_PAGE = 100  # the most
# Times are kept finer than they are shown, and those that are asked for are taken a second earlier.
_SECOND = timedelta(seconds=1)


class _Named(BaseModel):
    id: Key
    name: Text = ""


class _Status(_Named):
    is_closed: Flag = False


class _Statuses(BaseModel):
    issue_statuses: list[_Status]


class _Field(_Named):
    """A custom field of an issue. `value` is a list where it takes several."""

    value: Any = None
    multiple: Flag = False

    @property
    def values(self) -> list[str]:
        several = self.value if isinstance(self.value, list) else [self.value]
        return [text for value in several if (text := field_text(value))]


class _Journal(BaseModel):
    """A change of an issue, which may have a note."""

    id: Key
    user: _Named | None = None
    notes: Text = ""
    created_on: Moment
    # Old servers do not tell. What does not say that it is public is internal.
    private_notes: bool | None = None


class _Issue(BaseModel):
    id: Key
    subject: Text = ""
    description: Text = ""
    project: _Named | None = None
    tracker: _Named | None = None
    category: _Named | None = None
    status: _Named
    author: _Named | None = None
    assigned_to: _Named | None = None
    created_on: Moment
    updated_on: Moment
    custom_fields: tuple[_Field, ...] = ()
    journals: tuple[_Journal, ...] = ()

    @property
    def fields(self) -> dict[str, str]:
        """What may mark it, by name."""
        own = {"Tracker": self.tracker, "Category": self.category}
        named = {name: value.name for name, value in own.items() if value}
        return named | {field.name: ", ".join(field.values) for field in self.custom_fields}


class _Issues(BaseModel):
    issues: list[_Issue]
    total_count: int


class _Answer(BaseModel):
    issue: _Issue


class Redmine(LiveDesk):
    """Reads the closed issues of a live Redmine with their notes, and can tell them of articles."""

    class Options(LiveDesk.Options):
        """What a `[[sources]]` block of type `redmine` may say."""

        project: str = Field(
            "",
            pattern=r"^[a-z0-9_-]*$",
            description="The identifier of the project to read, with those below it. By default all that the key may see.",
        )
        resolved_statuses: tuple[str, ...] = Field(
            (),
            description="The statuses of issues that are done, such as `Resolved`. By default those that Redmine takes as closed, "
            "which `Resolved` is not.",
        )
        text_formatting: Literal["common_mark", "markdown", "textile"] = Field(
            "textile",
            description="How texts are written there: Administration > Settings > General > Text formatting. Textile is read as plain text.",
        )
        tag_field: str = Field(
            "",
            description="A custom field that holds tags: Redmine has none of its own. `deskbook publish` puts its tag there; it should "
            "take several values.",
        )

    options: Options
    what = "Redmine"
    access = (
        "an administrator switches the REST web service on under Administration > Settings > API; the key is under My account > API access "
        "key: put it into an environment variable and name that in `token_env`"
    )

    def headers(self, token: str) -> Mapping[str, str]:
        """Redmine's own word for it."""
        return {"X-Redmine-API-Key": token}

    def read(self, client: PoliteClient, position: str) -> Iterator[Given]:
        """Issue by issue, the oldest change first. A position is the time up to which they are read."""
        resolved = frozenset(self.options.resolved_statuses) or _closed(client)
        yield from read_each(
            by_time(partial(self._listed, client), seen_until(position) or BEGINNING, _SECOND),
            lambda changed: self._issue(client, changed.listed, resolved),
            self.damage,
            datetime.isoformat,
        )

    def publish(self, thread: str, note: Note) -> str:
        """As `Publisher`."""
        with self.telling(thread) as client:
            said = _with_marker(client, thread, note)
            if not said:
                _say(client, thread, note, note.text)
                said = _with_marker(client, thread, note)
            if not said:
                self.not_published(thread, "it took the note and does not show it")
            if not note.public and said[0].private_notes is not True:
                # Who may not write private notes writes public ones, and is told nothing.
                _delete(client, said[0])
                left = "could not be" if _with_marker(client, thread, note) else "was"
                self.not_published(
                    thread, f"the account may not write private notes, and the public one {left} taken back"
                )
            self._tag(client, thread, note, there=True)
            return said[0].id

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        """As `Publisher`. Redmine before 5.0 keeps what was said: there a second note says that the first no longer holds."""
        with self.telling(thread) as client:
            self._tag(client, thread, note, there=False)
            said = _with_marker(client, thread, note)
            if len(said) != 1:
                return
            _delete(client, said[0])
            if _with_marker(client, thread, note):
                _say(client, thread, note, note.withdrawal)

    def _error(self, problem: Exception, *, writing: bool) -> SourceError:
        if isinstance(problem, Refused) and problem.status == 404 and self.options.project:
            return SourceError(
                f"there is no project '{self.options.project}' at this address",
                where=self.options.url,
                cure="mend `url` and `project` in deskbook.toml: the identifier is the last part of the project's address",
            )
        return super()._error(problem, writing=writing)

    def _listed(self, client: PoliteClient, since: datetime, after: str) -> Page[_Issue]:
        """Issues that changed at a time or later. `after` is how many come before."""
        project = self.options.project
        asked = [
            ("status_id", "*"),
            ("updated_on", f">={since:%Y-%m-%dT%H:%M:%SZ}"),
            ("sort", "updated_on:asc,id:asc"),
            ("limit", str(_PAGE)),
            ("offset", after or "0"),
            *([("project_id", project)] if project else []),
        ]
        found = checked(_Issues, client.get("/issues.json", asked))
        end = int(after or "0") + len(found.issues)
        issues = [Changed(issue.id, issue.updated_on, issue) for issue in found.issues]
        return Page(issues, str(end) if end < found.total_count else "")

    def _issue(self, client: PoliteClient, listed: _Issue, resolved: frozenset[str]) -> Iterator[Given]:
        status = listed.status.name
        if status not in resolved and status not in self.options.marked_statuses:
            yield Gone(listed.id)
            return
        issue = _whole(client, listed.id)
        url = f"{self.options.url}/issues/{issue.id}"
        category = [issue.category.name] if issue.category else []
        thread = self.thread(
            issue.id,
            issue.subject,
            list(self._messages(issue, url)),
            url=url,
            resolved=status in resolved,
            tags=[*category, *(tag for field in self._tag_fields(issue) for tag in field.values)],
            fields=issue.fields,
            status=status,
            group=issue.project.name if issue.project else None,
            created=issue.created_on,
        )
        if thread is None:
            yield Gone(issue.id)
        accounts = (issue.author, issue.assigned_to, *(journal.user for journal in issue.journals))
        yield from incoming(
            thread, [one.name for one in accounts if one], asker=issue.author.id if issue.author else ""
        )

    def _messages(self, issue: _Issue, url: str) -> Iterator[Message]:
        """Whoever opened the issue has asked; all others are taken for the team."""
        asker = issue.author
        yield Message(
            "0", _shown(asker, Role.CUSTOMER), Role.CUSTOMER, issue.created_on, self._text(issue.description, url)
        )
        for journal in issue.journals:
            inside = journal.private_notes is not False
            # Only the team can write private notes.
            asked = asker is not None and journal.user is not None and journal.user.id == asker.id
            role = Role.CUSTOMER if asked and not inside else Role.AGENT
            text = self._text(journal.notes, url)
            yield Message(journal.id, _shown(journal.user, role), role, journal.created_on, text, internal=inside)

    def _text(self, text: str, url: str) -> str:
        return from_plain(text) if self.options.text_formatting == "textile" else from_markdown(text, url)

    def _tag_fields(self, issue: _Issue) -> list[_Field]:
        """The field for tags, if this issue has it."""
        return [field for field in issue.custom_fields if field.name == self.options.tag_field]

    def _tag(self, client: PoliteClient, thread: str, note: Note, *, there: bool) -> None:
        """Have the field for tags hold that of a note, or not. One that takes a single value keeps what people chose."""
        if not (note.tag and self.options.tag_field):
            return

        def missing() -> list[dict[str, object]]:
            # All values of a field are set at once: they are read right before.
            change: list[dict[str, object]] = []
            for field in self._tag_fields(_whole(client, thread)):
                others = [tag for tag in field.values if tag != note.tag]
                if (note.tag in field.values) != there and (field.multiple or not others):
                    tags = [*others, note.tag] if there else others
                    change.append({"id": field.id, "value": tags if field.multiple else "".join(tags)})
            return change

        if change := missing():
            try:
                client.send("PUT", _path(thread), {"issue": {"custom_fields": change}}, again=True)
            except Refused as refused:
                if refused.status != 422:
                    raise
            if missing():
                self.not_published(
                    thread, f"its field '{self.options.tag_field}' does not take the change of '{note.tag}'"
                )


def _closed(client: PoliteClient) -> frozenset[str]:
    """The names of the statuses that close an issue."""
    statuses = checked(_Statuses, client.get("/issue_statuses.json")).issue_statuses
    return frozenset(status.name for status in statuses if status.is_closed)


def _whole(client: PoliteClient, issue: str) -> _Issue:
    return checked(_Answer, client.get(_path(issue), [("include", "journals")])).issue


def _with_marker(client: PoliteClient, issue: str, note: Note) -> list[_Journal]:
    return [journal for journal in _whole(client, issue).journals if note.marker in journal.notes]


def _say(client: PoliteClient, issue: str, note: Note, text: str) -> None:
    # Alone: what is said while something changes cannot be deleted.
    client.send("PUT", _path(issue), {"issue": {"notes": text, "private_notes": not note.public}})


def _delete(client: PoliteClient, journal: _Journal) -> None:
    """Make a note empty, which deletes it, if Redmine (from 5.0 on) and the rights of the account allow."""
    try:
        client.send("PUT", f"/journals/{quote(journal.id, safe='')}.json", {"journal": {"notes": ""}}, again=True)
    except Refused:
        return


def _shown(account: _Named | None, role: Role) -> str:
    return one_line(account.name) if account and account.name.strip() else role.value


def _path(issue: str) -> str:
    return f"/issues/{quote(issue, safe='')}.json"
