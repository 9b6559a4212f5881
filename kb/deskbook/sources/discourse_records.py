"""The parts of Discourse's API answers as checked values; shapes of before and after the changes of 2026 alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from .records import Key, Spoiled, checked, in_utc, one_line

_REGULAR, _MODERATOR = 1, 2  # post types that all may read; 3 is a small action, 4 a whisper
_LIKE = 2  # among the types of actions
_DEEPEST = 5  # categories in each other; Discourse allows three


def _tag_name(value: object) -> object:
    """Tags were strings until February 2026; since then they are objects whose slug may be empty."""
    return (value.get("name") or value.get("slug")) if isinstance(value, dict) else value


def _in_milliseconds(moment: datetime) -> datetime:
    """In UTC. The API cuts times off there; the database has microseconds."""
    return in_utc(moment.replace(tzinfo=moment.tzinfo or UTC, microsecond=moment.microsecond // 1000 * 1000))


_Moment = Annotated[datetime, AfterValidator(_in_milliseconds)]
_Flag = Annotated[bool | None, BeforeValidator(lambda value: value if isinstance(value, bool) else None)]
_Text = Annotated[str | None, BeforeValidator(lambda value: value if isinstance(value, str) else None)]
_Tag = Annotated[Key, BeforeValidator(_tag_name)]
_Tags = Annotated[list[_Tag], BeforeValidator(lambda value: [] if value is None else value)]
_Objects = Annotated[
    list[dict[str, Any]],
    BeforeValidator(lambda value: [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []),
]


class Post(BaseModel):
    """One post."""

    id: Annotated[int | None, BeforeValidator(lambda value: value if isinstance(value, int) else None)] = None
    post_number: int
    created_at: _Moment
    updated_at: _Moment | None = None
    post_type: int | None = None
    username: _Text = None
    name: _Text = None
    display_username: _Text = None
    user_id: int | None = None
    cooked: _Text = None
    raw: _Text = None
    reply_to_post_number: int | None = None
    hidden: Any = None
    deleted_at: Any = None
    user_deleted: Any = None
    staff: _Flag = None
    moderator: _Flag = None
    admin: _Flag = None
    accepted_answer: _Flag = None
    actions_summary: _Objects = []
    polls: _Objects = []

    @property
    def is_open(self) -> bool:
        """Whether all who may read the topic may read this post."""
        taken_back = self.hidden or self.deleted_at or self.user_deleted
        return self.post_type in (_REGULAR, _MODERATOR) and not taken_back and bool(self.cooked or self.raw)

    @property
    def likes(self) -> int:
        counts = (action.get("count") for action in self.actions_summary if action.get("id") == _LIKE)
        return next((count for count in counts if isinstance(count, int)), 0)


class _OldAddress(BaseModel):
    """Where a topic was before, or a post of it: only a backup tells."""

    url: str
    post_number: int | None = None


class _Stream(BaseModel):
    posts: list[Post]
    stream: Annotated[list[Any], BeforeValidator(lambda value: value if isinstance(value, list) else [])] = []


class Topic(BaseModel):
    """One topic with its posts."""

    id: Key
    title: Annotated[str, AfterValidator(one_line), Field(min_length=1)]
    slug: Annotated[str | None, Field(pattern=r"^[\w%-]*$")] = None
    archetype: str | None = None
    visible: _Flag = None
    closed: _Flag = None
    archived: _Flag = None
    deleted_at: Any = None
    category_id: Key | None = None
    created_at: _Moment | None = None
    tags: _Tags = []
    post_stream: _Stream
    accepted_answer: Any = None
    accepted_answers: _Objects = []
    old_addresses: list[_OldAddress] = []
    details: Any = None

    @property
    def posts(self) -> list[Post]:
        return self.post_stream.posts

    @property
    def is_private(self) -> bool:
        """Whether this is a private message, or another thing that is not a topic of the forum."""
        return self.archetype is not None and self.archetype != "regular"

    @property
    def missing_posts(self) -> int:
        """How many posts the topic says it has beyond those that are here: the API gives 20 at a time."""
        return max(0, len(self.post_stream.stream) - len(self.posts))

    @property
    def missing_ids(self) -> list[int]:
        """The ids of those posts, each once."""
        here = {post.id for post in self.posts}
        return list(dict.fromkeys(key for key in self.post_stream.stream if isinstance(key, int) and key not in here))

    @property
    def accepted_numbers(self) -> set[object]:
        """The numbers of accepted posts: one `accepted_answer`, or since April 2026 a list of whole posts."""
        one = [self.accepted_answer] if isinstance(self.accepted_answer, dict) else []
        return {
            number for answer in (*one, *self.accepted_answers) if isinstance(number := answer.get("post_number"), int)
        }

    @property
    def people(self) -> Iterator[str | None]:
        """All names that the topic knows, of writers, repliers and participants."""
        for post in self.posts:
            yield from (post.username, post.name, post.display_username)
        details = self.details if isinstance(self.details, dict) else {}
        participants = details.get("participants")
        for person in (details.get("created_by"), *(participants if isinstance(participants, list) else ())):
            if isinstance(person, dict):
                yield from (value for value in (person.get("username"), person.get("name")) if isinstance(value, str))


class _Category(BaseModel):
    id: Key
    name: Annotated[str, AfterValidator(one_line)]
    read_restricted: Any = None
    parent_category_id: Key | None = None


@dataclass(frozen=True, slots=True)
class Categories:
    """The categories of a forum by id."""

    by_id: dict[str, _Category]

    @classmethod
    def of(cls, value: object) -> Categories:
        """From a `site.json`, `categories.json` or plain list of categories. Raises `Spoiled`."""
        outer = value.get("category_list", value) if isinstance(value, dict) else value
        listed = outer.get("categories") if isinstance(outer, dict) else outer
        if not isinstance(listed, list):
            raise Spoiled("there is no list of categories in it")
        return cls({category.id: category for category in (checked(_Category, member) for member in listed)})

    def name(self, key: str | None) -> str | None:
        """The category's name after those of the categories above it, as in `Hardware / Printers`; or None."""
        names: list[str] = []
        while (found := self.by_id.get(key or "")) and len(names) < _DEEPEST:
            names.insert(0, found.name)
            key = found.parent_category_id
        return " / ".join(names) or None

    def is_open(self, key: str | None) -> bool:
        """Whether everybody may read a category: it is known, and neither it nor one above it is restricted."""
        seen = set()
        while key is not None and key not in seen:
            seen.add(key)
            found = self.by_id.get(key)
            if found is None or found.read_restricted is not False:
                return False
            key = found.parent_category_id
        return bool(seen)
