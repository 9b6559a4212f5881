"""Zulip organisations from their export."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.model import Audience, Damage, Incoming, Role, Thread
from deskbook.sources.zulip_export import ZulipExport
from deskbook.sources.zulip_text import plain_marks

REALM: dict[str, list[dict[str, Any]]] = {
    "zerver_realm": [{"id": 1, "string_id": "acme"}],
    "zerver_stream": [
        {"id": 5, "name": "help desk", "invite_only": False, "is_web_public": False},
        {"id": 6, "name": "board", "invite_only": True, "is_web_public": False},
        {"id": 7, "name": "world", "invite_only": False, "is_web_public": True},
    ],
    "zerver_recipient": [
        {"id": 50, "type": 2, "type_id": 5},
        {"id": 60, "type": 2, "type_id": 6},
        {"id": 70, "type": 2, "type_id": 7},
        {"id": 80, "type": 1, "type_id": 5},
        {"id": 90, "type": 3, "type_id": 5},
    ],
    "zerver_userprofile": [
        {"id": 11, "full_name": "Ada Lovelace", "email": "user11@z.example", "delivery_email": "a@b.example"},
        {"id": 12, "full_name": "Bo", "email": "bo@b.example", "is_bot": False},
        {"id": 13, "full_name": "Watch", "email": "w@b.example", "is_bot": True},
    ],
    "zerver_userprofile_crossrealm": [{"id": 1, "email": "notification-bot@zulip.com"}],
}


def message(number: int, content: str, sender: int = 11, subject: str = "Lids", **more: object) -> dict[str, Any]:
    """One message, so many minutes after noon on 2 January 2024."""
    at = 1704196800.25 + number * 60
    return {
        "id": number,
        "sender": sender,
        "recipient": 50,
        "subject": subject,
        "content": content,
        "date_sent": at,
        **more,
    }


def read(folder: Path, *files: object, realm: object = REALM, **options: object) -> list[Incoming | Damage]:
    """What the source gives for one archive; each file is a list of messages, or bytes."""
    members = {"realm.json": realm} | {
        f"messages-{number:06}.json": {"zerver_message": value} if isinstance(value, list) else value
        for number, value in enumerate(files, 1)
    }
    with tarfile.open(folder / "zulip.tar.gz", "w:gz") as archive:
        for name, value in members.items():
            raw = value if isinstance(value, bytes) else json.dumps(value).encode()
            info = tarfile.TarInfo(f"zulip-acme-2024/{name}")
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return list(ZulipExport("zulip", folder, {"path": "zulip.tar.gz", **options}).threads())


def threads(folder: Path, *messages: object, **options: object) -> list[Thread]:
    """The conversations; there is no damage."""
    found = read(folder, list(messages), **options)
    assert not [one for one in found if isinstance(one, Damage)]
    return [one.thread for one in found if isinstance(one, Incoming)]


def test_a_topic_is_a_conversation(tmp_path: Path) -> None:
    """Messages of a topic belong together, whatever is said in others and in which file it is; a tick means resolved."""
    first = [message(1, "how?", subject="✔ Opening lids"), message(2, "cold today", 12, "weather")]
    second = [message(9, "turn it, @**Ada Lovelace|11**", 12, "✔ opening LIDS")]

    found = [one for one in read(tmp_path, first, second, url="https://z.example/") if isinstance(one, Incoming)]

    lid, weather = (one.thread for one in found)
    assert [(m.id, m.author, m.role, m.text) for m in lid.messages] == [
        ("m1", "Ada Lovelace", Role.CUSTOMER, "how?"),
        ("m9", "Bo", Role.CUSTOMER, "turn it, @Ada Lovelace"),
    ]
    assert (lid.id, lid.title, lid.resolved, lid.category) == ("5/m1", "Opening lids", True, "#help desk")
    assert lid.url == "https://z.example/#narrow/stream/5-help-desk/topic/.E2.9C.94.20Opening.20lids/near/1"
    assert lid.created.isoformat() == "2024-01-02T12:01:00.250000+00:00"
    assert (lid.audience, weather.resolved) == (Audience.INTERNAL, False)
    assert set(found[0].people) == {"user11@z.example", "a@b.example", "bo@b.example"}
    assert (set(found[0].handles), found[0].asker) == ({"Ada Lovelace", "Bo"}, "11")


def test_what_has_no_topic_is_untangled(tmp_path: Path) -> None:
    """Lines without a topic are no conversation because of that alone."""
    found = threads(
        tmp_path,
        message(1, "how do I open the lid of the blue box?", subject=""),
        message(2, "where is everybody today, is it a holiday?", 12, subject="(no topic)"),
    )

    assert [len(one.messages) for one in found] == [1, 1]


def test_private_talk_is_not_read(tmp_path: Path) -> None:
    """Private channels, direct messages and groups are not even damage; a channel that says nothing is private."""
    silent = {**REALM, "zerver_stream": [{"id": 5, "name": "help"}]}
    messages = [message(number, "secret", recipient=to) for number, to in enumerate((60, 80, 90, 99))]

    assert threads(tmp_path, *messages) == []
    assert threads(tmp_path, message(1, "secret"), realm=silent) == []


def test_what_the_web_may_read_is_public(tmp_path: Path) -> None:
    """Zulip says it of a channel; else you do."""
    messages = [message(1, "a"), message(2, "b", recipient=70)]

    assert [one.audience for one in threads(tmp_path, *messages)] == [Audience.INTERNAL, Audience.PUBLIC]
    (thread,) = threads(tmp_path, *messages, public=True, channels=["help desk"])
    assert thread.audience is Audience.PUBLIC


def test_bots_are_the_system(tmp_path: Path) -> None:
    """So are Zulip's own, which tell of topics that were moved; what only they said is no conversation."""
    (thread,) = threads(
        tmp_path, message(1, "down?"), message(2, "yes", 13), message(3, "moved", 1), message(4, "news", 13, "builds")
    )

    assert [m.role for m in thread.messages] == [Role.CUSTOMER, Role.SYSTEM, Role.SYSTEM]


