"""`deskbook incidents`, and `deskbook collect signals`."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli
from deskbook.store import read_snapshot


def run(folder: Path, *arguments: str) -> Result:
    """One verb."""
    return CliRunner().invoke(cli, ["-q", "-C", str(folder), *arguments])


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Iterator[Path]:
    """A project with a status page on this machine, which has one incident open."""
    answers = tmp_path / "status" / "api" / "v2"
    answers.mkdir(parents=True)
    updates = [{"body": "We look.", "display_at": "2026-03-01T11:30:00Z"}]
    incident = {"name": "Slow", "status": "identified", "incident_updates": updates}
    (answers / "summary.json").write_text(json.dumps({"incidents": [incident]}), encoding="utf-8")
    folder = tmp_path / "desk"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path / "status"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        text = f'[status]\nurl = "http://127.0.0.1:{server.server_port}/"\n'
        (folder / "deskbook.toml").write_text(text, encoding="utf-8")
        yield folder
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test's output is its own."""


def test_open_incidents_are_shown_and_kept(desk: Path) -> None:
    """For people, for scripts, and for the next build."""
    assert "Slow (identified): We look." in run(desk, "incidents").stdout
    assert json.loads(run(desk, "incidents", "--json").stdout)[0]["at"] == "2026-03-01T11:30:00+00:00"

    snapshot = read_snapshot(desk / ".deskbook")
    assert snapshot is not None
    assert [one.name for one in snapshot.incidents] == ["Slow"]


def test_where_the_page_cannot_be_read_the_last_look_stays(desk: Path) -> None:
    """With an error that says what to do; the site goes on with what was seen, and its age."""
    run(desk, "incidents")
    before = read_snapshot(desk / ".deskbook")
    config = (desk / "deskbook.toml").read_text(encoding="utf-8")
    (desk / "deskbook.toml").write_text(config.replace('/"\n', '/elsewhere"\n'), encoding="utf-8")

    done = run(desk, "incidents")

    assert done.exit_code != 0
    assert read_snapshot(desk / ".deskbook") == before


def test_without_a_status_page_it_says_what_to_write(tmp_path: Path) -> None:
    """A block of the configuration, and nothing is guessed."""
    (tmp_path / "deskbook.toml").write_text("", encoding="utf-8")

    assert "[status]" in str(run(tmp_path, "incidents").exception)


def test_signals_alone_can_be_collected(tmp_path: Path) -> None:
    """By name, or because there is nothing else; who names them without a block is told what to write."""
    (tmp_path / "deskbook.toml").write_text("", encoding="utf-8")
    assert "[[signals]]" in run(tmp_path, "collect", "signals").stderr

    (tmp_path / "deskbook.toml").write_text('[[signals]]\npath = "s.csv"\nkind = "no-result"\n', encoding="utf-8")
    (tmp_path / "s.csv").write_text("query,count\ndns,2\n", encoding="utf-8")
    for arguments in (("collect", "signals"), ("collect",)):
        done = run(tmp_path, *arguments)
        assert (done.exit_code, done.stdout) == (0, "signals: 2 events of readers\n")
    assert "dns  " in run(tmp_path, "report", "searches").stdout
