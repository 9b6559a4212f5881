"""Discourse topics as the API gives them (`/t/{id}.json`): one to a file, or one to a line.

Deny by default: private messages and deleted topics are left out; so are hidden and deleted posts, whispers and the
small notes of who closed what. A topic counts as public only where nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from deskbook.errors import SourceError
from deskbook.model import Audience, Damage, Incoming, Message, Role, Thread, ThreadKind

from .discourse_records import Categories, Post, Topic
from .files import Record, find_files, place, records
from .markdown import from_html, from_markdown
from .options import FileOptions, read_options
from .records import Spoiled, checked, first_and_last, one_line, unique, web_address, with_known_replies


def _base(text: str | None) -> str | None:
    if text is not None and web_address(text) is None:
        raise ValueError("has to begin with http:// or https://")
    return text.rstrip("/") if text else None


class DiscourseExport:
    """Reads forum topics from JSON files as Discourse's API gives them."""

    class Options(FileOptions):
        """What a `[[sources]]` block of type `discourse-export` may say."""

        url: Annotated[str | None, AfterValidator(_base)] = Field(
            None, description="The forum's address, for links to topics and for links inside posts."
        )
        site: str | None = Field(
            None,
            description="The forum's `site.json` or `categories.json`: names of categories, and which are restricted. Topics "
            "of restricted and of unknown categories are internal.",
        )
        public: bool = Field(
            False,
            description="Without `site` nothing says which topics everybody may read, and all are internal. `true` makes them "
            "public: right for files that were saved without a login.",
        )
        marked_tags: tuple[str, ...] = Field(
            (), description="Topics with one of these tags are marked for documentation."
        )

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        self.name = name
        self.root = root
        self.options = read_options(self.Options, name, options)

    def threads(self) -> Iterator[Incoming | Damage]:
        """Every topic that holds a post that all may read, file by file."""
        site = find_files(self.options.site, self.root, self.name) if self.options.site else []
        categories = self._categories(site)
        for path in find_files(self.options.path, self.root, self.name):
            if path in site:
                continue  # `forum/*.json` finds forum/site.json, too
            for record in records(path, self.root):
                if isinstance(record, Record):
                    yield from self._topic(record, categories)
                else:
                    yield record

    def _categories(self, site: list[Path]) -> Categories | None:
        for path in site:
            for record in records(path, self.root):
                if isinstance(record, Damage):
                    raise SourceError(record.what, where=record.where, cure=record.cure)
                try:
                    return Categories.of(record.value)
                except Spoiled as spoiled:
                    raise SourceError(
                        spoiled.what, where=record.where, cure="save the forum's /site.json again"
                    ) from None
            raise SourceError(
                "this file is empty", where=place(path, self.root), cure="save the forum's /site.json again"
            )
        return None

    def _topic(self, record: Record, categories: Categories | None) -> Iterator[Incoming | Damage]:
        try:
            topic = checked(Topic, record.value)
            if topic.is_private or topic.deleted_at is not None:
                return
            incoming = self._incoming(topic, categories)
        except Spoiled as spoiled:
            yield Damage(spoiled.what, record.where, spoiled.cure)
            return
        if incoming:
            yield incoming
        if topic.missing_posts:
            yield Damage(
                f"topic {topic.id} is not whole: {topic.missing_posts} of its posts are not in the file",
                record.where,
                f"fetch the others with /t/{topic.id}/posts.json and put them into `post_stream.posts`",
            )

    def _incoming(self, topic: Topic, categories: Categories | None) -> Incoming | None:
        messages = with_known_replies(self._messages(topic))
        if not messages:
            return None
        first, last = first_and_last(messages)
        tags = unique(topic.tags)
        thread = Thread(
            source=self.name,
            id=topic.id,
            kind=ThreadKind.TOPIC,
            title=topic.title,
            messages=messages,
            created=topic.created_at or first,
            updated=_latest(topic, last),
            url=f"{self.options.url}/t/{topic.slug or '-'}/{topic.id}" if self.options.url else None,
            resolved=any(message.accepted for message in messages),
            marked=not set(tags).isdisjoint(self.options.marked_tags),
            tags=tuple(tag for tag in tags if tag not in self.options.marked_tags),
            category=categories.name(topic.category_id) if categories else None,
            audience=Audience.PUBLIC if self._is_open(topic, categories) else Audience.INTERNAL,
        )
        return Incoming(thread, unique(topic.people))

    def _messages(self, topic: Topic) -> Iterator[Message]:
        accepted = topic.accepted_numbers
        for post in sorted(topic.posts, key=lambda post: post.post_number):
            if not post.is_open:
                continue
            yield Message(
                id=str(post.post_number),
                author=one_line(post.username or post.name or "") or "deleted user",
                role=_role(post),
                at=post.created_at,
                text=from_html(post.cooked, self.options.url) if post.cooked else from_markdown(post.raw or ""),
                accepted=post.accepted_answer is True or post.post_number in accepted,
                reply_to=str(post.reply_to_post_number) if post.reply_to_post_number else None,
                score=post.likes,
            )

    def _is_open(self, topic: Topic, categories: Categories | None) -> bool:
        if topic.archetype is None or topic.visible is False:
            return False
        return categories.is_open(topic.category_id) if categories else self.options.public


def _role(post: Post) -> Role:
    if post.username == "system" or post.user_id == -1:
        return Role.SYSTEM
    return Role.AGENT if post.staff or post.moderator or post.admin else Role.CUSTOMER


def _latest(topic: Topic, last: datetime) -> datetime:
    """The last change of a post, so that an edited topic is newer than it was."""
    edited = [post.updated_at for post in topic.posts if post.is_open and post.updated_at]
    return max([last, *edited])
