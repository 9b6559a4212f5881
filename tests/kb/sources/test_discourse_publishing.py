"""A live forum that is told which article came of a topic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from desk_server import Asked, DeskServer, Fault, Reply, desk_server
from deskbook.errors import PublishError, SourceError
from deskbook.model import Incoming, Note, marker
from deskbook.sources.discourse_api import DiscourseApi
from discourse_forum import TOPICS, site_json, topic_json

KEY = "k3y-th4t-n0b0dy-may-see"
MARK = marker("0123456789abcdef")
NOTE = Note(
    f"This is written up: https://help.example/lid/ {MARK}", "https://help.example/lid/", MARK, tag="documented"
)
LOUD = replace(NOTE, public=True)


@dataclass
class Forum:
    """A forum with one topic."""

    topic: dict[str, Any] = field(default_factory=lambda: topic_json(TOPICS[0]))

    def answer(self, asked: Asked) -> Reply | None:
        """What Discourse answers."""
        if asked.path == "/site.json":
            return Reply(site_json())
        if asked.path == "/latest.json":
            one = {"id": 10, "bumped_at": "2026-01-08T10:00:00Z", "category_id": 1}
            return Reply({"topic_list": {"topics": [] if asked.query["page"] != "0" else [one]}})
        if asked.method != "GET" and asked.headers.get("api-key") != KEY:
            return Reply({"errors": ["no"]}, 403)
        if asked.method == "PUT":
            self.topic["tags"] = [tag for tag in asked.body["tags"] if tag]
        elif asked.method != "GET":
            return self._post(asked)
        return Reply(self.topic) if "/10.json" in asked.path else None

    def _post(self, asked: Asked) -> Reply | None:
        posts, stream = self.topic["post_stream"]["posts"], self.topic["post_stream"]["stream"]
        if asked.method == "POST":
            text = f"<p>{asked.body['raw']}</p>"
            posts.append({**posts[-1], "id": 99, "post_number": 99, "post_type": 1, "cooked": text})
            stream.append(99)
            return Reply(posts[-1])
        if 99 not in stream:
            return None
        posts.pop()
        stream.remove(99)
        return Reply(b"")


@pytest.fixture
def forum() -> Forum:
    """The forum."""
    return Forum()


@pytest.fixture
def desk(forum: Forum) -> Iterator[DeskServer]:
    """Its server."""
    with desk_server(forum.answer) as server:
        yield server


def source(desk: DeskServer, **options: object) -> DiscourseApi:
    """A source that may write there."""
    return DiscourseApi("forum", Path(), {"url": desk.address, "pace": 10, "publish_key_env": KEY, **options})


def test_a_note_for_the_team_is_the_tag_alone(desk: DeskServer, forum: Forum) -> None:
    """In a forum all is public; what it had of tags stays."""
    before = ["lid", "paper"]

    assert source(desk).publish("10", NOTE) == ""
    assert desk.paths("POST") == []
    assert forum.topic["tags"] == [*before, "documented"]

    source(desk).retract("10", NOTE, "")
    assert forum.topic["tags"] == before


def test_a_public_note_is_one_reply(desk: DeskServer) -> None:
    """Twice is once, and it can be taken back twice."""
    assert source(desk).publish("10", LOUD) == "99"
    assert source(desk).publish("10", LOUD) == "99"
    assert desk.paths("POST") == ["/posts.json"]

    for _ in range(2):
        source(desk).retract("10", LOUD, "99")
    assert desk.paths("DELETE") == ["/posts/99.json"] * 2


def test_what_deskbook_wrote_is_not_read(desk: DeskServer) -> None:
    """The topic has the messages that it had."""
    (before,) = source(desk).threads()
    source(desk).publish("10", replace(LOUD, tag=""))

    (after,) = source(desk).threads()

    assert isinstance(before, Incoming)
    assert isinstance(after, Incoming)
    assert after.thread == before.thread


def test_without_a_key_nobody_is_told(desk: DeskServer) -> None:
    """With how to make one."""
    with pytest.raises(SourceError, match="without a key") as caught:
        source(desk, publish_key_env=None).publish("10", NOTE)

    assert "publish_key_env" in str(caught.value.cure)


def test_a_topic_that_cannot_be_told_is_one_error(desk: DeskServer) -> None:
    """Others can; the key is in no message."""
    desk.faults.append(Fault("/posts.json", 403))
    with pytest.raises(PublishError, match="403") as caught:
        source(desk).publish("10", LOUD)
    with pytest.raises(PublishError, match="404"):
        source(desk).publish("77", NOTE)

    assert KEY not in str(caught.value)
