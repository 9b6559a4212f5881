"""A live Discourse forum, over its API.

Topics are listed from the one that moved last back to where the last run ended, and read in the other order: whenever a run is
stopped, all that was moved before some time has been read, and that time is where the next run ends its list.

The API: docs.discourse.org. It has no way to ask for what was edited, accepted or taken back, hence `recheck_days`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from deskbook.errors import ConfigError, PublishError, SourceError
from deskbook.http import Moved, NoAnswer, PoliteClient, Refused
from deskbook.model import Damage, Incoming, Note, is_note
from deskbook.pictures import LARGEST

from .discourse_records import Categories, Post, Topic
from .discourse_threads import Forum
from .discourse_uploads import key_of
from .options import base_address, read_options
from .records import Key, Moment, Spoiled, checked

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE = 50  # posts in one request; more make an address that servers refuse
_MOST_PAGES = 100_000
_MOST_FAILURES = 3  # topics in a row that the forum does not give
_LATER = "run `deskbook collect` again later"
_KEY_CURE = (
    "make a key under Admin > API, for all users, with the scope 'read'; put it into an environment variable and write its name: "
    '`key_env = "FORUM_KEY"`'
)
_LOCAL = ("localhost", "127.0.0.1", "::1")

_Flag = Annotated[bool, BeforeValidator(lambda value: value is True)]


class _Listed(BaseModel):
    """A topic in a list of the latest."""

    id: Key
    bumped_at: Moment
    archetype: str = "regular"
    visible: Annotated[bool, BeforeValidator(lambda value: value is not False)] = True
    category_id: Key | None = None
    pinned: _Flag = False
    pinned_globally: _Flag = False


class _Topics(BaseModel):
    topics: list[_Listed]


class _Page(BaseModel):
    topic_list: _Topics


class _Posts(BaseModel):
    posts: list[Post]


class _More(BaseModel):
    """Further posts of a topic."""

    post_stream: _Posts


class _Made(BaseModel):
    """A post that was written just now."""

    id: Key


class _Shown(BaseModel):
    """One category."""

    category: dict[str, Any]


class DiscourseApi:
    """Reads the topics of a live Discourse forum: all of them once, and then what is new."""

    class Options(BaseModel):
        """What a `[[sources]]` block of type `discourse` may say."""

        model_config = ConfigDict(extra="forbid", frozen=True)

        url: Annotated[str, AfterValidator(base_address)] = Field(
            description="The forum's address, such as `https://forum.example`."
        )
        key_env: SecretStr | None = Field(
            None,
            description="The environment variable that holds an API key, for a forum that nobody may read without an account. All "
            "of its topics are internal then. The key itself stands in no file.",
        )
        publish_key_env: SecretStr | None = Field(
            None,
            description="Another such variable, with a key that may also write posts and edit topics, for `deskbook publish`. By default "
            "the same.",
        )
        user_env: SecretStr | None = Field(
            None,
            description="The environment variable that holds the name of the key's user. By default it is `system`.",
        )
        marked_tags: tuple[str, ...] = Field(
            (), description="Topics with one of these tags are marked for documentation."
        )
        pace: float = Field(
            1.0,
            gt=0,
            le=10,
            description="How many requests a second the forum gets at most. One topic takes one or more.",
        )
        recheck_days: int = Field(
            3,
            ge=0,
            description="Topics that moved in the last so many days before the last run are read again: the API does not say which "
            "were edited, or got an accepted answer, since.",
        )

        fetch_pictures: bool = Field(
            False,
            description="Whether pictures of posts are fetched, too, as far as they lie on the forum's own host: one or two more "
            "requests for each, once.",
        )

    incremental = True

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        """`key_env` and `user_env` are given as what the variables hold."""
        self.name = name
        self.options = read_options(self.Options, name, options)
        place = urlsplit(self.options.url)
        if self.options.key_env and place.scheme != "https" and place.hostname not in _LOCAL:
            raise ConfigError(
                "a key would go over the net for all to read",
                where=f"source '{name}' in deskbook.toml",
                cure="write https:// in `url`, or take `key_env` out",
            )

    def threads(self) -> Iterator[Incoming | Damage]:
        """Every topic of the forum's open categories."""
        return self.threads_since("")

    def threads_since(self, cursor: str) -> Iterator[Incoming | Damage]:
        """The topics that moved since `cursor`, and those of `recheck_days` before, the one that moved last at the end.

        A topic that the forum does not give now keeps the place where the next run begins: nothing is skipped.
        """
        with self._client({}) as anonymous, self._client(self._key(self.options.key_env)) as member:
            try:
                pull = self._pull(anonymous, member)
                seen = self._seen(cursor)
                listed = pull.listed(seen - timedelta(days=self.options.recheck_days) if cursor else _BEGINNING)
            except (NoAnswer, Refused, Moved, Spoiled) as problem:
                raise self._error(problem) from None
            yield from self._read(pull, listed, seen)

    def publish(self, thread: str, note: Note) -> str:
        """As `Publisher`. A forum has no internal notes: a note that is not public is the tag alone, and its receipt is empty."""
        with self._telling(thread) as client:
            said = _say_once(client, thread, note) if note.public else ""
            _tag(client, thread, note, has=True)
            return said

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        """As `Publisher`."""
        with self._telling(thread) as client:
            _tag(client, thread, note, has=False)
            if receipt:
                try:
                    client.send("DELETE", f"/posts/{int(receipt)}.json", again=True)
                except Refused as refused:
                    if refused.status != 404:  # somebody did it before
                        raise

    @contextmanager
    def _telling(self, thread: str) -> Iterator[PoliteClient]:
        """A client that writes to one topic: what the forum refuses leaves the block as `PublishError`."""
        key = self.options.publish_key_env or self.options.key_env
        if key is None:
            what = "the forum cannot be told of articles without a key"
            raise SourceError(what, where=self.options.url, cure=_KEY_CURE.replace("key_env", "publish_key_env"))
        with self._client(self._key(key)) as client:
            try:
                yield client
            except (NoAnswer, Moved) as problem:
                raise self._error(problem) from None
            except (Refused, Spoiled) as problem:
                if isinstance(problem, Refused) and problem.status == 401:
                    raise self._error(problem) from None
                raise PublishError(
                    f"the topic cannot be told: {problem}",
                    where=f"{self.name}:{thread}",
                    cure="look at the topic: it may be closed, gone, or the key may not write there",
                ) from None

    def _read(self, pull: _Pull, listed: list[_Listed], done: datetime) -> Iterator[Incoming | Damage]:
        whole, failures = True, 0
        for topic in listed:
            try:
                entries = pull.topic(topic.id)
                failures = 0
            except NoAnswer as problem:
                whole, failures = False, failures + 1
                yield Damage(f"topic {topic.id} was not given: {problem}", pull.place(topic.id), _LATER)
                if failures == _MOST_FAILURES:
                    raise self._error(problem) from None
            except (Refused, Moved):
                failures = 0  # it was deleted, or put out of sight, since it was listed
            else:
                done = max(done, topic.bumped_at)
                cursor = f"{done.isoformat()} {self.options.url}" if whole else ""
                yield from (
                    replace(entry, cursor=cursor) if isinstance(entry, Incoming) else entry for entry in entries
                )

    def _pull(self, anonymous: PoliteClient, member: PoliteClient) -> _Pull:
        """How to read the forum. A key is used only where nobody may read without: so nothing is read that is not for all."""
        client, public = anonymous, True
        try:
            site = anonymous.get("/site.json")
        except Refused as refused:
            if self.options.key_env is None or refused.status not in (401, 403):
                raise
            client, public = member, False
            site = member.get("/site.json")
        categories = Categories.of(site)
        upload = partial(_upload, client) if self.options.fetch_pictures else None
        return _Pull(client, Forum(self.name, self.options.url, categories, public, self.options.marked_tags, upload))

    def _seen(self, cursor: str) -> datetime:
        """When the last topic moved that was read; the beginning of time for another forum's cursor, or none."""
        moment, _, url = cursor.partition(" ")
        return datetime.fromisoformat(moment) if url == self.options.url else _BEGINNING

    def _client(self, headers: dict[str, str]) -> PoliteClient:
        return PoliteClient(self.options.url, pace=self.options.pace, headers=headers, asked_pause=_asked_pause)

    def _key(self, key: SecretStr | None) -> dict[str, str]:
        if key is None:
            return {}
        user = self.options.user_env.get_secret_value() if self.options.user_env else "system"
        return {"Api-Key": key.get_secret_value(), "Api-Username": user}

    def _error(self, problem: Exception) -> SourceError:
        what, cure = f"the forum cannot be read: {problem}", _LATER
        if isinstance(problem, Refused) and problem.status in (401, 403):
            what, cure = "nobody may read this forum without an account", _KEY_CURE
            if self.options.key_env:
                what, cure = (
                    "the forum refuses the key",
                    "make a new key under Admin > API, for all users, with the scope 'read'",
                )
        elif isinstance(problem, Refused):
            cure = "mend `url` in deskbook.toml: it is the address that the forum's front page has"
        elif isinstance(problem, Moved):
            cure = f'write `url = "{problem.address}"` in deskbook.toml, if that is where your forum is'
        elif isinstance(problem, Spoiled):
            cure = "see in a browser whether this is a Discourse forum"
        return SourceError(what, where=self.options.url, cure=cure)


