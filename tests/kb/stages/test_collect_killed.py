"""A run that is killed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deskbook.project import Project

THREADS = 3000


def project(folder: Path) -> Path:
    """A project with one file of threads, large enough that a kill hits the middle."""
    (folder / "deskbook.toml").write_text(
        '[[sources]]\nname = "desk"\ntype = "jsonl"\npath = "threads.jsonl"\n', encoding="utf-8"
    )
    rows = (
        {
            "id": str(number),
            "title": f"Question {number}",
            "created": "2026-01-01T00:00:00Z",
            "messages": [
                {"author": "Ana Silva", "role": "customer", "text": f"Mail me at ana{number}@corp.example.co.uk " * 5}
            ],
        }
        for number in range(THREADS)
    )
    (folder / "threads.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return folder


def collect(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "deskbook", "-q", "-C", str(folder), "collect"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_a_killed_run_loses_nothing_and_the_next_completes_it(tmp_path: Path, seed: int) -> None:
    """Killed at any moment, the store opens, what it holds is whole and redacted, and the next run brings the rest."""
    folder = project(tmp_path)
    run = collect(folder)
    time.sleep(random.Random(seed).uniform(0.2, 2.5))
    os.kill(run.pid, signal.SIGKILL)
    run.wait()

    with Project.open(folder).store as store:
        kept = {thread.key: thread for thread in store.threads()}
        assert all(len(thread.messages) == 1 for thread in kept.values())

    assert collect(folder).wait() == 0

    with Project.open(folder).store as store:
        complete = {thread.key: thread for thread in store.threads()}
    assert len(complete) == THREADS
    assert kept.items() <= complete.items()
    for path in folder.glob(".deskbook/*"):
        assert b"@corp" not in path.read_bytes()
