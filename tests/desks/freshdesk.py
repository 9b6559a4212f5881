"""A small Freshdesk, as far as it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desk_server import Asked, DeskServer, Reply
from deskbook.sources.freshdesk import Freshdesk

TOKEN = "s3cr3t-0f-n0b0dy"
ADA = {"id": 100, "name": "Ada Lovelace", "email": "ada@x.example"}

STAFF: dict[str, list[dict[str, Any]]] = {
    "/api/v2/agents": [{"id": 200, "contact": {"name": "Bo Agent", "email": "bo@acme.example"}}],
    "/api/v2/groups": [{"id": 5, "name": "Hardware"}],
}


@dataclass
class Account:
    """Tickets, each changed an hour after the one before. Pages have two tickets."""

    tickets: dict[int, dict[str, Any]] = field(default_factory=dict)
    said: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    elsewhere: dict[int, str] = field(default_factory=dict)
    clock: int = 0

    def add(self, key: int, **values: object) -> None:
        """A resolved ticket with a question, an answer and a private note."""
        self.tickets[key] = {
            "id": key, "subject": f"Lid {key}", "description": "<div>It <b>broke</b></div>", "status": 4, "requester_id": 100,
            "responder_id": 200, "group_id": 5, "tags": ["lid"], "created_at": at(0), "requester": ADA,
            "cc_emails": ["di@x.example"], "custom_fields": {"cf_write_up": False, "cf_os": None}, **values,
        }  # fmt: skip
        self.said[key] = [
            {"id": key * 10, "user_id": 200, "body": "<div>Turn it</div>", "private": False, "created_at": at(1)},
            {"id": key * 10 + 1, "user_id": 200, "body": "<div>old model</div>", "private": True, "created_at": at(2)},
            {"id": key * 10 + 2, "user_id": 100, "incoming": True, "body_text": "Thanks", "created_at": at(3)},
        ]
        self.said[key][2]["private"] = False
        self.change(key)

    def change(self, key: int, **values: object) -> None:
        """Something happens to a ticket."""
        self.clock += 1
        self.tickets[key] |= {"updated_at": at(3600 * self.clock), **values}

    def answer(self, asked: Asked) -> Reply | None:
        """What Freshdesk answers."""
        if asked.path == "/api/v2/tickets":
            return self._listed(asked)
        if asked.path in STAFF:
            return Reply(STAFF[asked.path])
        if asked.path.startswith("/api/v2/conversations/"):
            return self._deleted(int(asked.path.rpartition("/")[2]))
        key, _, rest = asked.path.removeprefix("/api/v2/tickets/").partition("/")
        if int(key) not in self.tickets:
            return None
        return self._of_ticket(int(key), rest, asked) if asked.method == "GET" else self._written(int(key), asked)

    def _of_ticket(self, number: int, rest: str, asked: Asked) -> Reply:
        if not rest:
            return Reply(self.tickets[number])
        first = 2 * (int(asked.query["page"]) - 1)
        more = {"Link": f'<{asked.path}>; rel="next"'} if first + 2 < len(self.said[number]) else {}
        return Reply(self.said[number][first : first + 2], headers=more)

    def _written(self, number: int, asked: Asked) -> Reply:
        if asked.method == "PUT":
            self.change(number, **asked.body)
            return Reply(self.tickets[number])
        self.change(number)
        new = {"id": 900 + self.clock, "user_id": 200, "created_at": at(3600 * self.clock), **asked.body}
        self.said[number].append(new)
        return Reply(new, 201)

    def _listed(self, asked: Asked) -> Reply:
        sort = asked.query.get("filter", "")
        there = [one for one in self.tickets.values() if self.elsewhere.get(one["id"], "") == sort]
        moved = sorted(
            (one for one in there if one["updated_at"] >= asked.query["updated_since"]),
            key=lambda one: one["updated_at"],
        )
        first = 2 * (int(asked.query["page"]) - 1)
        more = {"Link": '</api/v2/tickets?page=9>; rel="next"'} if first + 2 < len(moved) else {}
        return Reply(moved[first : first + 2], headers=more)

    def _deleted(self, key: int) -> Reply | None:
        for number, said in self.said.items():
            if any(one["id"] == key for one in said):
                self.said[number] = [one for one in said if one["id"] != key]
                return Reply(b"", 204)
        return None


def at(seconds: int) -> str:
    """So many seconds after the new year of 2026."""
    return (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Today(datetime):
    """Early in 2026, before any ticket of these tests changed."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        """The new year."""
        return datetime(2026, 1, 1, tzinfo=tz)


def filled() -> Account:
    """Four resolved tickets and one that is open."""
    account = Account()
    for key in (1, 2, 3, 4):
        account.add(key)
    account.add(5, status=2)
    return account


def source(desk: DeskServer, **options: object) -> Freshdesk:
    """A source that reads it."""
    return Freshdesk("desk", Path(), {"url": desk.address, "token_env": TOKEN, "pace": 1000, **options})