@dataclass(slots=True)
class _Pull:
    """One visit to a forum."""

    client: PoliteClient
    forum: Forum
    # Categories that it does not show.
    closed: set[str] = field(default_factory=set)

    def listed(self, since: datetime) -> list[_Listed]:
        """The topics that everybody may read and that moved since a time, the one that moved last at the end."""
        found: dict[str, _Listed] = {}
        for number in range(_MOST_PAGES):
            page = checked(_Page, self.client.get("/latest.json", _newest_first(number))).topic_list.topics
            news = [topic for topic in page if topic.id not in found]
            found.update((topic.id, topic) for topic in news)
            # Pinned topics stand first wherever they belong.
            if not news or any(
                topic.bumped_at < since for topic in news if not (topic.pinned or topic.pinned_globally)
            ):
                break
        wanted = [topic for topic in found.values() if topic.bumped_at >= since and self._is_open(topic)]
        return sorted(wanted, key=lambda topic: (topic.bumped_at, topic.id))

    def topic(self, key: str) -> list[Incoming | Damage]:
        """One topic with all of its posts, and what is wrong with it."""
        try:
            topic = _whole(self.client, key)
            missing = topic.missing_ids
            posts = topic.post_stream.posts
            topic.post_stream.posts = [post for post in posts if not is_note(post.cooked or post.raw or "")]
            incoming = self.forum.incoming(topic) if self.forum.admits(topic) else None
        except Spoiled as spoiled:
            return [Damage(f"topic {key}: {spoiled.what}", self.place(key), _LATER)]
        found: list[Incoming | Damage] = [incoming] if incoming else []
        if missing:
            what = f"topic {key} is not whole: the forum does not give {len(missing)} of its posts"
            found.append(Damage(what, self.place(key), _LATER))
        return found

    def place(self, key: str) -> str:
        """Where people find a topic."""
        return f"{self.forum.url}/t/{key}"

    def _is_open(self, topic: _Listed) -> bool:
        if topic.archetype != "regular" or not topic.visible:
            return False
        categories = self.forum.categories
        if categories is None:
            return True
        self._learn(topic.category_id, categories)
        return categories.is_open(topic.category_id)

    def _learn(self, key: str | None, categories: Categories) -> None:
        """Ask for a category and those above it: large forums name only some of theirs in `site.json`."""
        while key is not None and key not in categories.by_id and key not in self.closed:
            try:
                shown = checked(_Shown, self.client.get(f"/c/{key}/show.json"))
                found = Categories.of([shown.category]).by_id
            except (Refused, Moved):
                found = {}
            if key not in found:
                self.closed.add(key)
                return
            categories.by_id.update(found)
            key = found[key].parent_category_id


