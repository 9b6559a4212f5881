"""`deskbook roster import`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli
from deskbook.library import read_roster

ROSTER = """\
# Who there is.
people:
  - {id: ana, name: Ana Silva, accounts: {github: ana-s}}   # the boss
  - {id: bo, name: Bo, accounts: {github: bo}}
  - {id: cy, name: Cy}
  - {id: dee, name: Dee, left: true, accounts: {github: dee}}
teams:
  - {id: dns, name: DNS support}
"""
MEMBERS = [{"login": "ana-s"}, {"login": "cy"}, {"login": "dee"}, {"login": "eve", "name": "Eve Ng"}]


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    (tmp_path / "deskbook.toml").write_text("", encoding="utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "owners.yml").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "members.json").write_text(json.dumps(MEMBERS), encoding="utf-8")
    return tmp_path


def run(desk: Path, *words: str, form: str = "github") -> Result:
    """`roster import` of the members."""
    return CliRunner().invoke(
        cli, ["-C", str(desk), "roster", "import", str(desk / "members.json"), "--format", form, *words]
    )


def text(desk: Path) -> str:
    """The roster as it stands."""
    return (desk / "content" / "owners.yml").read_text(encoding="utf-8")


def test_who_is_new_is_added_and_who_is_known_gets_the_account(desk: Path) -> None:
    """All else stays as it was written, and who is missing or back is only named."""
    done = run(desk)

    assert done.exit_code == 0
    assert text(desk) == ROSTER.replace(
        "  - {id: cy, name: Cy}\n", "  - {id: cy, name: Cy, accounts: {github: cy}}\n"
    ).replace("teams:\n", "  - {id: eve, name: Eve Ng, accounts: {github: eve}}\nteams:\n")
    assert "have they left? Bo (bo)\n" in done.output
    assert "Dee (dee) is in members.json, and has left by the roster" in done.output


def test_a_second_import_changes_nothing(desk: Path) -> None:
    """Byte for byte."""
    run(desk)
    before = text(desk)

    assert "Nothing was changed" in run(desk).output
    assert text(desk) == before


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Path) -> None:
    """Its list of changes is that of the run."""
    dry = run(desk, "--dry-run").output

    assert text(desk) == ROSTER
    assert dry.splitlines()[:2] == run(desk).output.splitlines()[:2]


def test_who_is_missing_has_left_only_where_somebody_says_so(desk: Path) -> None:
    """Then as of today; people without an account there are not missing."""
    run(desk, "--mark-left")

    left = {person.id: person.left for person in read_roster(desk / "content" / "owners.yml").people}
    assert left["bo"] not in (False, True)
    assert (left["ana"], left["cy"], left["eve"]) == (False, False, False)


def test_a_list_of_one_team_says_who_is_in_it_and_not_who_has_left(desk: Path) -> None:
    """Whoever is no longer in a team may be in another."""
    done = run(desk, "--team", "dns")

    roster = read_roster(desk / "content" / "owners.yml")
    assert {person.id for person in roster.people if "dns" in person.teams} == {"ana", "cy", "dee", "eve"}
    assert "have they left" not in done.output
    assert run(desk, "--team", "dns", "--mark-left").exit_code == 2


def test_somebody_else_of_the_same_name_is_somebody_else(desk: Path) -> None:
    """An id that is taken by a person with another account there gets a number."""
    (desk / "members.json").write_text(
        '[{"login": "ana"}, {"login": "ana-s"}, {"login": "bo"}, {"login": "dns"}]', encoding="utf-8"
    )

    run(desk)

    assert [p.id for p in read_roster(desk / "content" / "owners.yml").people][4:] == ["ana-2", "dns-2"]


def test_teams_of_a_table_are_known_by_their_names(desk: Path) -> None:
    """And a table says who has left."""
    (desk / "members.json").write_text(
        "id,name,teams,left\nana,Ana,DNS Support,\ncy,Cy,New team,2026-03-01\n", encoding="utf-8"
    )

    done = run(desk, form="csv")

    roster = read_roster(desk / "content" / "owners.yml")
    assert [team.id for team in roster.teams] == ["dns", "new-team"]
    assert [(p.teams, str(p.left)) for p in roster.people if p.id in ("ana", "cy")] == [
        (("dns",), "False"),
        (("new-team",), "2026-03-01"),
    ]
    assert "have they left? Bo (bo)\n" in done.output


def test_a_roster_is_begun_where_there_is_none(desk: Path) -> None:
    """The file is made."""
    (desk / "content" / "owners.yml").unlink()

    assert run(desk).exit_code == 0
    assert len(read_roster(desk / "content" / "owners.yml").people) == 4
