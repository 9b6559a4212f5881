"""Merge requests of GitLab, over version 4 of its REST API: docs.gitlab.com/api/merge_requests."""

from __future__ import annotations

from urllib.parse import quote

from pydantic import BaseModel

from deskbook.http import PoliteClient

from .forge import Request, State, Text, Unknown, checked, listed
from .place import Place

# "locked" is the moment in which a request is being merged.
_STATES = {"opened": State.OPEN, "locked": State.OPEN, "merged": State.MERGED, "closed": State.CLOSED}


class _User(BaseModel):
    id: int
    username: str


class _Merge(BaseModel):
    iid: int
    web_url: str
    state: str
    description: Text
    sha: Text
    source_branch: str
    source_project_id: int | None  # None where a fork is gone
    target_project_id: int
    reviewers: list[_User] = []

    def request(self) -> Request:
        return Request(self.iid, self.web_url, _STATES.get(self.state, State.CLOSED), self.description, self.sha)


class GitLab:
    """One project."""

    noun = "merge request"
    longest = 1_000_000

    def __init__(self, client: PoliteClient, place: Place) -> None:
        self._client = client
        self._place = place
        self._path = f"/projects/{quote(place.project, safe='')}/merge_requests"

    def requests(self, branch: str) -> list[Request]:
        merges = listed(
            self._client,
            self._path,
            _Merge,
            ("state", "all"),
            ("source_branch", branch),
            ("order_by", "created_at"),
            ("sort", "desc"),
            ("per_page", "100"),
        )
        return [
            merge.request()
            for merge in merges
            if merge.source_branch == branch and merge.source_project_id == merge.target_project_id
        ]

    def open(self, branch: str, base: str, title: str, body: str) -> Request:
        value = {"source_branch": branch, "target_branch": base, "title": title, "description": body}
        return checked(_Merge, self._client.send("POST", self._path, value)).request()

    def rewrite(self, request: Request, body: str) -> None:
        self._client.send("PUT", f"{self._path}/{request.number}", {"description": body}, again=True)

    def ask(self, request: Request, account: str) -> None:
        users = [
            user for user in listed(self._client, "/users", _User, ("username", account)) if user.username == account
        ]
        if not users:
            raise Unknown
        # The API sets the whole list.
        there = [user.id for user in checked(_Merge, self._client.get(f"{self._path}/{request.number}")).reviewers]
        if users[0].id not in there:
            value = {"reviewer_ids": [*there, users[0].id]}
            self._client.send("PUT", f"{self._path}/{request.number}", value, again=True)

    def ref(self, request: Request) -> str:
        return f"refs/merge-requests/{request.number}/head"

    def page(self, branch: str, path: str) -> str:
        return f"{self._place.web}/{self._place.project}/-/blob/{quote(branch)}/{quote(path)}"
