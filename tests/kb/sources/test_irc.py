"""Chat logs -> conversations."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.model import Audience, Damage, Incoming, Role, Thread, ThreadKind
from deskbook.sources.irc import IrcLogs

LOG = """\
=== ada [ada@host.example]  has joined #help
[10:00] <ada> hello, how do I open the lid?

[10:01] <cy> does anybody have a spare key for the blue cabinet downstairs?
[10:01] <bo> ada: turn it *left*, see http://x.example/lid
[10:02] <di> cy: ask at the desk
=== ada is now known as ada_away
[10:03] <bo> ada_away: then pull
[10:04]  * ada_away does so
[10:04] <ada_away> bo: thanks
"""


def write(folder: Path, text: str, name: str = "2024-01-02-#help.log") -> None:
    """One log."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text.encode())


def read(folder: Path, **options: object) -> list[Incoming | Damage]:
    """What the source gives for all logs of a folder."""
    return list(IrcLogs("chat", folder, {"path": "**/*.*", **options}).threads())


def threads(folder: Path, **options: object) -> list[Thread]:
    """The conversations; there is no damage."""
    found = read(folder, **options)
    assert not [one for one in found if isinstance(one, Damage)]
    return [one.thread for one in found if isinstance(one, Incoming)]


def test_two_conversations_are_told_apart(tmp_path: Path) -> None:
    """Each line is in the conversation that it answers, under any nick."""
    write(tmp_path, LOG)

    lid, key = threads(tmp_path)

    assert [(m.id, m.author, m.role, m.reply_to, m.text) for m in lid.messages] == [
        ("2024-01-02/L000002", "ada", Role.CUSTOMER, None, "hello, how do I open the lid?"),
        (
            "2024-01-02/L000005",
            "bo",
            Role.CUSTOMER,
            "2024-01-02/L000002",
            "ada: turn it \\*left\\*, see <http://x.example/lid>",
        ),
        ("2024-01-02/L000008", "bo", Role.CUSTOMER, "2024-01-02/L000005", "ada_away: then pull"),
        ("2024-01-02/L000009", "ada_away", Role.CUSTOMER, "2024-01-02/L000008", "*ada_away does so*"),
        ("2024-01-02/L000010", "ada_away", Role.CUSTOMER, "2024-01-02/L000008", "bo: thanks"),
    ]
    assert (lid.id, lid.title) == ("help/2024-01-02/L2", "hello, how do I open the lid?")
    assert (lid.kind, lid.audience, lid.category, lid.resolved) == (ThreadKind.CHAT, Audience.PUBLIC, "#help", False)
    assert (lid.created, lid.updated) == (datetime(2024, 1, 2, 10, tzinfo=UTC), datetime(2024, 1, 2, 10, 4, tzinfo=UTC))
    assert [m.author for m in key.messages] == ["cy", "di"]
    assert key.title == "does anybody have a spare key for the blue cabinet downstairs?"


def test_handles_are_all_nicks_of_the_conversation(tmp_path: Path) -> None:
    """Who speaks, what they were called before, and whom they speak of."""
    write(tmp_path, LOG + "[10:05] <bo> ada_away: cy and di know it, too\n")

    lid = next(one for one in read(tmp_path) if isinstance(one, Incoming) and one.thread.id.endswith("L2"))

    assert set(lid.handles) == {"ada", "bo", "ada_away", "cy", "di"}


def test_options_overrule_what_is_recognised(tmp_path: Path) -> None:
    """Channel, format and time zone can be said."""
    write(tmp_path, LOG)

    lid, _ = threads(tmp_path, channel="support", format="ubuntu", timezone="Europe/Berlin")

    assert (lid.category, lid.id) == ("#support", "support/2024-01-02/L2")
    assert lid.created == datetime(2024, 1, 2, 9, tzinfo=UTC)


def test_two_logs_of_one_day_share_no_ids(tmp_path: Path) -> None:
    """A log that was cut at noon goes on counting."""
    write(tmp_path, "[10:00] <ada> hello?\n", "a/2024-01-02-#help.log")
    write(tmp_path, "[13:00] <bo> hello?\n", "b/2024-01-02-#help.log")

    assert [thread.id for thread in threads(tmp_path)] == ["help/2024-01-02/L1", "help/2024-01-02/L2"]


