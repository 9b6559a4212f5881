"""A small Request Tracker, as far as it is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desk_server import Asked, DeskServer, Reply
from deskbook.sources.request_tracker import RequestTracker

TOKEN = "1-14-n0b0dy-may-see-this"
API = "/REST/2.0"
NOW = datetime.now(UTC).replace(microsecond=0)  # the server's header Date says the same


@dataclass
class Desk:
    """Tickets by number, with their status and when they changed. `sees_all` False: it cannot count what the account may see."""

    tickets: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    tags: dict[int, list[str]] = field(default_factory=dict)
    links: dict[int, list[str]] = field(default_factory=dict)
    notes: dict[int, list[tuple[str, bool]]] = field(default_factory=dict)
    deaf: bool = False
    counts: bool = True

    def answer(self, asked: Asked) -> Reply | None:
        """REST 2.0, as far as it is asked."""
        if asked.headers.get("authorization") != f"token {TOKEN}":
            return Reply({"message": "Unauthorized"}, 401)
        if asked.path == f"{API}/tickets":
            return self._list(asked)
        if asked.path == f"{API}/transactions":
            return Reply({"items": []})
        number = int(re.search(r"/ticket/(\d+)", asked.path)[1])  # type: ignore[index]
        return self._one(number, asked) if number in self.tickets else None

    def _one(self, number: int, asked: Asked) -> Reply:
        if asked.method == "POST":
            self.notes.setdefault(number, []).append((asked.body["Content"], asked.path.endswith("/comment")))
            return Reply(["Comments added"], 201)
        if asked.method == "PUT":
            return self._put(number, asked.body)
        notes = self.notes.get(number, [])
        if asked.path.endswith("/history"):
            said = [
                ("Create", "ada"),
                ("Correspond", "grace"),
                *[("Comment" if inside else "Correspond", "deskbook") for _, inside in notes],
            ]
            return self._rows(asked, [
                {"id": str(n), "Type": kind, "Creator": {"id": who}, "Created": _iso(NOW - timedelta(days=1, hours=-n))}
                for n, (kind, who) in enumerate(said)
            ])  # fmt: skip
        if asked.path.endswith("/attachments"):
            return self._rows(asked, [
                {"id": str(n), "TransactionId": str(n), "ContentType": "text/plain", "Content": text}
                for n, text in enumerate(["It broke", "Turn it", *(text for text, _ in notes)])
            ])  # fmt: skip
        links = [{"ref": "refers-to", "_url": link} for link in self.links.get(number, [])]
        return Reply({**self._ticket(number), "_hyperlinks": links})

    def _put(self, number: int, change: dict[str, Any]) -> Reply:
        """RT answers 200 to what it does not do."""
        if not self.deaf:
            links = self.links.setdefault(number, [])
            links += [change["AddRefersTo"]] if "AddRefersTo" in change else []
            if change.get("DeleteRefersTo") in links:
                links.remove(change["DeleteRefersTo"])
            self.tags[number] = change.get("CustomFields", {}).get("Tags", self.tags.get(number, []))
        return Reply([])

    def _list(self, asked: Asked) -> Reply:
        query = asked.query["query"]
        after = int(re.search(r"id > (\d+)", query.replace("EffectiveId > 0", ""))[1])  # type: ignore[index]
        since = re.search(r"LastUpdated >= '(.+?)'", query)
        start = datetime.fromisoformat(since[1]).replace(tzinfo=UTC) if since else datetime.min.replace(tzinfo=UTC)
        rows = [self._ticket(n) for n, (_, at) in sorted(self.tickets.items()) if n > after and at >= start]
        size, page = int(asked.query["per_page"]), int(asked.query["page"])
        some = rows[size * (page - 1) : size * page]
        return Reply({"items": some, "total": len(rows) if self.counts else None})

    def _rows(self, asked: Asked, rows: list[dict[str, Any]]) -> Reply:
        first = (int(asked.query["page"]) - 1) * int(asked.query["per_page"])
        return Reply({"items": rows[first : first + int(asked.query["per_page"])], "total": None})

    def _ticket(self, number: int) -> dict[str, Any]:
        status, at = self.tickets[number]
        return {
            "id": str(number), "EffectiveId": str(number), "LastUpdated": _iso(at), "Created": _iso(NOW - timedelta(days=2)),
            "Status": status, "Subject": f"Lid {number}", "Requestor": [{"id": "ada"}],
            "CustomFields": [{"name": "Tags", "values": self.tags.get(number, [])}],
        }  # fmt: skip


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def filled() -> Desk:
    """Five resolved tickets."""
    return Desk({n: ("resolved", NOW - timedelta(days=9 - n)) for n in range(1, 6)})


def source(server: DeskServer, **options: object) -> RequestTracker:
    """A source that reads it."""
    return RequestTracker("desk", Path(), {"url": server.address, "token_env": TOKEN, "pace": 1000, **options})
