"""Slack workspaces from their export."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.errors import SourceError
from deskbook.model import Audience, Damage, Incoming, Role, Thread, ThreadKind
from deskbook.sources.slack_export import SlackExport

CHANNELS = [{"id": "C1", "name": "help"}, {"id": "C2", "name": "random"}]
USERS = [
    {
        "id": "U1",
        "name": "ada",
        "real_name": "Ada Lovelace",
        "profile": {"display_name": "ada l", "email": "a@b.example"},
    },
    {"id": "U2", "name": "bo", "profile": {"display_name": "", "real_name": "Bo Diddley"}},
    {"id": "U3", "name": "deploy", "is_bot": True, "profile": {}},
]


def message(ts: int, text: str, user: str = "U1", **more: object) -> dict[str, Any]:
    """One message, so many seconds after ten o'clock on 2 January 2024."""
    return {"type": "message", "user": user, "text": text, "ts": f"{1704189600 + ts}.000100", **more}


def stamp(ts: int) -> str:
    """The time of a message as Slack writes it."""
    return str(message(ts, "")["ts"])


def export(*messages: object, **files: object) -> dict[str, object]:
    """The members of an export with one day of one channel."""
    return {
        "channels.json": CHANNELS,
        "users.json": USERS,
        "help/2024-01-02.json": list(messages),
        **{name.replace("__", "/") + ".json": value for name, value in files.items()},
    }


def write(path: Path, members: dict[str, object]) -> None:
    """A zip archive; bytes go in as they are."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in members.items():
            archive.writestr(name, value if isinstance(value, bytes) else json.dumps(value))


def read(folder: Path, members: dict[str, object], **options: object) -> list[Incoming | Damage]:
    """What the source gives for one archive."""
    write(folder / "slack.zip", members)
    return list(SlackExport("slack", folder, {"path": "slack.zip", **options}).threads())


def threads(folder: Path, *messages: object, **options: object) -> list[Thread]:
    """The conversations; there is no damage."""
    found = read(folder, export(*messages), **options)
    assert not [one for one in found if isinstance(one, Damage)]
    return [one.thread for one in found if isinstance(one, Incoming)]


def text_of(folder: Path, text: str, **more: object) -> str:
    """A message's text as Markdown."""
    return threads(folder, message(0, text, **more))[0].messages[0].text


def test_a_thread_is_a_conversation_as_it_is(tmp_path: Path) -> None:
    """Replies belong to what they reply to, whatever was said between them and on whichever day."""
    root = message(0, "how do I open the *lid*?", thread_ts=stamp(0), reply_count=1)
    reply = message(100_000, "turn it, <@U1>", "U2", thread_ts=stamp(0))
    members = export(root, message(5, "where is everybody today, is it a holiday?", "U2"), help__2024_01_03=[reply])
    members["help/2024-01-03.json"] = members.pop("help/2024_01_03.json")

    found = [one for one in read(tmp_path, members, url="https://x.slack.com/") if isinstance(one, Incoming)]

    assert [len(one.thread.messages) for one in found] == [2, 1]
    thread = found[0].thread
    assert (thread.id, thread.title) == ("C1/p1704189600000100", "how do I open the lid?")
    assert [(m.id, m.author, m.role, m.reply_to, m.text) for m in thread.messages] == [
        ("p1704189600000100", "ada l", Role.CUSTOMER, None, "how do I open the **lid**?"),
        ("p1704289600000100", "Bo Diddley", Role.CUSTOMER, "p1704189600000100", "turn it, @ada l"),
    ]
    assert (thread.kind, thread.category, thread.audience) == (ThreadKind.CHAT, "#help", Audience.INTERNAL)
    assert thread.url == "https://x.slack.com/archives/C1/p1704189600000100"
    assert thread.created.isoformat() == "2024-01-02T10:00:00.000100+00:00"
    assert (set(found[0].people), found[0].asker) == ({"Ada Lovelace", "a@b.example"}, "U1")
    assert {"ada l", "ada", "U1", "Bo Diddley", "bo", "U2"} == set(found[0].handles)


