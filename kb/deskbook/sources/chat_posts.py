"""What was said in one channel of a chat system -> conversations. Shared by the exports, which know their own threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from deskbook.model import Audience, Incoming, Message, Role, Thread, ThreadKind
from deskbook.text.conversations import SURE, ChatLine, links

from .escaping import escape
from .records import Spoiled, one_line, title_from, unique, web_address, with_known_replies

LONGEST = 65_536  # characters; Matrix and Mattermost take 64 KiB, all others less


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote something, or is spoken of.

    `shown` is the name that stands beside the words, `handles` are other public names and ids, and `names` are real names and
    e-mail addresses that readers of the channel do not see there. `account` never changes.
    """

    shown: str
    account: str = ""
    handles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    bot: bool = False

    @property
    def nick(self) -> str:
        """The shown name as one word."""
        return "_".join(self.shown.split())


@dataclass(frozen=True, slots=True)
class Post:
    """Something said. `text` is Markdown, `words` the same as plain text with people as `@nick`.

    `thread` is the id of the post that began the thread it is in, where the system has threads; `answers` the id of the post
    that it answers, where the writer said so. Ids are letters, digits, `_` and `-`, so that they can be anchors of a page.
    """

    id: str
    at: datetime
    by: Person
    text: str
    words: str
    thread: str | None = None
    answers: str | None = None
    edited: datetime | None = None
    spoken_of: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """Where it was said. `id` begins the ids of the conversations; `name` has no `#`."""

    id: str
    name: str
    audience: Audience = Audience.INTERNAL


@dataclass(frozen=True, slots=True)
class Topic:
    """What the system itself says of a thread."""

    title: str
    resolved: bool = False


def whole(text: str) -> str:
    """The text of a message. Raises `Spoiled` where it is longer than any chat system takes."""
    if len(text) > LONGEST:
        raise Spoiled(
            f"a message has {len(text):,} characters; it was left out", f"shorten it to at most {LONGEST:,} characters"
        )
    return text


def doing(person: Person, text: str) -> str:
    """The Markdown of what somebody does: `/me waves`."""
    return f"*{escape(person.shown, line_start=False)}* {text}"


def conversations(
    source: str,
    channel: Channel,
    posts: Iterable[Post],
    *,
    topics: Mapping[str, Topic] | None = None,
    address: Callable[[str], str | None] = lambda _: None,
) -> Iterator[Incoming]:
    """The conversations of a channel in the order in which they begin; every post is in one, and what only bots said in none.

    Threads of the system are conversations as they are, and so is a post with those that answer it. All others are untangled
    day by day (UTC). Of posts with one id the one that was edited last counts. `topics` are by the id of the post that
    began them, and `address` makes a web address of a post's id.
    """
    told = _latest(posts)
    begun = {post.thread for post in told}
    told = [replace(post, thread=post.id) if post.id in begun else post for post in told]
    guessed = _untangled([post for post in told if post.thread is None])
    groups: dict[str, _Group] = {}
    group_of: dict[str, str] = {}
    for post in told:
        answers = post.answers if post.answers in group_of else None
        guess = guessed.get(post.id) if answers is None else None
        if guess:
            answers = guess.answers
        id_ = post.thread or group_of.get(answers or "", post.id)
        if answers is None and post.thread != post.id:
            answers = post.thread
        group_of[post.id] = id_
        groups.setdefault(id_, _Group()).join(replace(post, answers=answers), guess)
    for id_, group in groups.items():
        if not all(post.by.bot for post in group.posts):
            topic = (topics or {}).get(id_)
            yield _incoming(source, channel, group, id_=id_, topic=topic, url=web_address(address(group.posts[0].id)))


@dataclass(frozen=True, slots=True)
class _Guess:
    """Which post of the day another answers, if any, and how probable that is."""

    answers: str | None
    confidence: float


@dataclass(slots=True)
class _Group:
    """The posts of a conversation. It is a guess where one of them only seems to belong to it."""

    posts: list[Post] = field(default_factory=list)
    is_guess: bool = False
    least: float = 1.0

    def join(self, post: Post, guess: _Guess | None) -> None:
        """Take in the next post."""
        self.posts.append(post)
        if guess:
            self.is_guess = self.is_guess or guess.answers is not None
            self.least = min(self.least, guess.confidence)


def _latest(posts: Iterable[Post]) -> list[Post]:
    by_id: dict[str, Post] = {}
    for post in posts:
        known = by_id.get(post.id)
        if known is None or (post.edited or post.at) >= (known.edited or known.at):
            by_id[post.id] = post
    return sorted(by_id.values(), key=lambda post: (post.at, post.id))


def _untangled(posts: list[Post]) -> dict[str, _Guess]:
    """What each seems to answer, among those of its day."""
    found = {}
    for _, day in groupby(posts, key=lambda post: post.at.date()):
        said = list(day)
        for number, link in enumerate(links(_line(post) for post in said)):
            found[said[number].id] = _Guess(said[link.to].id if link.to < number else None, link.confidence)
    return found


def _line(post: Post) -> ChatLine:
    return ChatLine(post.by.nick, one_line(post.words), int(post.at.timestamp()) // 60)


def _incoming(  # noqa: PLR0913  all that is known of a conversation
    source: str, channel: Channel, group: _Group, *, id_: str, topic: Topic | None, url: str | None
) -> Incoming:
    posts = group.posts
    people = [person for post in posts for person in (post.by, *post.spoken_of)]
    thread = Thread(
        source=source,
        id=f"{channel.id}/{id_}",
        kind=ThreadKind.CHAT,
        title=(topic and one_line(topic.title)) or title_from(posts[0].words) or f"#{channel.name}",
        messages=with_known_replies(_message(post) for post in posts),
        created=posts[0].at,
        updated=max(max(post.at, post.edited or post.at) for post in posts),
        url=url,
        resolved=topic is not None and topic.resolved,
        category=f"#{channel.name}",
        audience=channel.audience,
        sure=not group.is_guess or group.least >= SURE,
    )
    return Incoming(
        thread,
        people=unique(name for person in people for name in person.names),
        handles=unique(name for person in people for name in (person.shown, *person.handles)),
        asker=next(post.by.account for post in posts if not post.by.bot),
    )


def _message(post: Post) -> Message:
    return Message(
        id=post.id,
        author=one_line(post.by.shown) or "unknown",
        role=Role.SYSTEM if post.by.bot else Role.CUSTOMER,  # exports do not say who is of the team
        at=post.at,
        text=post.text,
        reply_to=post.answers,
    )
