"""The owners' roster."""

from pathlib import Path

import pytest

from deskbook.errors import ConfigError
from deskbook.library import read_roster
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


@pytest.mark.parametrize(
    "text",
    [
        "people: [",
        "people: {ana: 1}",
        "persons: []",
        "people:\n - {id: a}\nteams:\n - {id: a}",
        "people:\n - {name: x}",
    ],
)
def test_a_wrong_roster_is_an_error_with_an_example(tmp_path: Path, text: str) -> None:
    """A roster that cannot be trusted stops the run and shows how to write it."""
    path = tmp_path / "owners.yml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        read_roster(path)

    assert caught.value.where == str(path)
    assert caught.value.cure


def test_standing() -> None:
    """Who has left, and a team that is dissolved or has nobody left, cannot own an article."""
    roster = Roster(
        (Person("ana", "Ana", ("dns",)), Person("bo", "Bo", ("old",), left=True)),
        (Team("dns", "DNS"), Team("old", "Old"), Team("gone", "Gone", dissolved=True), Team("new", "New")),
    )

    assert {who: roster.standing(who) for who in ("ana", "bo", "dns", "old", "gone", "new", "eve")} == {
        "ana": Standing.ACTIVE,
        "bo": Standing.LEFT,
        "dns": Standing.ACTIVE,
        "old": Standing.LEFT,
        "gone": Standing.LEFT,
        "new": Standing.ACTIVE,
        "eve": Standing.UNKNOWN,
    }