def test_what_is_in_no_thread_is_untangled(tmp_path: Path) -> None:
    """Lines that answer each other are one conversation."""
    found = threads(
        tmp_path,
        message(0, "hello, does anybody know how to open the lid of the blue box?"),
        message(30, "<@U1>: turn it left", "U2"),
        message(50, "<@U2>: thanks, that works"),
    )

    assert [[m.author for m in one.messages] for one in found] == [["ada l", "Bo Diddley", "ada l"]]


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("see <https://x.example/a?b=1&amp;c=2|the _page_>", "see [the \\_page\\_](https://x.example/a?b=1&c=2)"),
        ("<https://x.example/lid>", "<https://x.example/lid>"),
        ("<javascript:alert(1)|click>", "click"),
        ("_so_ ~not~ *yes* snake_case_name 2*3*4", "*so* ~~not~~ **yes** snake_case_name 2\\*3\\*4"),
        ("`a &lt; *b*` and ```x &amp;&amp; y\n<@U1>```", "`a < *b*` and\n\n```\nx && y\n@ada l\n```"),
        ("&gt; said\n&gt; before\nyes", "> said  \n> before\n\nyes"),
        ("one\ntwo", "one  \ntwo"),
        ("<!here> <#C2> <#C9|gone> <@U9|zoe> <@U99>", "@here #random #gone @zoe @U99"),
        ("<!date^1704189600^{date}|2 January> <!subteam^S1|@desk>", "2 January @desk"),
        ("&lt;b onclick=x&gt; # no <b>", "&lt;b onclick=x> # no b"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
    ],
)
def test_markup_becomes_markdown(tmp_path: Path, markup: str, markdown: str) -> None:
    """Emphasis, code, quotes, links, people and channels; nothing of it can act."""
    assert text_of(tmp_path, markup) == markdown


def test_files_and_attachments_are_named(tmp_path: Path) -> None:
    """A file gives its name; what a program attached stands in for no text."""
    assert text_of(tmp_path, "look", files=[{"name": "lid.png"}, {"mode": "tombstone"}]) == "look  \n(file: lid.png)"
    assert text_of(tmp_path, "", attachments=[{"fallback": "it *failed*"}]) == "it **failed**"


@pytest.mark.parametrize(
    "left_out",
    [
        {"subtype": "channel_join"},
        {"subtype": "tombstone"},
        {"subtype": "pinned_item"},
        {"hidden": True},
        {"type": "event"},
        {"text": " "},
    ],
)
def test_notes_of_the_system_are_left_out(tmp_path: Path, left_out: dict[str, object]) -> None:
    """Joins, pins and messages that are gone are no conversation, and no damage."""
    assert threads(tmp_path, {**message(0, "x"), **left_out}) == []


def test_edits_and_deletions_count(tmp_path: Path) -> None:
    """The last text of a message is kept, and one that was deleted is not."""
    edited = message(0, "left, of course", edited={"user": "U1", "ts": stamp(60)})
    (thread,) = threads(
        tmp_path,
        message(0, "right"),
        message(9, "secret"),
        message(60, "", subtype="message_changed", hidden=True, message=edited),
        message(70, "", subtype="message_deleted", hidden=True, deleted_ts=stamp(9)),
    )

    assert [m.text for m in thread.messages] == ["left, of course"]
    assert thread.updated.isoformat() == "2024-01-02T10:01:00.000100+00:00"


def test_bots_are_the_system(tmp_path: Path) -> None:
    """Programs are marked as such, and what only they said is no conversation."""
    by = {"thread_ts": stamp(0)}
    (thread,) = threads(
        tmp_path,
        message(0, "is it down again?", **by),
        message(1, "it is", "U3", **by),
        message(2, "yes", "", subtype="bot_message", username="watch", **by),
        message(3, "ping", "", bot_id="B1", bot_profile={"name": "pinger"}, **by),
        message(400, "build failed", "U3"),
    )

    assert [(m.author, m.role) for m in thread.messages] == [
        ("ada l", Role.CUSTOMER),
        ("deploy", Role.SYSTEM),
        ("watch", Role.SYSTEM),
        ("pinger", Role.SYSTEM),
    ]


def test_private_talk_is_not_read(tmp_path: Path) -> None:
    """Groups, direct messages and channels that are called private stay out, even where their folders are there."""
    members: dict[str, object] = {
        "channels.json": [{"id": "C3", "name": "board", "is_private": True}],
        "groups.json": [{"id": "G1", "name": "staff"}],
        "dms.json": [{"id": "D1", "members": ["U1", "U2"]}],
        "mpims.json": [{"id": "G2", "name": "mpdm-ada--bo-1"}],
        **{
            f"{name}/2024-01-02.json": [message(0, "secret")]
            for name in ("board", "staff", "D1", "mpdm-ada--bo-1", "x")
        },
    }

    assert read(tmp_path, members) == []


def test_options_choose_channels_and_make_them_public(tmp_path: Path) -> None:
    """Only those who export know whether the workspace is open to all."""
    members = export(message(0, "hi?"), random__2024=[])
    members["random/2024-01-02.json"] = [message(0, "what a day")]

    found = read(tmp_path, members, channels=["#Random"], public=True)

    (thread,) = [one.thread for one in found if isinstance(one, Incoming)]
    assert (thread.category, thread.audience) == ("#random", Audience.PUBLIC)


