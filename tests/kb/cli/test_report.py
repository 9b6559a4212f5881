"""Reports as they are printed."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook import plugins
from deskbook.cli.main import cli
from deskbook.cli.report import as_csv, as_json, show
from deskbook.model import Cluster, Figure, Point, Share, Span, Table, Thread, ThreadKind
from deskbook.store import Store

TITLE = "Web fonts blocked: No 'Access-Control-Allow-Origin' header on any response of the edge since the release"
TABLE = Table(
    "demand",
    "Asked",
    ("Question", "Asked", "Last asked", "State", "Emerging", "Article"),
    ((TITLE, 3200, "2026-11-21", "asked again: 12×", "", "CORS error for webfonts from the CDN host name"),),
    "What counts.",
)


@pytest.mark.parametrize("width", [90, 100, 120, 140])
def test_long_titles_stay_readable(width: int, capsys: pytest.CaptureFixture[str]) -> None:
    """No line is longer than the terminal but a title that stands alone, no ordinary word is broken, an empty column is left out."""
    show(TABLE, width)

    printed = capsys.readouterr().out
    assert all(len(line) <= width or line == TITLE for line in printed.splitlines())
    words = ("blocked:", "response", "release", "3200", "2026-11-21", "webfonts", "What counts.")
    assert all(word in printed for word in words)
    assert "Emerging" not in printed


def test_a_narrow_terminal_gets_rows_for_columns(capsys: pytest.CaptureFixture[str]) -> None:
    """Where columns would be narrower than words, each row is a title and a paragraph."""
    show(TABLE, 80)

    assert capsys.readouterr().out == (
        f"Asked\n\n{TITLE}\n"
        "    Asked: 3200 · Last asked: 2026-11-21 · State: asked again: 12× · Article:   \n"
        "    CORS error for webfonts from the CDN host name                              \n"
        "\nWhat counts.\n\n"
    )


def test_a_report_in_json_has_its_evidence_and_nobody_who_asked(tmp_path: Path) -> None:
    """Each question comes with its threads, dates and addresses; the pseudonyms stay in the store."""
    (tmp_path / "deskbook.toml").write_text(
        '[[sources]]\nname = "desk"\ntype = "jsonl"\npath = "threads.jsonl"\n', encoding="utf-8"
    )
    tickets = [
        {
            "id": str(day),
            "title": "Purging a page answers 403",
            "url": f"https://desk.example/{day}",
            "created": f"2026-01-0{day}T09:00:00Z",
            "messages": [{"author": "Zorbina Quell", "text": "Purging a page answers 403"}],
        }
        for day in (1, 2)
    ]
    (tmp_path / "threads.jsonl").write_text("\n".join(map(json.dumps, tickets)), encoding="utf-8")

    def run(*arguments: str) -> str:
        return CliRunner().invoke(cli, ["-q", "-C", str(tmp_path), *arguments]).stdout

    run("collect")
    with Store(tmp_path / ".deskbook") as store:
        store.replace_clusters([Cluster("desk:1", "Purging a page answers 403", ("desk:1", "desk:2"))])
    printed = run("report", "demand", "--format", "json")

    (report,) = json.loads(printed)["reports"]
    assert report["rows"][0][:3] == ["Purging a page answers 403", 2, 1]
    assert report["evidence"][0][0] == {
        "thread": "desk:2",
        "kind": "ticket",
        "title": "Purging a page answers 403",
        "at": "2026-01-02",
        "url": "https://desk.example/2",
    }
    with sqlite3.connect(tmp_path / ".deskbook" / "deskbook.db") as db:
        (asker,) = db.execute("SELECT DISTINCT asker FROM thread").fetchone()
    db.close()
    assert asker
    assert asker not in printed


MIXED = Table(
    "first-answer",
    "First answer",
    ("Topic", "Linked", "Wait", "n"),
    (("=1+1", Share(1, 2), Span(timedelta(hours=1), 3, 4), 5), ("b", "", Span(None, 0, 1), "")),
    figures=(
        Figure("tickets linked", (Point(date(2026, 9, 30), Share(0, 1)), Point(date(2026, 10, 31), Share(1, 2)))),
    ),
)


def test_a_spreadsheet_gets_each_number_in_a_column_of_its_own() -> None:
    """Part and whole of a share, seconds and counts of a time; text that looks like a formula is text; rows are as long as the head."""
    assert as_csv(MIXED).splitlines() == [
        'Topic,Linked,"Linked, of","Wait, seconds","Wait, taken from","Wait, of",n',
        "'=1+1,1,2,3600.0,3,4,5",
        "b,,,,0,1,",
    ]


def test_json_has_numbers_and_their_trend() -> None:
    """Shares as part and whole, times in seconds, days as ISO 8601."""
    (told,) = json.loads(as_json([MIXED]))["reports"]

    assert told["rows"][0] == ["=1+1", {"part": 1, "whole": 2}, {"time": 3600.0, "part": 3, "whole": 4}, 5]
    assert told["figures"][0]["points"][0] == {"at": "2026-09-30", "value": {"part": 0, "whole": 1}}


def test_figures_are_printed_below_their_table(capsys: pytest.CaptureFixture[str]) -> None:
    """What it is now, and what it was at first; a report without rows has them, too."""
    show(MIXED, 100)
    show(replace(MIXED, rows=()), 100)

    line = "tickets linked: 1 of 2 (50%); 2026-09-30: 0 of 1 (0%)\n"
    assert capsys.readouterr().out.count(line) == 2


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A project with ten resolved tickets in two groups."""
    (tmp_path / "deskbook.toml").write_text("", encoding="utf-8")
    at = datetime(2026, 1, 5, tzinfo=UTC)
    tickets = [
        Thread(
            "desk",
            str(n),
            ThreadKind.TICKET,
            f"Ticket {n}",
            (),
            at,
            at,
            resolved=True,
            group="Edge" if n < 8 else "DNS",
        )
        for n in range(10)
    ]
    with Store(tmp_path / ".deskbook") as store:
        store.put(tickets)
    return tmp_path


