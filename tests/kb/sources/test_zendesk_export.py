"""Zendesk tickets from export files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from deskbook.model import Audience, Damage, Incoming, Role, Thread, ThreadKind
from deskbook.sources.zendesk_export import ZendeskExport

COMMENTS: list[dict[str, Any]] = [
    {
        "id": 1,
        "author_id": 100,
        "created_at": "2024-01-01T10:00:00Z",
        "public": True,
        "html_body": "<p>It <b>broke</b></p>",
        "body": "no",
    },
    {"id": 3, "author_id": 200, "created_at": "2024-01-01T12:00:00Z", "public": True, "body": "Turn the\nlid"},
    {"id": 2, "author_id": 200, "created_at": "2024-01-01T11:00:00Z", "public": False, "plain_body": "old model"},
    {"id": 4, "author_id": 300, "created_at": "2024-01-01T13:00:00Z", "body": "unknown visibility"},
]
TICKET: dict[str, Any] = {
    "id": 35,
    "subject": "Lid",
    "description": "It broke",
    "status": "solved",
    "created_at": "2024-01-01T10:00:00Z",
    "updated_at": "2024-01-02T10:00:00Z",
    "requester_id": 100,
    "assignee_id": 200,
    "collaborator_ids": [400],
    "group_id": 5,
    "brand_id": 9,
    "tags": ["lid", "document-me"],
    "via": {"channel": "email", "source": {"from": {"name": "Ada L.", "address": "ada@x.example"}}},
    "url": "https://acme.zendesk.com/api/v2/tickets/35.json",
}
USERS = [
    {"id": 100, "name": "Ada Lovelace", "email": "ada@y.example", "role": "end-user"},
    {"id": 200, "name": "Bo", "alias": "bobo", "email": "bo@acme.example", "role": "agent"},
    {"id": 300, "name": "Cy", "email": None, "role": "admin"},
    {"id": 400, "name": "Di Vine", "email": "di@x.example", "role": "end-user"},
]


def write(path: Path, *values: object) -> None:
    """One JSON value a line."""
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")


def read(folder: Path, **options: object) -> list[Incoming | Damage]:
    """What the source gives for tickets.json."""
    return list(ZendeskExport("tickets", folder, {"path": "tickets.json", **options}).threads())


def thread_of(folder: Path, **options: object) -> Thread:
    """The single thread."""
    (found,) = read(folder, **options)
    assert isinstance(found, Incoming), found
    return found.thread


def shape(thread: Thread) -> list[tuple[str, str, Role, bool, str]]:
    """What matters of the messages."""
    return [(m.id, m.author, m.role, m.internal, m.text) for m in thread.messages]


FULL_SHAPE = [
    ("1", "Ada Lovelace", Role.CUSTOMER, False, "It **broke**"),
    ("2", "Bo", Role.AGENT, True, "old model"),
    ("3", "Bo", Role.AGENT, False, "Turn the  \nlid"),
    ("4", "Cy", Role.AGENT, True, "unknown visibility"),
]


def test_a_ticket_with_its_comments_is_read(tmp_path: Path) -> None:
    """Comments come by time, with who wrote them; what does not say that it is public is internal."""
    write(tmp_path / "tickets.json", {**TICKET, "comments": COMMENTS})
    write(tmp_path / "users.json", {"users": USERS})
    write(tmp_path / "groups.json", {"groups": [{"id": 5, "name": "Hardware"}]})

    (found,) = read(
        tmp_path,
        users="users.json",
        groups="groups.json",
        url="https://{brand}.zendesk.com/agent/tickets/{id}",
        brands={"9": "acme"},
    )

    assert isinstance(found, Incoming)
    thread = found.thread
    assert shape(thread) == FULL_SHAPE
    assert (thread.kind, thread.audience, thread.title) == (ThreadKind.TICKET, Audience.INTERNAL, "Lid")
    assert (thread.resolved, thread.marked, thread.group) == (True, True, "Hardware")
    assert thread.url == "https://acme.zendesk.com/agent/tickets/35"
    assert {"Ada Lovelace", "ada@y.example", "Ada L.", "ada@x.example", "Bo", "bobo", "bo@acme.example", "Cy"} <= set(
        found.people
    )
    assert {"Di Vine", "di@x.example"} <= set(found.people)


def test_all_forms_of_an_export_give_the_same(tmp_path: Path) -> None:
    """Inlined comments, a page of the API, a ticket beside its comments, and comments apart are one and the same."""
    write(tmp_path / "users.json", *USERS)
    expected = None
    apart = [{**comment, "ticket_id": 35} for comment in COMMENTS]
    write(tmp_path / "comments.json", *apart)
    write(tmp_path / "page.json", {"ticket_id": 35, "comments": COMMENTS})
    (tmp_path / "packed.json.gz").write_bytes(gzip.compress(b"\n".join(json.dumps(one).encode() for one in apart)))
    forms: list[tuple[object, dict[str, object]]] = [
        ({**TICKET, "comments": COMMENTS}, {}),
        ({"tickets": [{**TICKET, "comments": COMMENTS}], "next_page": None, "count": 1}, {}),
        ({"ticket": TICKET, "comments": COMMENTS}, {}),
        ([{**TICKET, "comments": COMMENTS}], {}),
        (TICKET, {"comments": "comments.json"}),
        (TICKET, {"comments": "page.json"}),
        (TICKET, {"comments": "packed.json.gz"}),
        ({"ticket": TICKET, "comments": COMMENTS, "users": USERS}, {"users": None}),
    ]

    for value, options in forms:
        for indent in (None, 2):
            (tmp_path / "tickets.json").write_text(json.dumps(value, indent=indent), encoding="utf-8")
            thread = thread_of(tmp_path, **{"users": "users.json", **options})
            expected = expected or thread
            assert thread == expected
            assert shape(thread) == FULL_SHAPE


def test_one_pattern_may_find_the_other_files_too(tmp_path: Path) -> None:
    """`*.json` means the tickets, not the users that lie beside them."""
    write(tmp_path / "tickets.json", {**TICKET, "comments": COMMENTS})
    write(tmp_path / "users.json", {"users": USERS})

    assert shape(thread_of(tmp_path, path="*.json", users="users.json")) == FULL_SHAPE


def test_without_users_the_requester_is_the_customer(tmp_path: Path) -> None:
    """Who opened the ticket is the customer, everybody else an agent; names are their roles."""
    write(tmp_path / "tickets.json", {**TICKET, "comments": COMMENTS})

    assert [(m.author, m.role) for m in thread_of(tmp_path).messages] == [
        ("customer", Role.CUSTOMER),
        *[("agent", Role.AGENT)] * 3,
    ]


@pytest.mark.parametrize("requester", [100, None])
def test_the_description_stands_in_for_missing_comments(tmp_path: Path, requester: int | None) -> None:
    """A ticket exported alone is the customer's question."""
    write(tmp_path / "tickets.json", {**TICKET, "requester_id": requester})

    assert shape(thread_of(tmp_path)) == [("35", "customer", Role.CUSTOMER, False, "It broke")]