def test_a_log_over_midnight_has_lines_of_two_days(tmp_path: Path) -> None:
    """Ids carry the day on which the line was written."""
    write(tmp_path, "[23:59] <ada> hello, lid?\n[00:00] <bo> ada: left\n")

    (thread,) = threads(tmp_path)

    assert [message.id for message in thread.messages] == ["2024-01-02/L000001", "2024-01-03/L000002"]


@pytest.mark.parametrize(
    ("name", "text", "where", "said"),
    [
        ("2024-01-02.log", "dear diary\nnothing\n", "2024-01-02.log", "format"),
        ("help.log", "[10:00] <ada> hi\n", "help.log:1", "day"),
        (
            "2024-01-02.log",
            "[10:00] <ada> hi\n[10:01] <bo> yo\n[10:0",
            "2024-01-02.log:3",
            "no line of a log as ubuntu",
        ),
    ],
)
def test_damage_is_named(tmp_path: Path, name: str, text: str, where: str, said: str) -> None:
    """A file of no known format or day, and a torn line, are named with a cure."""
    write(tmp_path, text, name)

    (damage,) = [one for one in read(tmp_path) if isinstance(one, Damage)]

    assert damage.where == where
    assert said in damage.what
    assert damage.cure


def test_an_empty_log_is_nothing(tmp_path: Path) -> None:
    """A day on which nobody was there is no damage."""
    write(tmp_path, "\n\n")

    assert read(tmp_path) == []


def test_a_long_conversation_is_given_once_it_is_over(tmp_path: Path) -> None:
    """Conversations come while the log is still being read, so memory does not grow with it."""
    talk = [f"[{n // 60 % 24:02}:{n % 60:02}] <ada{n}> hello, how do I open lid number {n}?\n" for n in range(600)]
    write(tmp_path, "".join(talk))
    source = IrcLogs("chat", tmp_path, {"path": "*.log"}).threads()

    first = next(source)

    assert isinstance(first, Incoming)
    assert 1 + sum(1 for _ in source) > 50


@pytest.mark.parametrize(
    ("name", "log"),
    [
        ("help.log", "--- Log opened Tue Jan 02 12:00:00 2024\n12:34 <@ada> lid?\n12:35 < bo> ada: left\n"),
        ("help.weechatlog", "2024-01-02 12:34:56\t@ada\tlid?\n2024-01-02 12:35:00\tbo\tada: left\n"),
        ("#help_20240102.log", "[12:34:56] <ada> lid?\n[12:35:00] <bo> ada: left\n"),
        ("help.log", "[00:00] --- Tue Jan  2 2024\n[12:34] <ada> lid?\n[12:35] Action: bo tells ada: left\n"),
        ("help.log", "Session Start: Tue Jan 02 12:00:00 2024\n[12:34] <ada> lid?\n[12:35] <bo> ada: left\n"),
        (
            "help.log",
            "**** BEGIN LOGGING AT Tue Jan  2 12:00:00 2024\n"
            "Jan 02 12:34:56 <ada>\tlid?\nJan 02 12:35:00 <bo>\tada: left\n",
        ),
        ("#help.2024-01-02.log", "2024-01-02T12:34:56  <ada> lid?\n2024-01-02T12:35:00  <bo> ada: left\n"),
        ("2024/01/02/#help.txt", "[12:34] <ada> lid?\n[12:35] <bo> ada: left\n"),
        ("2024-01-02-#help.log", "[12:34 PM] <ada> lid?\n[12:35 PM] <bo> ada: left\n"),
        ("2024-01-02-#help.log", "[12:34] <ada> \x0304lid?\x0f\n[12:35] <bo> ada: \x02left\x02\n"),
    ],
)
def test_each_client_gives_the_same_conversation(tmp_path: Path, name: str, log: str) -> None:
    """Whoever wrote the log, and wherever it says the day."""
    write(tmp_path, log, name)

    (thread,) = threads(tmp_path)

    assert [(m.author, m.at.strftime("%Y-%m-%d %H:%M")) for m in thread.messages] == [
        ("ada", "2024-01-02 12:34"),
        ("bo", "2024-01-02 12:35"),
    ]
    assert (thread.category, thread.title) == ("#help", "lid?")
    assert thread.messages[1].text.endswith("ada: left") or thread.messages[1].text == "*bo tells ada: left*"


