"""A GitLab project, in good and bad order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk_server import DeskServer, Fault, desk_server
from deskbook.errors import PublishError, SourceError
from deskbook.model import Audience, Given, Incoming, Role
from desks.gitlab import NOTE, PEOPLE, Project, filled, moment, source
from giving import cursor_of, gone, threads


@pytest.fixture(name="project")
def _project() -> Project:
    return filled()


@pytest.fixture
def server(project: Project) -> Iterator[DeskServer]:
    """It, answering."""
    with desk_server(project.answer) as desk:
        project.address = desk.address
        yield desk


def read(server: DeskServer, cursor: str = "", **options: object) -> list[Given]:
    """What it gives."""
    return list(source(server, **options).threads_since(cursor))


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


def test_an_old_server_publishes_no_internal_note(server: DeskServer, project: Project) -> None:
    """It does not know the word, so its note is taken back at once."""
    project.knows_internal = False

    with pytest.raises(PublishError, match="too old for internal notes"):
        source(server).publish("2", NOTE)

    assert [note["body"] for note in project.notes["2"]] == ["Oil the wheel."]


@pytest.mark.parametrize(
    ("fault", "cure"),
    [
        (Fault("/api", 404), "mend `url` and `project`"),
        (Fault("/api", 200, value=[{"iid": 1}]), "the system that `type` names"),
    ],
)
def test_refusals_have_a_cure(server: DeskServer, fault: Fault, cure: str) -> None:
    """Of their own."""
    server.faults.append(fault)

    with pytest.raises(SourceError, match=cure):
        read(server)
