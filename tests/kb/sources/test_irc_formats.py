"""The line formats of chat clients."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.sources.irc_formats import FORMATS, DayBegins, NickChange, Other, Said, decoded, recognise, unbridged

SAMPLES: dict[str, list[str]] = {
    "irssi": [
        "--- Log opened Tue Jan 02 12:00:00 2024",
        "12:34 <@ada> hi: all",
        "12:35 < bo> hello",
        "12:36  * ada waves",
        "12:37 -!- cy [c@host.example] has joined #x",
        "12:38 -!- ada is now known as ada_away",
        "--- Day changed Wed Jan 03 2024",
        "12:39 -services(s@x)- notice",
        "--- Log closed Wed Jan 03 12:00:00 2024",
    ],
    "weechat": [
        "2024-01-02 12:34:56\t@ada\thi: all",
        "2024-01-02 12:35:00\tbo\thello",
        "2024-01-02 12:36:00\t *\tada waves",
        "2024-01-02 12:37:00\t-->\tcy (c@host.example) has joined #x",
        "2024-01-02 12:37:30\t<--\tcy has left",
        "2024-01-02 12:38:00\t--\tada is now known as ada_away",
        "2024-01-02 12:39:00\t--\tMode #x [+o ada]",
    ],
    "ubuntu": [
        "[12:34] <ada> hi: all",
        "[12:35] <bo> hello",
        "[12:36]  * ada waves",
        "=== cy [c@host.example]  has joined #x",
        "=== ada is now known as ada_away",
        "[12:37] -chanserv- notice",
    ],
    "znc": [
        "[12:34:56] <@ada> hi: all",
        "[12:35:00] <bo> hello",
        "[12:36:00] * ada waves",
        "[12:37:00] *** Joins: cy (c@host.example)",
        "[12:38:00] *** ada is now known as ada_away",
        "[12:39:00] -chanserv- notice",
        "[12:40:00] <*status> You have been disconnected",
        "[12:40:00] <***> Buffer Playback...",
    ],
    "eggdrop": [
        "[12:34] <@ada> hi: all",
        "[12:35] <bo> hello",
        "[12:36] Action: ada waves",
        "[12:37] cy (c@host.example) joined #x.",
        "[12:37] di (d@host.example) left irc: bye",
        "[12:38] Nick change: ada -> ada_away",
        "[12:39] #x: mode change '+o ada' by bo!b@host.example",
        "[12:40] Topic changed on #x by bo!b@host.example: lids",
        "[00:00] --- Wed Jan  3 2024",
    ],
    "mirc": [
        "Session Start: Tue Jan 02 12:00:00 2024",
        "Session Ident: #x",
        "[12:33] * Now talking in #x",
        "[12:34] <@ada> hi: all",
        "[12:35] <bo> hello",
        "[12:36] * ada waves",
        "[12:37] * cy (c@host.example) has joined #x",
        "[12:37] * di (d@host.example) Quit (bye)",
        "[12:38] * ada is now known as ada_away",
        "[12:39] * ada sets mode: +o bo",
        "Session Close: Tue Jan 02 12:50:00 2024",
    ],
    "hexchat": [
        "**** BEGIN LOGGING AT Tue Jan  2 12:00:00 2024",
        "Jan 02 12:33:00 *\tNow talking on #x",
        "Jan 02 12:34:56 <ada>\thi: all",
        "Jan 02 12:35:00 <bo>\thello",
        "Jan 02 12:36:00 *\tada waves",
        "Jan 02 12:37:00 *\tcy (~c@host.example) has joined",
        "Jan 02 12:37:10 *\tcy has quit (bye)",
        "Jan 02 12:38:00 *\tada is now known as ada_away",
        "Jan 02 12:39:00 -chanserv-\tnotice",
        "**** ENDING LOGGING AT Tue Jan  2 12:50:00 2024",
    ],
    "limnoria": [
        "2024-01-02T12:34:56  <ada> hi: all",
        "2024-01-02T12:35:00  <bo> hello",
        "2024-01-02T12:36:00  * ada waves",
        "2024-01-02T12:37:00  *** cy <c@host.example> has joined #x",
        "2024-01-02T12:38:00  *** ada is now known as ada_away",
        "2024-01-02T12:39:00  -chanserv- notice",
    ],
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_format_is_recognised_and_read(name: str) -> None:
    """Each client's own lines name it; messages, actions and nick changes are told from the rest."""
    form = recognise(SAMPLES[name])
    assert form is not None
    assert form.name == name

    parsed = [form.parse(line) for line in SAMPLES[name]]

    assert None not in parsed
    said = [one for one in parsed if isinstance(one, Said)]
    assert [(one.nick, one.text, one.action) for one in said] == [
        ("ada", "hi: all", False),
        ("bo", "hello", False),
        ("ada", "waves", True),
    ]
    assert (said[0].clock.hour, said[0].clock.minute) == (12, 34)
    assert [one for one in parsed if isinstance(one, NickChange)] == [NickChange("ada", "ada_away")]
    assert any(isinstance(one, Other) for one in parsed)


