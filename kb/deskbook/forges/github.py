"""Pull requests of GitHub, over its REST API: docs.github.com/rest/pulls."""

from __future__ import annotations

from urllib.parse import quote

from pydantic import BaseModel

from deskbook.http import PoliteClient

from .forge import Request, State, Text, checked, listed
from .place import Place


class _Repository(BaseModel):
    full_name: str


class _Head(BaseModel):
    ref: str
    sha: str
    repo: _Repository | None  # None where a fork is gone


class _Pull(BaseModel):
    number: int
    html_url: str
    state: str
    merged_at: str | None
    body: Text
    head: _Head

    def request(self) -> Request:
        state = State.MERGED if self.merged_at else State.OPEN if self.state == "open" else State.CLOSED
        return Request(self.number, self.html_url, state, self.body, self.head.sha)


class GitHub:
    """One repository."""

    noun = "pull request"
    longest = 65_536

    def __init__(self, client: PoliteClient, place: Place) -> None:
        self._client = client
        self._place = place
        self._path = f"/repos/{place.project}"

    def requests(self, branch: str) -> list[Request]:
        owner = self._place.project.partition("/")[0]
        pulls = listed(
            self._client,
            f"{self._path}/pulls",
            _Pull,
            ("state", "all"),
            ("head", f"{owner}:{branch}"),
            ("sort", "created"),
            ("direction", "desc"),
            ("per_page", "100"),
        )
        return [pull.request() for pull in pulls if pull.head.ref == branch and self._own(pull)]

    def open(self, branch: str, base: str, title: str, body: str) -> Request:
        value = {"head": branch, "base": base, "title": title, "body": body}
        return checked(_Pull, self._client.send("POST", f"{self._path}/pulls", value)).request()

    def rewrite(self, request: Request, body: str) -> None:
        self._client.send("PATCH", f"{self._path}/pulls/{request.number}", {"body": body}, again=True)

    def ask(self, request: Request, account: str) -> None:
        _, is_team, team = account.rpartition("/")
        value = {"team_reviewers": [team]} if is_team else {"reviewers": [account]}
        self._client.send("POST", f"{self._path}/pulls/{request.number}/requested_reviewers", value, again=True)

    def ref(self, request: Request) -> str:
        return f"refs/pull/{request.number}/head"

    def page(self, branch: str, path: str) -> str:
        return f"{self._place.web}/{self._place.project}/blob/{quote(branch)}/{quote(path)}"

    def _own(self, pull: _Pull) -> bool:
        return pull.head.repo is not None and pull.head.repo.full_name.lower() == self._place.project.lower()
