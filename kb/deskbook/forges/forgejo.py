"""Pull requests of Forgejo and Gitea, over version 1 of their REST API: `/api/swagger` of each server."""

from __future__ import annotations

from urllib.parse import quote

from pydantic import BaseModel

from deskbook.http import PoliteClient

from .forge import Request, State, Text, checked, listed
from .place import Place


class _Side(BaseModel):
    label: str  # the branch; `ref` is another name of the commit once the branch is gone
    sha: Text = ""
    repo_id: int = 0


class _Pull(BaseModel):
    number: int
    html_url: str
    state: str
    merged: bool
    body: Text
    head: _Side
    base: _Side

    def request(self) -> Request:
        state = State.MERGED if self.merged else State.OPEN if self.state == "open" else State.CLOSED
        return Request(self.number, self.html_url, state, self.body, self.head.sha)


class Forgejo:
    """One repository."""

    noun = "pull request"
    longest = 65_000  # of MySQL's shortest type of text; it names no bound of its own

    def __init__(self, client: PoliteClient, place: Place) -> None:
        self._client = client
        self._place = place
        self._path = f"/repos/{place.project}"

    def requests(self, branch: str) -> list[Request]:
        # The API cannot be asked for those of one branch, whatever their state.
        pulls = listed(self._client, f"{self._path}/pulls", _Pull, ("state", "all"), ("limit", "50"))
        own = [pull for pull in pulls if pull.head.label == branch and pull.head.repo_id == pull.base.repo_id]
        return [pull.request() for pull in sorted(own, key=lambda pull: -pull.number)]

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
        return f"{self._place.web}/{self._place.project}/src/branch/{quote(branch)}/{quote(path)}"
