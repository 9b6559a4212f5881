"""A small Zammad, as far as it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desk_server import Asked, DeskServer, Reply
from deskbook.model import Note, marker
from deskbook.sources.zammad import Zammad

TOKEN = "s3cr3t-0f-n0b0dy"
MARK = marker("0123456789abcdef")
NOTE = Note(f"See https://help.example/a?b&c {MARK}", "https://help.example/a?b&c", MARK, tag="documented")
TICKETS, SEARCH, ARTICLES = "/api/v1/tickets", "/api/v1/tickets/search", "/api/v1/ticket_articles"
STATES = [("open", "open"), ("solved at last", "closed"), ("merged", "merged"), ("hold", "pending reminder")]


@dataclass
class Server:
    """Tickets, each changed an hour after the one before. `search`: "good", "none" (no Elasticsearch) or "deaf" to what is asked."""

    tickets: dict[int, dict[str, Any]] = field(default_factory=dict)
    articles: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    tags: dict[int, list[str]] = field(default_factory=dict)
    search: str = "good"
    may_delete: bool = True
    clock: int = 0

    def add(self, key: int, **values: object) -> None:
        """A closed ticket with a question, an answer and an internal note."""
        self.tickets[key] = {
            "id": key, "title": f"Lid {key}", "state": "solved at last", "group": "Hardware", "customer": "ada@x.example",
            "customer_id": 100, "owner": "bo@acme.example", "created_at": at(0), "write_up": False, "note": None, **values,
        }  # fmt: skip
        self.tags[key] = ["lid"]
        self.articles[key] = []
        for place, (sender, head, text, internal) in enumerate(
            [
                ("Customer", "Ada Lovelace <ada@x.example>", "<p>It <b>broke</b></p>", False),
                ("Agent", "Bo Agent via Help <help@acme.example>", "<p>Turn it</p>", False),
                ("Agent", "Bo Agent", "<p>old model</p>", True),
                ("System", "", "<p>Closed by a rule</p>", False),
            ]
        ):
            self.write(
                key,
                sender=sender,
                body=text,
                internal=internal,
                content_type="text/html",
                at=at(place),
                **{"from": head},
            )
        self.change(key)

    def write(self, key: int, **values: Any) -> dict[str, Any]:
        """An article of a ticket."""
        number = 10 * key + len(self.articles[key])
        article = {
            "id": number,
            "created_at": values.pop("at", at(3600 * (self.clock + 1))),
            "created_by": "bo@acme.example",
            **values,
        }
        self.articles[key].append(article)
        return article

    def change(self, key: int, **values: object) -> None:
        """Something happens to a ticket."""
        self.clock += 1
        self.tickets[key] |= {"updated_at": at(3600 * self.clock), **values}

    def answer(self, asked: Asked) -> Reply | None:
        """What Zammad answers."""
        if asked.method != "GET":
            return self._written(asked)
        if asked.path in (TICKETS, SEARCH):
            return Reply(self._listed(asked))
        if asked.path == "/api/v1/ticket_states":
            return Reply([{"id": n, "name": name, "state_type": sort} for n, (name, sort) in enumerate(STATES)])
        if asked.path == "/api/v1/tags":
            return Reply({"tags": self.tags[int(asked.query["o_id"])]})
        articles = self.articles.get(int(asked.path.rpartition("/")[2]))
        return None if articles is None else Reply(articles)

    def _listed(self, asked: Asked) -> list[dict[str, Any]]:
        found = list(self.tickets.values())
        if asked.path == SEARCH:
            since = asked.query["query"].removeprefix('updated_at:["').partition('"')[0]
            assert asked.query["query"] == f'updated_at:["{since}" TO *]'
            found = sorted(found, key=lambda one: one["updated_at"])
            if self.search != "deaf":
                found = [one for one in found if one["updated_at"] >= since and self.search == "good"]
        first = int(asked.query["per_page"]) * (int(asked.query["page"]) - 1)
        return found[first : first + int(asked.query["per_page"])]

    def _written(self, asked: Asked) -> Reply | None:
        if asked.path.startswith("/api/v1/tags/"):
            key, tag = int(asked.body["o_id"]), asked.body["item"]
            others = [one for one in self.tags[key] if one != tag]
            self.tags[key] = others if asked.path.endswith("remove") else [*others, tag]
            self.change(key)
            return Reply(True)
        if asked.method == "POST":
            key = int(asked.body["ticket_id"])
            self.change(key)
            return Reply(self.write(key, **asked.body, **{"from": "Bo Agent"}), 201)
        if not self.may_delete:
            return Reply({"error": "Not authorized"}, 403)
        number = int(asked.path.rpartition("/")[2])
        self.articles[number // 10] = [one for one in self.articles[number // 10] if one["id"] != number]
        return Reply({})


def at(seconds: int) -> str:
    """So many seconds after the new year of 2026."""
    return (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def filled() -> Server:
    """Three closed tickets and one that is open."""
    server = Server()
    for key in (1, 2, 3):
        server.add(key)
    server.add(4, state="open")
    return server


def source(desk: DeskServer, **options: object) -> Zammad:
    """A source that reads it."""
    return Zammad("desk", Path(), {"url": desk.address, "token_env": TOKEN, "pace": 1000, **options})
