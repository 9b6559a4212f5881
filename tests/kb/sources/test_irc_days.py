"""Channels, days and times of logs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from deskbook.sources.irc_days import Calendar, channel_of, counts_to_twelve, day_of
from deskbook.sources.irc_formats import Said


@pytest.mark.parametrize(
    ("path", "day", "channel"),
    [
        ("2024-01-02.log", date(2024, 1, 2), "#chat"),
        ("20240102.log.gz", date(2024, 1, 2), "#chat"),
        ("#ubuntu_20240102.log", date(2024, 1, 2), "#ubuntu"),
        ("libera_#py-dev_20240102.log", date(2024, 1, 2), "#py-dev"),
        ("2004-11-15_03.ascii.txt", date(2004, 11, 15), "#chat"),
        ("2024/01/02/#ubuntu.txt", date(2024, 1, 2), "#ubuntu"),
        ("log/#node.js/2024-01-02.log", date(2024, 1, 2), "#node.js"),
        ("irc.libera.##c.weechatlog", None, "##c"),
        ("help.log", None, "#help"),
        ("2024-13-45.log", None, "#2024-13-45"),
        ("2024/13/45/#x.txt", None, "#x"),
        ("123420240102999.log", None, "#123420240102999"),
    ],
)
def test_day_and_channel_come_from_the_path(path: str, day: date | None, channel: str) -> None:
    """Names as ZNC, WeeChat, irssi and irclogs.ubuntu.com write them."""
    assert day_of(Path("/logs") / path) == day
    assert channel_of(Path("/logs") / path, "chat") == channel


def moments(calendar: Calendar, *clocks: str) -> list[str]:
    """When lines with these times were written."""
    found = [calendar.moment(Said(time.fromisoformat(clock), "a", "x", False)) for clock in clocks]
    return [moment.isoformat() if moment else "" for moment in found]


def test_midnight_begins_a_day() -> None:
    """A fall by more than half a day is midnight; a smaller one is a clock that was set."""
    calendar = Calendar(date(2024, 1, 31), UTC)

    assert moments(calendar, "23:59", "23:58", "00:01", "00:00") == [
        "2024-01-31T23:59:00+00:00",
        "2024-01-31T23:58:00+00:00",
        "2024-02-01T00:01:00+00:00",
        "2024-02-01T00:00:00+00:00",
    ]


def test_where_the_log_says_the_day_midnight_is_not_guessed() -> None:
    """Day lines are believed."""
    calendar = Calendar(None, UTC)
    assert moments(calendar, "23:59") == [""]

    calendar.begin(date(2024, 1, 2))

    assert moments(calendar, "23:59", "00:01") == ["2024-01-02T23:59:00+00:00", "2024-01-02T00:01:00+00:00"]


def test_times_are_of_the_zone() -> None:
    """Local time carries its own offset."""
    moment = Calendar(date(2024, 7, 1), ZoneInfo("Europe/Berlin")).moment(Said(time(12), "a", "x", False))

    assert moment == datetime(2024, 7, 1, 10, tzinfo=UTC)


def test_a_clock_of_twelve_hours_is_recognised_and_read() -> None:
    """Early Ubuntu logs count to twelve twice a day, from midnight."""
    clocks = ["12:18", "03:00", "11:59", "12:00", "01:00", "11:58", "12:01"]

    assert counts_to_twelve(f"[{clock}] <a> x".encode() for clock in ["12:59", "01:00", "11:00"])
    assert not counts_to_twelve(f"[{clock}] <a> x".encode() for clock in ["12:59", "13:00"])
    assert not counts_to_twelve(f"[{clock}] <a> x".encode() for clock in ["09:00", "10:00"])
    assert [moment[:16] for moment in moments(Calendar(date(2004, 11, 15), UTC, twelve_hours=True), *clocks)] == [
        "2004-11-15T00:18",
        "2004-11-15T03:00",
        "2004-11-15T11:59",
        "2004-11-15T12:00",
        "2004-11-15T13:00",
        "2004-11-15T23:58",
        "2004-11-16T00:01",
    ]
