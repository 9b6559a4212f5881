"""deskbook_site.commands: `deskbook build` and `deskbook serve`."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from click.testing import CliRunner

from deskbook_site.commands import build, serve
from fakes import FakeProject, RecordingProgress
from help_desk import help_desk

TOML = '[project]\nname = "Tiny"\n[content]\naudience = "public"\nconfidence = "validated"\n'


@dataclass
class FakeSession:
    """What the command line puts into click's context."""

    made: FakeProject
    progress: RecordingProgress

    def project(self) -> FakeProject:
        """The project it was made with."""
        return self.made


def session(root: Path) -> FakeSession:
    """The help desk of the tests of the build."""
    return FakeSession(help_desk(root), RecordingProgress())


def test_build_says_where_the_site_is(tmp_path: Path) -> None:
    """The result is on stdout, and the exit code is 0."""
    done = CliRunner().invoke(build, ["--no-links", "--output", str(tmp_path / "out")], obj=session(tmp_path / "desk"))
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path / 'out'}: 3 articles, 1 forum topic, 3 pages of chat\n")
    assert (tmp_path / "out" / "index.html").is_file()


def test_build_lists_broken_links_and_exits_with_1(tmp_path: Path) -> None:
    """Each broken link has its place, its target and the reason on one line; the audience can be chosen."""
    desk = session(tmp_path)
    path = tmp_path / "content" / "unsure.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n[x](lost.md)\n", encoding="utf-8")
    desk.made = FakeProject(tmp_path, help_desk(tmp_path).knowledge(), desk.made.config)
    done = CliRunner().invoke(build, ["--no-links", "--audience", "partner"], obj=desk)
    assert done.exit_code == 1
    assert "the link to lost.md is broken: there is no such page or file" in done.stdout
    assert (tmp_path / "site-partner").is_dir()


def test_build_refuses_a_site_with_personal_data(tmp_path: Path) -> None:
    """Page, line and sort are on stdout, never the value; there is a cure, the exit code is 1, and no site is put in place."""
    desk = session(tmp_path)
    path = tmp_path / "content" / "unsure.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nAsk margit@paperlantern.net.\n", encoding="utf-8")
    desk.made = FakeProject(tmp_path, help_desk(tmp_path).knowledge(), desk.made.config)
    done = CliRunner().invoke(build, ["--no-links"], obj=desk)
    assert done.exit_code == 1
    assert re.search(r"^unsure/index\.html:[0-9]+: an e-mail address \(an address\)$", done.stdout, re.M)
    assert "To mend it" in done.stdout
    assert "margit" not in done.output
    assert not (tmp_path / "site").exists()


def test_help_is_quick_and_says_what_happens() -> None:
    """Reading the help of a verb imports no engine."""
    for command in (build, serve):
        assert CliRunner().invoke(command, ["--help"]).exit_code == 0
    code = "import sys, deskbook_site.commands; print([m for m in ('mkdocs', 'yaml', 'deskbook.model') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "[]\n"


def test_serve_shows_the_site_and_follows_changes(tmp_path: Path) -> None:
    """The address is printed, a change of an article appears without asking, a broken one does no harm, and Ctrl+C ends it quietly, with
    all of its processes."""
    (tmp_path / "deskbook.toml").write_text(TOML, encoding="utf-8")
    page = tmp_path / "content" / "a.md"
    page.parent.mkdir()
    page.write_text("First words.", encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "deskbook", "-q", "-C", str(tmp_path), "serve", "--port", str(port)]
    said = tmp_path / "said.txt"
    with said.open("w", encoding="utf-8") as stderr:
        running = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=stderr,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    assert running.stdout is not None
    try:
        line = running.stdout.readline()
        assert line == f"http://127.0.0.1:{port}/ shows the site for public, with its drafts. Ctrl+C ends it.\n"
        below = _below(running.pid)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            assert "First words." in client.get("/a/").text
            (tmp_path / "content" / "A.md").write_text("One address for two.", encoding="utf-8")
            _wait(lambda: "two pages would have the address" in said.read_text(encoding="utf-8"))
            page.write_text("Second words.", encoding="utf-8")
            _wait(lambda: "Second words." in client.get("/a/").text)
    finally:
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=20)
    assert running.returncode == 130
    assert "Traceback" not in said.read_text(encoding="utf-8")
    _wait(lambda: not any(Path(f"/proc/{pid}").exists() for pid in below))


def _wait(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _below(pid: int) -> list[int]:
    """The processes that this one has started, where the system can say."""
    told = Path(f"/proc/{pid}/task/{pid}/children")
    children = [int(child) for child in told.read_text(encoding="utf-8").split()] if told.is_file() else []
    return children + [below for child in children for below in _below(child)]
