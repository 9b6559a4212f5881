"""A service project of Jira Cloud, in good and bad order."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from desk_server import Asked, DeskServer, Fault, Reply, desk_server
from deskbook import http
from deskbook.errors import PublishError, SourceError
from deskbook.model import Damage, Given, Gone, Incoming, Note, Reached, Role, Thread, marker
from deskbook.sources.jira import Jira

TOKEN = "bo@acme.example:ATATT-n0b0dy-may-see"
SECRET = base64.b64encode(TOKEN.encode()).decode()
NOTE = Note(
    f"See https://help.example/fax\n{marker('ab' * 8)}", "https://help.example/fax", marker("ab" * 8), tag="documented"
)
ADA = {"accountId": "qm:1", "displayName": "Ada Okafor", "emailAddress": "ada@mail.example", "accountType": "customer"}
BO = {"accountId": "712020:2", "displayName": "Bo Lind", "accountType": "atlassian"}
BOT = {"accountId": "557058:3", "displayName": "Automation", "accountType": "app"}
START = datetime(2026, 1, 5, 10, tzinfo=UTC)


def moment(minute: int) -> str:
    """A time of one day, as Jira writes it in the zone of whoever asks."""
    return (START + timedelta(minutes=minute)).astimezone().strftime("%Y-%m-%dT%H:%M:%S.000%z")


def adf(words: str) -> dict[str, Any]:
    """A document of one paragraph."""
    return {
        "type": "doc",
        "version": 1,
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": words}]}],
    }


@dataclass
class Project:
    """The project SUP. Pages of the search are two issues long, those of comments three. Its clock is far from ours."""

    issues: dict[str, dict[str, Any]] = field(default_factory=dict)
    comments: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    now: datetime = START + timedelta(days=3)
    publishes_all: bool = False
    queries: list[str] = field(default_factory=list)

    def issue(self, number: int, minute: int, *comments: str, **fields: Any) -> dict[str, Any]:
        """Add a resolved request of ada's, with comments by bo."""
        key = f"SUP-{number}"
        self.comments[key] = []
        made = {
            "summary": f"Fax {number}",
            "description": adf("It does not print."),
            "reporter": ADA,
            "assignee": BO,
            "created": moment(minute),
            "updated": moment(minute),
            "status": {"name": "Resolved", "statusCategory": {"key": "done"}},
            "resolution": {"name": "Done"},
            "labels": [],
        }
        self.issues[key] = made | fields
        for text in comments:
            self.comment(key, text, minute)
        return self.issues[key]

    def comment(self, key: str, text: str, minute: int, author: dict[str, Any] = BO, **values: Any) -> dict[str, Any]:
        """Add a comment, which moves the request."""
        made = {
            "id": str(10_000 + sum(map(len, self.comments.values()))),
            "body": adf(text),
            "created": moment(minute),
            "author": author,
        }
        self.comments[key].append({**made, "jsdPublic": True, **values})
        self.issues[key]["updated"] = max(self.issues[key]["updated"], moment(minute), key=datetime.fromisoformat)
        return self.comments[key][-1]

    def answer(self, asked: Asked) -> Reply | None:  # noqa: PLR0911  one line for each address
        """As developer.atlassian.com says."""
        path = asked.path
        if asked.headers.get("authorization") != f"Basic {SECRET}":
            return Reply({"issues": []}) if path.endswith("/search/jql") else Reply({"message": "no"}, 401)
        if path == "/rest/api/3/myself":
            return Reply(BO)
        if path == "/rest/api/3/field":
            return Reply([{"id": "customfield_10050", "name": "Write up"}, {"id": "summary", "name": "Summary"}])
        if path == "/rest/api/3/search/jql":
            return Reply(self.search(asked.body))
        match = re.fullmatch(r"/rest/(?:api/3/issue|servicedeskapi/request)/(SUP-\d+)(?:/comment(?:/(\d+))?)?", path)
        if not match or match[1] not in self.issues:
            return None
        if asked.method == "GET":
            first = int(asked.query["startAt"])
            found = self.comments[match[1]]
            return Reply({"startAt": first, "total": len(found), "comments": found[first : first + 3]})
        return self.tell(asked, match[1], match[2])

    def tell(self, asked: Asked, key: str, comment: str | None) -> Reply:
        """A write, which moves the request."""
        self.issues[key]["updated"] = moment(900)
        if asked.method == "POST":
            assert "servicedeskapi" in asked.path
            public = asked.body["public"] or self.publishes_all
            made = self.comment(key, asked.body["body"], 900, jsdPublic=public)
            return Reply({"id": made["id"], "public": public}, 201)
        if asked.method == "PUT":
            (change,) = asked.body["update"]["labels"]
            labels = set(self.issues[key]["labels"]) | {change.get("add")}
            self.issues[key]["labels"] = sorted(labels - {None, change.get("remove")})
            return Reply(b"", 204)
        kept = [one for one in self.comments[key] if one["id"] != comment]
        found = len(kept) < len(self.comments[key])
        self.comments[key] = kept
        return Reply(b"", 204) if found else Reply({}, 404)

    def search(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What a query finds, by minutes before now."""
        query = asked["jql"]
        self.queries.append(query)
        match = re.fullmatch(r'project in \("SUP"\)(?: AND updated >= "-(\d+)m")? ORDER BY updated ASC, key ASC', query)
        assert match
        since = self.now - timedelta(minutes=int(match[1])) if match[1] else START
        found = [(datetime.fromisoformat(one["updated"]), key, one) for key, one in self.issues.items()]
        found = sorted(one for one in found if one[0] >= since)
        first = int(asked.get("nextPageToken", "0"))
        page: dict[str, Any] = {"issues": [{"key": key, "fields": one} for _, key, one in found[first : first + 2]]}
        return page | ({"nextPageToken": str(first + 2)} if first + 2 < len(found) else {"isLast": True})


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited for, in seconds."""
    waited: list[float] = []
    monkeypatch.setattr(http, "sleep", waited.append)
    return waited


@pytest.fixture
def project() -> Project:
    """Five resolved requests, half an hour between them."""
    made = Project()
    made.issue(1, 1, "Turn it on.", "Then press the green key.", "And wait.", "Long.")
    for number in (2, 3, 4, 5):
        made.issue(number, 30 * number, "Oil the wheel.")
    return made


@pytest.fixture
def server(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeskServer]:
    """It, answering."""
    monkeypatch.setattr(
        "http.server.BaseHTTPRequestHandler.date_time_string",
        lambda self, timestamp=None: format_datetime(project.now, usegmt=True),
    )
    with desk_server(project.answer) as desk:
        yield desk


def source(server: DeskServer, **options: object) -> Jira:
    """A source that reads it."""
    return Jira(
        "desk", Path(), {"url": server.address, "token_env": TOKEN, "projects": ["SUP"], "pace": 1000, **options}
    )


def read(server: DeskServer, cursor: str = "", **options: object) -> list[Given]:
    """What it gives."""
    return list(source(server, **options).threads_since(cursor))


def threads(entries: list[Given]) -> dict[str, Thread]:
    """The threads among the entries, by id."""
    return {entry.thread.id: entry.thread for entry in entries if isinstance(entry, Incoming)}


def gone(entries: list[Given]) -> list[str]:
    """The ids of what is gone."""
    return [entry.id for entry in entries if isinstance(entry, Gone)]


def cursor_of(entries: list[Given]) -> str:
    """Where the next run goes on."""
    return next((entry.cursor for entry in reversed(entries) if isinstance(entry, Reached)), "")


def test_requests_come_with_all_their_comments(server: DeskServer, project: Project) -> None:
    """Page by page. A comment is internal unless it says that the customer may read it, and all may."""
    project.comment("SUP-1", "Only for us", 20, jsdPublic=False)
    project.comment("SUP-1", "Unknown", 21, jsdPublic=None)
    project.comment("SUP-1", "For some", 22, visibility={"type": "role", "value": "Admins"})
    project.comment("SUP-1", "Thanks!", 23, ADA)
    project.comment("SUP-1", "Closed itself.", 24, BOT)

    entries = read(server)

    assert list(threads(entries)) == ["SUP-1", "SUP-2", "SUP-3", "SUP-4", "SUP-5"]
    thread = threads(entries)["SUP-1"]
    assert [(message.text, message.role, message.internal) for message in thread.messages] == [
        ("It does not print.", Role.CUSTOMER, False),
        ("Turn it on.", Role.AGENT, False),
        ("Then press the green key.", Role.AGENT, False),
        ("And wait.", Role.AGENT, False),
        ("Long.", Role.AGENT, False),
        ("Only for us", Role.AGENT, True),
        ("Unknown", Role.AGENT, True),
        ("For some", Role.AGENT, True),
        ("Thanks!", Role.CUSTOMER, False),
        ("Closed itself.", Role.SYSTEM, False),
    ]
    assert thread.url == f"{server.address}/browse/SUP-1"
    first = next(entry for entry in entries if isinstance(entry, Incoming))
    assert first.people == ("Ada Okafor", "ada@mail.example", "Bo Lind", "Automation")
    assert first.asker == "qm:1"


def test_a_run_without_news_asks_little(server: DeskServer, project: Project) -> None:
    """Whose clock is wrong, and in which zone the account is, does not matter."""
    entries = read(server)
    server.asked.clear()

    again = read(server, cursor_of(entries))

    assert threads(again) == {"SUP-5": threads(entries)["SUP-5"]}
    assert len(server.asked) == 3
    minutes = int((project.now - START).total_seconds()) // 60 - 150
    assert f'"-{minutes + 5}m"' in project.queries[-1] or f'"-{minutes + 4}m"' in project.queries[-1]


def test_what_changed_is_read_again(server: DeskServer, project: Project) -> None:
    """What was opened is gone; labels, fields and statuses mark."""
    cursor = cursor_of(read(server))
    opened = {"status": {"name": "Waiting for support", "statusCategory": {"key": "indeterminate"}}, "resolution": None}
    project.issues["SUP-2"].update(opened, updated=moment(200))
    project.issues["SUP-1"].update(labels=["document-me", "toner"], updated=moment(201))
    project.issues["SUP-3"].update(customfield_10050={"value": "yes"}, updated=moment(202))

    entries = read(server, cursor, marked_fields={"Write up": "yes"})

    assert gone(entries) == ["SUP-2"]
    found = threads(entries)
    assert found["SUP-1"].marked
    assert found["SUP-1"].tags == ("toner",)
    assert found["SUP-3"].marked
    assert not found["SUP-5"].marked
    assert threads(read(server, cursor, marked_statuses=["Waiting for support"]))["SUP-2"].marked


def test_many_that_changed_together_are_read_by_tokens(server: DeskServer, project: Project) -> None:
    """As after a change of many at once."""
    for number in range(10, 31):
        project.issue(number, 400, updated=moment(400))

    assert len(threads(read(server))) == 26
    assert len(project.queries) <= 5 + 13


def test_a_run_that_was_stopped_is_taken_up(server: DeskServer) -> None:
    """Wherever it was killed, nothing is lost."""
    whole = list(threads(read(server)))
    for count in range(1, 9):
        entries = []
        for entry in source(server).threads_since(""):
            entries.append(entry)
            if len(entries) == count:
                break
        assert sorted({*threads(entries), *threads(read(server, cursor_of(entries)))}) == whole


def test_notes_are_told_once_and_taken_back(server: DeskServer, project: Project) -> None:
    """Inside, unless they shall be public; the thread is as it was, but for the label."""
    before = threads(read(server))["SUP-2"]
    desk = source(server)

    receipt = desk.publish("SUP-2", NOTE)
    assert desk.publish("SUP-2", NOTE) == receipt
    assert [one["jsdPublic"] for one in project.comments["SUP-2"]] == [True, False]
    assert project.issues["SUP-2"]["labels"] == ["documented"]
    assert replace(threads(read(server))["SUP-2"], tags=()) == before

    desk.retract("SUP-2", NOTE, receipt)
    desk.retract("SUP-2", NOTE, receipt)
    assert threads(read(server))["SUP-2"] == before
    desk.publish("SUP-2", replace(NOTE, public=True))
    assert project.comments["SUP-2"][-1]["jsdPublic"] is True


def test_a_note_that_became_public_is_taken_back(server: DeskServer, project: Project) -> None:
    """In projects that are no service desks."""
    project.publishes_all = True

    with pytest.raises(PublishError, match="made the note public"):
        source(server).publish("SUP-2", NOTE)

    assert len(project.comments["SUP-2"]) == 1


def test_a_request_that_cannot_be_told_is_named(server: DeskServer) -> None:
    """It was deleted."""
    with pytest.raises(PublishError, match=r"desk:SUP-99: .*404"):
        source(server).publish("SUP-99", NOTE)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("/rest/api/3/search", 429, headers={"Retry-After": "7"}),
        Fault("/rest/api/3/search", 503, 2),
        Fault("/rest/api/3/search", "closed"),
        Fault("/rest/api/3/issue/SUP-2/comment", "truncated"),
        Fault("/rest/api/3/myself", "html"),
    ],
    ids=["busy", "broken", "closed", "truncated", "html"],
)
def test_what_passes_is_waited_for(server: DeskServer, fault: Fault, pauses: list[float]) -> None:
    """Errors, answers that are cut off, and requests to wait, as long as is asked."""
    server.faults.append(fault)

    assert len(threads(read(server))) == 5
    assert any(pause > 0.5 for pause in pauses)
    if fault.kind == 429:
        assert 7.0 in pauses