def test_days_are_read_where_they_are_written() -> None:
    """irssi says when a day begins, WeeChat says the day in each line."""
    irssi = [FORMATS["irssi"].parse(line) for line in SAMPLES["irssi"]]
    weechat = FORMATS["weechat"].parse(SAMPLES["weechat"][0])

    assert [one.day for one in irssi if isinstance(one, DayBegins)] == [date(2024, 1, 2), date(2024, 1, 3)]
    assert weechat == Said(time(12, 34, 56), "ada", "hi: all", False, date(2024, 1, 2))


def test_hexchat_says_the_year_at_the_beginning_only() -> None:
    """Its lines have a month and a day."""
    form = FORMATS["hexchat"]

    assert form.parse(SAMPLES["hexchat"][0]) == DayBegins(date(2024, 1, 2))
    assert form.parse("Jan 03 00:01:00 <ada>\thi") == Said(time(0, 1), "ada", "hi", False, None, (1, 3))


@pytest.mark.parametrize(
    ("clock", "hour"), [("12:05 AM", 0), ("1:05 am", 1), ("12:05PM", 12), ("11:05:09 PM", 23), ("23:05", 23)]
)
def test_clocks_may_say_morning_and_afternoon(clock: str, hour: int) -> None:
    """With seconds or without, and with a space or without."""
    said = FORMATS["znc"].parse(f"[{clock}] <ada> hi")

    assert isinstance(said, Said)
    assert (said.clock.hour, said.clock.minute) == (hour, 5)
    assert FORMATS["znc"].parse("[13:05 PM] <ada> hi") is None


@pytest.mark.parametrize(
    ("text", "nick", "said"),
    [
        ("<Grace> hi <b>", "Grace", "hi <b>"),
        ("<@G\u200brace> hi", "@Grace", "hi"),
        ("[Grace Hopper] hi", "Grace Hopper", "hi"),
        ("**<Grace>** hi", "Grace", "hi"),
        ("Grace joined", "bridge", "Grace joined"),
        ("<> hi", "bridge", "<> hi"),
        ("<\u200b> hi", "bridge", "<\u200b> hi"),
    ],
)
def test_what_a_bridge_passes_on_was_said_by_another(text: str, nick: str, said: str) -> None:
    """The name stands before the text; what has none was said by the bridge itself."""
    found = unbridged(Said(time(12), "bridge", text, False))

    assert (found.nick, found.text) == (nick, said)


def test_energymech_is_zncs_format() -> None:
    """ZNC took it over as it was."""
    assert FORMATS["energymech"] is FORMATS["znc"]


@pytest.mark.parametrize(
    "line",
    [
        "[25:00] <a> x",
        "[12:61] <a> x",
        "[12:3",
        "12:34 a: x",
        "2024-13-40 12:00:00\ta\tx",
        "--- Day changed Wed Foo 03 2024",
    ],
)
def test_what_is_no_line_of_any_format_is_none(line: str) -> None:
    """Impossible times and torn lines are not guessed at."""
    assert all(form.parse(line) is None for form in FORMATS.values())


@pytest.mark.parametrize("sample", [[], ["hello", "world"], ["[12:34] <a> x", "no", "no", "no"]])
def test_other_files_are_not_recognised(sample: list[str]) -> None:
    """Half of the lines have to agree."""
    assert recognise(sample) is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("grün".encode(), "grün"),
        ("grün".encode("cp1252"), "grün"),
        (b"\x0304,05red\x03 \x02bold\x0f \x1ditalic\x16 \x04ff0000x", "red bold italic x"),
        (b"\x81\xff", "�ÿ"),
    ],
)
def test_a_line_is_decoded_by_itself(raw: bytes, text: str) -> None:
    """UTF-8 first, else the old Windows code page; colours go."""
    assert decoded(raw) == text


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_any_line_can_be_parsed(raw: bytes) -> None:
    """No bytes stop a run."""
    for form in FORMATS.values():
        parsed = form.parse(decoded(raw))
        if isinstance(parsed, Said):
            unbridged(parsed)
