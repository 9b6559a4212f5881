"""A GitLab project, in good and bad order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from desk_server import Asked, DeskServer, Fault, Reply, desk_server
from deskbook import http
from deskbook.errors import PublishError, SourceError
from deskbook.model import Audience, Damage, Given, Gone, Incoming, Note, Reached, Role, Thread, marker
from deskbook.sources.gitlab import GitLab

TOKEN = "glpat-n0b0dy-may-see"
NOTE = Note(
    f"See https://help.example/fax\n{marker('ab' * 8)}", "https://help.example/fax", marker("ab" * 8), tag="documented"
)
PEOPLE = {
    "ada": {"id": 1, "username": "ada", "name": "Ada Okafor"},
    "bo": {"id": 2, "username": "bo", "name": "Bo Lind"},
    "cy": {"id": 3, "username": "cy", "name": "Cy Ray"},
    "bot": {"id": 4, "username": "project_7_bot_12", "name": "ci"},
    "desk": {"id": 5, "username": "support-bot", "name": "GitLab Support Bot"},
}


def moment(minute: int) -> str:
    """A time of one day."""
    return f"2026-01-05T{10 + minute // 60:02}:{minute % 60:02}:00.120Z"


@dataclass
class Project:
    """A small project `acme/fax`. Pages are two rows long."""

    issues: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    members: int = 200
    knows_internal: bool = True
    address: str = ""
    clock: int = 300

    def issue(self, iid: int, minute: int, *notes: str, **values: Any) -> None:
        """Add a closed issue of ada's, with notes by bo of the team."""
        self.notes[str(iid)] = []
        made = {
            "iid": iid,
            "id": 7000 + iid,
            "title": f"Fax {iid}",
            "description": "It does not print.",
            "state": "closed",
        }
        times = {"created_at": moment(minute), "updated_at": moment(minute), "author": PEOPLE["ada"], "labels": []}
        web = {
            "web_url": f"{self.address}/acme/fax/-/issues/{iid}",
            "confidential": False,
            "moved_to_id": None,
            "_links": {},
        }
        self.issues.append({**made, **times, **web, **values})
        for text in notes:
            self.note(str(iid), text, minute)

    def note(self, iid: str, text: str, minute: int, who: str = "bo", **values: Any) -> dict[str, Any]:
        """Add a note, which moves the issue."""
        key = 100 * int(iid) + len(self.notes[iid])
        made = {
            "id": key,
            "body": text,
            "created_at": moment(minute),
            "author": PEOPLE[who],
            "system": False,
            "internal": False,
        }
        self.notes[iid].append({**made, **values})
        self.one(iid)["updated_at"] = max(self.one(iid)["updated_at"], moment(minute))
        return self.notes[iid][-1]

    def one(self, iid: str) -> dict[str, Any]:
        """An issue."""
        return next(issue for issue in self.issues if str(issue["iid"]) == iid)

    def answer(self, asked: Asked) -> Reply | None:
        """As docs.gitlab.com says."""
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply({"message": "401 Unauthorized"}, 401)
        path = asked.path.removeprefix("/api/v4/projects/acme%2Ffax")
        if path == "/members/all":
            rows = [{"id": 2, "access_level": 40}, {"id": 3, "access_level": 10}]
            return self.page(rows, asked) if self.members == 200 else Reply({}, self.members)
        if path == "/issues":
            found = sorted(self.issues, key=lambda issue: issue["updated_at"])
            return self.page([one for one in found if one["updated_at"] >= _as_it_is(asked)], asked)
        match = re.fullmatch(r"/issues/(\d+)(?:/notes(?:/(\d+))?)?", path)
        if not match or match[1] not in self.notes:
            return None
        return self.tell(asked, match[1], match[2]) if asked.method != "GET" else self.page(self.notes[match[1]], asked)

    def tell(self, asked: Asked, iid: str, note: str | None) -> Reply:
        """A write, which moves the issue."""
        self.clock += 1
        self.one(iid)["updated_at"] = moment(self.clock)
        if asked.method == "POST":
            inside = asked.body["internal"] and self.knows_internal
            return Reply(self.note(iid, asked.body["body"], self.clock, internal=inside), 201)
        if asked.method == "PUT":
            labels = set(self.one(iid)["labels"]) | {asked.body.get("add_labels")}
            self.one(iid)["labels"] = sorted(labels - {None, asked.body.get("remove_labels")})
            return Reply(self.one(iid))
        kept = [one for one in self.notes[iid] if str(one["id"]) != note]
        found = len(kept) < len(self.notes[iid])
        self.notes[iid] = kept
        return Reply(b"", 204) if found else Reply({}, 404)

    def page(self, rows: list[dict[str, Any]], asked: Asked) -> Reply:
        """A part of a list, with the address of the next."""
        number = int(asked.query.get("page", "1"))
        link = f'<{self.address}{asked.path}?page={number + 1}>; rel="next", <x>; rel="first"'
        return Reply(rows[2 * number - 2 : 2 * number], headers={"Link": link} if 2 * number < len(rows) else {})


