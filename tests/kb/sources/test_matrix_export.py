"""Matrix rooms from Element's export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deskbook.model import Audience, Damage, Incoming, Role, Thread
from deskbook.sources.matrix_export import MatrixExport
from deskbook.sources.matrix_records import post_id

NOON = 1704196800000  # 2 January 2024, 12:00 UTC


def event(
    number: int, content: object, sender: str = "ada", kind: str = "m.room.message", **more: object
) -> dict[str, Any]:
    """One event, so many seconds after noon."""
    return {
        "type": kind,
        "event_id": f"$event-{number:03}",
        "room_id": "!room:x.example",
        "sender": f"@{sender}:x.example",
        "origin_server_ts": NOON + number * 1000,
        "content": content,
        **more,
    }


def text(number: int, body: str, sender: str = "ada", relates: object = None, **more: object) -> dict[str, Any]:
    """One message."""
    content = {"msgtype": "m.text", "body": body, **more}
    return event(number, content | ({"m.relates_to": relates} if relates else {}), sender)


def answer(to: int) -> dict[str, Any]:
    """The relation of a message to the one that it answers."""
    return {"m.in_reply_to": {"event_id": f"$event-{to:03}"}}


def in_thread(root: int, last: int, *, falling_back: bool = True) -> dict[str, Any]:
    """The relation of a message to the one that began its thread."""
    return {"rel_type": "m.thread", "event_id": f"$event-{root:03}", "is_falling_back": falling_back, **answer(last)}


def member(number: int, name: str, sender: str = "ada", **more: object) -> dict[str, Any]:
    """Somebody comes in."""
    content = {"membership": "join", "displayname": name, **more}
    return event(number, content, sender, "m.room.member", state_key=f"@{sender}:x.example")


def read(folder: Path, *events: object, **options: object) -> list[Incoming | Damage]:
    """What the source gives for one room."""
    room = {"room_name": "Help", "topic": "", "exported_by": "ada", "messages": list(events)}
    (folder / "room.json").write_text(json.dumps(room, indent=2), encoding="utf-8")
    return list(MatrixExport("matrix", folder, {"path": "room.json", **options}).threads())


def threads(folder: Path, *events: object, **options: object) -> list[Thread]:
    """The conversations; there is no damage."""
    found = read(folder, *events, **options)
    assert not [one for one in found if isinstance(one, Damage)]
    return [one.thread for one in found if isinstance(one, Incoming)]


def test_threads_and_replies_are_conversations(tmp_path: Path) -> None:
    """What began a thread belongs to it; a reply belongs to what it answers; the rest is untangled."""
    found = read(
        tmp_path,
        member(0, "Ada L"),
        text(1, "how do I open the lid?"),
        text(2, "does anybody have a spare key for the cabinet?", "cy"),
        text(3, "left", "bo", in_thread(1, 1)),
        text(4, "> <@cy:x.example> does anybody\n\nat the desk", "bo", answer(2)),
        text(5, "how far?", "ada", in_thread(1, 3, falling_back=False)),
    )

    incoming = [one for one in found if isinstance(one, Incoming)]
    lid, key = (one.thread for one in incoming)
    assert [(m.id, m.author, m.reply_to, m.text) for m in lid.messages] == [
        ("eevent-001", "Ada L", None, "how do I open the lid?"),
        ("eevent-003", "bo", "eevent-001", "left"),
        ("eevent-005", "Ada L", "eevent-003", "how far?"),
    ]
    assert [(m.author, m.text) for m in key.messages] == [
        ("cy", "does anybody have a spare key for the cabinet?"),
        ("bo", "at the desk"),
    ]
    assert (lid.id, lid.category, lid.audience) == ("room:x.example/eevent-001", "#Help", Audience.INTERNAL)
    assert lid.url == "https://matrix.to/#/!room:x.example/$event-001"
    assert {"Ada L", "ada", "@ada:x.example", "bo", "@bo:x.example"} == set(incoming[0].handles)


def test_edits_count_and_what_was_taken_back_is_gone(tmp_path: Path) -> None:
    """The last text of the writer counts, wherever it comes from; nobody else can change it."""

    def change(number: int, of: int, body: str, sender: str = "ada") -> dict[str, Any]:
        relation = {"rel_type": "m.replace", "event_id": f"$event-{of:03}"}
        new = {"m.new_content": {"msgtype": "m.text", "body": body}}
        return text(number, f"* {body}", sender, relation, **new)

    bundled = {"m.relations": {"m.replace": change(90, 2, "bundled")}}
    found = threads(
        tmp_path,
        text(1, "first"),
        text(2, "second", relates=in_thread(1, 1)) | {"unsigned": bundled},
        text(3, "secret", relates=in_thread(1, 1)),
        event(4, {}, unsigned={"redacted_because": {}}),
        change(5, 1, "better"),
        change(7, 1, "best"),
        change(6, 1, "good"),
        change(8, 1, "forged", "bo"),
        event(9, {"reason": "x"}, kind="m.room.redaction", redacts="$event-003"),
    )

    assert [m.text for m in found[0].messages] == ["best", "bundled"]
    assert "secret" not in str(found)


@pytest.mark.parametrize(
    ("content", "role", "markdown"),
    [
        ({"msgtype": "m.notice", "body": "down"}, Role.SYSTEM, "down"),
        ({"msgtype": "m.emote", "body": "waves"}, Role.CUSTOMER, "*ada* waves"),
        ({"msgtype": "m.image", "body": "lid.png", "url": "mxc://x"}, Role.CUSTOMER, "(file: lid.png)"),
        ({"msgtype": "m.file", "body": "see", "filename": "a_b.txt"}, Role.CUSTOMER, "see\n\n(file: a_b.txt)"),
        ({"msgtype": "m.text", "body": "a\n<b>"}, Role.CUSTOMER, "a  \n&lt;b>"),
        (
            {
                "msgtype": "m.text",
                "body": "Ada L: see",
                "format": "org.matrix.custom.html",
                "formatted_body": '<mx-reply>old</mx-reply><a href="https://matrix.to/#/@ada:x.example">Ada L</a>: '
                "<strong>see</strong><script>x</script>",
            },
            Role.CUSTOMER,
            "@Ada L: **see**",
        ),
    ],
)
def test_content_becomes_markdown(tmp_path: Path, content: dict[str, str], role: Role, markdown: str) -> None:
    """HTML, files, notices and actions are told as Markdown; the quote for clients of old is cut off."""
    (thread,) = threads(tmp_path, text(1, "hello?"), event(2, content | {"m.relates_to": answer(1)}))

    assert (thread.messages[1].role, thread.messages[1].text) == (role, markdown)


def test_a_room_is_public_where_the_world_may_read_it(tmp_path: Path) -> None:
    """The last word on it counts; else you say it."""

    def visible(number: int, to: str) -> dict[str, Any]:
        return event(number, {"history_visibility": to}, kind="m.room.history_visibility", state_key="")

    def audience(*events: object, **options: object) -> Audience:
        return threads(tmp_path, *events, text(9, "how?"), **options)[0].audience

    assert audience() is Audience.INTERNAL
    assert audience(public=True) is Audience.PUBLIC
    assert audience(visible(1, "world_readable")) is Audience.PUBLIC
    assert audience(visible(1, "world_readable"), visible(2, "joined")) is Audience.INTERNAL


def test_direct_chats_and_other_rooms_are_not_read(tmp_path: Path) -> None:
    """A room to which somebody was invited as to a direct chat stays out, and so does one that was not asked for."""
    assert threads(tmp_path, member(0, "Bo", is_direct=True), text(1, "secret"), public=True) == []
    assert threads(tmp_path, text(1, "how?"), channels=["other"]) == []
    assert len(threads(tmp_path, text(1, "how?"), channels=["#help"])) == 1


def test_what_is_broken_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    """Events without a sender, messages that are far too long and such that nobody could decrypt are damage."""
    found = read(
        tmp_path,
        text(1, "how?"),
        {"type": "m.room.message"},
        text(2, "x" * 10_000_000),
        event(3, {"ciphertext": "x"}, kind="m.room.encrypted"),
        7,
    )

    damage = [one for one in found if isinstance(one, Damage)]
    assert [one.where for one in damage] == [
        "room.json:1, message 2",
        "room.json:1, message 5",
        "room.json:1",
        "room.json:1, event $event-002",
    ]
    assert all(one.what and one.cure for one in damage)
    assert sum(isinstance(one, Incoming) for one in found) == 1


def test_ids_are_anchors() -> None:
    """Ids of today stay readable; those of the first rooms, with a server in them, are hashed."""
    assert post_id("$Ab-_cdefgh") == "eAb-_cdefgh"
    assert post_id("$1234abcd:x.example").isalnum()
    assert post_id("$1234abcd:x.example") != post_id("$1234abcd:y.example")
