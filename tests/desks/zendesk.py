"""A small Zendesk, as far as it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desk_server import Asked, DeskServer, Reply
from deskbook.model import Note, marker
from deskbook.sources.zendesk import Zendesk

TOKEN = "agent@acme.example/token:s3cr3t-0f-n0b0dy"
EXPORT = "/api/v2/incremental/tickets/cursor.json"
NOTE = Note(
    f"See https://help.example/lid/ {marker('0123456789abcdef')}",
    "https://help.example/lid/",
    marker("0123456789abcdef"),
)
USERS = [
    {"id": 100, "name": "Ada Lovelace", "email": "ada@x.example", "role": "end-user"},
    {"id": 200, "name": "Bo Agent", "email": "bo@acme.example", "role": "agent"},
]


@dataclass
class Account:
    """Tickets 1, 2, 3, each changed a minute after the one before. Pages have two, however many are asked for."""

    tickets: dict[int, dict[str, Any]] = field(default_factory=dict)
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    clock: int = 0
    page: int = 2

    def add(self, key: int, **values: object) -> None:
        """A solved ticket with a question, an answer and an internal note."""
        self.tickets[key] = {
            "id": key, "subject": f"Lid {key}", "status": "solved", "requester_id": 100, "assignee_id": 200, "group_id": 5,
            "tags": ["lid"], "created_at": "2026-01-01T00:00:00Z", "custom_fields": [{"id": 9, "value": False}], **values,
        }  # fmt: skip
        self.comments[key] = [
            {
                "id": key * 10,
                "author_id": 100,
                "public": True,
                "html_body": "<p>It <b>broke</b></p>",
                "created_at": at(0),
            },
            {"id": key * 10 + 1, "author_id": 200, "public": True, "plain_body": "Turn it", "created_at": at(1)},
            {"id": key * 10 + 2, "author_id": 200, "public": False, "plain_body": "old model", "created_at": at(2)},
        ]
        self.change(key)

    def change(self, key: int, **values: object) -> None:
        """Something happens to a ticket."""
        self.clock += 1
        self.tickets[key] |= {"updated_at": at(60 * self.clock), "moved": self.clock, **values}

    def answer(self, asked: Asked) -> Reply | None:
        """What Zendesk answers."""
        if asked.path == EXPORT:
            return self._export(asked)
        if asked.path == "/api/v2/ticket_fields.json":
            return Reply({"ticket_fields": [{"id": 9, "title": "Write up"}]})
        key, _, rest = asked.path.removeprefix("/api/v2/tickets/").partition("/")
        number = int(key.removesuffix(".json"))
        if number not in self.tickets:
            return None
        if rest == "comments.json":
            return self._comments(number, asked)
        if self.tickets[number]["status"] == "closed":
            return Reply({"error": "RecordInvalid"}, 422)
        ticket = self.tickets[number]
        if rest == "tags.json":
            named = set(asked.body["tags"])
            kept = [tag for tag in ticket["tags"] if tag not in named]
            self.change(number, tags=kept if asked.method == "DELETE" else [*kept, *sorted(named)])
        else:
            said = asked.body["ticket"]["comment"]
            self.change(number)
            new = {
                "id": 900 + self.clock,
                "author_id": 200,
                "public": said.get("public", True),
                "plain_body": said["body"],
            }
            self.comments[number].append({**new, "created_at": at(60 * self.clock)})
        return Reply({"ticket": ticket})

    def _export(self, asked: Asked) -> Reply:
        since = int(asked.query.get("cursor", "c0")[1:])
        moved = sorted((one for one in self.tickets.values() if one["moved"] > since), key=lambda one: one["moved"])
        some = moved[: self.page]
        last = some[-1]["moved"] if some else since
        value = {"tickets": some, "users": USERS, "groups": [{"id": 5, "name": "Hardware"}], "after_cursor": f"c{last}"}
        return Reply({**value, "end_of_stream": len(moved) <= self.page})

    def _comments(self, number: int, asked: Asked) -> Reply:
        first = int(asked.query.get("page[after]", "0"))
        some = self.comments[number][first : first + self.page]
        more = first + self.page < len(self.comments[number])
        return Reply(
            {"comments": some, "users": USERS, "meta": {"has_more": more, "after_cursor": str(first + self.page)}}
        )


def at(seconds: int) -> str:
    """So many seconds after the new year of 2026."""
    return (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def filled() -> Account:
    """Three solved tickets and one that is open."""
    account = Account()
    for key in (1, 2, 3):
        account.add(key)
    account.add(4, status="open")
    return account


def source(desk: DeskServer, **options: object) -> Zendesk:
    """A source that reads it."""
    return Zendesk("desk", Path(), {"url": desk.address, "token_env": TOKEN, "pace": 1000, **options})
