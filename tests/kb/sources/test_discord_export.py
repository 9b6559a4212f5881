"""Discord channels from files of DiscordChatExporter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deskbook.model import Audience, Damage, Incoming, Role, Thread
from deskbook.sources.discord_export import DiscordExport

ADA = {"id": "11", "name": "ada", "nickname": "Ada L", "discriminator": "0000", "isBot": False}
BO = {"id": "12", "name": "bo", "nickname": "", "discriminator": "1234", "isBot": False}
BOT = {"id": "13", "name": "helper", "nickname": "Helper", "isBot": True}


def message(number: int, content: str, author: dict[str, Any] = ADA, **more: object) -> dict[str, Any]:
    """One message, so many seconds after ten o'clock on 2 January 2024."""
    at = f"2024-01-02T10:{number // 60:02}:{number % 60:02}.5+00:00"
    return {"id": str(1000 + number), "type": "Default", "timestamp": at, "content": content, "author": author, **more}


def reply(number: int, to: int, content: str, author: dict[str, Any] = BO, **more: object) -> dict[str, Any]:
    """One message that answers another."""
    reference = {"messageId": str(1000 + to), "channelId": "5", "guildId": "9"}
    return message(number, content, author, type="Reply", reference=reference, **more)


def channel(*messages: object, guild: str = "9", **more: object) -> dict[str, Any]:
    """One file."""
    head = {"id": "5", "type": "GuildTextChat", "categoryId": "3", "category": "Support", "name": "help", **more}
    return {"guild": {"id": guild, "name": "Acme"}, "channel": head, "messages": list(messages), "messageCount": 1}


def read(folder: Path, *files: object, **options: object) -> list[Incoming | Damage]:
    """What the source gives for these files."""
    for number, value in enumerate(files):
        (folder / f"{number}.json").write_text(json.dumps(value, indent=2), encoding="utf-8")
    return list(DiscordExport("discord", folder, {"path": "*.json", **options}).threads())


def threads(folder: Path, *files: object, **options: object) -> list[Thread]:
    """The conversations; there is no damage."""
    found = read(folder, *files, **options)
    assert not [one for one in found if isinstance(one, Damage)]
    return [one.thread for one in found if isinstance(one, Incoming)]


def test_a_reply_belongs_to_what_it_answers(tmp_path: Path) -> None:
    """What writers said is believed, over days and other talk; the rest is untangled."""
    file = channel(
        message(0, "how do I open the lid?"),
        message(5, "where is everybody today, is it a holiday?", BOT | {"isBot": False, "id": "14"}),
        reply(3000, 0, "turn it **left**", mentions=[ADA]),
    )

    found = [one for one in read(tmp_path, file) if isinstance(one, Incoming)]

    lid = found[0].thread
    assert [(m.id, m.author, m.role, m.reply_to, m.text) for m in lid.messages] == [
        ("m1000", "Ada L", Role.CUSTOMER, None, "how do I open the lid?"),
        ("m4000", "bo", Role.CUSTOMER, "m1000", "turn it **left**"),
    ]
    assert (lid.id, lid.category, lid.audience) == ("5/m1000", "#help", Audience.INTERNAL)
    assert lid.url == "https://discord.com/channels/9/5/1000"
    assert {"Ada L", "ada", "11", "bo", "bo#1234", "12"} == set(found[0].handles)
    assert (found[0].asker, len(found)) == ("11", 2)


def test_a_thread_is_one_conversation_with_the_message_that_it_began_with(tmp_path: Path) -> None:
    """The thread has a file of its own and a name; its first message lies in the channel's file, before or after it."""
    thread = channel(
        message(1, "", type="21"),
        message(20, "the left one", BO),
        message(3000, "thanks!"),
        id="1000",
        type="GuildPublicThread",
        categoryId="5",
        category="help",
        name="Which lid?",
    )

    (found,) = threads(tmp_path, thread, channel(message(0, "lid?"), message(2, "x", type="ThreadCreated")))

    assert (found.id, found.title, found.category) == ("5/m1000", "Which lid?", "#help")
    assert [m.text for m in found.messages] == ["lid?", "the left one", "thanks!"]
    assert found.url == "https://discord.com/channels/9/1000/1000"


def test_parts_of_a_channel_are_one(tmp_path: Path) -> None:
    """A channel may be exported in parts that overlap; the later text of a message counts."""
    first = channel(message(0, "lid?"))
    again = channel(message(0, "lid!", timestampEdited="2024-01-03T00:00:00Z"), reply(9, 0, "left"))

    (found,) = threads(tmp_path, first, again)

    assert [m.text for m in found.messages] == ["lid!", "left"]
    assert found.updated.day == 3