def run(desk: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-q", "-C", str(desk), "report", *arguments])


def test_all_reports_can_be_written_as_files(desk: Path) -> None:
    """Each as JSON and as CSV, the same the second time; csv on the terminal takes one report."""
    done = run(desk, "--output", str(desk / "out"))
    names = set(plugins.available("reports"))

    assert done.exit_code == 0
    assert {path.name for path in (desk / "out").iterdir()} == {
        f"{name}{end}" for name in names for end in (".csv", ".json")
    }
    assert json.loads((desk / "out" / "gaps.json").read_text(encoding="utf-8"))["reports"][0]["name"] == "gaps"
    before = {path: path.stat().st_mtime_ns for path in (desk / "out").iterdir()}
    run(desk, "--output", str(desk / "out"))
    assert before == {path: path.stat().st_mtime_ns for path in (desk / "out").iterdir()}
    assert run(desk, "--format", "csv").exit_code == 2


def test_a_sample_grows_and_keeps_its_labels(desk: Path) -> None:
    """The same seed draws the same threads; asked for no more than there is, it leaves the file alone."""
    table = desk / "causes.csv"
    assert "added 5 threads, has 5" in run(desk, "--sample", "5").stdout
    labelled = table.read_text(encoding="utf-8").replace(",\n", ",bug\n", 2)
    table.write_text(labelled, encoding="utf-8")

    assert "added 0 threads, has 5" in run(desk, "--sample", "3").stdout
    assert table.read_text(encoding="utf-8") == labelled
    assert "added 5 threads, has 10" in run(desk, "--sample", "40", "--seed", "9").stdout
    assert table.read_text(encoding="utf-8").startswith(labelled)
    (report,) = json.loads(run(desk, "causes", "--format", "json").stdout)["reports"]
    assert report["figures"][0]["points"][-1]["value"] == {"part": 2, "whole": 10}
    assert report["rows"][0][0] == "bug"


def test_numbers_without_dates_are_recorded_and_have_a_trend(desk: Path) -> None:
    """Once a day, into a file for git; the report shows them from then on."""
    (desk / "figures.csv").write_text(
        "day,report,figure,part,whole\n2020-01-01,overdue,published pages overdue,7,9\n", encoding="utf-8"
    )
    first, second = run(desk, "--record").stdout, run(desk, "--record").stdout

    assert not first.endswith("wrote down 0 numbers\n")
    assert second.endswith("figures.csv: wrote down 0 numbers\n")
    assert ",overdue,published pages overdue,0,0\n" in (desk / "figures.csv").read_text(encoding="utf-8")
    assert "published pages overdue: 0 of 0; 2020-01-01: 7 of 9 (78%)" in run(desk, "overdue").stdout
