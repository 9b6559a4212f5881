"""The discussions of a GitHub repository, over GraphQL.

They are listed from the one that moved last back to where the last run ended, as there is no way to ask for those since some time,
and read in the other order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from deskbook.http import PoliteClient, Refused
from deskbook.model import Message, Note, Thread, ThreadKind

from .github_records import Discussion, DiscussionComment, ListedDiscussion, PageInfo, Replies, Reply, message
from .records import Key, Spoiled, checked
from .walking import Changed

PREFIX = "discussion-"  # issues and discussions are numbered together, but are asked for in different ways
_AT_ONCE = 50
_STATUS = {"NOT_FOUND": 404, "FORBIDDEN": 403, "RATE_LIMITED": 403, "INSUFFICIENT_SCOPES": 403}

_POST = (
    "id body createdAt isMinimized isAnswer authorAssociation author { login __typename ... on User { databaseId } }"
)
_STATE = "number updatedAt isAnswered closed stateReason"
_PAGE = "pageInfo { hasNextPage endCursor }"
_LIST = f"""query($owner: String!, $name: String!, $after: String) {{ repository(owner: $owner, name: $name) {{
  discussions(first: 100, after: $after, orderBy: {{field: UPDATED_AT, direction: DESC}}) {{ {_PAGE} nodes {{ {_STATE} }} }} }} }}"""
_ONE = f"""query($owner: String!, $name: String!, $number: Int!, $after: String) {{ repository(owner: $owner, name: $name) {{
  discussion(number: $number) {{
    id title body url createdAt authorAssociation {_STATE} category {{ name }} labels(first: 100) {{ nodes {{ name }} }}
    author {{ login __typename ... on User {{ databaseId }} }}
    comments(first: 50, after: $after) {{ {_PAGE} nodes {{ {_POST} replies(first: 100) {{ {_PAGE} nodes {{ {_POST} }} }} }} }}
  }} }} }}"""
_REPLIES = f"""query($id: ID!, $after: String) {{ node(id: $id) {{ ... on DiscussionComment {{
  replies(first: 100, after: $after) {{ {_PAGE} nodes {{ {_POST} }} }} }} }} }}"""
_LABEL = """query($owner: String!, $name: String!, $label: String!) { repository(owner: $owner, name: $name) {
  label(name: $label) { id } } }"""
_ADD = "mutation($id: ID!, $body: String!) { addDiscussionComment(input: {discussionId: $id, body: $body}) { comment { id } } }"
_DELETE = "mutation($id: ID!) { deleteDiscussionComment(input: {id: $id}) { clientMutationId } }"
_TAG = "mutation($id: ID!, $label: ID!) { addLabelsToLabelable(input: {labelableId: $id, labelIds: [$label]}) { clientMutationId } }"
_UNTAG = "mutation($id: ID!, $label: ID!) { removeLabelsFromLabelable(input: {labelableId: $id, labelIds: [$label]}) { clientMutationId } }"


class _List(BaseModel):
    nodes: tuple[ListedDiscussion, ...]
    page: PageInfo = Field(alias="pageInfo")


class _Repository(BaseModel):
    discussions: _List


class _Listed(BaseModel):
    repository: _Repository


class _Holder(BaseModel):
    discussion: Discussion


class _Given(BaseModel):
    repository: _Holder


class _Node(BaseModel):
    replies: Replies


class _MoreReplies(BaseModel):
    node: _Node


class _Made(BaseModel):
    id: Key


class _MadeComment(BaseModel):
    comment: _Made


class _Added(BaseModel):
    added: _MadeComment = Field(alias="addDiscussionComment")


class _Labelled(BaseModel):
    label: _Made | None


class _LabelOf(BaseModel):
    repository: _Labelled


class _NewLabel(BaseModel):
    node_id: Key


@dataclass(frozen=True, slots=True)
class Whole:
    """A discussion with everything that was said in it."""

    discussion: Discussion
    replies: tuple[tuple[Reply, str | None], ...]

    @property
    def messages(self) -> list[Message]:
        """The question, the comments and the replies to them."""
        asker, base = self.discussion.user, self.discussion.url
        said = [message(self.discussion, "0", base, asker)]
        for reply, to in self.replies:
            if not reply.minimised:
                said.append(replace(message(reply, reply.id, base, asker), accepted=reply.answer, reply_to=to))
        return said

    @property
    def names(self) -> list[str]:
        """Whom to look for."""
        return [name for post in (self.discussion, *(reply for reply, _ in self.replies)) for name in post.names]

    @property
    def tags(self) -> list[str]:
        """The labels."""
        return [label.name for label in self.discussion.labels.nodes] if self.discussion.labels else []

    def as_topic(self, thread: Thread | None) -> Thread | None:
        """The thread with what only topics of a forum have."""
        category = self.discussion.category.name if self.discussion.category else None
        return thread and replace(thread, kind=ThreadKind.TOPIC, category=category)


@dataclass(frozen=True, slots=True)
class Discussions:
    """Asks and tells one repository, `owner/name`. `url` is that of the REST API."""

    client: PoliteClient
    url: str
    repository: str

    def pages(self, since: datetime) -> Iterator[list[Changed[bool]]]:
        """What changed at a time or later, the oldest change first, and whether it is resolved."""
        found: dict[str, ListedDiscussion] = {}
        after: str | None = None
        while True:
            page = checked(_Listed, self._ask(_LIST, **self._place, after=after)).repository.discussions
            for one in page.nodes:
                found.setdefault(one.number, one)
            if not page.page.has_next or (page.nodes and page.nodes[-1].updated_at < since):
                break
            if page.page.end == after:
                raise Spoiled("the page of discussions after this one is said to be this one again")
            after = page.page.end
        wanted = sorted((one for one in found.values() if one.updated_at >= since), key=lambda one: one.updated_at)
        changed = [Changed(f"{PREFIX}{one.number}", one.updated_at, one.resolved) for one in wanted]
        for first in range(0, len(changed), _AT_ONCE):
            yield changed[first : first + _AT_ONCE]

    def whole(self, number: str) -> Whole:
        """One discussion."""
        first = self._part(number, None)
        replies: list[tuple[Reply, str | None]] = []
        part = first
        while True:
            for comment in part.comments.nodes:
                replies += [(comment, None), *((reply, comment.id) for reply in self._replies(comment))]
            page = part.comments.page
            if not page.has_next:
                return Whole(first, tuple(replies))
            part = self._part(number, page.end)

    def publish(self, number: str, note: Note) -> str:
        """Add a comment and a label, which is made where the repository has none of that name; the comment's id."""
        found = self.whole(number)
        receipt = next((reply.id for reply, _ in found.replies if note.marker in reply.body), "")
        if not receipt:
            said = self._tell(_ADD, id=found.discussion.id, body=note.text)
            receipt = checked(_Added, said).added.comment.id
        if note.tag:
            label = self._label(note.tag)
            if label is None:
                made = self.client.send("POST", f"/repos/{self.repository}/labels", {"name": note.tag})
                label = checked(_NewLabel, made).node_id
            self._tell(_TAG, id=found.discussion.id, label=label)
        return receipt

    def retract(self, number: str, note: Note, receipt: str) -> None:
        """Delete the comment, and take the label off."""
        try:
            self._tell(_DELETE, id=receipt)
        except Refused as refused:
            if refused.status != 404:
                raise
        label = self._label(note.tag) if note.tag else None
        if label is not None:
            self._tell(_UNTAG, id=self._part(number, None).id, label=label)

    @property
    def _place(self) -> dict[str, str]:
        owner, _, name = self.repository.partition("/")
        return {"owner": owner, "name": name}

    def _part(self, number: str, after: str | None) -> Discussion:
        said = self._ask(_ONE, **self._place, number=int(number), after=after)
        return checked(_Given, said).repository.discussion

    def _replies(self, comment: DiscussionComment) -> Iterator[Reply]:
        page = comment.replies
        while True:
            yield from page.nodes
            if not page.page.has_next:
                return
            page = checked(_MoreReplies, self._ask(_REPLIES, id=comment.id, after=page.page.end)).node.replies

    def _label(self, name: str) -> str | None:
        label = checked(_LabelOf, self._ask(_LABEL, **self._place, label=name)).repository.label
        return label.id if label else None

    def _ask(self, query: str, **variables: object) -> object:
        return self._sent(query, variables, again=True)

    def _tell(self, mutation: str, **variables: object) -> object:
        return self._sent(mutation, variables, again=False)

    def _sent(self, query: str, variables: dict[str, Any], *, again: bool) -> object:
        """The data of an answer. Errors come with status 200. Raises `Refused` for those that have a status elsewhere."""
        # Of https://HOST/api/v3 it is https://HOST/api/graphql.
        path = f"{self.url.removesuffix('/v3')}/graphql"
        said = self.client.send("POST", path, {"query": query, "variables": variables}, again=again)
        if not isinstance(said, dict):
            raise Spoiled("the answer is no object")
        errors = said.get("errors")
        if isinstance(errors, list) and errors:
            error = errors[0] if isinstance(errors[0], dict) else {}
            if error.get("type") in _STATUS:
                raise Refused(
                    _STATUS[error["type"]], {"message": f"{error.get('type')} {error.get('message')}".replace("_", " ")}
                )
            raise Spoiled(f"the query was refused: {' '.join(str(error.get('message')).split())[:200]}")
        return said.get("data")
