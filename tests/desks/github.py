"""A small GitHub repository, as far as it is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk_server import Asked, DeskServer, Reply
from deskbook.model import Note, marker
from deskbook.sources.github import GitHub

TOKEN = "ghp_n0b0dy-may-see"
NOTE = Note(
    f"See https://help.example/fax\n{marker('ab' * 8)}",
    "https://help.example/fax",
    marker("ab" * 8),
    True,
    "documented",
)


def person(login: str, kind: str = "User") -> dict[str, Any]:
    """An account."""
    return {"login": login, "id": sum(map(ord, login)), "type": kind}


def moment(minute: int) -> str:
    """A time of one day."""
    return f"2026-01-05T{10 + minute // 60:02}:{minute % 60:02}:00Z"


@dataclass
class Repository:
    """A small repository `acme/fax`, its pages two issues long."""

    issues: list[dict[str, Any]] = field(default_factory=list)
    comments: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    discussions: list[dict[str, Any]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    address: str = ""
    made: int = 900
    clock: int = 500

    def issue(self, number: int, minute: int, *comments: str, **values: Any) -> dict[str, Any]:
        """Add a closed issue of ada's, with comments by bo of the team."""
        self.comments[str(number)] = []
        made = {
            "number": number,
            "title": f"Fax {number}",
            "body": f"It does not print {number}.",
            "state": "closed",
            "state_reason": "completed",
            "user": person("ada"),
            "author_association": "NONE",
            "created_at": moment(minute),
            "updated_at": moment(minute),
            "html_url": f"https://github.example/acme/fax/issues/{number}",
            "labels": [],
            "comments": 0,
            **values,
        }
        self.issues.append(made)
        for text in comments:
            self.comment(str(number), text, minute)
        return made

    def comment(self, number: str, text: str, minute: int, **values: Any) -> dict[str, Any]:
        """Add a comment, which moves the issue."""
        self.made += 1
        said = {
            "id": self.made,
            "body": text,
            "created_at": moment(minute),
            "user": person("bo"),
            "author_association": "MEMBER",
        }
        self.comments[number].append(said | values)
        issue = self.one(number)
        issue["comments"] += 1
        issue["updated_at"] = max(issue["updated_at"], moment(minute))
        return said | values

    def one(self, number: str) -> dict[str, Any]:
        """An issue."""
        return next(issue for issue in self.issues if str(issue["number"]) == number)

    def answer(self, asked: Asked) -> Reply | None:  # noqa: C901, PLR0911  one line for each address
        """As docs.github.com says."""
        path = asked.path.removeprefix("/repos/acme/fax")
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply({"message": "Bad credentials"}, 401)
        if path == "/graphql":
            return Reply(self.graphql(asked.body["query"], asked.body["variables"]))
        if path == "/issues":
            found = sorted(self.issues, key=lambda issue: issue["updated_at"])
            return self.page([one for one in found if one["updated_at"] >= asked.query.get("since", "")], asked, 2)
        if path == "/labels" and asked.method == "POST":
            self.labels[asked.body["name"]] = f"L_{asked.body['name']}"
            return Reply({"node_id": self.labels[asked.body["name"]]}, 201)
        if match := re.fullmatch(r"/issues/comments/(\d+)", path):
            for said in self.comments.values():
                kept = [one for one in said if str(one["id"]) != match[1]]
                if len(kept) < len(said):
                    said[:] = kept
                    return Reply(b"", 204)
            return None
        match = re.fullmatch(r"/issues/(\d+)/(comments|labels)(?:/(.+))?", path)
        if not match or match[1] not in self.comments:
            return None
        self.clock += 1
        if match[2] == "comments":
            if asked.method == "GET":
                return self.page(self.comments[match[1]], asked, 2)
            return Reply(self.comment(match[1], asked.body["body"], self.clock), 201)
        labels = self.one(match[1])["labels"]
        if asked.method == "DELETE":
            labels[:] = [label for label in labels if label["name"] != match[3]]
        else:
            labels += [{"name": name} for name in asked.body["labels"] if {"name": name} not in labels]
        self.one(match[1])["updated_at"] = moment(self.clock)
        return Reply(labels)

    def page(self, rows: list[dict[str, Any]], asked: Asked, size: int) -> Reply:
        """A part of a list, with the address of the next."""
        number = int(asked.query.get("page", "1"))
        headers = {}
        if number * size < len(rows):
            query = "&".join(f"{key}={value}" for key, value in {**asked.query, "page": str(number + 1)}.items())
            headers = {"Link": f'<{self.address}{asked.path}?{query}>; rel="next"'}
        return Reply(rows[(number - 1) * size : number * size], headers=headers)

    def graphql(self, query: str, given: dict[str, Any]) -> dict[str, Any]:  # noqa: PLR0911  as `answer`
        """The few questions that are asked, a page being one thing long."""
        if "addDiscussionComment" in query:
            one = next(one for one in self.discussions if one["id"] == given["id"])
            one["said"].append(reply(f"DC_{len(one['said'])}", given["body"], "bo", 400))
            one["updatedAt"] = moment(450)
            return {"data": {"addDiscussionComment": {"comment": {"id": one["said"][-1]["id"]}}}}
        if "deleteDiscussionComment" in query:
            for one in self.discussions:
                one["said"] = [said for said in one["said"] if said["id"] != given["id"]]
            return {"data": {}}
        if "LabelsToLabelable" in query or "LabelsFromLabelable" in query:
            one = next(one for one in self.discussions if one["id"] == given["id"])
            one["tags"] = [given["label"]] if "To" in query else []
            return {"data": {}}
        if "label(name" in query:
            found = self.labels.get(given["label"])
            return {"data": {"repository": {"label": found and {"id": found}}}}
        if "node(id" in query:
            said = next(said for one in self.discussions for said in one["said"] if said["id"] == given["id"])
            return {"data": {"node": {"replies": part(said["answers"], given["after"])}}}
        if "discussion(number" in query:
            numbered = [one for one in self.discussions if one["number"] == given["number"]]
            if not numbered:
                return {"data": None, "errors": [{"type": "NOT_FOUND", "message": "Could not resolve"}]}
            (one,) = numbered
            comments = part(one["said"], given["after"])
            comments["nodes"] = [{**said, "replies": part(said["answers"], None)} for said in comments["nodes"]]
            labels = {"nodes": [{"name": name} for name in one["tags"]]}
            return {"data": {"repository": {"discussion": {**one, "comments": comments, "labels": labels}}}}
        newest = sorted(self.discussions, key=lambda one: one["updatedAt"], reverse=True)
        return {"data": {"repository": {"discussions": part(newest, given["after"])}}}