def _whole(client: PoliteClient, key: str) -> Topic:
    """A topic with all the posts that the forum gives."""
    topic = checked(Topic, client.get(f"/t/{key}.json"))
    missing = topic.missing_ids
    for first in range(0, len(missing), _AT_ONCE):
        some = [("post_ids[]", str(post)) for post in missing[first : first + _AT_ONCE]]
        topic.post_stream.posts += checked(_More, client.get(f"/t/{key}/posts.json", some)).post_stream.posts
    return topic


def _say_once(client: PoliteClient, key: str, note: Note) -> str:
    """Reply with a note, unless it is there; its id."""
    posts = _whole(client, key).post_stream.posts
    said = next((post.id for post in posts if note.marker in (post.cooked or post.raw or "")), None)
    if said is not None:
        return str(said)
    return checked(_Made, client.send("POST", "/posts.json", {"topic_id": int(key), "raw": note.text})).id


def _tag(client: PoliteClient, key: str, note: Note, *, has: bool) -> None:
    """There is no way to add or take away one tag: the list is read right before. Not checked against a live forum."""
    if not note.tag:
        return
    tags = checked(Topic, client.get(f"/t/{key}.json")).tags
    if (note.tag in tags) != has:
        wanted = [*tags, note.tag] if has else [tag for tag in tags if tag != note.tag]
        client.send(
            "PUT", f"/t/-/{key}.json", {"tags": wanted or [""]}, again=True
        )  # of an empty list it takes no notice


def _upload(client: PoliteClient, sha1: str) -> bytes | None:
    try:
        return client.get_file(f"/uploads/short-url/{key_of(sha1)}", LARGEST)
    except (NoAnswer, Refused, Moved):
        return None


def _newest_first(page: int) -> list[tuple[str, str]]:
    return [("order", "activity"), ("ascending", "false"), ("no_definitions", "true"), ("page", str(page))]


def _asked_pause(said: object) -> float | None:
    """The seconds that Discourse names in a refusal: `{"extras": {"wait_seconds": 11}}`."""
    extras = said.get("extras", said) if isinstance(said, dict) else None
    seconds = extras.get("wait_seconds") if isinstance(extras, dict) else None
    return float(seconds) if isinstance(seconds, int | float) and 0 <= seconds < math.inf else None
