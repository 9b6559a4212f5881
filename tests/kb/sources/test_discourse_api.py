"""A live forum, in good and bad order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from deskbook import http
from deskbook.cli.main import cli
from deskbook.errors import ConfigError, SourceError
from deskbook.model import Audience, Damage, Incoming
from deskbook.sources.discourse_api import DiscourseApi
from discourse_forum import KEY as UPLOAD
from discourse_forum import TOPICS, Fault, LiveForum, Post, Topic, live_forum

KEY = "k3y-th4t-n0b0dy-may-see"


@pytest.fixture
def forum() -> Iterator[LiveForum]:
    """The small forum, open to all."""
    with live_forum() as server:
        yield server


def source(forum: LiveForum, **options: object) -> DiscourseApi:
    """A source that reads it, ten times as fast as usual."""
    return DiscourseApi("forum", Path(), {"url": forum.address, "pace": 10, **options})


def read(forum: LiveForum, cursor: str = "", **options: object) -> list[Incoming | Damage]:
    """What it gives."""
    return list(source(forum, **options).threads_since(cursor))


def ids(entries: list[Incoming | Damage]) -> list[str]:
    """Of the threads among the entries."""
    return [entry.thread.id for entry in entries if isinstance(entry, Incoming)]


def last_cursor(entries: list[Incoming | Damage]) -> str:
    """Where the next run goes on."""
    return next((entry.cursor for entry in reversed(entries) if isinstance(entry, Incoming) and entry.cursor), "")


def test_long_topics_are_whole(forum: LiveForum) -> None:
    """The API gives twenty posts; the others are asked for by their numbers, fifty at a time."""
    long = Topic(30, "Long", tuple(Post(n, f"<p>{n}</p>") for n in range(1, 132)), bumped=20)
    forum.topics.append(long)

    (entry,) = (entry for entry in read(forum) if isinstance(entry, Incoming) and entry.thread.id == "30")

    assert [message.id for message in entry.thread.messages] == [str(n) for n in range(1, 132)]
    batches = [path.count("post_ids") for path in forum.asked if path.startswith("/t/30/posts.json")]
    assert batches == [50, 50, 11]


def test_posts_that_are_not_given_are_named(forum: LiveForum) -> None:
    """The topic is kept as far as it goes."""
    forum.lost = frozenset((11031, 11032))

    found = read(forum)

    assert ids(found) == ["17", "10", "11"]
    (damage,) = (entry for entry in found if isinstance(entry, Damage))
    assert "2 of its posts" in damage.what
    assert damage.where == f"{forum.address}/t/11"


def test_the_second_run_asks_only_for_what_is_new(forum: LiveForum) -> None:
    """It lists topics back to where the last run ended, and reads those that moved since."""
    first = read(forum)
    forum.asked.clear()
    forum.topics.append(Topic(40, "New", (Post(1, "<p>new</p>"),), bumped=25))

    second = read(forum, last_cursor(first), recheck_days=0)

    assert ids(second) == ["11", "40"]  # the last one again: another may have moved in the same moment
    assert len([path for path in forum.asked if path.startswith("/latest")]) <= 2


def test_topics_of_the_last_days_are_read_again(forum: LiveForum) -> None:
    """An edit or a late answer moves no topic."""
    cursor = last_cursor(read(forum))

    assert ids(read(forum, cursor, recheck_days=2)) == ["10", "11"]
    assert ids(read(forum, cursor, recheck_days=30)) == ["17", "10", "11"]


def test_a_run_that_was_stopped_is_taken_up(forum: LiveForum) -> None:
    """Whatever was given last, the next run gives all the others."""
    entries = source(forum).threads()
    first = next(entries)
    assert isinstance(first, Incoming)
    entries.close()  # type: ignore[attr-defined]

    assert first.thread.id == "17"
    assert ids(read(forum, first.cursor, recheck_days=0)) == ["17", "10", "11"]


def test_the_cursor_of_another_forum_is_none(forum: LiveForum) -> None:
    """Whoever changes `url` reads everything."""
    assert ids(read(forum, "2026-01-20T00:00:00+00:00 https://other.example")) == ["17", "10", "11"]


def test_a_topic_that_is_not_given_holds_the_place(forum: LiveForum) -> None:
    """It is damage now, the others are read, and the next run begins before it."""
    forum.faults.append(Fault("/t/10.json", 500, times=99))

    found = read(forum)

    assert ids(found) == ["17", "11"]
    assert last_cursor(found).startswith("2026-01-03")
    forum.faults.clear()
    assert ids(read(forum, last_cursor(found), recheck_days=0)) == ["17", "10", "11"]


def test_a_forum_that_breaks_down_is_left_alone(forum: LiveForum) -> None:
    """After three topics in a row nothing more is asked."""
    forum.topics += [Topic(50 + n, "More", (Post(1, "<p>x</p>"),), bumped=10 + n) for n in range(5)]
    forum.faults.append(Fault("/t/", 503, times=999))

    with pytest.raises(SourceError, match="503"):
        read(forum)

    assert len({path for path in forum.asked if path.startswith("/t/")}) == 3


@pytest.mark.parametrize(
    "fault",
    [
        Fault("/t/10.json", 500, times=2),
        Fault("/latest.json", 502),
        Fault("/site.json", 429, headers=(("Retry-After", "7"),)),
        Fault("/t/11", 429, json.dumps({"errors": ["slow"], "extras": {"wait_seconds": 7}})),
        Fault("/t/10.json", 200, '{"id": 10, "post_str'),
        Fault("/t/10.json", 200, "<html>"),
        Fault("/t/11/posts.json", 504),
    ],
)
def test_what_passes_is_waited_for(forum: LiveForum, fault: Fault, pauses: list[float]) -> None:
    """Errors, answers that are cut off, and requests to wait, as long as is asked."""
    forum.faults.append(fault)

    assert ids(read(forum)) == ["17", "10", "11"]
    if fault.status == 429:
        assert 7 in pauses


def test_a_slow_forum_is_asked_again(forum: LiveForum, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that takes too long is no answer."""
    forum.faults.append(Fault("/site.json", delay=0.3))
    plain = http.PoliteClient.__init__
    monkeypatch.setattr(http.PoliteClient, "__init__", lambda self, *a, **k: plain(self, *a, **{**k, "timeout": 0.1}))

    assert ids(read(forum)) == ["17", "10", "11"]
    assert forum.asked[:2] == ["/site.json", "/site.json"]


