"""Issues and discussions as GitHub's APIs give them, and the parts of a thread in them."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, Field

from deskbook.model import Message, Role

from .markdown import from_markdown
from .records import Key, Moment, Words

_TEAM = frozenset(("OWNER", "MEMBER", "COLLABORATOR"))
# Templates of issues are full of them: hints for whoever writes, which nobody sees.
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)

_Body = Annotated[Words, BeforeValidator(lambda value: value or "")]


class Account(BaseModel):
    """Who wrote something. Those who left GitHub have none."""

    login: Words
    id: Key = Field("", validation_alias=AliasChoices("databaseId", "id"))
    type: str = Field("", validation_alias=AliasChoices("__typename", "type"))


class Post(BaseModel):
    """What somebody wrote: an issue, a discussion, or a comment on one. REST and GraphQL call the same things by other names."""

    body: _Body
    created_at: Moment = Field(validation_alias=AliasChoices("createdAt", "created_at"))
    user: Account | None = Field(None, validation_alias=AliasChoices("author", "user"))
    author_association: str = Field("NONE", validation_alias=AliasChoices("authorAssociation", "author_association"))

    @property
    def names(self) -> tuple[str, ...]:
        """Whom to look for in the text."""
        return (self.user.login,) if self.user else ()


class Comment(Post):
    """One comment on an issue."""

    id: Key


class Label(BaseModel):
    """A label of an issue or discussion."""

    name: Words


class Issue(Post):
    """An issue. Pull requests stand among them."""

    number: Key
    title: Words
    state: str
    state_reason: str | None = None
    updated_at: Moment
    html_url: str
    labels: tuple[Label, ...] = ()
    comments: int = 0
    pull_request: dict[str, Any] | None = None
    active_lock_reason: str | None = None


class PageInfo(BaseModel):
    """Where the next part of a list begins."""

    has_next: bool = Field(alias="hasNextPage")
    end: str | None = Field(alias="endCursor")


class Reply(Post):
    """A reply to a comment on a discussion. Minimised ones are spam, or off the topic."""

    id: Key
    minimised: bool = Field(False, alias="isMinimized")
    answer: bool = Field(False, alias="isAnswer")


class Replies(BaseModel):
    """Some of the replies to a comment."""

    nodes: tuple[Reply, ...]
    page: PageInfo = Field(alias="pageInfo")


class DiscussionComment(Reply):
    """A comment on a discussion with the first replies to it."""

    replies: Replies


class Comments(BaseModel):
    """Some of the comments on a discussion."""

    nodes: tuple[DiscussionComment, ...]
    page: PageInfo = Field(alias="pageInfo")


class Category(BaseModel):
    """The part of the forum that a discussion belongs to."""

    name: Words


class Labels(BaseModel):
    """The labels of a discussion."""

    nodes: tuple[Label, ...] = ()


class ListedDiscussion(BaseModel):
    """What the list of discussions says of one."""

    number: Key
    updated_at: Moment = Field(alias="updatedAt")
    answered: bool | None = Field(None, alias="isAnswered")
    closed: bool = False
    state_reason: str | None = Field(None, alias="stateReason")

    @property
    def resolved(self) -> bool:
        """Whether somebody took an answer, or closed it as resolved."""
        return bool(self.answered) or (self.closed and self.state_reason == "RESOLVED")


class Discussion(Post, ListedDiscussion):
    """A discussion with some of its comments. `id` is what GraphQL knows it by."""

    id: Key
    title: Words
    url: str
    labels: Labels | None = None
    category: Category | None = None
    comments: Comments


def message(post: Post, key: str, base: str, asker: Account | None) -> Message:
    """A post as a message. Whoever asks is a customer, and so is everybody who does not belong to the project."""
    account = post.user
    if account is not None and asker is not None and account.login == asker.login:
        role = Role.CUSTOMER
    elif account is not None and account.type == "Bot":
        role = Role.SYSTEM
    else:
        role = Role.AGENT if post.author_association in _TEAM else Role.CUSTOMER
    text = from_markdown(_UNSEEN.sub("", post.body), base)
    return Message(key, account.login if account else "ghost", role, post.created_at, text)