@pytest.mark.parametrize(
    "change",
    [
        {"via": {"channel": "rule"}},
        {"via": {"channel": "system"}},
        {"author_id": -1},
        {"body": "Automatic reply: I am away"},
        {"body": "I am currently out of the office until Monday."},
    ],
)
def test_machines_are_recognised(tmp_path: Path, change: dict[str, object]) -> None:
    """What rules and absence notices write is by the system."""
    write(tmp_path / "tickets.json", {**TICKET, "comments": [COMMENTS[0], {**COMMENTS[1], **change}]})

    assert [m.role for m in thread_of(tmp_path).messages] == [Role.CUSTOMER, Role.SYSTEM]


@pytest.mark.parametrize("public", [None, "true", 1, {}, "missing"])
def test_only_true_is_public(tmp_path: Path, public: object) -> None:
    """Visibility that is not plainly stated is internal."""
    comment = {**COMMENTS[1], "public": public}
    if public == "missing":
        del comment["public"]
    write(tmp_path / "tickets.json", {**TICKET, "comments": [comment]})

    assert thread_of(tmp_path).messages[0].internal


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"subject": None, "raw_subject": "Raw"}, "Raw"),
        ({"subject": " "}, "It **broke**"),
        ({"subject": "a\nb"}, "a b"),
    ],
)
def test_a_ticket_without_subject_is_named_by_its_text(tmp_path: Path, change: dict[str, object], title: str) -> None:
    """There is always one line to call it by."""
    write(tmp_path / "tickets.json", {**TICKET, **change, "comments": COMMENTS})

    assert thread_of(tmp_path).title == title


def test_deleted_tickets_are_left_out(tmp_path: Path) -> None:
    """What was deleted in Zendesk does not come back here."""
    write(tmp_path / "tickets.json", {**TICKET, "status": "deleted"})

    assert read(tmp_path) == []


@pytest.mark.parametrize(
    ("value", "where", "said"),
    [
        ([1], "tickets.json, record 1", "a ticket has to be"),
        ("x", "tickets.json:1", "a ticket has to be"),
        ({"subject": "x"}, "tickets.json:1", "'id' is missing"),
        ({**TICKET, "created_at": "soon"}, "tickets.json:1", "'created_at'"),
        ({**TICKET, "comments": "none"}, "tickets.json:1", "'comments'"),
        ({**TICKET, "description": None}, "tickets.json:1", "has no text"),
        ({"tickets": [TICKET, {"id": []}]}, "tickets.json:1, ticket 2", "'id'"),
        ({"ticket": TICKET, "comments": {}}, "tickets.json:1", "'comments' is not a list"),
        ({"id": 1, "description": "x"}, "tickets.json:1", "has no date"),
    ],
)
def test_damage_is_named(tmp_path: Path, value: object, where: str, said: str) -> None:
    """The place and the key are given, and the ticket beside it is kept."""
    write(tmp_path / "tickets.json", value)

    damage = [found for found in read(tmp_path) if isinstance(found, Damage)]

    assert [one.where for one in damage] == [where]
    assert said in damage[0].what


def test_damaged_side_files_are_named_and_cost_no_ticket(tmp_path: Path) -> None:
    """A broken user or comment is damage at its own line."""
    write(tmp_path / "tickets.json", TICKET)
    (tmp_path / "users.json").write_text('{"name": "no id"}\n{"id": 100, "name": "Ada"}\n{', encoding="utf-8")
    write(tmp_path / "comments.json", {"id": 1, "body": "whose?"}, {**COMMENTS[0], "ticket_id": 35})

    found = read(tmp_path, users="users.json", comments="comments.json")

    assert [one.where for one in found if isinstance(one, Damage)] == [
        "users.json:1",
        "users.json:3",
        "comments.json:1",
    ]
    assert isinstance(found[-1], Incoming)
    assert found[-1].thread.messages[0].author == "Ada"


def test_a_ticket_was_asked_by_an_account(tmp_path: Path) -> None:
    """Two customers of one name are told apart by their ids; a ticket without a requester names no account."""
    write(tmp_path / "tickets.json", TICKET, {**TICKET, "id": 36, "requester_id": None})

    found = [incoming.asker for incoming in read(tmp_path) if isinstance(incoming, Incoming)]

    assert found == ["100", ""]
