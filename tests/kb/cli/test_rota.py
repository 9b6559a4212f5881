"""`deskbook rota`."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli

ROSTER = """\
people:
  - {id: ana, name: Ana Silva}
  - {id: bo, name: Bo, left: true}
rota:
  start: 2020-01-06
  handover: "00:00"
  people: [ana, bo]
"""
DRAFT = "---\nid: thin\ntitle: Thin\nkind: breakfix\nconfidence: wip\n---\n\n## Issue\n\nIt fails.\n"


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    (tmp_path / "deskbook.toml").write_text("", encoding="utf-8")
    (tmp_path / "content" / "drafts").mkdir(parents=True)
    (tmp_path / "content" / "drafts" / "thin.md").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "content" / "owners.yml").write_text(ROSTER, encoding="utf-8")
    return tmp_path


def run(desk: Path, *words: str) -> Result:
    """The verb."""
    return CliRunner().invoke(cli, ["-C", str(desk), "rota", *words])


def test_it_says_who_is_on_duty_and_what_waits(desk: Path) -> None:
    """This week and the next; who has left is replaced, and that is said; what waits has its command."""
    done = run(desk)

    assert done.exit_code == 0, done.output
    assert done.output.count("Ana Silva") >= 2
    assert done.output.count("<- now") == 1
    assert "Notice: Bo has left: Ana Silva takes the turn; take bo out of the rota" in done.output
    assert "   1  pages and drafts without an owner: deskbook report owners" in done.output
    assert "   1  thin drafts, which lack a part: deskbook check" in done.output
    assert "   0  threads that were held back\n" in done.output


def test_json_for_scripts(desk: Path) -> None:
    """Turns with times and people, notices and what waits; --week moves the window."""
    told = json.loads(run(desk, "--json", "--week", "2").stdout)
    today = datetime.now(UTC).date()

    assert told["week"] == (today - timedelta(days=today.weekday()) + timedelta(weeks=2)).isoformat()
    assert len(told["turns"]) == 2
    assert {turn["person"] for turn in told["turns"]} == {"ana"}
    assert sorted(str(turn["instead_of"]) for turn in told["turns"]) == ["None", "bo"]
    assert not any(turn["now"] for turn in told["turns"])
    assert {one["what"]: one["count"] for one in told["waiting"]}["thin drafts, which lack a part"] == 1


def test_the_schedule_is_exported_and_read_back(desk: Path) -> None:
    """Half a year as iCalendar; the same on the same day; a rota may be such a file."""
    file = desk / "content" / "rota.ics"
    assert "26 turns of 26 weeks" in run(desk, "--ical", str(file)).output
    first = file.read_bytes()
    run(desk, "--ical", str(file))
    assert file.read_bytes() == first

    (desk / "content" / "owners.yml").write_text(
        "people: [{id: ana, name: Ana Silva}]\nrota: {ical: rota.ics}\n", encoding="utf-8"
    )
    assert [turn["person"] for turn in json.loads(run(desk, "--json").stdout)["turns"]] == ["ana", "ana"]


def test_a_calendar_outside_of_the_project_is_refused(desk: Path) -> None:
    """The roster names a file of the project, not any file of the machine."""
    (desk / "content" / "owners.yml").write_text("rota: {ical: ../../rota.ics}\n", encoding="utf-8")

    assert "lies outside of the project" in str(run(desk).exception)


def test_without_a_rota_it_says_how_to_write_one(desk: Path) -> None:
    """With an example that can be copied."""
    (desk / "content" / "owners.yml").write_text("people: []\n", encoding="utf-8")

    failure = str(run(desk).exception)
    assert "no rota" in failure
    assert "start: 2026-11-02" in failure
