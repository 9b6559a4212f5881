"""A service project of Jira Cloud, in good and bad order."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import format_datetime

import pytest

from desk_server import DeskServer, desk_server
from deskbook.errors import PublishError, SourceError
from deskbook.model import Given, Incoming, Role
from desks.jira import ADA, BOT, NOTE, START, Project, filled, moment, source
from giving import cursor_of, gone, threads


@pytest.fixture(name="project")
def _project() -> Project:
    return filled()


@pytest.fixture
def server(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeskServer]:
    """It, answering."""
    monkeypatch.setattr(
        "http.server.BaseHTTPRequestHandler.date_time_string",
        lambda self, timestamp=None: format_datetime(project.now, usegmt=True),
    )
    with desk_server(project.answer) as desk:
        yield desk


def read(server: DeskServer, cursor: str = "", **options: object) -> list[Given]:
    """What it gives."""
    return list(source(server, **options).threads_since(cursor))


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


def test_a_note_that_became_public_is_taken_back(server: DeskServer, project: Project) -> None:
    """In projects that are no service desks."""
    project.publishes_all = True

    with pytest.raises(PublishError, match="made the note public"):
        source(server).publish("SUP-2", NOTE)

    assert len(project.comments["SUP-2"]) == 1


def test_a_wrong_token_is_found_out(server: DeskServer) -> None:
    """To the search alone it would look as if there were no requests."""
    with pytest.raises(SourceError, match="refuses the token"):
        read(server, token_env="bo@acme.example:old")