def test_a_forum_keeps_its_pace(forum: LiveForum, pauses: list[float]) -> None:
    """One request a second unless told otherwise."""
    list(DiscourseApi("forum", Path(), {"url": forum.address}).threads())

    assert len([pause for pause in pauses if 0.5 < pause <= 1]) >= len(forum.asked) - 1


@pytest.mark.parametrize("value", [{"topic_list": 3}, {"topic_list": {"topics": [{"id": 1}]}}, [], None])
def test_what_is_no_list_stops_the_run(forum: LiveForum, value: object) -> None:
    """Another program at that address, or another API."""
    forum.faults.append(Fault("/latest.json", body=json.dumps(value), times=9))

    with pytest.raises(SourceError):
        read(forum)


def test_a_topic_that_is_malformed_is_damage(forum: LiveForum) -> None:
    """The others are read, and it does not hold the place: it would be no better next time."""
    forum.faults.append(Fault("/t/10.json", body='{"id": 10}', times=9))

    found = read(forum)

    assert ids(found) == ["17", "11"]
    assert last_cursor(found).startswith("2026-01-09")
    assert [entry.where for entry in found if isinstance(entry, Damage)] == [f"{forum.address}/t/10"]


def test_a_topic_that_went_meanwhile_is_no_damage(forum: LiveForum) -> None:
    """Deleted or made private between the list and the topic."""
    forum.faults.append(Fault("/t/10.json", 404))
    forum.faults.append(Fault("/t/17.json", 403))

    assert ids(found := read(forum)) == ["11"] == [entry.thread.id for entry in found if isinstance(entry, Incoming)]


