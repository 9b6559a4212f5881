"""Turns and iCalendar."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskbook.errors import ConfigError
from deskbook.library import read_calendar, write_calendar
from deskbook.model import Person, Roster, Turn

ROSTER = Roster((Person("ana", "Ana Silva", accounts={"email": ("Ana@X.example",)}), Person("bo", "Bo Otero")))
NOVEMBER, DECEMBER = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


def calendar(folder: Path, *events: str) -> Path:
    """A calendar file with some events, their lines as they are given."""
    body = "".join(f"BEGIN:VEVENT\nUID:{number}\n{event}\nEND:VEVENT\n" for number, event in enumerate(events))
    path = folder / "rota.ics"
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//PagerDuty//EN\n{body}END:VCALENDAR\n"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    return path


def read(path: Path, begins: datetime = NOVEMBER, ends: datetime = DECEMBER) -> list[tuple[str, str, str]]:
    """Person, beginning and end of each turn in a month."""
    return [
        (one.person, f"{one.begins:%m-%d %H}", f"{one.ends:%m-%d %H}")
        for one in read_calendar(path, ROSTER, begins, ends)
    ]


def test_events_are_turns_of_whom_they_name(tmp_path: Path) -> None:
    """By the attendee's address, else by a name or id in the summary, else under the summary as it is; others are out of the time."""
    path = calendar(
        tmp_path,
        "DTSTART:20261102T080000Z\nDTEND:20261109T080000Z\nSUMMARY:On Call - Docs\nATTENDEE:mailto:ana@x.example",
        "DTSTART;TZID=Europe/Berlin:20261109T090000\nDTEND;TZID=Europe/Berlin:20261116T090000\nSUMMARY:On Call - Bo Otero - Docs",
        "DTSTART;VALUE=DATE:20261117\nSUMMARY:docs: bo",
        "DTSTART:20261120T080000\nDURATION:PT8H\nSUMMARY:Somebody else",
        "DTSTART:20261121T080000Z\nDTEND:20261122T080000Z\nSTATUS:CANCELLED\nSUMMARY:Ana Silva",
        "DTSTART:20260101T080000Z\nDTEND:20260108T080000Z\nSUMMARY:Ana Silva",
    )

    assert read(path) == [
        ("ana", "11-02 08", "11-09 08"),
        ("bo", "11-09 08", "11-16 08"),
        ("bo", "11-17 00", "11-18 00"),
        ("Somebody else", "11-20 08", "11-20 16"),
    ]


def test_events_repeat(tmp_path: Path) -> None:
    """By the clock on the wall over a change of the clocks, without the dates that are left out, with one that was moved, and for ever
    where the rule has no end."""
    path = calendar(
        tmp_path,
        "DTSTART;TZID=Europe/Berlin:20261005T090000\nDTEND;TZID=Europe/Berlin:20261006T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2\n"
        "EXDATE;TZID=Europe/Berlin:20261116T090000\nSUMMARY:Ana Silva",
        "DTSTART:20261002T080000Z\nDTEND:20261002T160000Z\nRRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20261113T235959Z\nSUMMARY:Bo Otero",
    )
    moved = "BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20261106T080000Z\r\nDTSTART:20261107T080000Z\r\nDTEND:20261107T160000Z\r\nSUMMARY:Ana Silva\r\nEND:VEVENT\r\n"
    path.write_bytes(path.read_bytes().replace(b"END:VCALENDAR", moved.encode() + b"END:VCALENDAR"))

    assert read(path) == [
        ("ana", "11-02 08", "11-03 08"),
        ("ana", "11-07 08", "11-07 16"),
        ("bo", "11-13 08", "11-13 16"),
        ("ana", "11-30 08", "12-01 08"),
    ]
    assert read(path, datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 7, tzinfo=UTC))[1][1] == "10-05 07"
    assert len(read(path, datetime(2036, 11, 1, tzinfo=UTC), datetime(2036, 12, 1, tzinfo=UTC))) == 2


@pytest.mark.parametrize(
    "text", ["", "BEGIN:VCALENDAR\n", "no calendar", "\x00\x01"], ids=["empty", "cut", "text", "bytes"]
)
def test_what_is_no_calendar_is_an_error(tmp_path: Path, text: str) -> None:
    """It is named, and so is one that is not there."""
    path = tmp_path / "rota.ics"
    with pytest.raises(ConfigError, match="there is no calendar"):
        read(path)
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        read(path)

    assert caught.value.where == str(path)


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=HOURLY;INTERVAL=2", "FREQ=NEVER"])
def test_an_event_that_repeats_as_no_rota_does_is_refused(tmp_path: Path, rule: str) -> None:
    """One that repeats each second would have no end."""
    path = calendar(tmp_path, f"DTSTART:20261102T080000Z\nRRULE:{rule}\nSUMMARY:Ana Silva")

    with pytest.raises(ConfigError):
        read(path)


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    """Another library reads it: names with commas and letters that fold in the middle survive; lines end in CRLF and are short."""
    long = Person("long", "Žofie; Ørsted, " + "ł" * 60)
    roster = Roster((*ROSTER.people, long))
    begins = datetime(2026, 11, 2, 8, tzinfo=UTC)
    week = timedelta(weeks=1)
    turns = (Turn(begins, begins + week, "long", "EMEA"), Turn(begins + week, begins + 2 * week, ""))

    data = write_calendar(turns, roster, "Acme, docs", begins)
    path = tmp_path / "out.ics"
    path.write_bytes(data)

    assert [(one.begins, one.ends, one.person) for one in read_calendar(path, roster, NOVEMBER, DECEMBER)] == [
        (begins, begins + week, "long"),
        (begins + week, begins + 2 * week, "Acme, docs: nobody"),
    ]
    assert data.count(b"\n") == data.count(b"\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_an_event_keeps_its_id_when_somebody_else_takes_the_turn() -> None:
    """So a calendar program changes the event instead of showing it twice; the same turns are the same bytes."""
    begins = datetime(2026, 11, 2, 8, tzinfo=UTC)
    turn, other = (Turn(begins, begins + timedelta(weeks=1), who) for who in ("ana", "bo"))
    first, second = (write_calendar([one], ROSTER, "x", begins) for one in (turn, other))

    ids = [[line for line in data.split(b"\r\n") if line.startswith(b"UID")] for data in (first, second)]
    assert ids[0] == ids[1]
    assert first != second
    assert first == write_calendar([turn], ROSTER, "x", begins)
