"""The owners' roster."""

from datetime import date, time
from pathlib import Path, PurePosixPath

import pytest

from deskbook.errors import ConfigError
from deskbook.library import parse_roster, read_roster
from deskbook.model import Person, Roster, Standing, Team


def test_reads_people_and_teams(tmp_path: Path) -> None:
    """People have teams and may have left; teams may be dissolved."""
    path = tmp_path / "owners.yml"
    path.write_text(
        "people:\n  - {id: ana, name: Ana, teams: [dns]}\n  - {id: bo, left: true}\nteams:\n  - {id: dns, name: DNS}\n",
        encoding="utf-8",
    )

    assert read_roster(path) == Roster(
        (Person("ana", "Ana", ("dns",)), Person("bo", "bo", (), left=True)), (Team("dns", "DNS"),)
    )


def test_no_file_is_an_empty_roster(tmp_path: Path) -> None:
    """A project without a roster knows nobody."""
    assert read_roster(tmp_path / "owners.yml") == Roster()


WHOLE = """\
people:
  - {id: ana, name: Ana, teams: [dns], accounts: {github: ana-s, email: [a@x.example, b@x.example]}}
  - {id: bo, left: 2026-03-01, deputy: ana}
teams:
  - {id: dns, name: DNS, accounts: {github: acme/dns}}
sections: {dns/records/: dns}
rota:
  start: 2026-11-02
  shifts:
    - {name: EMEA, timezone: Europe/London, begins: 09:00, ends: 17:00, days: [mon, Tuesday], people: [ana, bo]}
  overrides:
    - {first: 2026-12-21, last: 2026-12-24, person: bo, shift: EMEA}
"""


def test_reads_accounts_deputies_and_sections() -> None:
    """One account or several, the day on which somebody left, who acts for them, and who owns a folder."""
    roster = parse_roster(WHOLE, Path("owners.yml"))

    assert roster.people[0].accounts == {"github": ("ana-s",), "email": ("a@x.example", "b@x.example")}
    assert (roster.people[1].left, roster.people[1].deputy) == (date(2026, 3, 1), "ana")
    assert roster.sections == {PurePosixPath("dns/records"): "dns"}


def test_reads_shifts_with_times_as_yaml_has_them() -> None:
    """17:00 without quotation marks is a number for YAML, and still five in the afternoon; an override lasts to the end of its day, in
    the zone of its shift."""
    rota = parse_roster(WHOLE, Path("owners.yml")).rota

    assert rota
    (shift,) = rota.shifts
    assert (shift.begins, shift.ends, shift.days, shift.people) == (time(9), time(17), (0, 1), ("ana", "bo"))
    assert [one.isoformat() for one in (rota.overrides[0].begins, rota.overrides[0].ends)] == [
        "2026-12-21T00:00:00+00:00",
        "2026-12-25T00:00:00+00:00",
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "line", "said"),
    [
        ("deputy: ana", "deputi: ana", 3, "did you mean 'deputy'?"),
        ("teams: [dns]", "teams: [dnss]", 2, "the team of ana, 'dnss' is not in the roster; did you mean 'dns'?"),
        ("deputy: ana", "deputy: dns", 3, "the deputy of bo, 'dns' is not in the roster"),
        ("left: 2026-03-01", "left: soon", 3, "'soon' is no day"),
        ("id: bo,", "", 3, "'people.1.id' is missing"),
        ("id: bo", "id: dns", 5, "'dns' stands twice in the roster"),
        ("sections:", "people:", 6, "'people' stands twice"),
        ("records/: dns", "records/: dms", 6, "did you mean 'dns'?"),
        ("[ana, bo]", "[ana, boo]", 10, "did you mean 'bo'?"),
        ("ends: 17:00", "until: 17:00", 10, "'rota.shifts.0.ends' is missing"),
        ("17:00", "17.00", 10, "is no time of day"),
        ("Europe/London", "Europe/Londn", 7, "'Europe/Londn' is no time zone"),
        ("[mon, Tuesday]", "[mon, someday]", 7, "'someday' is no day of the week"),
        ("last: 2026-12-24", "last: 2026-12-20", 7, "ends before it begins"),
        ("shift: EMEA", "shift: APAC", 7, "which is none of the rota"),
        ("start: 2026-11-02", "ical: x.ics", 7, "either `people`, or `shifts`, or `ical`"),
        ("  - {id: dns", "  - {{id: dns", 6, "not valid YAML"),
    ],
)
def test_a_wrong_roster_is_an_error_at_its_line(was: str, becomes: str, line: int, said: str) -> None:
    """What cannot be trusted stops the run, and names the line, the nearest right word, and a cure."""
    assert WHOLE.count(was) == 1

    with pytest.raises(ConfigError) as caught:
        parse_roster(WHOLE.replace(was, becomes), Path("owners.yml"))

    assert caught.value.where == f"owners.yml:{line}"
    assert said in caught.value.what
    assert caught.value.cure


@pytest.mark.parametrize("text", ["people: [", "people: {ana: 1}", "persons: []", "- ana", "people:\n - {name: x}"])
def test_what_is_no_roster_shows_how_to_write_one(text: str) -> None:
    """A file of another shape is an error with an example."""
    with pytest.raises(ConfigError) as caught:
        parse_roster(text, Path("owners.yml"))

    assert "people:" in (caught.value.cure or "")


def test_standing() -> None:
    """Who has left, and a team that is dissolved or has nobody left, cannot own an article; a day to come has not come yet."""
    people = (
        Person("ana", "Ana", ("dns",)),
        Person("bo", "Bo", ("old",), left=True),
        Person("cy", "Cy", left=date(2026, 3, 1)),
        Person("dee", "Dee", left=date(2026, 3, 2)),
    )
    teams = (Team("dns", "DNS"), Team("old", "Old"), Team("gone", "Gone", dissolved=True), Team("new", "New"))
    roster = Roster(people, teams)

    assert {who: roster.standing(who, date(2026, 3, 1)) for who in (*roster.ids, "eve")} == {
        "ana": Standing.ACTIVE,
        "bo": Standing.LEFT,
        "cy": Standing.LEFT,
        "dee": Standing.ACTIVE,
        "dns": Standing.ACTIVE,
        "old": Standing.DESERTED,
        "gone": Standing.DISSOLVED,
        "new": Standing.ACTIVE,
        "eve": Standing.UNKNOWN,
    }


def test_deputies_of_deputies_act_and_circles_end() -> None:
    """A deputy who has left is followed by their own; two who name each other and have both left leave nobody."""
    roster = Roster(
        (
            Person("a", "A", left=True, deputy="b"),
            Person("b", "B", left=True, deputy="c"),
            Person("c", "C"),
            Person("x", "X", left=True, deputy="y"),
            Person("y", "Y", left=True, deputy="x"),
        )
    )

    assert [roster.stand_in(who, date(2026, 1, 1)) for who in ("a", "x", "c", "nobody")] == ["c", None, None, None]


def test_accounts_lead_to_ids() -> None:
    """By account with or without @ and in any case; CODEOWNERS may also name an id, and a team without its organisation."""
    roster = Roster((Person("ana", "Ana", accounts={"github": ("Ana-S",)}),), (Team("dns", "DNS"),))

    assert [roster.known_as(one) for one in ("@ana-s", "ANA-S", "ana")] == ["ana", "ana", None]
    assert [roster.named(one) for one in ("@ana-s", "@ana", "@acme/dns", "dns@x.example", "@acme/web")] == [
        "ana", "ana", "dns", None, None,
    ]  # fmt: skip
