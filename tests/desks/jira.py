"""A small Jira Cloud, as far as it is asked."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desk_server import Asked, DeskServer, Reply
from deskbook.model import Note, marker
from deskbook.sources.jira import Jira

TOKEN = "bo@acme.example:ATATT-n0b0dy-may-see"
SECRET = base64.b64encode(TOKEN.encode()).decode()
NOTE = Note(
    f"See https://help.example/fax\n{marker('ab' * 8)}", "https://help.example/fax", marker("ab" * 8), tag="documented"
)
ADA = {"accountId": "qm:1", "displayName": "Ada Okafor", "emailAddress": "ada@mail.example", "accountType": "customer"}
BO = {"accountId": "712020:2", "displayName": "Bo Lind", "accountType": "atlassian"}
BOT = {"accountId": "557058:3", "displayName": "Automation", "accountType": "app"}
START = datetime(2026, 1, 5, 10, tzinfo=UTC)


def moment(minute: int) -> str:
    """A time of one day, as Jira writes it in the zone of whoever asks."""
    return (START + timedelta(minutes=minute)).astimezone().strftime("%Y-%m-%dT%H:%M:%S.000%z")


def adf(words: str) -> dict[str, Any]:
    """A document of one paragraph."""
    return {
        "type": "doc",
        "version": 1,
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": words}]}],
    }


@dataclass
class Project:
    """The project SUP. Pages of the search are two issues long, those of comments three. Its clock is far from ours."""

    issues: dict[str, dict[str, Any]] = field(default_factory=dict)
    comments: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    now: datetime = START + timedelta(days=3)
    publishes_all: bool = False
    queries: list[str] = field(default_factory=list)

    def issue(self, number: int, minute: int, *comments: str, **fields: Any) -> dict[str, Any]:
        """Add a resolved request of ada's, with comments by bo."""
        key = f"SUP-{number}"
        self.comments[key] = []
        made = {
            "summary": f"Fax {number}",
            "description": adf("It does not print."),
            "reporter": ADA,
            "assignee": BO,
            "created": moment(minute),
            "updated": moment(minute),
            "status": {"name": "Resolved", "statusCategory": {"key": "done"}},
            "resolution": {"name": "Done"},
            "labels": [],
        }
        self.issues[key] = made | fields
        for text in comments:
            self.comment(key, text, minute)
        return self.issues[key]

    def comment(self, key: str, text: str, minute: int, author: dict[str, Any] = BO, **values: Any) -> dict[str, Any]:
        """Add a comment, which moves the request."""
        made = {
            "id": str(10_000 + sum(map(len, self.comments.values()))),
            "body": adf(text),
            "created": moment(minute),
            "author": author,
        }
        self.comments[key].append({**made, "jsdPublic": True, **values})
        self.issues[key]["updated"] = max(self.issues[key]["updated"], moment(minute), key=datetime.fromisoformat)
        return self.comments[key][-1]

    def answer(self, asked: Asked) -> Reply | None:  # noqa: PLR0911  one line for each address
        """As developer.atlassian.com says."""
        path = asked.path
        if asked.headers.get("authorization") != f"Basic {SECRET}":
            return Reply({"issues": []}) if path.endswith("/search/jql") else Reply({"message": "no"}, 401)
        if path == "/rest/api/3/myself":
            return Reply(BO)
        if path == "/rest/api/3/field":
            return Reply([{"id": "customfield_10050", "name": "Write up"}, {"id": "summary", "name": "Summary"}])
        if path == "/rest/api/3/search/jql":
            return Reply(self.search(asked.body))
        match = re.fullmatch(r"/rest/(?:api/3/issue|servicedeskapi/request)/(SUP-\d+)(?:/comment(?:/(\d+))?)?", path)
        if not match or match[1] not in self.issues:
            return None
        if asked.method == "GET":
            first = int(asked.query["startAt"])
            found = self.comments[match[1]]
            return Reply({"startAt": first, "total": len(found), "comments": found[first : first + 3]})
        return self.tell(asked, match[1], match[2])

    def tell(self, asked: Asked, key: str, comment: str | None) -> Reply:
        """A write, which moves the request."""
        self.issues[key]["updated"] = moment(900)
        if asked.method == "POST":
            assert "servicedeskapi" in asked.path
            public = asked.body["public"] or self.publishes_all
            made = self.comment(key, asked.body["body"], 900, jsdPublic=public)
            return Reply({"id": made["id"], "public": public}, 201)
        if asked.method == "PUT":
            (change,) = asked.body["update"]["labels"]
            labels = set(self.issues[key]["labels"]) | {change.get("add")}
            self.issues[key]["labels"] = sorted(labels - {None, change.get("remove")})
            return Reply(b"", 204)
        kept = [one for one in self.comments[key] if one["id"] != comment]
        found = len(kept) < len(self.comments[key])
        self.comments[key] = kept
        return Reply(b"", 204) if found else Reply({}, 404)

    def search(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What a query finds, by minutes before now."""
        query = asked["jql"]
        self.queries.append(query)
        match = re.fullmatch(r'project in \("SUP"\)(?: AND updated >= "-(\d+)m")? ORDER BY updated ASC, key ASC', query)
        assert match
        since = self.now - timedelta(minutes=int(match[1])) if match[1] else START
        found = [(datetime.fromisoformat(one["updated"]), key, one) for key, one in self.issues.items()]
        found = sorted(one for one in found if one[0] >= since)
        first = int(asked.get("nextPageToken", "0"))
        page: dict[str, Any] = {"issues": [{"key": key, "fields": one} for _, key, one in found[first : first + 2]]}
        return page | ({"nextPageToken": str(first + 2)} if first + 2 < len(found) else {"isLast": True})


def filled() -> Project:
    """Five resolved requests, half an hour between them."""
    made = Project()
    made.issue(1, 1, "Turn it on.", "Then press the green key.", "And wait.", "Long.")
    for number in (2, 3, 4, 5):
        made.issue(number, 30 * number, "Oil the wheel.")
    return made


def source(server: DeskServer, **options: object) -> Jira:
    """A source that reads it."""
    return Jira(
        "desk", Path(), {"url": server.address, "token_env": TOKEN, "projects": ["SUP"], "pace": 1000, **options}
    )