def test_a_closed_forum_says_how_to_get_in() -> None:
    """Without a key, and with one that it refuses."""
    with live_forum(key=KEY) as forum:
        with pytest.raises(SourceError) as without:
            read(forum)
        with pytest.raises(SourceError) as wrong:
            read(forum, key_env="wr0ng-secret")

    assert without.value.cure is not None
    assert "key_env" in without.value.cure
    assert "refuses the key" in wrong.value.what
    assert "wr0ng-secret" not in str(wrong.value)


def test_a_closed_forum_is_read_with_a_key_and_stays_inside() -> None:
    """Nobody may read it without an account, so it is not for everybody."""
    with live_forum(key=KEY) as forum:
        found = read(forum, key_env=KEY)

        assert {entry.thread.audience for entry in found if isinstance(entry, Incoming)} == {Audience.INTERNAL}
        assert forum.keys == [None] + [KEY] * (len(forum.keys) - 1)


def test_the_key_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The configuration names a variable; one that is not there is said by its name, and collecting twice finds nothing new."""
    with live_forum(key=KEY) as forum:
        source = f'[[sources]]\nname = "forum"\ntype = "discourse"\nurl = "{forum.address}"\nkey_env = "FORUM_KEY"\n'
        (tmp_path / "deskbook.toml").write_text(source, encoding="utf-8")
        monkeypatch.delenv("FORUM_KEY", raising=False)
        without = CliRunner().invoke(cli, ["-C", str(tmp_path), "collect"])
        monkeypatch.setenv("FORUM_KEY", KEY)
        first = CliRunner().invoke(cli, ["-C", str(tmp_path), "collect"])
        second = CliRunner().invoke(cli, ["-C", str(tmp_path), "collect"])

    assert isinstance(without.exception, ConfigError)
    assert "FORUM_KEY" in without.exception.what
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "forum: 3 new" in first.output
    assert "forum: 0 new, 0 changed, 2 as before" in second.output
    assert KEY not in first.output + second.output
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]


def test_an_open_forum_is_not_shown_the_key(forum: LiveForum) -> None:
    """So nothing is given that not everybody may read."""
    assert ids(read(forum, key_env=KEY)) == ["17", "10", "11"]
    assert set(forum.keys) == {None}


def test_the_key_is_in_no_message() -> None:
    """Whatever goes wrong: neither in errors nor in damages nor in what a debugger shows of the options."""
    with live_forum(key=KEY) as forum:
        forum.faults += [Fault("/t/10.json", 500, f"no {KEY}", times=9), Fault("/t/17.json", body=f'{{"k": "{KEY}"}}')]
        reader = source(forum, key_env=KEY)
        found = list(reader.threads())
        forum.faults.append(Fault("/latest.json", 400, json.dumps({"errors": [KEY]})))
        with pytest.raises(SourceError) as refused:
            read(forum, key_env=KEY)

    assert KEY not in repr((found, reader.options, str(refused.value)))


def test_a_key_does_not_travel(forum: LiveForum) -> None:
    """Neither to another server that the forum names, nor over a line that all can read."""
    with live_forum(key=KEY) as elsewhere:
        forum.key = KEY
        moved = (("Location", f"{elsewhere.address}/latest.json"),)
        forum.faults.append(Fault("/latest.json", 302, headers=moved))
        with pytest.raises(SourceError) as caught:
            read(forum, key_env=KEY)

        assert elsewhere.asked == []
        assert caught.value.cure is not None
        assert elsewhere.address in caught.value.cure
    with pytest.raises(ConfigError, match="https"):
        DiscourseApi("forum", Path(), {"url": "http://forum.example", "key_env": KEY})


def test_redirects_within_the_forum_are_followed(forum: LiveForum) -> None:
    """Old addresses of topics lead to new ones; one that leads to itself is given up."""
    forum.faults.append(Fault("/t/10.json", 301, headers=(("Location", "/t/17.json"),)))
    forum.faults.append(Fault("/t/11.json", 301, headers=(("Location", "/t/11.json"),), times=99))

    found = read(forum)

    assert ids(found) == ["17", "17"]
    assert any(isinstance(entry, Damage) and "circles" in entry.what for entry in found)


def test_categories_that_a_large_forum_does_not_list_are_asked_for() -> None:
    """Each once; one that is not given is closed."""
    with live_forum(lazy=True) as forum:
        forum.topics.append(replace(TOPICS[1], id=60, category=1))
        found = read(forum)

    assert ids(found) == ["17", "10", "11", "60"]
    shown = [path for path in forum.asked if path.startswith("/c/")]
    assert sorted(shown) == ["/c/1/show.json", "/c/2/show.json"]


def test_whatever_is_closed_is_not_even_asked_for(forum: LiveForum) -> None:
    """Topics of categories that visitors do not see, private messages, unlisted ones."""
    listed = {"id": 0, "bumped_at": "2026-01-15T00:00:00Z", "archetype": "regular", "visible": True, "category_id": 1}
    closed = [{"category_id": 3}, {"archetype": "private_message"}, {"visible": False}, {"category_id": None}]
    page = {"topic_list": {"topics": [{**listed, "id": 70 + n, **change} for n, change in enumerate(closed)]}}
    forum.faults.append(Fault("/latest.json", body=json.dumps(page)))

    assert ids(read(forum)) == ["17"]  # from the next page
    assert not [path for path in forum.asked if re.match(r"/t/7\d", path)]


def test_pinned_topics_do_not_end_the_list(forum: LiveForum) -> None:
    """They stand first, however old they are."""
    forum.pinned = 17

    assert ids(read(forum, f"2026-01-08T00:00:00+00:00 {forum.address}", recheck_days=0)) == ["10", "11"]


def pictures(entries: list[Incoming | Damage]) -> list[bytes | None]:
    """What the pictures of all threads hold."""
    return [file.read() for entry in entries if isinstance(entry, Incoming) for file in entry.files]


def test_pictures_are_fetched_if_you_ask_for_them(forum: LiveForum) -> None:
    """From the forum itself, by way of its own redirects, and only when somebody wants to read one."""
    forum.files["/original/1X/a.png"] = b"picture"
    forum.faults.append(Fault(f"/uploads/short-url/{UPLOAD}", 302, headers=(("Location", "/original/1X/a.png"),)))

    assert pictures(read(forum)) == []
    assert not any("/uploads/" in path for path in forum.asked)
    given = [
        file.read()
        for entry in source(forum, fetch_pictures=True).threads()
        if isinstance(entry, Incoming)
        for file in entry.files
    ]

    assert given == [b"picture"]
    asked = forum.asked.index(f"/uploads/short-url/{UPLOAD}")
    assert forum.asked[asked + 1] == "/original/1X/a.png"


@pytest.mark.parametrize(
    "fault",
    [
        Fault("/uploads/", 404),
        Fault("/uploads/", 500, times=9),
        Fault("/uploads/", 302, headers=(("Location", "http://other.invalid/a.png"),)),
        Fault("/uploads/", 302, headers=(("Location", "file:///etc/passwd"),)),
        Fault("/uploads/", 302, headers=(("Location", "/uploads/again"),), times=9),
        Fault("/uploads/", body="x" * 5_000_001),
    ],
)
def test_a_picture_that_cannot_be_had_holds_nothing_up(forum: LiveForum, fault: Fault) -> None:
    """One that is gone, too large, on another host or never given is none, and is no damage."""
    forum.faults.append(fault)

    given = [
        (entry.thread.id, [file.read() for file in entry.files])
        for entry in source(forum, fetch_pictures=True).threads()
        if isinstance(entry, Incoming)
    ]

    assert given == [("17", [None]), ("10", []), ("11", [])]
