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
        ("help.log.02Jan2024", date(2024, 1, 2), "#help"),
        ("31feb2024.log", None, "#chat"),
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


def test_the_hour_that_comes_twice_keeps_its_order() -> None:
    """Where clocks are set back, lines that seem to go back are of the second time."""
    zone = ZoneInfo("Europe/Berlin")
    clocks = ("01:59", "02:10", "02:50", "02:05", "02:55", "03:01")

    calendar = Calendar(date(2024, 10, 27), zone)
    found = [calendar.moment(Said(time.fromisoformat(clock), "a", "x", False)) for clock in clocks]

    times = [moment.astimezone(UTC).strftime("%d %H:%M") for moment in found if moment]
    assert times == ["26 23:59", "27 00:10", "27 00:50", "27 01:05", "27 01:55", "27 02:01"]


def test_the_hour_that_is_left_out_is_no_trouble() -> None:
    """In spring a clock that was not set in time shows an hour that does not exist."""
    zone = ZoneInfo("Europe/Berlin")

    assert moments(Calendar(date(2024, 3, 31), zone), "01:59", "02:30", "03:01")[1].startswith("2024-03-31T02:30")


def test_a_log_that_says_no_year_goes_on_into_the_next() -> None:
    """The year is the one in which the log began, until December is over."""
    calendar = Calendar(None, UTC)
    assert calendar.moment(Said(time(12), "a", "x", False, None, (12, 31))) is None

    calendar.begin(date(2023, 12, 30))

    days = [(12, 31), (12, 30), (1, 1), (2, 29), (2, 30)]
    found = [calendar.moment(Said(time(12), "a", "x", False, None, day)) for day in days]
    assert [moment.date().isoformat() for moment in found if moment] == [
        "2023-12-31",
        "2023-12-30",
        "2024-01-01",
        "2024-02-29",
        "2024-02-29",
    ]
