"""The tables of Discourse's database that say what everybody may read, and who wrote it.

No table is looked at that is not named in `COLUMNS`: those of e-mail addresses, keys, sessions and private messages are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from .discourse_polls import POLL_COLUMNS, PollTables
from .discourse_records import Categories
from .postgres_dump import Row

COLUMNS = {
    "backup_metadata": ("name", "value"),
    "site_settings": ("name", "value"),
    "categories": ("id", "name", "read_restricted", "parent_category_id"),
    "topics": (
        "id",
        "title",
        "slug",
        "archetype",
        "visible",
        "deleted_at",
        "category_id",
        "created_at",
        "closed",
        "archived",
    ),
    "users": ("id", "username", "name", "admin", "moderator"),
    "tags": ("id", "name"),
    "topic_tags": ("topic_id", "tag_id"),
    "tag_group_memberships": ("tag_id", "tag_group_id"),
    "tag_group_permissions": ("tag_group_id", "group_id"),
    "topic_custom_fields": ("name", "value"),
    "discourse_solved_solved_topics": ("answer_post_id",),
    "discourse_solved_topic_answers": ("answer_post_id",),
    "uploads": ("sha1", "secure"),
    "permalinks": ("url", "topic_id", "post_id"),
    **POLL_COLUMNS,
}
# Without `raw`, the Markdown that `cooked` was made of: the forum does not show it either.
POSTS = (
    "id", "topic_id", "post_number", "post_type", "user_id", "created_at", "updated_at", "cooked",
    "reply_to_post_number", "like_count", "hidden", "user_deleted", "deleted_at",
)  # fmt: skip
# Without these there is nothing to tell.
NEEDED = frozenset(("categories", "topics", "posts", "users"))
_OPEN_POSTS = ("1", "2")  # what people and moderators write; 3 is a small action, 4 a whisper

Values = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    username: str | None
    name: str | None
    admin: bool
    moderator: bool


@dataclass(frozen=True, slots=True)
class _Head:
    """A topic without its posts. `line` is its line in the dump."""

    title: str | None
    slug: str | None
    category: str | None
    created: str | None
    closed: bool
    line: int


@dataclass(slots=True)
class Tables:
    """What a dump says apart from posts. `take` each row, then `settle`."""

    heads: dict[str, _Head] = field(default_factory=dict)
    categories: Categories = field(default_factory=lambda: Categories({}))
    url: str | None = None
    login_required: bool = False
    has_tag_permissions: bool = False
    private_uploads: set[str] = field(default_factory=set)
    _polls: PollTables = field(default_factory=PollTables)
    _old_addresses: defaultdict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    _categories: list[dict[str, object]] = field(default_factory=list)
    _people: dict[str | None, _Person] = field(default_factory=dict)
    _tags: dict[str | None, str] = field(default_factory=dict)
    _tags_of: defaultdict[str | None, list[str | None]] = field(default_factory=lambda: defaultdict(list))
    _grouped_tags: list[tuple[str | None, str | None]] = field(default_factory=list)
    _open_tag_groups: set[str | None] = field(default_factory=set)
    # The posts that were accepted, by generation of the plugin that keeps them, newest first.
    _answers: tuple[set[str | None], set[str | None], set[str | None]] = field(
        default_factory=lambda: (set(), set(), set())
    )
    _accepted: set[str | None] = field(default_factory=set)

    def take(self, row: Row) -> None:  # noqa: C901, PLR0912  one case a table
        """Remember one row of a table of `COLUMNS`. Raises `Spoiled` where it makes no sense."""
        match (row.table, *row.values):
            case ("topics", str(key), title, slug, "regular", "t", None, category, created, closed, archived):
                self.heads[key] = _Head(title, slug, category, created, "t" in (closed, archived), row.line)
            case ("users", key, username, name, admin, moderator):
                self._people[key] = _Person(username, name, admin == "t", moderator == "t")
            case ("categories", key, name, restricted, parent):
                said: dict[str, object] = {
                    "id": key,
                    "name": name,
                    "read_restricted": restricted != "f",
                    "parent_category_id": parent,
                }
                Categories.of([said])
                self._categories.append(said)
            case ("tags", key, str(name)):
                self._tags[key] = name
            case ("topic_tags", topic, tag):
                self._tags_of[topic].append(tag)
            case ("tag_group_memberships", tag, group):
                self._grouped_tags.append((tag, group))
            case ("tag_group_permissions", group, "0"):  # the group of everyone, with and without an account
                self._open_tag_groups.add(group)
            case ("backup_metadata", "base_url", url):
                self.url = url
            case ("uploads", str(sha1), "t"):
                self.private_uploads.add(sha1)
            case ("site_settings", "login_required", value):
                self.login_required = value == "t"
            case ("permalinks", str(url), topic, post) if topic or post:
                self._old_addresses["post" if post else "topic", post or topic or ""].append(url)
            case ("polls" | "poll_options" | "poll_votes", *values):
                self._polls.take(row.table, tuple(values))
            case ("topic_custom_fields", "accepted_answer_post_id", str(post)):
                self._answers[2].add(post)
            case ("discourse_solved_solved_topics", str(post)):
                self._answers[1].add(post)
            case ("discourse_solved_topic_answers", str(post)):
                self._answers[0].add(post)

    def settle(self) -> None:
        """Keep only what everybody may read, once all rows are taken. Raises `Spoiled`."""
        self.categories = Categories.of(self._categories)
        self.heads = {key: head for key, head in self.heads.items() if self.categories.is_open(head.category)}
        if self.has_tag_permissions:
            for tag, group in self._grouped_tags:
                if group not in self._open_tag_groups:
                    self._tags.pop(tag, None)
        self._accepted = next((answers for answers in self._answers if answers), set())

    def is_open_post(self, values: Values) -> bool:
        """Whether everybody may read a post, given the values of `POSTS`."""
        _, topic, _, kind, *_, hidden, user_deleted, deleted = values
        return kind in _OPEN_POSTS and topic in self.heads and hidden == user_deleted == "f" and deleted is None

    def topic(self, key: str, posts: list[Values]) -> dict[str, object]:
        """A topic as the API writes it, of posts given by the values of `POSTS`."""
        head = self.heads[key]
        return {
            "id": key,
            "title": head.title,
            "slug": head.slug,
            "archetype": "regular",
            "visible": True,
            "category_id": head.category,
            "created_at": head.created,
            "closed": head.closed,
            "old_addresses": [{"url": url, "post_number": number} for url, number in self._led_to(key, posts)],
            "tags": [self._tags[tag] for tag in self._tags_of.get(key, ()) if tag in self._tags],
            "post_stream": {"posts": [self._post(values) for values in posts]},
        }

    def _led_to(self, key: str, posts: list[Values]) -> Iterator[tuple[str, str | None]]:
        """The old addresses of a topic and of its posts, these with the post's number."""
        if self._old_addresses:
            yield from ((url, None) for url in self._old_addresses.get(("topic", key), ()))
            for values in posts:
                yield from ((url, values[2]) for url in self._old_addresses.get(("post", values[0] or ""), ()))

    def _post(self, values: Values) -> dict[str, object]:
        key, _, number, kind, user, created, updated, cooked, reply_to, likes, *_ = values
        person = self._people.get(user)
        post: dict[str, object] = {
            "post_number": number,
            "post_type": kind,
            "user_id": user,
            "created_at": created,
            "updated_at": updated,
            "cooked": cooked,
        }
        # What is not so is left out: a large forum has millions of posts, and each value is checked.
        if person:
            post |= {"username": person.username, "name": person.name}
        if person and (person.admin or person.moderator):
            post["staff"] = True
        if reply_to:
            post["reply_to_post_number"] = reply_to
        if key in self._accepted:
            post["accepted_answer"] = True
        if polls := self._polls.of(key):
            post["polls"] = polls
        if likes and likes != "0":
            post["actions_summary"] = [{"id": 2, "count": int(likes) if likes.isdecimal() else 0}]
        return post
