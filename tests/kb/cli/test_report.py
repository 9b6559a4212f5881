"""Reports as they are printed."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from deskbook.cli.main import cli
from deskbook.cli.report import show
from deskbook.model import Cluster, Table
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
