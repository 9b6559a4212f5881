"""Mattermost teams from a bulk export."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.model import Audience, Damage, Incoming, Role, Thread
from deskbook.sources.mattermost_export import MattermostExport

NOON = 1704196800000  # 2 January 2024, 12:00 UTC
HEAD = [
    {"type": "version", "version": 1, "info": {"generator": "mattermost-server"}},
    {"type": "channel", "channel": {"team": "acme", "name": "help", "display_name": "Help desk", "type": "O"}},
    {"type": "channel", "channel": {"team": "acme", "name": "board", "display_name": "Board", "type": "P"}},
    {
        "type": "user",
        "user": {
            "username": "ada",
            "email": "a@b.example",
            "nickname": "",
            "first_name": "Ada",
            "last_name": "Lovelace",
        },
    },
    {"type": "bot", "bot": {"username": "watch"}},
]


def said(seconds: int, message: str, user: str = "ada", **more: object) -> dict[str, Any]:
    """One reply, so many seconds after noon."""
    return {"user": user, "message": message, "create_at": NOON + seconds * 1000, **more}


def post(seconds: int, message: str, user: str = "ada", channel: str = "help", **more: object) -> dict[str, Any]:
    """One line with a post."""
    return {"type": "post", "post": {"team": "acme", "channel": channel, **said(seconds, message, user, **more)}}


def read(folder: Path, *lines: object, **options: object) -> list[Incoming | Damage]:
    """What the source gives for one file."""
    text = "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines)
    (folder / "import.jsonl").write_text(text, encoding="utf-8")
    return list(MattermostExport("mm", folder, {"path": "import.jsonl", **options}).threads())


def threads(folder: Path, *lines: object, **options: object) -> list[Thread]:
    """The conversations; there is no damage."""
    found = read(folder, *HEAD, *lines, **options)
    assert not [one for one in found if isinstance(one, Damage)]
    return [one.thread for one in found if isinstance(one, Incoming)]


def test_a_post_with_its_replies_is_a_conversation(tmp_path: Path) -> None:
    """Replies stand in the post that they belong to; the rest is untangled."""
    root = post(0, "how do I open\nthe lid?", replies=[said(9000, "turn it, @ada", "bo", edit_at=NOON + 9_900_000)])

    found = [
        one
        for one in read(tmp_path, *HEAD, root, post(5, "where is everybody today?", "bo"), url="https://mm.example")
        if isinstance(one, Incoming)
    ]

    lid = found[0].thread
    assert [(m.id, m.author, m.role, m.reply_to, m.text) for m in lid.messages] == [
        ("m1704196800000", "ada", Role.CUSTOMER, None, "how do I open  \nthe lid?"),
        ("m1704205800000", "bo", Role.CUSTOMER, "m1704196800000", "turn it, @ada"),
    ]
    assert (lid.id, lid.category, lid.audience) == ("acme/help/m1704196800000", "#Help desk", Audience.INTERNAL)
    assert (lid.url, lid.updated.minute) == ("https://mm.example/acme/channels/help", 45)
    assert (set(found[0].people), set(found[0].handles)) == ({"Ada Lovelace", "a@b.example"}, {"ada", "bo"})
    assert len(found) == 2


def test_private_talk_is_not_read(tmp_path: Path) -> None:
    """Private channels, channels that the file does not tell of, and direct messages are not even damage."""
    direct = {"type": "direct_post", "direct_post": {"channel_members": ["ada", "bo"], **said(0, "secret")}}
    channel = {"type": "direct_channel", "direct_channel": {"members": ["ada", "bo"]}}

    assert threads(tmp_path, channel, direct, post(0, "secret", channel="board"), post(0, "s", channel="gone")) == []


def test_notes_and_what_was_deleted_are_left_out(tmp_path: Path) -> None:
    """Joins are no conversation; nor is what is empty or gone."""
    lines = [post(0, "ada joined", type="system_join_channel"), post(1, " "), post(2, "x", delete_at=NOON)]

    assert threads(tmp_path, *lines) == []


def test_bots_are_the_system(tmp_path: Path) -> None:
    """Accounts of bots and posts of webhooks are marked; what a webhook attached is its text."""
    hook = said(2, "", "ada", props={"from_webhook": "true", "attachments": [{"text": "it *failed*"}]})
    (thread,) = threads(tmp_path, post(0, "down?", replies=[said(1, "yes", "watch"), hook]))

    assert [(m.role, m.text) for m in thread.messages] == [
        (Role.CUSTOMER, "down?"),
        (Role.SYSTEM, "yes"),
        (Role.SYSTEM, "it *failed*"),
    ]


def test_posts_of_one_moment_are_told_apart(tmp_path: Path) -> None:
    """The export has no ids; people who wrote in the same millisecond keep their own."""
    (thread,) = threads(tmp_path, post(0, "a?", replies=[said(1, "b", "bo"), said(1, "c", "cy")]))

    assert [m.id for m in thread.messages] == ["m1704196800000", "m1704196801000", "m1704196801000-2"]


def test_an_archive_and_a_packed_file_are_read(tmp_path: Path) -> None:
    """mmctl makes a zip archive with the file and the uploads in it."""
    plain = read(tmp_path, *HEAD, post(0, "how?", attachments=[{"path": "data/20240102/lid.png"}]))
    raw = (tmp_path / "import.jsonl").read_bytes()
    with zipfile.ZipFile(tmp_path / "mm.zip", "w") as archive:
        archive.writestr("import.jsonl", raw)
        archive.writestr("data/20240102/lid.png", b"\x89PNG")
    (tmp_path / "mm.jsonl.gz").write_bytes(gzip.compress(raw))

    assert isinstance(plain[0], Incoming)
    assert plain[0].thread.messages[0].text == "how?  \n(file: lid.png)"
    for path in ("mm.zip", "mm.jsonl.gz"):
        assert list(MattermostExport("mm", tmp_path, {"path": path}).threads()) == plain


def test_what_is_broken_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    """Lines that are no objects, posts without a time and ones that are far too long are damage."""
    found = read(
        tmp_path,
        *HEAD,
        '{"type"\n',
        [1],
        post(0, "x", create_at=-1),
        post(1, "x" * 10_000_000),
        post(2, "how?", replies=[7, said(3, "so", "bo")]),
    )

    damage = [one for one in found if isinstance(one, Damage)]
    assert [one.where for one in damage] == [
        *(f"import.jsonl:{line}" for line in (6, 7, 8, 9)),
        "import.jsonl:10, reply 1",
    ]
    assert all(one.what and one.cure for one in damage)
    assert [len(one.thread.messages) for one in found if isinstance(one, Incoming)] == [2]


@pytest.mark.parametrize("version", [2, None, "1"])
def test_another_version_is_not_read(tmp_path: Path, version: object) -> None:
    """Nobody knows what its keys mean."""
    (damage,) = read(tmp_path, {"type": "version", "version": version}, *HEAD[1:], post(0, "how?"))

    assert isinstance(damage, Damage)
    assert "version" in damage.what


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    """An archive without lines is damage."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")

    (damage,) = MattermostExport("mm", tmp_path, {"path": "x.zip"}).threads()

    assert isinstance(damage, Damage)
    assert "jsonl" in damage.what


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from("user type message props create_at edit_at delete_at attachments replies team channel".split())


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.dictionaries(KEYS, JSON, max_size=4), max_size=3),
    st.sampled_from(["version", "channel", "user", "bot", "post"]),
    JSON,
)
def test_nothing_stops_the_source(
    tmp_path_factory: pytest.TempPathFactory, posts: list[dict[str, Any]], kind: str, other: object
) -> None:
    """Whatever its lines hold, an export gives conversations that can be stored, and damage with a place."""
    lines = []
    for more in posts:
        line = post(0, "how?", replies=[said(1, "so", "bo") | more])
        line["post"] |= more
        lines.append(line)

    for one in read(tmp_path_factory.mktemp("mm"), *HEAD, *lines, {"type": kind, kind: other}, other):
        if isinstance(one, Damage):
            assert one.where.startswith("import.jsonl:")
        else:
            json.dumps([one.thread.title, [m.text for m in one.thread.messages]], ensure_ascii=False).encode()
