"""A run that is killed at any moment: nothing is lost, nothing is half-written, and the next run completes it."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from deskbook.library import Library
from deskbook.project import Project

THREADS = 600
ANSWER = "The token lacks the purge scope. Open the token page, tick the scope {}, save it and send the request again."


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    """A project with one file of marked tickets, large enough that a kill hits the middle, and one finished article."""
    (tmp_path / "deskbook.toml").write_text(
        '[[sources]]\nname = "desk"\ntype = "jsonl"\npath = "threads.jsonl"\n', encoding="utf-8"
    )
    rows = (
        {
            "id": str(number),
            "title": f"Question {number:04} about item{number}",
            "created": "2026-01-01T00:00:00Z",
            "resolved": True,
            "marked": True,
            "messages": [
                {
                    "author": "Ana Silva",
                    "role": "customer",
                    "text": f"Item{number} fails, mail ana{number}@corp.example.co.uk " * 5,
                },
                {"author": "Bo", "role": "agent", "text": ANSWER.format(number)},
            ],
        }
        for number in range(THREADS)
    )
    (tmp_path / "threads.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    page = "---\nid: a\ntitle: A page\nkind: reference\nconfidence: validated\naudience: public\nowner: ana\n---\n\nText.\n"
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text(page, encoding="utf-8")
    return tmp_path


def start(desk: Path, *verb: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "deskbook", "-q", "-C", str(desk), *verb]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def seconds(desk: Path, *verb: str) -> float:
    """How long a whole run takes here, so that kills fall inside of it on any machine."""
    begun = time.perf_counter()
    assert start(desk, *verb).wait() == 0
    return time.perf_counter() - begun


def kill(desk: Path, after: float, *verb: str) -> None:
    run = start(desk, *verb)
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.killpg(run.pid, signal.SIGKILL)
    run.wait()


@pytest.mark.slow
def test_collect(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the store holds after a kill is whole and redacted, and the next run brings the rest."""
    chance = random.Random(1)
    whole = seconds(desk, "collect")
    for _ in range(8):
        for file in (desk / ".deskbook").glob("*"):
            file.unlink()
        kill(desk, chance.uniform(0.3, 1) * whole, "collect")
        with Project.open(desk).store as store:
            kept = {thread.key: thread for thread in store.threads()}
        assert all(len(thread.messages) == 2 for thread in kept.values())

        assert start(desk, "collect").wait() == 0

        with Project.open(desk).store as store:
            complete = {thread.key: thread for thread in store.threads()}
        assert len(complete) == THREADS
        assert kept.items() <= complete.items()
        assert not [path for path in desk.glob(".deskbook/*") if b"@corp" in path.read_bytes()]


@pytest.mark.slow
def test_draft(desk: Path) -> None:
    """After a kill every draft that is there is whole, and the next run writes the others, each once."""
    chance = random.Random(2)
    seconds(desk, "collect")
    drafts = desk / "content" / "drafts"
    whole = seconds(desk, "draft")
    expected = {path.name: path.read_bytes() for path in drafts.glob("*.md")}
    assert len(expected) == THREADS
    for _ in range(5):
        for file in [*drafts.iterdir(), *(desk / ".deskbook").glob("*")]:
            file.unlink()
        seconds(desk, "collect")
        kill(desk, chance.uniform(0.3, 1) * whole, "draft")
        assert {path.name: path.read_bytes() for path in drafts.glob("*.md")}.items() <= expected.items()
        assert Library(desk / "content").read().unreadable == ()

        assert start(desk, "draft").wait() == 0

        assert {path.name: path.read_bytes() for path in drafts.glob("*.md")} == expected


@pytest.mark.slow
def test_build(desk: Path) -> None:
    """A killed build leaves the old site whole or, at the very end, the new one; the next build completes it."""
    chance = random.Random(3)
    whole = seconds(desk, "build")
    pages = {path.relative_to(desk / "site"): path.read_bytes() for path in (desk / "site").rglob("*.html")}
    for _ in range(5):
        kill(desk, chance.uniform(0.2, 0.95) * whole, "build")
        assert {path.relative_to(desk / "site"): path.read_bytes() for path in (desk / "site").rglob("*.html")} == pages

        assert start(desk, "build").wait() == 0

        assert {path.relative_to(desk / "site"): path.read_bytes() for path in (desk / "site").rglob("*.html")} == pages
        assert not list(desk.glob(".site*"))
