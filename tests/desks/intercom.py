"""A small Intercom, as far as it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk_server import Asked, DeskServer, Reply
from deskbook.sources.intercom import Intercom

TOKEN = "s3cr3t-0f-n0b0dy"
START = 1_772_000_000


def part(key: int, sort: str, author: str, body: str) -> dict[str, Any]:
    """Something that was said."""
    known = {"admin": "Bo Agent", "user": "Ada Lovelace", "bot": "Fin"}
    return {
        "id": str(key),
        "part_type": sort,
        "body": body,
        "created_at": START + key,
        "author": {"type": author, "id": author, "name": known[author], "email": f"{author}@x.example"},
    }


@dataclass
class Account:
    """Conversations, each changed an hour after the one before. Pages have two."""

    conversations: dict[str, dict[str, Any]] = field(default_factory=dict)
    tags: list[dict[str, str]] = field(default_factory=list)
    clock: int = 0

    def add(self, key: int, **values: object) -> None:
        """A closed conversation with a question, an answer, a note and what nobody knows."""
        first = part(key * 10, "comment", "user", "<p>It <b>broke</b></p>")
        parts = [
            part(key * 10 + 1, "comment", "admin", "<p>Turn it</p>"),
            part(key * 10 + 2, "note", "admin", "<p>old model</p>"),
            part(key * 10 + 3, "something_new", "admin", "<p>who knows</p>"),
            part(key * 10 + 4, "assignment", "bot", ""),
        ]
        self.conversations[str(key)] = {
            "id": str(key), "title": f"Lid {key}", "state": "closed", "created_at": START, "source": {**first, "subject": ""},
            "conversation_parts": {"conversation_parts": parts, "total_count": len(parts)},
            "tags": {"tags": [{"id": "7", "name": "lid"}]}, "team_assignee_id": 5, "custom_attributes": {"Write up": "no"}, **values,
        }  # fmt: skip
        self.change(key)

    def change(self, key: int | str, **values: object) -> None:
        """Something happens to a conversation."""
        self.clock += 1
        self.conversations[str(key)] |= {"updated_at": START + 3600 * self.clock, **values}

    def answer(self, asked: Asked) -> Reply | None:
        """What Intercom answers."""
        if asked.path == "/conversations/search":
            return self._found(asked.body)
        if asked.path == "/me":
            return Reply({"type": "admin", "id": "200", "app": {"id_code": "abc"}})
        if asked.path == "/teams":
            return Reply({"teams": [{"id": "5", "name": "Hardware"}]})
        if asked.path == "/tags":
            return Reply({"id": "9", "name": asked.body["name"]})
        key, _, rest = asked.path.removeprefix("/conversations/").partition("/")
        found = self.conversations.get(key)
        if found is None:
            return None
        if asked.method != "GET":
            self._written(found, rest, asked)
        return Reply(found)

    def _found(self, body: Any) -> Reply:
        since = body["query"]["value"]
        found = [one for one in self.conversations.values() if one["updated_at"] > since]
        first = int(body["pagination"].get("starting_after", 0))
        following = {"starting_after": str(first + 2)} if first + 2 < len(found) else None
        listed = [{"id": one["id"], "updated_at": one["updated_at"]} for one in reversed(found[first : first + 2])]
        return Reply({"conversations": listed, "pages": {"next": following}})

    def _written(self, found: dict[str, Any], rest: str, asked: Asked) -> None:
        self.change(found["id"])
        parts, tags = found["conversation_parts"], found["tags"]["tags"]
        if rest == "reply":
            assert asked.body["admin_id"] == "200"
            parts["conversation_parts"].append(
                part(900 + self.clock, asked.body["message_type"], "admin", asked.body["body"])
            )
            parts["total_count"] += 1
        elif rest == "tags":
            tags[:] = [*(tag for tag in tags if tag["id"] != "9"), {"id": "9", "name": "documented"}]
        elif asked.method == "DELETE":
            tags[:] = [tag for tag in tags if tag["id"] != rest.removeprefix("tags/")]


def filled() -> Account:
    """Five closed conversations."""
    made = Account()
    for key in range(1, 6):
        made.add(key)
    return made


def source(desk: DeskServer, **options: object) -> Intercom:
    """A source that reads it."""
    return Intercom("inter", Path(), {"url": desk.address, "token_env": TOKEN, "pace": 1000, **options})