@pytest.mark.parametrize(
    "private",
    [
        {"guild": "0", "type": "DirectTextChat"},
        {"guild": "0"},
        {"type": "DirectGroupTextChat"},
        {"type": "GuildPrivateThread"},
    ],
)
def test_private_talk_is_not_read(tmp_path: Path, private: dict[str, str]) -> None:
    """Direct messages, groups and private threads are not even damage."""
    assert read(tmp_path, channel(message(0, "secret"), **private)) == []


def test_a_channel_of_an_unknown_sort_is_not_read(tmp_path: Path) -> None:
    """What nobody knows to be open stays out, and is named."""
    (damage,) = read(tmp_path, channel(message(0, "secret"), type="17"))

    assert isinstance(damage, Damage)
    assert (damage.where, "'17'" in damage.what) == ("0.json:1", True)


def test_options_choose_channels_and_make_them_public(tmp_path: Path) -> None:
    """By name, with or without `#`, or by id; a thread goes with its channel."""
    thread = channel(message(1, "b"), id="7", type="GuildPublicThread", categoryId="5", category="help", name="T")
    other = channel(message(2, "c"), id="6", name="staff")
    files = (channel(message(0, "a")), thread, other)

    for wanted, expected in ((["help"], "ab"), (["#help"], "ab"), (["6"], "c"), ([], "acb")):
        found = threads(tmp_path, *files, channels=wanted, public=True)
        assert "".join(one.messages[0].text for one in found) == expected
        assert {one.audience for one in found} == {Audience.PUBLIC}


@pytest.mark.parametrize(
    ("content", "markdown"),
    [
        ("a\nb", "a  \nb"),
        ("see ```py\nx = 1\n\ny``` ok?", "see\n```py\nx = 1\n\ny\n```\nok?"),
        (
            "<@11> <@!12> <@&3> <#5> <#77> <a:wave:99> <t:1704189600:R>",
            "@Ada L @unknown @role #help #channel :wave: 2024-01-02 10:00 UTC",
        ),
        (
            "<script>alert(1)</script> [x](javascript:alert(1))",
            "&lt;script>alert(1)&lt;/script> [x\\](javascript:alert(1))",
        ),
        ("title\n---\ntext", "title  \n\\---  \ntext"),
        ("> said\nyes", "> said\n\nyes"),
    ],
)
def test_content_becomes_markdown(tmp_path: Path, content: str, markdown: str) -> None:
    """Line breaks stay, code stays whole, ids get names, and nothing can act."""
    (found,) = threads(tmp_path, channel(message(0, content, mentions=[ADA])))

    assert found.messages[0].text == markdown


def test_files_forwards_and_embeds_are_told(tmp_path: Path) -> None:
    """A file gives its name, a forward is a quote, and what a program embeds is its text."""
    file = channel(
        message(0, "look", attachments=[{"fileName": "lid.png", "url": "https://cdn.example/?sig=1"}]),
        reply(1, 0, "", forwardedMessage={"content": "first\nsecond"}),
        reply(2, 0, "", BOT, embeds=[{"title": "Lids", "description": "They open."}]),
        reply(3, 0, "", embeds=[{"title": "preview"}]),
    )

    (found,) = threads(tmp_path, file)

    assert [(m.role, m.text) for m in found.messages] == [
        (Role.CUSTOMER, "look  \n(file: lid.png)"),
        (Role.CUSTOMER, "> first  \n> second"),
        (Role.SYSTEM, "Lids  \nThey open."),
    ]


@pytest.mark.parametrize("sort", ["GuildMemberJoin", "ChannelPinnedMessage", "7", "RecipientAdd"])
def test_notes_of_the_system_are_left_out(tmp_path: Path, sort: str) -> None:
    """Joins and pins are no conversation."""
    assert threads(tmp_path, channel(message(0, "Joined the server.", type=sort))) == []


def test_what_is_broken_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    """Other JSON, torn files, a message without an author and one that is far too long are damage."""
    good = channel(message(0, "lid?"), {"id": "1"}, message(2, "x" * 10_000_000), message(3, "y", timestamp="now"))
    (tmp_path / "torn.json").write_text('{\n"guild": {', encoding="utf-8")

    found = read(tmp_path, good, {"messages": []})

    damage = [one for one in found if isinstance(one, Damage)]
    assert [one.where for one in damage] == [
        "1.json:1",
        "torn.json:2",
        "0.json:1, message 2",
        "0.json:1, message 3",
        "0.json:1, message 4",
    ]
    assert all(one.what and one.cure for one in damage)
    assert sum(isinstance(one, Incoming) for one in found) == 1