def _as_it_is(asked: Asked) -> str:
    return asked.query.get("updated_after", "").replace(".120000", ".120")


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited for, in seconds."""
    waited: list[float] = []
    monkeypatch.setattr(http, "sleep", waited.append)
    return waited


@pytest.fixture
def project() -> Project:
    """Five closed issues."""
    made = Project()
    made.issue(1, 1, "Turn it on.", "Then press the green key.", "And wait.")
    for iid, minute in ((2, 5), (3, 6), (4, 7), (5, 9)):
        made.issue(iid, minute, "Oil the wheel.")
    return made


@pytest.fixture
def server(project: Project) -> Iterator[DeskServer]:
    """It, answering."""
    with desk_server(project.answer) as desk:
        project.address = desk.address
        yield desk


def source(server: DeskServer, **options: object) -> GitLab:
    """A source that reads it."""
    return GitLab(
        "desk", Path(), {"url": server.address, "token_env": TOKEN, "project": "acme/fax", "pace": 1000, **options}
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


def test_issues_come_with_all_their_notes(server: DeskServer, project: Project) -> None:
    """Page by page; the team is told from customers, internal notes stay inside, what machines wrote is none of anybody's."""
    project.note("1", "Only for us", 20, internal=True)
    project.note("1", "Unknown", 21, internal=None)
    project.note("1", "Old way", 22, internal=None, confidential=False)
    project.note("1", "Me too", 23, "cy")
    project.note("1", "added ~fax label", 24, system=True)
    project.note("1", "built", 25, "bot")

    entries = read(server)

    assert list(threads(entries)) == ["2", "3", "4", "5", "1"]
    said = [(message.text, message.role, message.internal) for message in threads(entries)["1"].messages]
    assert said == [
        ("It does not print.", Role.CUSTOMER, False),
        ("Turn it on.", Role.AGENT, False),
        ("Then press the green key.", Role.AGENT, False),
        ("And wait.", Role.AGENT, False),
        ("Only for us", Role.AGENT, True),
        ("Unknown", Role.AGENT, True),
        ("Old way", Role.AGENT, False),
        ("Me too", Role.CUSTOMER, False),
        ("built", Role.SYSTEM, False),
    ]
    last = next(entry for entry in entries if isinstance(entry, Incoming) and entry.thread.id == "1")
    assert {"ada", "Ada Okafor", "bo", "Bo Lind", "cy", "Cy Ray"} <= set(last.people)
    assert last.asker == "1"


def test_where_members_are_not_told_whoever_answers_is_the_team(server: DeskServer, project: Project) -> None:
    """It is asked once."""
    project.members = 403

    assert threads(read(server))["2"].messages[1].role is Role.AGENT
    assert server.paths().count("/api/v4/projects/acme%2Ffax/members/all") == 1


def test_mails_of_service_desk_are_the_customers(server: DeskServer, project: Project) -> None:
    """They are written by a machine in the name of an address."""
    project.issue(8, 30, author=PEOPLE["desk"], service_desk_reply_to="eve@mail.example")
    project.note("8", "Still broken", 31, "desk")

    entry = next(entry for entry in read(server) if isinstance(entry, Incoming) and entry.thread.id == "8")

    assert [message.role for message in entry.thread.messages] == [Role.CUSTOMER, Role.CUSTOMER]
    assert entry.people == ("eve@mail.example",)
    assert entry.asker == "eve@mail.example"


def test_a_run_without_news_asks_little(server: DeskServer) -> None:
    """The list, and the last issue again with the members."""
    entries = read(server)
    server.asked.clear()

    again = read(server, cursor_of(entries))

    assert threads(again) == {"5": threads(entries)["5"]}
    assert len(server.asked) == 3