def test_an_unpacked_export_and_one_with_a_folder_around_it_are_read(tmp_path: Path) -> None:
    """The folder gives what the archive gives."""
    members = export(message(0, "how?"))
    for name, value in members.items():
        file = tmp_path / "out" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(value), encoding="utf-8")
    write(tmp_path / "around.zip", {f"My export/{name}": value for name, value in members.items()})

    plain = read(tmp_path, members)

    assert len(plain) == 1
    for path in ("out", "around.zip"):
        assert list(SlackExport("slack", tmp_path, {"path": path}).threads()) == plain


def test_what_is_broken_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    """A torn file, a message without a time and one that is far too long are damage with a place and a cure."""
    members = export(message(0, "how?"), {"type": "message", "text": "x"}, 7, message(9, "x" * 10_000_000))
    members |= {"help/2024-01-03.json": b'[{"type":', "help/2024-01-04.json": {}, "users.json": b"\xff"}

    found = read(tmp_path, members)

    damage = [one for one in found if isinstance(one, Damage)]
    assert [one.where for one in damage] == [
        "slack.zip, users.json",
        "slack.zip, help/2024-01-02.json, record 2",
        "slack.zip, help/2024-01-02.json, record 3",
        "slack.zip, help/2024-01-02.json, record 2",
        "slack.zip, help/2024-01-03.json",
        "slack.zip, help/2024-01-04.json",
    ]
    assert all(one.what and one.cure for one in damage)
    assert "10,000,000 characters" in damage[3].what
    assert [one.thread.messages[0].author for one in found if isinstance(one, Incoming)] == ["U1"]


def test_names_of_members_lead_nowhere(tmp_path: Path) -> None:
    """Whatever an archive calls its members, and whatever its list of channels says, no other file is opened."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/2024-01-02.json").write_text(json.dumps([message(0, "secret")]), encoding="utf-8")
    inside = tmp_path / "in"
    inside.mkdir()
    names = ["../secret", str(tmp_path / "secret"), "/etc"]
    write(
        inside / "slack.zip",
        {
            "channels.json": [{"id": f"C{n}", "name": name} for n, name in enumerate(names)],
            "../../evil/2024-01-02.json": [message(0, "evil")],
        },
    )

    assert list(SlackExport("slack", inside, {"path": "slack.zip"}).threads()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "secret"]


def test_other_archives_are_refused(tmp_path: Path) -> None:
    """A file that is no archive, and an archive without channels, are damage; no file at all stops the source."""
    write(tmp_path / "other.zip", {"readme.json": {}})
    (tmp_path / "x.json").write_text("[]", encoding="utf-8")

    for path, said in (("other.zip", "channels.json"), ("x.json", "neither a folder nor a zip")):
        (damage,) = SlackExport("slack", tmp_path, {"path": path}).threads()
        assert isinstance(damage, Damage)
        assert (damage.where, said in damage.what) == (path, True)
    with pytest.raises(SourceError, match=r"no\.zip"):
        list(SlackExport("slack", tmp_path, {"path": "no.zip"}).threads())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(stamp(0)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    "type subtype ts thread_ts user username bot_id bot_profile user_profile text edited message files attachments".split()
)


@settings(deadline=None, max_examples=150)
@given(
    messages=st.lists(
        st.dictionaries(KEYS, JSON, max_size=4).map(lambda more: {**message(0, "hi?"), **more}), max_size=3
    ),
    other=JSON,
    torn=st.binary(max_size=20),
)
def test_nothing_stops_the_source(
    tmp_path_factory: pytest.TempPathFactory, messages: list[object], other: object, torn: bytes
) -> None:
    """Whatever stands in its files, an export gives conversations that can be stored, and damage with a place."""
    members = export(*messages, other) | {"help/2024-01-03.json": torn, "users.json": other}

    for one in read(tmp_path_factory.mktemp("slack"), members):
        if isinstance(one, Damage):
            assert one.where.startswith("slack.zip")
        else:
            json.dumps([one.thread.title, [m.text for m in one.thread.messages]], ensure_ascii=False).encode()


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from("<>@#!|*_~`&;U1\n \\[](){}=ab:/"), max_size=40))
def test_any_markup_is_text_that_cannot_act(tmp_path_factory: pytest.TempPathFactory, markup: str) -> None:
    """No markup makes HTML or a link that runs something."""
    folder = tmp_path_factory.mktemp("slack")
    for thread in threads(folder, message(0, markup)):
        assert "](javascript" not in thread.messages[0].text
