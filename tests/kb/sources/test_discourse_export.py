"""Discourse topics from files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deskbook.errors import SourceError
from deskbook.model import Audience, Damage, Incoming, Role, Thread, ThreadKind
from deskbook.sources.discourse_export import DiscourseExport


def post(number: int, **change: object) -> dict[str, Any]:
    """A post that everybody may read."""
    return {
        "id": 1000 + number,
        "post_number": number,
        "post_type": 1,
        "username": f"user{number}",
        "name": f"User Number {number}",
        "user_id": number,
        "created_at": f"2024-01-01T1{number}:00:00.000Z",
        "updated_at": f"2024-01-01T1{number}:00:00.000Z",
        "cooked": f"<p>text {number}</p>",
        "hidden": False,
        "deleted_at": None,
        "user_deleted": False,
        "staff": False,
        "moderator": False,
        "admin": False,
        **change,
    }


def topic(*posts: dict[str, Any], **change: object) -> dict[str, Any]:
    """A topic that everybody may read."""
    return {
        "id": 7,
        "title": "Lid",
        "slug": "lid",
        "archetype": "regular",
        "visible": True,
        "deleted_at": None,
        "category_id": 3,
        "created_at": "2024-01-01T11:00:00.000Z",
        "tags": ["paper", "lid"],
        "post_stream": {"posts": list(posts), "stream": [one["id"] for one in posts]},
        "details": {
            "created_by": {"username": "user1", "name": None},
            "participants": [{"username": "lurker", "name": "Lu R."}],
        },
        **change,
    }


SITE = {
    "categories": [
        {"id": 3, "name": "Support", "slug": "support", "read_restricted": False},
        {"id": 4, "name": "Staff", "slug": "staff", "read_restricted": True},
        {"id": 5, "name": "Below", "slug": "below", "read_restricted": False, "parent_category_id": 4},
        {"id": 6, "name": "Vague", "slug": "vague"},
    ]
}


def read(folder: Path, *topics: object, **options: object) -> list[Incoming | Damage]:
    """What the source gives for these topics, one to a line."""
    (folder / "t.json").write_text("".join(json.dumps(one) + "\n" for one in topics), encoding="utf-8")
    return list(DiscourseExport("forum", folder, {"path": "t.json", **options}).threads())


def thread_of(folder: Path, value: object, **options: object) -> Thread:
    """The single thread."""
    (found,) = read(folder, value, **options)
    assert isinstance(found, Incoming), found
    return found.thread


def test_a_topic_is_read(tmp_path: Path) -> None:
    """Posts become messages numbered as in the forum, with replies, likes, staff and the accepted answer."""
    (tmp_path / "site.json").write_text(json.dumps(SITE), encoding="utf-8")
    value = topic(
        post(1),
        post(2, staff=True, reply_to_post_number=1, actions_summary=[{"id": 2, "count": 4}, {"id": 3, "count": 9}]),
        post(3, username="system", cooked="<p>This topic was closed</p>"),
        accepted_answer={"post_number": 2, "username": "user2"},
    )

    (found,) = read(tmp_path, value, site="site.json", url="https://forum.example/", marked_tags=["lid"])

    assert isinstance(found, Incoming)
    thread = found.thread
    assert [(m.id, m.author, m.role, m.reply_to, m.accepted, m.score, m.text) for m in thread.messages] == [
        ("1", "user1", Role.CUSTOMER, None, False, 0, "text 1"),
        ("2", "user2", Role.AGENT, "1", True, 4, "text 2"),
        ("3", "system", Role.SYSTEM, None, False, 0, "This topic was closed"),
    ]
    assert (thread.kind, thread.audience, thread.category) == (ThreadKind.TOPIC, Audience.PUBLIC, "Support")
    assert (thread.url, thread.resolved, thread.marked) == ("https://forum.example/t/lid/7", True, True)
    assert {"user1", "User Number 1", "user2", "lurker", "Lu R."} <= set(found.people)


@pytest.mark.parametrize(
    "change",
    [
        {"accepted_answer": {"post_number": 2}},
        {"accepted_answers": [{"id": 1002, "post_number": 2, "cooked": "x", "accepter": {}}]},
        {"post_stream": {"posts": [post(1), post(2, accepted_answer=True)]}},
    ],
)
def test_all_shapes_of_accepted_answers_are_read(tmp_path: Path, change: dict[str, object]) -> None:
    """One answer as an object, several as a list of posts, or a flag on the post."""
    thread = thread_of(tmp_path, topic(post(1), post(2), **change))

    assert [message.accepted for message in thread.messages] == [False, True]
    assert thread.resolved


@pytest.mark.parametrize(
    "tags",
    [["paper", "lid"], [{"id": 1, "name": "paper", "slug": "paper"}, {"id": 2, "name": "lid", "slug": ""}]],
)
def test_both_shapes_of_tags_are_read(tmp_path: Path, tags: object) -> None:
    """Strings, as before 2026, and objects, as since; in alphabetical order, for no form keeps another."""
    assert thread_of(tmp_path, topic(post(1), tags=tags)).tags == ("lid", "paper")


@pytest.mark.parametrize(
    "change",
    [
        {"post_type": 3},
        {"post_type": 4},
        {"post_type": None},
        {"hidden": True},
        {"deleted_at": "2024-01-01"},
        {"user_deleted": True},
        {"cooked": "", "raw": None},
    ],
)
def test_posts_that_not_all_may_read_are_left_out(tmp_path: Path, change: dict[str, object]) -> None:
    """Whispers, small notes, hidden and deleted posts do not come through, and replies to them are no replies."""
    value = topic(post(1), post(2, cooked="<p>secret</p>") | change, post(3, reply_to_post_number=2))

    thread = thread_of(tmp_path, value)

    assert [(message.id, message.reply_to) for message in thread.messages] == [("1", None), ("3", None)]


@pytest.mark.parametrize(
    "change", [{"archetype": "private_message"}, {"archetype": "banner"}, {"deleted_at": "2024-01-01T00:00:00Z"}]
)
def test_private_messages_and_deleted_topics_are_left_out(tmp_path: Path, change: dict[str, object]) -> None:
    """They are not even damage."""
    assert read(tmp_path, topic(post(1), **change)) == []


@pytest.mark.parametrize(
    ("change", "audience"),
    [
        ({}, Audience.PUBLIC),
        ({"category_id": 4}, Audience.INTERNAL),
        ({"category_id": 5}, Audience.INTERNAL),
        ({"category_id": 6}, Audience.INTERNAL),
        ({"category_id": 99}, Audience.INTERNAL),
        ({"category_id": None}, Audience.INTERNAL),
        ({"visible": False}, Audience.INTERNAL),
        ({"archetype": None}, Audience.INTERNAL),
    ],
)
def test_what_is_not_plainly_open_is_internal(tmp_path: Path, change: dict[str, object], audience: Audience) -> None:
    """Restricted categories, those below them, unknown ones and unlisted topics stay inside."""
    (tmp_path / "site.json").write_text(json.dumps(SITE, indent=1), encoding="utf-8")

    assert thread_of(tmp_path, topic(post(1), **change), site="site.json").audience is audience


def test_without_a_list_of_categories_nothing_is_public_unless_you_say_so(tmp_path: Path) -> None:
    """The gate fails closed: only the person who made the export knows that it was made without a login."""
    assert thread_of(tmp_path, topic(post(1))).audience is Audience.INTERNAL
    assert thread_of(tmp_path, topic(post(1)), public=True).audience is Audience.PUBLIC
    assert thread_of(tmp_path, topic(post(1), visible=False), public=True).audience is Audience.INTERNAL


def test_the_site_file_may_lie_among_the_topics(tmp_path: Path) -> None:
    """`*.json` means the topics, not the list of categories beside them."""
    (tmp_path / "site.json").write_text(json.dumps({"category_list": SITE}), encoding="utf-8")

    assert thread_of(tmp_path, topic(post(1)), path="*.json", site="site.json").category == "Support"


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"categories": 3}'])
def test_a_broken_site_file_stops_the_run(tmp_path: Path, text: str) -> None:
    """Without the list of restricted categories nothing can be called public."""
    (tmp_path / "site.json").write_text(text, encoding="utf-8")

    with pytest.raises(SourceError) as caught:
        read(tmp_path, topic(post(1)), site="site.json")

    assert "site.json" in str(caught.value)


def test_a_topic_that_is_not_whole_is_kept_and_named(tmp_path: Path) -> None:
    """The API gives twenty posts at a time; what lies beyond is missed, and said."""
    value = topic(post(1))
    value["post_stream"]["stream"] = [1001, 1002, 1003]

    incoming, damage = read(tmp_path, value)

    assert isinstance(incoming, Incoming)
    assert isinstance(damage, Damage)
    assert "2 of its posts" in damage.what


def test_a_post_without_html_or_author_is_read(tmp_path: Path) -> None:
    """Raw Markdown stands in for HTML; somebody who left has no name."""
    thread = thread_of(tmp_path, topic(post(1, cooked=None, raw="*hi* <b>", username=None, name=None)))

    assert (thread.messages[0].text, thread.messages[0].author) == ("*hi* &lt;b>", "deleted user")


def test_an_edit_makes_a_topic_newer(tmp_path: Path) -> None:
    """`updated` is the last change of any post."""
    thread = thread_of(tmp_path, topic(post(1, updated_at="2024-03-01T00:00:00Z"), post(2)))

    assert thread.updated.isoformat() == "2024-03-01T00:00:00+00:00"


def test_damage_names_the_key(tmp_path: Path) -> None:
    """A topic without posts or with a post without a date is damage; the next one is read."""
    wrong = [{"id": 7}, topic(post(1, created_at=None)), topic(post(1), title=""), 3]

    found = read(tmp_path, *wrong, topic(post(1)))

    assert [one.where for one in found if isinstance(one, Damage)] == [f"t.json:{line}" for line in (1, 2, 3, 4)]
    assert isinstance(found[-1], Incoming)