def test_what_changed_is_read_again(server: DeskServer, project: Project) -> None:
    """What was opened, moved or merged is gone; confidential issues are never public."""
    cursor = cursor_of(read(server))
    project.one("2").update(state="opened", updated_at=moment(20))
    project.one("3").update(moved_to_id=9, updated_at=moment(21))
    project.one("4").update(_links={"closed_as_duplicate_of": "x"}, updated_at=moment(22))
    project.one("1").update(labels=["document-me", "toner"], confidential=True, updated_at=moment(23))

    entries = read(server, cursor, public=True)

    assert gone(entries) == ["2", "3", "4"]
    found = threads(entries)
    assert found["1"].marked
    assert found["1"].tags == ("toner",)
    assert found["1"].audience is Audience.INTERNAL
    assert found["5"].audience is Audience.PUBLIC
    assert threads(read(server, cursor, marked_statuses=["opened"]))["2"].marked


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
    before = threads(read(server))["2"]
    desk = source(server)

    receipt = desk.publish("2", NOTE)
    assert desk.publish("2", NOTE) == receipt
    assert [(note["body"], note["internal"]) for note in project.notes["2"]] == [
        ("Oil the wheel.", False),
        (NOTE.text, True),
    ]
    assert project.one("2")["labels"] == ["documented"]
    assert replace(threads(read(server))["2"], tags=()) == before

    desk.retract("2", NOTE, receipt)
    desk.retract("2", NOTE, receipt)
    assert threads(read(server))["2"] == before
    desk.publish("2", replace(NOTE, public=True))
    assert project.notes["2"][-1]["internal"] is False


def test_an_old_server_publishes_no_internal_note(server: DeskServer, project: Project) -> None:
    """It does not know the word, so its note is taken back at once."""
    project.knows_internal = False

    with pytest.raises(PublishError, match="too old for internal notes"):
        source(server).publish("2", NOTE)

    assert [note["body"] for note in project.notes["2"]] == ["Oil the wheel."]


def test_an_issue_that_cannot_be_told_is_named(server: DeskServer) -> None:
    """It was deleted."""
    with pytest.raises(PublishError, match=r"desk:99: .*404"):
        source(server).publish("99", NOTE)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("/api", 429, headers={"Retry-After": "7"}),
        Fault("/api", 503, 2),
        Fault("/api", "closed"),
        Fault("/api/v4/projects/acme%2Ffax/issues/2/notes", "truncated"),
        Fault("/api", "html"),
    ],
    ids=["busy", "broken", "closed", "truncated", "html"],
)
def test_what_passes_is_waited_for(server: DeskServer, fault: Fault, pauses: list[float]) -> None:
    """Errors, answers that are cut off, and requests to wait, as long as is asked."""
    server.faults.append(fault)

    assert sorted(threads(read(server))) == ["1", "2", "3", "4", "5"]
    assert any(pause > 0.5 for pause in pauses)
    if fault.kind == 429:
        assert 7.0 in pauses


def test_an_issue_that_is_not_given_holds_the_place(server: DeskServer) -> None:
    """It is damage now, the others are read, and the next run begins before it; one that vanished is gone."""
    server.faults.append(Fault("/api/v4/projects/acme%2Ffax/issues/3/notes", 500, 6))
    server.faults.append(Fault("/api/v4/projects/acme%2Ffax/issues/4/notes", 404))

    entries = read(server)

    assert list(threads(entries)) == ["1", "2", "5"]
    assert gone(entries) == ["4"]
    (damage,) = (entry for entry in entries if isinstance(entry, Damage))
    assert "ticket 3" in damage.what
    assert list(threads(read(server, cursor_of(entries)))) == ["2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("fault", "cure"),
    [
        (Fault("/api", 401), "it may have expired"),
        (Fault("/api", 404), "mend `url` and `project`"),
        (Fault("/api", 200, value=[{"iid": 1}]), "the system that `type` names"),
    ],
)
def test_refusals_have_a_cure(server: DeskServer, fault: Fault, cure: str) -> None:
    """And never show the token."""
    server.faults.append(fault)

    with pytest.raises(SourceError, match=cure) as caught:
        read(server)

    assert TOKEN not in str(caught.value)
