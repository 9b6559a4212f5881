"""A small GitLab project, as far as it is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk_server import Asked, DeskServer, Reply
from deskbook.model import Note, marker
from deskbook.sources.gitlab import GitLab

TOKEN = "glpat-n0b0dy-may-see"
NOTE = Note(
    f"See https://help.example/fax\n{marker('ab' * 8)}", "https://help.example/fax", marker("ab" * 8), tag="documented"
)
PEOPLE = {
    "ada": {"id": 1, "username": "ada", "name": "Ada Okafor"},
    "bo": {"id": 2, "username": "bo", "name": "Bo Lind"},
    "cy": {"id": 3, "username": "cy", "name": "Cy Ray"},
    "bot": {"id": 4, "username": "project_7_bot_12", "name": "ci"},
    "desk": {"id": 5, "username": "support-bot", "name": "GitLab Support Bot"},
}


def moment(minute: int) -> str:
    """A time of one day."""
    return f"2026-01-05T{10 + minute // 60:02}:{minute % 60:02}:00.120Z"


@dataclass
class Project:
    """A small project `acme/fax`. Pages are two rows long."""

    issues: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    members: int = 200
    knows_internal: bool = True
    address: str = ""
    clock: int = 300

    def issue(self, iid: int, minute: int, *notes: str, **values: Any) -> None:
        """Add a closed issue of ada's, with notes by bo of the team."""
        self.notes[str(iid)] = []
        made = {
            "iid": iid,
            "id": 7000 + iid,
            "title": f"Fax {iid}",
            "description": "It does not print.",
            "state": "closed",
        }
        times = {"created_at": moment(minute), "updated_at": moment(minute), "author": PEOPLE["ada"], "labels": []}
        web = {
            "web_url": f"{self.address}/acme/fax/-/issues/{iid}",
            "confidential": False,
            "moved_to_id": None,
            "_links": {},
        }
        self.issues.append({**made, **times, **web, **values})
        for text in notes:
            self.note(str(iid), text, minute)

    def note(self, iid: str, text: str, minute: int, who: str = "bo", **values: Any) -> dict[str, Any]:
        """Add a note, which moves the issue."""
        key = 100 * int(iid) + len(self.notes[iid])
        made = {
            "id": key,
            "body": text,
            "created_at": moment(minute),
            "author": PEOPLE[who],
            "system": False,
            "internal": False,
        }
        self.notes[iid].append({**made, **values})
        self.one(iid)["updated_at"] = max(self.one(iid)["updated_at"], moment(minute))
        return self.notes[iid][-1]

    def one(self, iid: str) -> dict[str, Any]:
        """An issue."""
        return next(issue for issue in self.issues if str(issue["iid"]) == iid)

    def answer(self, asked: Asked) -> Reply | None:
        """As docs.gitlab.com says."""
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply({"message": "401 Unauthorized"}, 401)
        path = asked.path.removeprefix("/api/v4/projects/acme%2Ffax")
        if path == "/members/all":
            rows = [{"id": 2, "access_level": 40}, {"id": 3, "access_level": 10}]
            return self.page(rows, asked) if self.members == 200 else Reply({}, self.members)
        if path == "/issues":
            found = sorted(self.issues, key=lambda issue: issue["updated_at"])
            return self.page([one for one in found if one["updated_at"] >= _as_it_is(asked)], asked)
        match = re.fullmatch(r"/issues/(\d+)(?:/notes(?:/(\d+))?)?", path)
        if not match or match[1] not in self.notes:
            return None
        return self.tell(asked, match[1], match[2]) if asked.method != "GET" else self.page(self.notes[match[1]], asked)

    def tell(self, asked: Asked, iid: str, note: str | None) -> Reply:
        """A write, which moves the issue."""
        self.clock += 1
        self.one(iid)["updated_at"] = moment(self.clock)
        if asked.method == "POST":
            inside = asked.body["internal"] and self.knows_internal
            return Reply(self.note(iid, asked.body["body"], self.clock, internal=inside), 201)
        if asked.method == "PUT":
            labels = set(self.one(iid)["labels"]) | {asked.body.get("add_labels")}
            self.one(iid)["labels"] = sorted(labels - {None, asked.body.get("remove_labels")})
            return Reply(self.one(iid))
        kept = [one for one in self.notes[iid] if str(one["id"]) != note]
        found = len(kept) < len(self.notes[iid])
        self.notes[iid] = kept
        return Reply(b"", 204) if found else Reply({}, 404)

    def page(self, rows: list[dict[str, Any]], asked: Asked) -> Reply:
        """A part of a list, with the address of the next."""
        number = int(asked.query.get("page", "1"))
        link = f'<{self.address}{asked.path}?page={number + 1}>; rel="next", <x>; rel="first"'
        return Reply(rows[2 * number - 2 : 2 * number], headers={"Link": link} if 2 * number < len(rows) else {})


def _as_it_is(asked: Asked) -> str:
    return asked.query.get("updated_after", "").replace(".120000", ".120")


def filled() -> Project:
    """Five closed issues."""
    made = Project()
    made.issue(1, 1, "Turn it on.", "Then press the green key.", "And wait.")
    for iid, minute in ((2, 5), (3, 6), (4, 7), (5, 9)):
        made.issue(iid, minute, "Oil the wheel.")
    return made


def source(server: DeskServer, **options: object) -> GitLab:
    """A source that reads it."""
    return GitLab(
        "desk", Path(), {"url": server.address, "token_env": TOKEN, "project": "acme/fax", "pace": 1000, **options}
    )
