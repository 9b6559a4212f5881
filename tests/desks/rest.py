"""A small system that nobody wrote a source for, as far as it is asked."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk_server import Asked, DeskServer, Reply
from deskbook.model import Note, marker
from deskbook.sources.rest import RestApi

TOKEN = "n0b0dy-may-see"
NOTE = Note(
    f"See https://help.example/fax\n{marker('ab' * 8)}", "https://help.example/fax", marker("ab" * 8), tag="written up"
)
OPTIONS: dict[str, Any] = {
    "token_header": "X-Api-Key: {token}",
    "permalink": "https://desk.example/t/{id}",
    "tickets": {
        "path": "/api/tickets",
        "items": "data.rows",
        "parameters": {"sort": "created"},
        "since_parameter": "since",
    },
    "ticket": {
        "title": "subject",
        "text": "body",
        "author": "from.name",
        "asker": "from.id",
        "created": "opened",
        "changed": "changed",
        "status": "state",
        "resolved": ["done"],
        "tags": "labels.*.name",
        "group": "team",
    },
    "messages": {
        "path": "/api/tickets/{id}/notes",
        "items": "notes",
        "author": "by.name",
        "account": "by.id",
        "at": "at",
        "role": "by.kind",
        "agents": ["staff"],
        "machines": ["robot"],
        "public": "private",
        "public_values": ["false"],
        "format": "html",
    },
    "tell": {
        "path": "/api/tickets/{id}/notes",
        "body": {"note": {"text": "{html}", "private": "{internal}"}},
        "writes": "either",
    },
    "take_back": {"method": "DELETE", "path": "/api/tickets/{id}/notes/{receipt}"},
    "tag": {"method": "PUT", "path": "/api/tickets/{id}/labels/{tag}"},
    "untag": {"method": "DELETE", "path": "/api/tickets/{id}/labels/{tag}"},
}
STAFF = {"id": 2, "name": "Bo Lind", "kind": "staff"}
ADA = {"id": 1, "name": "Ada Okafor", "kind": "guest"}


def moment(minute: int) -> str:
    """A time of one day."""
    return f"2026-01-05T{10 + minute // 60:02}:{minute % 60:02}:00Z"


@dataclass
class Desk:
    """A desk that has ways of its own. Pages are two tickets long."""

    paging: str = "none"
    tickets: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    address: str = ""

    def ticket(self, key: int, minute: int, *notes: str, **values: Any) -> None:
        """Add a ticket that is done."""
        made = {
            "id": key,
            "subject": f"Fax {key}",
            "body": "It does not print.",
            "from": ADA,
            "state": "done",
            "team": "Hardware",
        }
        self.tickets.append({**made, "opened": moment(minute), "changed": moment(minute), "labels": [], **values})
        self.notes[str(key)] = []
        for text in notes:
            self.note(str(key), text, minute)

    def note(self, key: str, text: str, minute: int, **values: Any) -> dict[str, Any]:
        """Add a note, which moves the ticket."""
        number = 100 * int(key) + len(self.notes[key])
        made = {"id": number, "text": text, "by": STAFF, "at": moment(minute), "private": False, **values}
        self.notes[key].append(made)
        self.one(key)["changed"] = max(self.one(key)["changed"], moment(minute))
        return made

    def one(self, key: str) -> dict[str, Any]:
        """A ticket."""
        return next(ticket for ticket in self.tickets if str(ticket["id"]) == key)

    def answer(self, asked: Asked) -> Reply | None:
        """What it says."""
        if asked.headers.get("x-api-key") != TOKEN:
            return Reply({"error": "who?"}, 401)
        if asked.path == "/api/tickets":
            return self.page([one for one in self.tickets if one["changed"] >= asked.query.get("since", "")], asked)
        match = re.fullmatch(r"/api/tickets/(\d+)(?:/(notes|labels)(?:/(.+))?)?", asked.path)
        if not match or match[1] not in self.notes:
            return None
        if match[2] is None:
            return Reply({"ticket": {**self.one(match[1]), "notes": self.notes[match[1]]}})
        if asked.method == "GET":
            return Reply({"notes": self.notes[match[1]]})
        self.one(match[1])["changed"] = moment(500)
        return self.tell(asked, match[1], match[2], match[3])

    def tell(self, asked: Asked, key: str, what: str, which: str) -> Reply:
        """A write."""
        labels = self.one(key)["labels"]
        if asked.method == "POST":
            note = asked.body["note"]
            return Reply(self.note(key, note["text"], 500, private=note.get("private", True)), 201)
        if asked.method == "PUT":
            labels.append({"name": which})
        elif what == "labels":
            labels.clear()
        else:
            kept = [note for note in self.notes[key] if str(note["id"]) != which]
            found = len(kept) < len(self.notes[key])
            self.notes[key] = kept
            return Reply(b"", 204) if found else Reply({}, 404)
        return Reply(labels)

    def page(self, rows: list[dict[str, Any]], asked: Asked) -> Reply:
        """A part of the list, by the way of this desk."""
        start = {
            "none": 0,
            "page": 2 * int(asked.query.get("page", "1")) - 2,
            "offset": int(asked.query.get("from", "0")),
            "cursor": int(asked.query.get("cursor", "0")),
            "link": int(asked.query.get("at", "0")),
            "next": int(asked.query.get("at", "0")),
        }[self.paging]
        end = len(rows) if self.paging == "none" else start + 2
        more = end < len(rows)
        address = f"{self.address}{asked.path}?at={end}&sort=created"
        data = {"rows": rows[start:end], "next": f"?at={end}" if more else None, "cursor": end if more else None}
        return Reply(
            {"data": data}, headers={"Link": f'<{address}>; rel="next"'} if more and self.paging == "link" else {}
        )


PAGING = {
    "none": {},
    "page": {"paging": "page"},
    "offset": {"paging": "offset", "page_parameter": "from"},
    "cursor": {"paging": "cursor", "next": "data.cursor"},
    "link": {"paging": "link"},
    "next": {"paging": "next", "next": "data.next"},
}


def filled() -> Desk:
    """Five tickets that are done; the one that changed last is listed first."""
    made = Desk()
    for key in (5, 4, 3, 2):
        made.ticket(key, key * 3, "<p>Oil the <b>wheel</b>.</p>")
    made.ticket(1, 1, "Turn it on.")
    return made


def source(server: DeskServer, change: Callable[[dict[str, Any]], object] = id, **options: object) -> RestApi:
    """A source that reads it, its options changed."""
    given: dict[str, Any] = copy.deepcopy(OPTIONS) | {
        "url": server.address,
        "token_env": TOKEN,
        "pace": 1000,
        **options,
    }
    change(given)
    return RestApi("desk", Path(), given)
