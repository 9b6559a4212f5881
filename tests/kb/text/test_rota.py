"""Who is on docs duty, and when."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.model import Override, Person, Roster, Rota, Shift, Turn
from deskbook.text.rota import mainly_within, notices, on_duty, present, turns, week_of

BERLIN, LONDON, AUCKLAND = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London"), ZoneInfo("Pacific/Auckland")
MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
ROSTER = Roster((Person("ana", "Ana"), Person("bo", "Bo"), Person("cy", "Cy")))
WEEKLY = Shift(("ana", "bo", "cy"), date(2026, 11, 2), BERLIN)


def left(person: str, day: date | bool, deputy: str | None = None) -> Roster:
    """The roster with one person who has left."""
    gone = Person(person, person.capitalize(), left=day, deputy=deputy)
    return Roster((*(one for one in ROSTER.people if one.id != person), gone))


def who(rota: Rota, roster: Roster, begins: datetime = MONDAY, weeks: int = 4) -> list[tuple[str, str]]:
    """Person and beginning of each turn."""
    return [
        (one.person, f"{one.begins:%m-%d %H:%M}")
        for one in turns(rota, roster, begins, begins + timedelta(weeks=weeks))
    ]


def test_people_take_weekly_turns_by_the_clock_on_the_wall() -> None:
    """The handover is at nine in Berlin, before and after the clocks change; nobody is on duty before the start."""
    assert who(Rota((WEEKLY,)), ROSTER) == [
        ("ana", "11-02 09:00"), ("bo", "11-09 09:00"), ("cy", "11-16 09:00"), ("ana", "11-23 09:00"),
    ]  # fmt: skip
    spring = turns(Rota((WEEKLY,)), ROSTER, datetime(2027, 3, 20, tzinfo=UTC), datetime(2027, 4, 10, tzinfo=UTC))
    assert [one.begins.hour for one in spring] == [9, 9, 9, 9]
    assert turns(Rota((WEEKLY,)), ROSTER, MONDAY - timedelta(weeks=2), MONDAY) == ()


@given(
    people=st.integers(1, 5), weeks=st.integers(1, 3), begins=st.datetimes(datetime(2026, 12, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
    days=st.integers(1, 60), zone=st.sampled_from([BERLIN, AUCKLAND, ZoneInfo("UTC")]),
)  # fmt: skip
def test_a_rotation_leaves_no_gap_and_nobody_is_on_duty_twice(
    people: int, weeks: int, begins: datetime, days: int, zone: ZoneInfo
) -> None:
    """Each turn begins when the one before it ends, and together they cover the time that was asked for."""
    shift = Shift(tuple(f"p{number}" for number in range(people)), date(2026, 11, 2), zone, weeks=weeks)
    first = begins.replace(tzinfo=UTC)
    last = first + timedelta(days=days)

    found = turns(Rota((shift,)), Roster(), first, last)

    assert found[0].begins <= first
    assert found[-1].ends >= last
    assert all(one.ends == next_one.begins for one, next_one in pairwise(found))


def test_who_has_left_is_skipped_and_the_turns_of_others_stay() -> None:
    """The next in the list takes the turn, and it is said whose it was."""
    found = turns(Rota((WEEKLY,)), left("bo", True), MONDAY, MONDAY + timedelta(weeks=4))

    assert [(one.person, one.instead_of) for one in found] == [("ana", ""), ("cy", "bo"), ("cy", ""), ("ana", "")]
    assert notices(Rota((WEEKLY,)), left("bo", True), found) == [
        "Bo has left: Cy takes the turn; take bo out of the rota"
    ]


def test_who_leaves_in_the_middle_of_a_turn_hands_over_that_day() -> None:
    """Until midnight they are on duty, from then on the next is."""
    assert who(Rota((WEEKLY,)), left("bo", date(2026, 11, 12)))[1:3] == [("bo", "11-09 09:00"), ("cy", "11-12 00:00")]


def test_if_all_have_left_a_deputy_is_on_duty_or_nobody() -> None:
    """An empty person says that nobody is; it is never somebody who has left."""
    alone = Rota((Shift(("bo",), date(2026, 11, 2), BERLIN),))

    assert who(alone, left("bo", True, "ana"), weeks=1) == [("ana", "11-02 09:00")]
    found = turns(alone, left("bo", True), MONDAY, MONDAY + timedelta(weeks=1))
    assert [one.person for one in found] == [""]
    assert notices(alone, left("bo", True), found) == ["Bo has left: nobody takes the turn; take bo out of the rota"]


def test_shifts_follow_the_sun() -> None:
    """Each shift has its hours in its own zone; one that ends past midnight ends on the next day, and days off are off."""
    emea = Shift(("ana", "bo"), date(2026, 11, 2), LONDON, time(9), time(17), (0, 1, 2, 3, 4), name="EMEA")
    apac = Shift(("cy",), date(2026, 11, 2), AUCKLAND, time(22), time(6), name="APAC")
    rota = Rota((emea, apac))

    found = turns(rota, ROSTER, MONDAY, MONDAY + timedelta(weeks=2))

    in_london = [(one.begins.date().day, one.person) for one in found if one.shift == "EMEA"]
    assert in_london == [(day, "ana") for day in range(2, 7)] + [(day, "bo") for day in range(9, 14)]
    assert {
        (one.begins.hour, one.ends.hour, (one.ends - one.begins).seconds) for one in found if one.shift == "APAC"
    } == {(22, 6, 8 * 3600)}
    assert [one.person for one in on_duty(found, datetime(2026, 11, 3, 10, tzinfo=UTC))] == ["cy", "ana"]
    assert on_duty(found, datetime(2026, 11, 7, 18, tzinfo=UTC)) == ()


def test_an_override_cuts_a_turn() -> None:
    """Before and after it the rotation goes on; it may be for one shift, and a later one beats an earlier one."""
    day = [datetime(2026, 11, number, tzinfo=BERLIN) for number in range(1, 30)]
    once = Override(day[3], day[5], "cy")
    other = Override(day[4], day[5], "bo")

    assert who(Rota((WEEKLY,), (once,)), ROSTER, weeks=1) == [
        ("ana", "11-02 09:00"), ("cy", "11-04 00:00"), ("ana", "11-06 00:00"),
    ]  # fmt: skip
    assert who(Rota((WEEKLY,), (once, other)), ROSTER, weeks=1)[1:3] == [("cy", "11-04 00:00"), ("bo", "11-05 00:00")]
    elsewhere = Override(day[3], day[5], "cy", "APAC")
    assert who(Rota((WEEKLY,), (elsewhere,)), ROSTER, weeks=1) == [("ana", "11-02 09:00")]


def test_an_override_by_somebody_who_has_left_does_not_count() -> None:
    """It is said, too."""
    rota = Rota((WEEKLY,), (Override(MONDAY + timedelta(days=1), MONDAY + timedelta(days=3), "cy"),))

    assert who(rota, left("cy", True), weeks=1) == [("ana", "11-02 09:00")]
    assert notices(rota, left("cy", True), ()) == ["an override names Cy, who has left; it does not count"]


def test_a_calendar_may_still_name_who_has_left() -> None:
    """Then the deputy is on duty, or nobody, and it is said; a name that the roster does not know stays."""
    week = MONDAY + timedelta(weeks=1)
    found = [Turn(MONDAY, week, "bo"), Turn(week, week + timedelta(weeks=1), "Somebody Else")]

    kept = present(found, left("bo", True, "ana"))

    assert [(one.person, one.instead_of) for one in kept] == [("ana", "bo"), ("Somebody Else", "")]
    assert [one.person for one in present(found, left("bo", True))] == ["", "Somebody Else"]
    assert notices(Rota(calendar="x.ics"), left("bo", True, "ana"), kept) == [
        "Bo has left: Ana takes the turn; take bo out of the rota",
        "'Somebody Else' of the calendar is nobody of the roster; add the address to their accounts",
    ]


@given(day=st.dates(date(2026, 11, 2), date(2028, 1, 1)), gone=st.dates(date(2026, 11, 2), date(2028, 1, 1)))
def test_nobody_who_has_left_is_ever_on_duty(day: date, gone: date) -> None:
    """On whatever day they leave, and whatever the week."""
    begins = datetime.combine(day, time(), UTC)
    rota = Rota((WEEKLY,), (Override(begins, begins + timedelta(days=2), "bo"),))

    found = turns(rota, left("bo", gone), begins, begins + timedelta(weeks=2))

    assert all(one.ends <= datetime.combine(gone, time(), UTC) for one in found if one.person == "bo")


@pytest.mark.parametrize(
    ("begins", "ends", "within"),
    [
        ("2026-11-02 09:00", "2026-11-09 09:00", True),
        ("2026-10-26 09:00", "2026-11-02 09:00", False),
        ("2026-10-28 09:00", "2026-11-04 09:00", True),
        ("2026-11-08 09:00", "2026-11-08 17:00", True),
    ],
)
def test_a_turn_belongs_to_the_week_that_has_more_than_its_handover(begins: str, ends: str, within: bool) -> None:
    """What ends on Monday morning belongs to the week before; one that changes in mid-week belongs to both."""
    turn = Turn(datetime.fromisoformat(f"{begins}:00+00:00"), datetime.fromisoformat(f"{ends}:00+00:00"), "ana")

    assert mainly_within(turn, MONDAY, MONDAY + timedelta(weeks=1)) is within


def test_a_week_begins_on_monday() -> None:
    """Also seen from a Sunday."""
    assert week_of(date(2026, 11, 8)) == date(2026, 11, 2) == week_of(date(2026, 11, 2))