def test_a_request_that_is_not_given_holds_the_place(server: DeskServer) -> None:
    """It is damage now, the others are read, and the next run begins before it; one that vanished is gone."""
    server.faults.append(Fault("/rest/api/3/issue/SUP-3/comment", "null"))
    server.faults.append(Fault("/rest/api/3/issue/SUP-4/comment", 404))

    entries = read(server)

    assert list(threads(entries)) == ["SUP-1", "SUP-2", "SUP-5"]
    assert gone(entries) == ["SUP-4"]
    (damage,) = (entry for entry in entries if isinstance(entry, Damage))
    assert "ticket SUP-3" in damage.what
    assert list(threads(read(server, cursor_of(entries)))) == ["SUP-2", "SUP-3", "SUP-4", "SUP-5"]


@pytest.mark.parametrize(
    ("fault", "cure"),
    [
        (Fault("/rest", 401), "it may have expired"),
        (Fault("/rest/api/3/search", 404), "mend `url`"),
        (Fault("/rest/api/3/search", "null"), "the system that `type` names"),
    ],
)
def test_refusals_have_a_cure(server: DeskServer, fault: Fault, cure: str) -> None:
    """And never show the token."""
    server.faults.append(fault)

    with pytest.raises(SourceError, match=cure) as caught:
        read(server)

    assert TOKEN not in str(caught.value)


def test_a_wrong_token_is_found_out(server: DeskServer) -> None:
    """To the search alone it would look as if there were no requests."""
    with pytest.raises(SourceError, match="refuses the token"):
        read(server, token_env="bo@acme.example:old")
