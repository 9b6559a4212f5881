"""A small Redmine, as far as it is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk_server import Asked, DeskServer, Reply
from deskbook.model import Note, marker
from deskbook.sources.redmine import Redmine

TOKEN = "k3y-0f-n0b0dy"
NOTE = Note(
    f"See https://help.example/fax\n{marker('ab' * 8)}", "https://help.example/fax", marker("ab" * 8), tag="documented"
)
ADA, BO, CY = ({"id": key, "name": name} for key, name in ((5, "Ada Okafor"), (6, "Bo Lind"), (7, "Cy Ray")))
STATUSES = {1: ("New", False), 3: ("Resolved", False), 5: ("Closed", True), 6: ("Rejected", True)}


def moment(minute: int) -> str:
    """A time of one day."""
    return f"2026-01-05T{10 + minute // 60:02}:{minute % 60:02}:00Z"


@dataclass
class Tracker:
    """A small Redmine. Pages are two issues long."""

    issues: dict[str, dict[str, Any]] = field(default_factory=dict)
    clock: int = 300
    # What the account may: write private notes, and edit notes (from Redmine 5.0 on).
    private: bool = True
    edits: bool = True
    options: tuple[str, ...] = ("documented", "toner")
    ignored: tuple[str, ...] = ()

    def issue(self, key: int, minute: int, *notes: str, status: int = 5, **values: Any) -> None:
        """Add an issue of ada's, with notes by bo."""
        made = {"id": key, "subject": f"Fax {key}", "description": "It does not print.", "author": ADA, "journals": []}
        kinds = {"project": {"id": 1, "name": "Support"}, "tracker": {"id": 3, "name": "Question"}}
        times = {"created_on": moment(minute), "updated_on": moment(minute)}
        tags = {"id": 2, "name": "Tags", "multiple": True, "value": ["paper"]}
        self.issues[str(key)] = {**made, **kinds, **times, "custom_fields": [tags], **_status(status), **values}
        for text in notes:
            self.note(str(key), text, minute)

    def note(self, key: str, text: str | None, minute: int, who: object = BO, **values: Any) -> None:
        """Add a journal, which moves the issue."""
        number = 100 * int(key) + len(self.issues[key]["journals"])
        made = {"id": number, "user": who, "notes": text, "created_on": moment(minute), "details": []}
        self.issues[key]["journals"].append({**made, "private_notes": False, **values})
        self.issues[key]["updated_on"] = max(self.issues[key]["updated_on"], moment(minute))

    def change(self, key: str, minute: int, **values: Any) -> None:
        """Somebody changes an issue."""
        self.issues[key] |= {"updated_on": moment(minute), **values}

    def notes(self, key: str) -> list[tuple[str, bool]]:
        """What was said in an issue, and whether it is private."""
        return [(one["notes"], one["private_notes"]) for one in self.issues[key]["journals"] if one["notes"]]

    def answer(self, asked: Asked) -> Reply | None:
        """As the wiki of redmine.org says."""
        if asked.headers.get("x-redmine-api-key") != TOKEN:
            return Reply(b"", 401)
        if asked.path == "/issue_statuses.json":
            rows = [{"id": key, "name": name, "is_closed": closed} for key, (name, closed) in STATUSES.items()]
            return Reply({"issue_statuses": rows})
        if asked.path == "/issues.json":
            return self.listed({name: value for name, value in asked.query.items() if name not in self.ignored})
        match = re.fullmatch(r"/(issues|journals)/(\d+)\.json", asked.path)
        if match and match[1] == "journals":
            return self.edit(int(match[2]), asked)
        return self.one(match[2], asked) if match and match[2] in self.issues else None

    def one(self, key: str, asked: Asked) -> Reply:
        """An issue is read or written."""
        if asked.method == "PUT":
            return self.tell(key, asked.body["issue"])
        hidden = () if asked.query.get("include") == "journals" else ("journals",)
        return Reply({"issue": {name: part for name, part in self.issues[key].items() if name not in hidden}})

    def listed(self, query: dict[str, str]) -> Reply | None:
        """A part of the list, without journals."""
        if query.get("project_id", "support") != "support":
            return None
        since = query.get("updated_on", ">=").removeprefix(">=")
        there = [one for one in self.issues.values() if one["updated_on"] >= since]
        if query.get("status_id") != "*":
            there = [one for one in there if not STATUSES[one["status"]["id"]][1]]
        if query.get("sort", "").startswith("updated_on:asc"):
            there.sort(key=lambda one: (one["updated_on"], one["id"]))
        first, limit = int(query.get("offset", "0")), min(2, int(query["limit"]))
        rows = [{name: part for name, part in one.items() if name != "journals"} for one in there]
        page = {"issues": rows[first : first + limit], "offset": first, "limit": limit}
        return Reply({**page, "total_count": len(rows)})

    def tell(self, key: str, change: dict[str, Any]) -> Reply:
        """A write. What the account may not change is left out without a word."""
        self.clock += 1
        for new in change.get("custom_fields", ()):
            own = next(one for one in self.issues[key]["custom_fields"] if str(one["id"]) == str(new["id"]))
            values = new["value"] if isinstance(new["value"], list) else [new["value"]]
            if {*values} - {*self.options, "paper", ""}:
                return Reply({"errors": ["Tags is not included in the list"]}, 422)
            own["value"] = new["value"]
        text = change.get("notes")
        self.note(key, text, self.clock, CY, private_notes=bool(change.get("private_notes")) and self.private)
        return Reply(b"", 204)

    def edit(self, number: int, asked: Asked) -> Reply | None:
        """A note that becomes empty is deleted."""
        if not self.edits:
            return Reply(b"", 403)
        for issue in self.issues.values():
            if any(one["id"] == number for one in issue["journals"]) and not asked.body["journal"]["notes"]:
                issue["journals"] = [one for one in issue["journals"] if one["id"] != number]
                return Reply(b"", 204)
        return None


def _status(key: int) -> dict[str, Any]:
    return {"status": {"id": key, "name": STATUSES[key][0]}}


def filled() -> Tracker:
    """Five closed issues."""
    made = Tracker()
    made.issue(1, 1, "Turn it on.", "Then press the green key.")
    for key, minute in ((2, 5), (3, 6), (4, 7), (5, 9)):
        made.issue(key, minute, "Oil the wheel.")
    return made


def source(server: DeskServer, **options: object) -> Redmine:
    """A source that reads it."""
    return Redmine("desk", Path(), {"url": server.address, "token_env": TOKEN, "pace": 1000, **options})
