"""The issues and discussions of a GitHub repository: issues over REST, discussions over GraphQL, which alone has them.

docs.github.com/rest/issues, docs.github.com/graphql/guides/using-the-graphql-api-for-discussions. Not checked against a live server.
Neither API tells what was deleted or moved to another repository.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, Field

from deskbook.errors import SourceError
from deskbook.http import PoliteClient, Refused
from deskbook.model import Audience, Given, Gone, Note

from .github_discussions import PREFIX, Discussions
from .github_records import Account, Comment, Issue, Post, message
from .live import LATER, LiveDesk, incoming, seen_until
from .options import base_address
from .records import checked, web_address
from .walking import BEGINNING, Changed, Page, by_time, read_each

_PAGE = 100
_KINDS = ("issues", "discussions")
# Its times are whole seconds, and it is not said whether `since` takes in the second that it names.
_SLACK = timedelta(seconds=1)


class _Issues(BaseModel):
    items: list[Issue]


class _Comments(BaseModel):
    items: list[Comment]


class GitHub(LiveDesk):
    """Reads the closed issues and the answered discussions of a GitHub repository; pull requests are left out."""

    class Options(LiveDesk.Options):
        """What a `[[sources]]` block of type `github` may say."""

        url: Annotated[str, AfterValidator(base_address)] = Field(
            "https://api.github.com",
            description="The address of the API. That of GitHub Enterprise Server is `https://HOST/api/v3`.",
        )
        pace: float = Field(
            1.2,
            gt=0,
            le=1000,
            description="How many requests a second GitHub gets at most. It allows 5,000 an hour.",
        )
        repository: str = Field(
            pattern=r"^[\w.-]+/[\w.-]+$", description="The repository, such as `acme/fax`: its owner and its name."
        )
        what: tuple[Literal["issues", "discussions"], ...] = Field(
            ("issues",), min_length=1, description="What is read: issues, discussions, or both."
        )
        resolved_reasons: tuple[str, ...] = Field(
            ("completed",),
            description="Closed issues with one of these reasons are resolved, as are those without any. Another one is `not_planned`.",
        )
        public: bool = Field(
            False,
            description="Whether everybody may read the repository; then everybody may read its threads as pages.",
        )

    options: Options
    what = "GitHub"
    access = (
        "make a fine-grained token under Settings > Developer settings that may read issues and discussions of the repository (to "
        "publish: write), put it into an environment variable and name that in `token_env`"
    )

    def headers(self, token: str) -> Mapping[str, str]:
        """The token, and the version of the API."""
        return {
            "Authorization": f"Bearer {token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }

    def read(self, client: PoliteClient, position: str) -> Iterator[Given]:
        """Issues, then discussions. A position is the time up to which each of them is read, with a bar between."""
        reached = dict(zip(_KINDS, f"{position}|".split("|"), strict=False))

        def at(kind: str, moved: datetime) -> str:
            reached[kind] = moved.isoformat()
            return "|".join(reached[each] for each in _KINDS)

        if "issues" in self.options.what:
            since = seen_until(reached["issues"]) or BEGINNING
            yield from read_each(
                by_time(lambda asked, after: self._listed(client, asked, after), since, _SLACK),
                lambda issue: self._issue(client, issue),
                self.damage,
                lambda moved: at("issues", moved),
            )
        if "discussions" in self.options.what:
            discussions = self._discussions(client)
            yield from read_each(
                discussions.pages(seen_until(reached["discussions"]) or BEGINNING),
                lambda discussion: self._discussion(discussions, discussion),
                self.damage,
                lambda moved: at("discussions", moved),
            )

    def publish(self, thread: str, note: Note) -> str:
        """A comment, and a label. There are no comments that only the team sees, so the note has to be public."""
        if not note.public:
            raise SourceError(
                "GitHub has no notes for the team alone: everybody who reads the issue would read them",
                where=f"source '{self.name}' in deskbook.toml",
                cure='write `publish = "public"`, or `publish = "off"`',
            )
        with self.telling(thread) as client:
            if thread.startswith(PREFIX):
                return self._discussions(client).publish(thread.removeprefix(PREFIX), note)
            there = (comment.id for comment in self._comments(client, thread) if note.marker in comment.body)
            if not (receipt := next(there, "")):
                said = client.send("POST", f"{self._path}/issues/{thread}/comments", {"body": note.text})
                receipt = checked(Comment, said).id
            if note.tag:
                client.send("POST", f"{self._path}/issues/{thread}/labels", {"labels": [note.tag]})
            return receipt

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        """Delete the comment, and take the label off."""
        with self.telling(thread) as client:
            if thread.startswith(PREFIX):
                self._discussions(client).retract(thread.removeprefix(PREFIX), note, receipt)
                return
            _gone_is_fine(client, f"{self._path}/issues/comments/{receipt}")
            if note.tag:
                _gone_is_fine(client, f"{self._path}/issues/{thread}/labels/{quote(note.tag, safe='')}")

    @property
    def _path(self) -> str:
        return f"/repos/{self.options.repository}"

    def _discussions(self, client: PoliteClient) -> Discussions:
        return Discussions(client, self.options.url, self.options.repository)

    def _listed(self, client: PoliteClient, since: datetime, after: str) -> Page[Issue]:
        asked = [("state", "all"), ("sort", "updated"), ("direction", "asc"), ("per_page", str(_PAGE))]
        if since > BEGINNING:
            asked.append(("since", (since - _SLACK).strftime("%Y-%m-%dT%H:%M:%SZ")))
        answer = client.answer(after) if after else client.answer(f"{self._path}/issues", asked)
        issues = checked(_Issues, {"items": answer.value}).items
        return Page([Changed(issue.number, issue.updated_at, issue) for issue in issues], answer.next_page or "")

    def _comments(self, client: PoliteClient, number: str) -> Iterator[Comment]:
        answer = client.answer(f"{self._path}/issues/{number}/comments", [("per_page", str(_PAGE))])
        while True:
            yield from checked(_Comments, {"items": answer.value}).items
            if answer.next_page is None:
                return
            answer = client.answer(answer.next_page)

    def _issue(self, client: PoliteClient, changed: Changed[Issue]) -> Iterator[Given]:
        issue = changed.listed
        if issue.pull_request is not None:
            return
        options = self.options
        status = issue.state_reason or issue.state
        resolved = issue.state == "closed" and issue.state_reason in (None, *options.resolved_reasons)
        if issue.active_lock_reason == "spam" or not (resolved or status in options.marked_statuses):
            yield Gone(issue.number)
            return
        comments = list(self._comments(client, issue.number)) if issue.comments else []
        posts: list[tuple[str, Post]] = [("0", issue), *((comment.id, comment) for comment in comments)]
        thread = self.thread(
            issue.number,
            issue.title,
            [message(post, key, issue.html_url, issue.user) for key, post in posts],
            url=web_address(issue.html_url),
            resolved=resolved,
            tags=[label.name for label in issue.labels],
            status=status,
            audience=self._audience,
        )
        yield from incoming(thread, [name for _, post in posts for name in post.names], _id(issue.user))

    def _discussion(self, discussions: Discussions, changed: Changed[bool]) -> Iterator[Given]:
        if not changed.listed:
            yield Gone(changed.key)
            return
        found = discussions.whole(changed.key.removeprefix(PREFIX))
        thread = self.thread(
            changed.key,
            found.discussion.title,
            found.messages,
            url=web_address(found.discussion.url),
            resolved=found.discussion.resolved,
            tags=found.tags,
            audience=self._audience,
        )
        yield from incoming(found.as_topic(thread), found.names, _id(found.discussion.user))

    @property
    def _audience(self) -> Audience:
        return Audience.PUBLIC if self.options.public else Audience.INTERNAL

    def _error(self, problem: Exception, *, writing: bool) -> SourceError:
        if isinstance(problem, Refused) and "rate limit" in str(problem.said).lower():
            return SourceError(
                "GitHub wants to be left alone: its limit of requests is reached", where=self.options.url, cure=LATER
            )
        if isinstance(problem, Refused) and problem.status in (404, 410):
            return SourceError(
                f"GitHub has no such issues or discussions, or does not show them to this token: {problem}",
                where=f"{self.options.url}{self._path}",
                cure=f"mend `repository` and `what` in deskbook.toml, or the rights of the token: {self.access}",
            )
        return super()._error(problem, writing=writing)


def _id(account: Account | None) -> str:
    return account.id or account.login if account else ""


def _gone_is_fine(client: PoliteClient, path: str) -> None:
    try:
        client.send("DELETE", path, again=True)
    except Refused as refused:
        if refused.status not in (404, 410):
            raise