def part(rows: list[Any], after: str | None) -> dict[str, Any]:
    """A page of one."""
    first = int(after or 0)
    info = {"hasNextPage": first + 1 < len(rows), "endCursor": str(first + 1)}
    return {"nodes": rows[first : first + 1], "pageInfo": info}


def reply(key: str, text: str, login: str, minute: int, **values: Any) -> dict[str, Any]:
    """A comment on a discussion, or a reply to one."""
    member = {"login": login, "__typename": "User", "databaseId": sum(map(ord, login))}
    made = {"id": key, "body": text, "createdAt": moment(minute), "author": member, "answers": []}
    return {
        **made,
        "authorAssociation": "MEMBER" if login == "bo" else "NONE",
        "isMinimized": False,
        "isAnswer": False,
        **values,
    }


def discussion(number: int, minute: int, *said: dict[str, Any], **values: Any) -> dict[str, Any]:
    """An answered question."""
    made = reply(f"D_{number}", "Why is it slow?", "ada", minute)
    title = {
        "number": number,
        "title": f"Slow {number}",
        "url": f"https://github.example/acme/fax/discussions/{number}",
    }
    state = {
        "updatedAt": moment(minute),
        "isAnswered": True,
        "closed": False,
        "stateReason": None,
        "category": {"name": "Q&A"},
    }
    return {**made, **title, **state, "said": list(said), "tags": [], **values}


def filled() -> Repository:
    """Five closed issues; two of them were changed in the same second."""
    made = Repository()
    made.issue(1, 1, "Turn it on.", "Then press the green key.", "And wait.")
    for number, minute in ((2, 5), (3, 5), (4, 5), (5, 9)):
        made.issue(number, minute, "Oil the wheel.")
    return made


def source(server: DeskServer, **options: object) -> GitHub:
    """A source that reads it."""
    given = {"url": server.address, "token_env": TOKEN, "repository": "acme/fax", "pace": 1000, **options}
    return GitHub("forge", Path(), given)
