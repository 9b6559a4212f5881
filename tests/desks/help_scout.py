"""A small Help Scout, as far as it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desk_server import Asked, DeskServer, Reply
from deskbook.sources.help_scout import HelpScout

TOKEN = "s3cr3t-0f-n0b0dy"
ADA = {"id": 100, "type": "customer", "first": "Ada", "last": "Lovelace", "email": "ada@x.example"}
BO = {"id": 200, "type": "user", "first": "Bo", "last": "Agent", "email": "bo@acme.example"}


def at(seconds: int) -> str:
    """A time as Help Scout writes it."""
    return (datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Account:
    """Conversations, each changed an hour after the one before. Pages have two."""

    conversations: dict[int, dict[str, Any]] = field(default_factory=dict)
    said: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    clock: int = 0

    def add(self, key: int) -> None:
        """A closed conversation with a question, an answer, a note and something that happened."""
        self.conversations[key] = {
            "id": key, "subject": f"Lid {key}", "status": "closed", "state": "published", "createdAt": at(key),
            "primaryCustomer": ADA, "tags": [{"id": 1, "tag": "lid", "color": "#fff"}], "customFields": [],
        }  # fmt: skip
        texts = [
            ("customer", "It <b>broke</b>", ADA),
            ("message", "Turn it", BO),
            ("note", "old model", BO),
            ("lineitem", "", BO),
        ]
        self.said[key] = [
            {
                "id": key * 10 + number,
                "type": sort,
                "body": body,
                "state": "published",
                "createdAt": at(number),
                "createdBy": who,
            }
            for number, (sort, body, who) in enumerate(texts)
        ]
        self.change(key)

    def change(self, key: int, **values: object) -> None:
        """Something happens to a conversation."""
        self.clock += 1
        self.conversations[key] |= {"userUpdatedAt": at(3600 * self.clock), **values}

    def answer(self, asked: Asked) -> Reply | None:
        """What Help Scout answers."""
        if asked.path == "/v2/conversations":
            assert asked.query["status"] == "all"
            since = asked.query["modifiedSince"]
            found = [one for one in self.conversations.values() if one["userUpdatedAt"] >= since]
            return self._page("conversations", sorted(found, key=lambda one: str(one["createdAt"])), asked)
        key, _, rest = asked.path.removeprefix("/v2/conversations/").partition("/")
        if int(key) not in self.conversations:
            return None
        return self._of(int(key), rest, asked)

    def _of(self, key: int, rest: str, asked: Asked) -> Reply:
        if asked.method == "GET":
            return self._page("threads", self.said[key], asked) if rest else Reply(self.conversations[key])
        self.change(key)
        if rest == "tags":
            self.conversations[key]["tags"] = [
                {"id": number, "tag": tag} for number, tag in enumerate(asked.body["tags"])
            ]
            return Reply(b"", 204)
        sort = "note" if rest == "notes" else "message"
        if sort == "message":
            assert asked.body["customer"] == {"id": 100}
        new = {
            "id": 900 + self.clock,
            "type": sort,
            "body": asked.body["text"],
            "createdAt": at(3600 * self.clock),
            "createdBy": BO,
        }
        self.said[key].insert(0, new)
        return Reply(b"", 201, {"Resource-ID": str(new["id"])})

    def _page(self, name: str, values: list[dict[str, Any]], asked: Asked) -> Reply:
        number = int(asked.query["page"])
        some = values[2 * number - 2 : 2 * number]
        page = {"number": number, "size": 2, "totalPages": -(-len(values) // 2)}
        return Reply({**({"_embedded": {name: some}} if some else {}), "page": page})


def filled() -> Account:
    """Five closed conversations."""
    made = Account()
    for key in range(1, 6):
        made.add(key)
    return made


def source(desk: DeskServer, **options: object) -> HelpScout:
    """A source that reads it."""
    return HelpScout("scout", Path(), {"url": desk.address, "token_env": TOKEN, "pace": 1000, **options})
