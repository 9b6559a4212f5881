"""A topic of a Discourse forum, wherever it was read, as a thread: the one way for files, backups and the live forum."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from deskbook.model import Audience, Incoming, IncomingFile, Message, OldAddress, Role, Thread, ThreadKind
from deskbook.text.pictures import addresses_of_pictures

from .discourse_polls import with_votes
from .discourse_records import Categories, Post, Topic
from .discourse_uploads import upload_at, with_short_addresses
from .inline_pictures import with_inline_pictures
from .markdown import from_html, from_markdown
from .records import first_and_last, one_line, unique, with_known_replies


@dataclass(frozen=True, slots=True)
class Forum:
    """A forum as one source knows it.

    `url` is its address, for links to topics and inside posts. `categories` None: nothing says which of them are restricted.
    `public` says that everybody may read what no category restricts. `upload` gives the file with a SHA-1, where it can be had.
    """

    source: str
    url: str | None
    categories: Categories | None
    public: bool
    marked_tags: tuple[str, ...] = ()
    upload: Callable[[str], bytes | None] | None = None

    def admits(self, topic: Topic) -> bool:
        """Whether a topic stands among those that all readers of the forum see, as far as that can be known."""
        if topic.archetype != "regular" or topic.visible is False or topic.deleted_at is not None:
            return False
        return self.categories is None or self.categories.is_open(topic.category_id)

    def incoming(self, topic: Topic) -> Incoming | None:
        """The thread, internal where `admits` says no; None where no post of it may be read."""
        inline: list[IncomingFile] = []
        messages = with_known_replies(self._messages(topic, inline))
        if not messages:
            return None
        first, last = first_and_last(messages)
        tags = unique(sorted(topic.tags))
        thread = Thread(
            source=self.source,
            id=topic.id,
            kind=ThreadKind.TOPIC,
            title=topic.title,
            messages=messages,
            created=topic.created_at or first,
            updated=_latest(topic, last),
            url=f"{self.url}/t/{topic.slug or '-'}/{topic.id}" if self.url else None,
            resolved=any(message.accepted for message in messages),
            marked=not set(tags).isdisjoint(self.marked_tags),
            tags=tuple(tag for tag in tags if tag not in self.marked_tags),
            category=self.categories.name(topic.category_id) if self.categories else None,
            audience=Audience.PUBLIC if self.public and self.admits(topic) else Audience.INTERNAL,
            closed=bool(topic.closed or topic.archived),
            old_addresses=tuple(self._old_addresses(topic)),
        )
        return Incoming(thread, unique(topic.people), files=(*inline, *self._uploads(messages)))

    def _uploads(self, messages: Iterable[Message]) -> Iterator[IncomingFile]:
        """The pictures that can be had, each once."""
        if self.upload and self.url:
            for address in dict.fromkeys(a for message in messages for a in addresses_of_pictures(message.text)):
                if sha1 := upload_at(address, self.url):
                    yield IncomingFile(address, partial(self.upload, sha1))

    def _old_addresses(self, topic: Topic) -> Iterator[OldAddress]:
        root = urlsplit(self.url or "").path
        for old in topic.old_addresses:
            number = str(old.post_number) if old.post_number is not None else None
            yield OldAddress(f"{root}/{old.url.lstrip('/')}", number)

    def _messages(self, topic: Topic, inline: list[IncomingFile]) -> Iterator[Message]:
        accepted = topic.accepted_numbers
        for post in sorted(topic.posts, key=lambda post: post.post_number):
            if not post.is_open:
                continue
            yield Message(
                id=str(post.post_number),
                author=one_line(post.username or post.name or "") or "deleted user",
                role=_role(post),
                at=post.created_at,
                text=self._text(post, inline),
                accepted=post.accepted_answer is True or post.post_number in accepted,
                reply_to=str(post.reply_to_post_number) if post.reply_to_post_number else None,
                score=post.likes,
            )

    def _text(self, post: Post, inline: list[IncomingFile]) -> str:
        if not post.cooked:
            return from_markdown(post.raw or "", self.url)
        cooked, pictures = with_inline_pictures(with_votes(post.cooked, post.polls) if post.polls else post.cooked)
        inline += pictures
        return from_html(with_short_addresses(cooked, self.url) if self.url else cooked, self.url)


def _role(post: Post) -> Role:
    if post.username == "system" or post.user_id == -1:
        return Role.SYSTEM
    return Role.AGENT if post.staff or post.moderator or post.admin else Role.CUSTOMER


def _latest(topic: Topic, last: datetime) -> datetime:
    """The last change of a post, so that an edited topic is newer than it was."""
    edited = [post.updated_at for post in topic.posts if post.is_open and post.updated_at]
    return max([last, *edited])