@pytest.mark.parametrize(
    ("content", "markdown"),
    [
        ("```quote\nsaid\nbefore\n```\nyes", "> said  \n> before\n\nyes"),
        ("```spoiler Ending\nall well\n```", "**Ending**\n\nall well"),
        ("```python\nx = 1\n```", "```python\nx = 1\n```"),
        (
            "@_**Bo|12** said in #**help desk>lids** at <time:2024-01-02T12:00:00Z>",
            "@Bo said in #help desk>lids at 2024-01-02T12:00:00Z",
        ),
        ("[lid.png](/user_uploads/1/ab/lid.png)", "[lid.png](https://z.example/user_uploads/1/ab/lid.png)"),
        ("/me waves", "*Ada Lovelace* waves"),
        ("a\nb", "a  \nb"),
    ],
)
def test_content_becomes_markdown(tmp_path: Path, content: str, markdown: str) -> None:
    """Zulip's own marks are words, and links to it lead there."""
    (thread,) = threads(tmp_path, message(1, content), url="https://z.example")

    assert thread.messages[0].text == markdown


def test_what_is_broken_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    """Torn files, messages without a time and ones that are far too long are damage."""
    good = [
        message(1, "how?"),
        message(2, "x", date_sent=None),
        message(3, "x" * 10_000_000),
        {"id": 4},
        message(5, "y"),
    ]

    found = read(tmp_path, good, b'{"zerver_message": [', {"other": 1})

    damage = [one for one in found if isinstance(one, Damage)]
    folder = "zulip.tar.gz, zulip-acme-2024"
    assert [one.where for one in damage] == [
        f"{folder}/messages-000001.json, record 4",
        f"{folder}/messages-000002.json",
        f"{folder}/messages-000003.json",
        "zulip.tar.gz, message 2",
        "zulip.tar.gz, message 3",
    ]
    assert all(one.what and one.cure for one in damage)
    assert [len(one.thread.messages) for one in found if isinstance(one, Incoming)] == [2]


@pytest.mark.parametrize(
    "realm", [b"{", [1], {}, {"zerver_stream": 3, "zerver_recipient": [], "zerver_userprofile": []}]
)
def test_without_the_list_of_channels_nothing_is_read(tmp_path: Path, realm: object) -> None:
    """Nobody could say what is private."""
    (damage,) = read(tmp_path, [message(1, "secret")], realm=realm)

    assert isinstance(damage, Damage)
    assert (damage.where, "realm.json" in damage.what) == ("zulip.tar.gz", True)


def test_a_torn_archive_is_damage(tmp_path: Path) -> None:
    """What was cut off while it was copied cannot be read."""
    read(tmp_path, [message(1, "how?")])
    whole = (tmp_path / "zulip.tar.gz").read_bytes()
    (tmp_path / "torn.tar.gz").write_bytes(whole[: len(whole) // 2])

    (damage,) = ZulipExport("zulip", tmp_path, {"path": "torn.tar.gz"}).threads()

    assert isinstance(damage, Damage)
    assert damage.where == "torn.tar.gz"


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from("@*_#|~`<>:\n quotespil1"), max_size=60))
def test_any_marks_can_be_read(content: str) -> None:
    """No text stops the reading of marks."""
    plain_marks(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from("id sender recipient subject content date_sent last_edit_time".split())


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.dictionaries(KEYS, JSON, max_size=3), max_size=3),
    st.sampled_from([key for key in REALM if key != "zerver_realm"]),
    JSON,
)
def test_nothing_stops_the_source(
    tmp_path_factory: pytest.TempPathFactory, messages: list[dict[str, Any]], table: str, rows: object
) -> None:
    """Whatever its tables hold, an export gives conversations that can be stored, and damage with a place."""
    said = [{**message(number, "how?"), **more} for number, more in enumerate(messages)]
    realm = REALM | ({table: [*REALM[table], *rows]} if isinstance(rows, list) else {table: rows})

    for one in read(tmp_path_factory.mktemp("zulip"), [*said, rows], realm=realm):
        if isinstance(one, Damage):
            assert one.where.startswith("zulip.tar.gz")
        else:
            json.dumps([one.thread.title, [m.text for m in one.thread.messages]], ensure_ascii=False).encode()
