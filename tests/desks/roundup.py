"""A small Roundup, as far as it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desk_server import Asked, DeskServer, Reply
from deskbook.sources.roundup import Roundup

TOKEN = "deskbook:n0b0dy-may-see-this"
API = "/rest/data"
NOW = datetime.now(UTC)


@dataclass
class Desk:
    """Issues by id, with when they changed. Each has one message of the same id, and those that were written later."""

    issues: dict[str, datetime] = field(default_factory=dict)
    stale: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    keywords: dict[str, str] = field(default_factory=dict)
    links: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def told(self, key: str) -> list[str]:
        """What was written later on an issue that was changed."""
        return [self.texts[one] for one in self.links.get(key, {}).get("messages", ()) if one in self.texts]

    def answer(self, asked: Asked) -> Reply | None:
        """The REST interface, as far as it is asked."""
        sort, _, key = asked.path.removeprefix(f"{API}/").partition("/")
        if asked.method == "POST":
            number = str(100 + len(self.texts) + len(self.keywords))
            (self.texts if sort == "msg" else self.keywords)[number] = asked.body.get("content") or asked.body["name"]
            return Reply({"data": {"id": number}}, 201)
        if key:
            return self._one(key, asked) if key in self.issues else None
        return _list({"msg": self._messages, "issue": self._issues, "keyword": self._keywords}[sort](asked))

    def _one(self, key: str, asked: Asked) -> Reply:
        if asked.method == "PATCH":
            if self.stale:
                return Reply({"error": {"status": 412, "msg": "If-Match is missing or does not match."}}, 412)
            self.links[key] = {name: asked.body[name] for name in ("messages", "keyword")}
            self.issues[key] = datetime.now(UTC)
        return Reply({"data": {"attributes": self._links(key), "@etag": '"e"'}})

    def _links(self, key: str) -> dict[str, list[dict[str, str]]]:
        linked = self.links.get(key, {"messages": [key], "keyword": []})
        return {name: [{"id": one, "name": self.keywords.get(one, "")} for one in of] for name, of in linked.items()}

    def _messages(self, asked: Asked) -> list[dict[str, Any]]:
        said = {"date": "2026-01-01.10:00:00", "author.username": "ada"}
        return [
            {"id": key, "content": self.texts.get(key, f"It broke {key}"), **said} for key in asked.many.get("id", ())
        ]

    def _keywords(self, asked: Asked) -> list[dict[str, Any]]:
        return [{"id": key, "name": name} for key, name in self.keywords.items()]

    def _issues(self, asked: Asked) -> list[dict[str, Any]]:
        start, wanted = asked.query.get("activity", "0").rstrip(";"), asked.many.get("id")
        changed = {key: at.strftime("%Y-%m-%d.%H:%M:%S") for key, at in self.issues.items()}
        return [
            {"id": key, "activity": at, "creation": "2026-01-01.10:00:00", "title": f"Lid {key}",
             "status": {"id": "8", "name": "resolved"}, **self._links(key)}
            for key, at in changed.items() if (key in wanted if wanted else at >= start)
        ]  # fmt: skip


def _list(rows: list[dict[str, Any]]) -> Reply:
    return Reply({"data": {"collection": rows, "@total_size": len(rows)}})


def filled() -> Desk:
    """Five resolved issues; that with the highest id changed first."""
    return Desk({str(n): NOW - timedelta(days=n) for n in range(1, 6)})


def source(server: DeskServer, **options: object) -> Roundup:
    """A source that reads it."""
    return Roundup("desk", Path(), {"url": server.address, "token_env": TOKEN, "pace": 1000, **options})
