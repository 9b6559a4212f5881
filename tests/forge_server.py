"""Small servers that speak what GitHub, GitLab and Forgejo document of their requests, on top of a real bare repository, and can be
told to fail."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "s3cret-t0ken"
PROJECT = "acme/help"


@dataclass(frozen=True)
class Fault:
    """The answer to the next request of a `method` in place of the right one; `carried_out` says that the server did it all the same."""

    method: str
    status: int
    body: str = '{"message": "no"}'
    headers: tuple[tuple[str, str], ...] = ()
    carried_out: bool = False


@dataclass
class Pull:
    """One request, in words of our own. `source` is the project that its branch is in."""

    number: int
    branch: str
    base: str
    title: str
    body: str
    state: str = "open"
    commit: str = ""
    source: str = PROJECT
    reviewers: list[str] = field(default_factory=list)


class Wrong(Exception):  # noqa: N818  it answers
    """A refusal, as the dialect words it."""

    def __init__(self, status: int, value: object) -> None:
        super().__init__(status)
        self.status = status
        self.value = value


@dataclass
class ForgeServer:
    """A forge with one project. `people` and `teams` are those who may be asked to review; the first of them owns the token."""

    kind: str
    repository: Path
    address: str = ""
    people: tuple[str, ...] = ("deskbot", "priya-r", "bo")
    teams: tuple[str, ...] = ("edge",)
    pulls: list[Pull] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    page_size: int = 30

    @property
    def api(self) -> str:
        return self.address + {"github": "/api/v3", "gitlab": "/api/v4", "forgejo": "/api/v1"}[self.kind]

    @property
    def sent(self) -> list[str]:
        """What was changed, as `METHOD path`."""
        return [line for line in self.log if not line.startswith("GET")]

    def git(self, *words: str) -> str:
        return subprocess.run(
            ["git", "-C", str(self.repository), *words], check=True, capture_output=True
        ).stdout.decode()

    def tip(self, branch: str) -> str:
        return self.git("for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}").strip()

    def refresh(self) -> None:
        """As a forge after a push: open requests, and the refs of all, are at the last commits of their branches."""
        for pull in self.pulls:
            if pull.state == "open" and (tip := self.tip(pull.branch)):
                pull.commit = tip
                self.git(
                    "update-ref",
                    f"refs/{'merge-requests' if self.kind == 'gitlab' else 'pull'}/{pull.number}/head",
                    tip,
                )

    def finish(self, pull: Pull, state: str, *, remove_branch: bool = False) -> None:
        """Merge or close a request, as a person does."""
        self.refresh()
        if state == "merged":
            tree = self.git("merge-tree", "--write-tree", pull.base, pull.branch).split()[0]
            commit = self.git(
                "-c",
                "user.name=P",
                "-c",
                "user.email=p@x.example",
                "commit-tree",
                tree,
                "-p",
                pull.base,
                "-m",
                "Squashed",
            )
            self.git("update-ref", f"refs/heads/{pull.base}", commit.strip())
        pull.state = state
        if remove_branch:
            self.git("update-ref", "-d", f"refs/heads/{pull.branch}")

    # What all dialects have in common.

    def open(self, branch: str, base: str, title: str, body: str) -> Pull:
        if not self.tip(branch) or not self.tip(base) or not title:
            raise Wrong(422, {"message": "Validation Failed", "errors": [{"field": "head", "code": "invalid"}]})
        if any(pull.state == "open" and pull.branch == branch for pull in self.pulls):
            raise self._duplicate(branch)
        self.pulls.append(Pull(len(self.pulls) + 1, branch, base, title, body))
        self.refresh()
        return self.pulls[-1]

    def _duplicate(self, branch: str) -> Wrong:
        if self.kind == "github":
            message = f"A pull request already exists for acme:{branch}."
            return Wrong(
                422,
                {
                    "message": "Validation Failed",
                    "errors": [{"resource": "PullRequest", "code": "custom", "message": message}],
                },
            )
        if self.kind == "gitlab":
            return Wrong(409, {"message": ["Another open merge request already exists for this source branch: !1"]})
        return Wrong(409, {"message": f"pull request already exists for these targets [{branch}]"})

    def pull(self, number: str) -> Pull:
        for pull in self.pulls:
            if str(pull.number) == number:
                return pull
        raise Wrong(404, {"message": "Not Found"})

    def answer(self, method: str, path: str, query: dict[str, str], value: dict[str, Any]) -> tuple[int, object]:
        self.refresh()
        return getattr(self, f"_{self.kind}")(method, path, query, value)

    def _paged(self, rows: list[Any], query: dict[str, str], size: str) -> list[Any]:
        wanted = min(int(query.get(size, self.page_size)), self.page_size)
        first = (int(query.get("page", "1")) - 1) * wanted
        return rows[first : first + wanted]

    def _chosen(self, states: dict[str, str], state: str) -> list[Pull]:
        return [pull for pull in reversed(self.pulls) if state == "all" or states[pull.state] == state]

    # GitHub: docs.github.com/rest/pulls

    def _github(self, method: str, path: str, query: dict[str, str], value: dict[str, Any]) -> tuple[int, object]:
        if method == "GET" and path == f"/repos/{PROJECT}/pulls":
            states = {"open": "open", "merged": "closed", "closed": "closed"}
            rows = self._chosen(states, query.get("state", "open"))
            owner, _, branch = query.get("head", "").partition(":")
            rows = [
                pull for pull in rows if not branch or (pull.branch == branch and pull.source.startswith(f"{owner}/"))
            ]
            return 200, [self._as_github(pull) for pull in self._paged(rows, query, "per_page")]
        if method == "POST" and path == f"/repos/{PROJECT}/pulls":
            return 201, self._as_github(self.open(value["head"], value["base"], value["title"], value["body"]))
        if found := re.fullmatch(rf"/repos/{PROJECT}/pulls/(\d+)", path):
            pull = self.pull(found[1])
            if len(value["body"]) > 65_536:
                raise Wrong(422, {"message": "body is too long"})
            pull.body = value["body"]
            return 200, self._as_github(pull)
        return self._reviewers(method, path, value, 201, self._as_github)

    def _as_github(self, pull: Pull) -> dict[str, Any]:
        return {
            "number": pull.number,
            "html_url": f"{self.address}/{PROJECT}/pull/{pull.number}",
            "state": "open" if pull.state == "open" else "closed",
            "merged_at": "2026-11-22T00:00:00Z" if pull.state == "merged" else None,
            "title": pull.title,
            "body": pull.body or None,
            "head": {"ref": pull.branch, "sha": pull.commit, "repo": {"full_name": pull.source}},
            "base": {"ref": pull.base},
        }

    def _reviewers(self, method: str, path: str, value: dict[str, Any], status: int, shown: Any) -> tuple[int, object]:
        found = re.fullmatch(rf"/repos/{PROJECT}/pulls/(\d+)/requested_reviewers", path)
        if method != "POST" or not found:
            raise Wrong(404, {"message": "Not Found"})
        pull = self.pull(found[1])
        for name in value.get("reviewers", []):
            if name == self.people[0]:
                raise Wrong(422, {"message": "Review cannot be requested from pull request author."})
            if name not in self.people:
                raise Wrong(422, {"message": "Reviews may only be requested from collaborators."})
        if unknown := [team for team in value.get("team_reviewers", []) if team not in self.teams]:
            raise Wrong(422, {"message": f"Could not resolve to a node: {unknown[0]}"})
        pull.reviewers += [*value.get("reviewers", []), *value.get("team_reviewers", [])]
        return status, shown(pull)

    # GitLab: docs.gitlab.com/api/merge_requests

    def _gitlab(self, method: str, path: str, query: dict[str, str], value: dict[str, Any]) -> tuple[int, object]:
        below = f"/projects/{PROJECT.replace('/', '%2F')}/merge_requests"
        if method == "GET" and path == "/users":
            rows = [self._user(name) for name in self.people if name.lower() == query["username"].lower()]
            return 200, self._paged(rows, query, "per_page")
        if method == "GET" and path == below:
            rows = self._chosen({"open": "opened", "merged": "merged", "closed": "closed"}, query.get("state", "all"))
            rows = [pull for pull in rows if pull.branch == query.get("source_branch", pull.branch)]
            return 200, [self._as_gitlab(pull) for pull in self._paged(rows, query, "per_page")]
        if method == "POST" and path == below:
            made = self.open(value["source_branch"], value["target_branch"], value["title"], value["description"])
            return 201, self._as_gitlab(made)
        if found := re.fullmatch(rf"{below}/(\d+)", path):
            pull = self.pull(found[1])
            if method == "PUT":
                pull.body = value.get("description", pull.body)
                if "reviewer_ids" in value:
                    pull.reviewers = [self.people[number - 1] for number in value["reviewer_ids"]]
            return 200, self._as_gitlab(pull)
        raise Wrong(404, {"message": "404 Project Not Found"})

    def _user(self, name: str) -> dict[str, Any]:
        return {"id": self.people.index(name) + 1, "username": name}

    def _as_gitlab(self, pull: Pull) -> dict[str, Any]:
        return {
            "iid": pull.number,
            "web_url": f"{self.address}/{PROJECT}/-/merge_requests/{pull.number}",
            "state": "opened" if pull.state == "open" else pull.state,
            "title": pull.title,
            "description": pull.body or None,
            "sha": pull.commit,
            "source_branch": pull.branch,
            "target_branch": pull.base,
            "source_project_id": 1 if pull.source == PROJECT else 2,
            "target_project_id": 1,
            "reviewers": [self._user(name) for name in pull.reviewers],
        }

    # Forgejo: /api/swagger

    def _forgejo(self, method: str, path: str, query: dict[str, str], value: dict[str, Any]) -> tuple[int, object]:
        if method == "GET" and path == f"/repos/{PROJECT}/pulls":
            rows = self._chosen({"open": "open", "merged": "closed", "closed": "closed"}, query.get("state", "open"))
            return 200, [self._as_forgejo(pull) for pull in self._paged(rows, query, "limit")]
        if method == "POST" and path == f"/repos/{PROJECT}/pulls":
            return 201, self._as_forgejo(self.open(value["head"], value["base"], value["title"], value["body"]))
        if found := re.fullmatch(rf"/repos/{PROJECT}/pulls/(\d+)", path):
            pull = self.pull(found[1])
            pull.body = value["body"]
            return 201, self._as_forgejo(pull)
        return self._reviewers(method, path, value, 201, lambda pull: [{"id": 1, "state": "REQUEST_REVIEW"}])

    def _as_forgejo(self, pull: Pull) -> dict[str, Any]:
        there = bool(self.tip(pull.branch))
        return {
            "number": pull.number,
            "html_url": f"{self.address}/{PROJECT}/pulls/{pull.number}",
            "state": "open" if pull.state == "open" else "closed",
            "merged": pull.state == "merged",
            "title": pull.title,
            "body": pull.body,
            "head": {
                "label": pull.branch,
                "ref": pull.branch if there else f"refs/pull/{pull.number}/head",
                "sha": pull.commit,
                "repo_id": 1 if pull.source == PROJECT else 2,
            },
            "base": {"label": pull.base, "ref": pull.base, "sha": self.tip(pull.base), "repo_id": 1},
        }


@contextmanager
def forge_server(kind: str, repository: Path) -> Iterator[ForgeServer]:
    """A server on this machine for the time of a `with`. `repository` is bare."""
    forge = ForgeServer(kind, repository)

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sent = self.rfile.read(length)
            parts = urlsplit(self.path)
            path = parts.path.removeprefix(urlsplit(forge.api).path)
            forge.log.append(f"{self.command} {path}")
            fault = next((one for one in forge.faults if one.method == self.command), None)
            if fault:
                forge.faults.remove(fault)
            status, headers, body = 200, (), ""
            if fault is None or fault.carried_out:
                status, body = self._right(path, parts.query, sent)
            if fault:
                status, headers, body = fault.status, fault.headers, fault.body
            data = body.encode("utf-8")
            self.send_response(status)
            for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(data))), *headers):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def _right(self, path: str, query: str, sent: bytes) -> tuple[int, str]:
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                return 401, '{"message": "Bad credentials"}'
            asked = {name: values[-1] for name, values in parse_qs(query).items()}
            try:
                plain = path if forge.kind == "gitlab" else unquote(path)
                status, value = forge.answer(self.command, plain, asked, json.loads(sent) if sent else {})
            except Wrong as wrong:
                status, value = wrong.status, wrong.value
            return status, json.dumps(value)

        do_GET = do_POST = do_PATCH = do_PUT = _do  # noqa: N815

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing: tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        forge.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield forge
        finally:
            server.shutdown()
            thread.join()