def test_lines_are_numbered_by_days_in_utc(tmp_path: Path) -> None:
    """The page of a day has lines of two local days; their numbers go on as the lines do."""
    write(tmp_path, "[23:59] <ada> hello, lid?\n", "2024-01-02-#help.log")
    write(tmp_path, "[00:30] <bo> is there a key for the blue cabinet?\n[01:30] <cy> hm?\n", "2024-01-03-#help.log")

    ids = [message.id for thread in threads(tmp_path, timezone="Europe/Berlin") for message in thread.messages]

    assert sorted(ids) == ["2024-01-02/L000001", "2024-01-02/L000002", "2024-01-03/L000002"]


def test_a_bridge_speaks_for_others(tmp_path: Path) -> None:
    """Whom it passes on is the author, and a name to look for."""
    write(tmp_path, "[10:00] <relay> <Grace> hello, how do I open the lid?\n[10:01] <bo> Grace: left\n")

    (found,) = [one for one in read(tmp_path, bridges=["Relay"]) if isinstance(one, Incoming)]

    assert [m.author for m in found.thread.messages] == ["Grace", "bo"]
    assert found.thread.messages[0].text == "hello, how do I open the lid?"
    assert "Grace" in found.handles


def test_only_the_channels_that_are_asked_for_are_read(tmp_path: Path) -> None:
    """With their mark or without."""
    write(tmp_path, LOG)
    write(tmp_path, LOG, "2024-01-02-#staff.log")

    assert {thread.category for thread in threads(tmp_path, channels=["Help"])} == {"#help"}


def test_each_line_has_an_encoding_of_its_own(tmp_path: Path) -> None:
    """Clients of one channel did not agree on one."""
    raw = "[10:00] <ada> grün?\n".encode() + "[10:01] <bo> ada: grün\n".encode("cp1252")
    (tmp_path / "2024-01-02.log").write_bytes(raw)

    (thread,) = threads(tmp_path)

    assert [m.text for m in thread.messages] == ["grün?", "ada: grün"]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.binary(max_size=30) | st.sampled_from([line.encode() for line in LOG.splitlines()]), max_size=12))
def test_no_bytes_stop_the_source(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    """Whatever a log holds, it gives conversations, and damage with a place and a cure."""
    folder = tmp_path_factory.mktemp("log")
    (folder / "2024-01-02.log").write_bytes(b"\n".join(lines))

    for one in read(folder, timezone="Europe/Berlin"):
        if isinstance(one, Damage):
            assert one.where.startswith("2024-01-02.log")
            assert one.cure


CHATTER = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["ada", "bo", "help", "x_"]),
        st.sampled_from(["bo: yes", "hi", "why?", "#a <b>", "ok ada"]),
    ),
    max_size=150,
)


@settings(deadline=None, max_examples=40)
@given(CHATTER)
def test_every_line_is_in_exactly_one_conversation(
    tmp_path_factory: pytest.TempPathFactory, chatter: list[tuple[int, str, str]]
) -> None:
    """Conversations are a partition of what was said, in its order, and replies stay inside them."""
    folder = tmp_path_factory.mktemp("log")
    minute, lines = 0, []
    for later, nick, text in chatter:
        minute += later
        lines.append(f"[{minute // 60:02}:{minute % 60:02}] <{nick}> {text}\n")
    write(folder, "".join(lines))

    found = threads(folder)

    ids = [message.id for thread in found for message in thread.messages]
    assert sorted(ids) == [f"2024-01-02/L{number:06}" for number in range(1, len(lines) + 1)]
    for thread in found:
        known: set[str] = set()
        for number, message in enumerate(thread.messages):
            assert (message.reply_to in known) if number else message.reply_to is None
            known.add(message.id)


@pytest.mark.realdata
def test_real_logs_are_read_without_damage() -> None:
    """Every line that somebody said in ten days of a busy channel is kept, once."""
    if "DESKBOOK_DATA" not in os.environ:
        pytest.skip("DESKBOOK_DATA is not set")
    root = Path(os.environ["DESKBOOK_DATA"])
    said = sum(
        line.startswith(b"[")
        for path in (root / "irc" / "dev").glob("*.ascii.txt")
        for line in path.read_bytes().splitlines()
    )

    found = list(IrcLogs("ubuntu", root, {"path": "irc/dev/*.ascii.txt"}).threads())

    kept = [thing.thread for thing in found if isinstance(thing, Incoming)]
    assert len(kept) == len(found) == len({thread.id for thread in kept})
    assert 0 <= said - sum(len(thread.messages) for thread in kept) < said / 500  # a few lines say nothing
