"""A whole pull from a server like Zendesk into a store, and a peer: JSON lines, with targets.

    python tests/realdata/collect.py [--tickets 100000] [--peer 5000] [--folder FOLDER]

The server (`zendesk_server.py`) is a process of its own on this machine. deskbook asks as it asks Zendesk: 200 tickets a page, and one
request for the comments of each ticket, but a thousand times a second, where Zendesk allows a few hundred in a minute. The first line is
the run into an empty store, redaction included, with the part of its time that went into the answers of the server (`network`), into
what the source makes of them (`conversion`, HTML to Markdown for the most part), `redaction` and `store`; the second one is a run
without news. The peer pulls some of the same tickets into a file of JSON lines: it neither converts nor redacts, so it is to be held
against `reading_seconds`, all that deskbook's source takes for as many.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from zendesk_server import COMMENTS

from deskbook.cli.progress import Quiet
from deskbook.http import PoliteClient
from deskbook.model import Given
from deskbook.sources.zendesk import Zendesk
from deskbook.stages import collect as stage
from deskbook.store import Store
from deskbook.text.redact import Policy

HERE = Path(__file__).parent
MANY = 100_000
ZENPY = "zenpy==2.0.57"


class Clocks:
    """Seconds that calls took, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same call, its time taken."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            try:
                return call(*args, **kwargs)
            finally:
                self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun

        return timed


class Timed(Zendesk):
    """The source, and how long somebody waited for what it gives."""

    clocks = Clocks()

    def threads_since(self, cursor: str) -> Iterator[Given]:
        entries = super().threads_since(cursor)
        step = self.clocks.around("reading", lambda: next(entries, None))
        while (given := step()) is not None:
            yield given


@contextlib.contextmanager
def served(tickets: int) -> Iterator[str]:
    """The address of a server with so many tickets."""
    command = [sys.executable, str(HERE / "zendesk_server.py"), str(tickets)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def deskbook(address: str, tickets: int, folder: Path) -> None:
    """Pull twice."""
    source = Timed("desk", folder, {"url": address, "token_env": "none", "pace": 1000, "exports_a_minute": 6000})
    clocks = source.clocks
    stage.redact_thread = clocks.around("redaction", stage.redact_thread)  # type: ignore[attr-defined]
    Store.put = clocks.around("store", Store.put)  # type: ignore[method-assign]
    PoliteClient.get = clocks.around("network", PoliteClient.get)  # type: ignore[method-assign]
    with Store(folder) as store:
        policy = Policy(asker_key=store.asker_key())
        for run in ("first run", "run without news"):
            clocks.seconds.clear()
            begun, worked = time.perf_counter(), time.process_time()
            done = stage.collect([stage.Origin("desk", source)], store, policy, Quiet()).sources[0]
            seconds = time.perf_counter() - begun
            first = run == "first run"
            assert not done.damages
            assert done.stored.new + len(done.held) == (tickets if first else 0)
            spent = {**clocks.seconds, "conversion": clocks.seconds["reading"] - clocks.seconds["network"]}
            said: dict[str, object] = {
                "measure": f"collect, {run}",
                "tickets": tickets,
                "comments": tickets * COMMENTS,
                "seconds": round(seconds, 2),
                "cpu_seconds": round(time.process_time() - worked, 2),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "target_peak_mb": 500,
            }
            if first:
                said["threads_a_second"] = round(tickets / seconds, 1)
                said["held"] = len(done.held)
                said["reading_seconds"] = round(spent["reading"], 2)
                said["reading_threads_a_second"] = round(tickets / spent["reading"], 1)
                parts = ("network", "conversion", "redaction", "store")
                said["of_time"] = {part: round(spent[part] / seconds, 3) for part in parts}
            else:
                said["target_seconds"] = 3
            print(json.dumps(said), flush=True)


def peer(address: str, tickets: int, folder: Path) -> None:
    """The same pull by zenpy, in an environment that is made for it."""
    python = folder / "zenpy" / "bin" / "python"
    said: dict[str, object] = {"measure": f"pull by {ZENPY}"}
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder / "zenpy")], check=True, capture_output=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", ZENPY], check=True, capture_output=True)
        command = [python, HERE / "zendesk_peer.py", address, folder / "pulled.jsonl"]
        done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
        said |= json.loads(done.stdout)
        assert (said["tickets"], said["comments"]) == (tickets, tickets * COMMENTS)
    except (subprocess.CalledProcessError, OSError) as error:
        reason = (getattr(error, "stderr", "") or str(error)).strip() if not isinstance(error, OSError) else str(error)
        said["not_measured"] = str(reason)[-300:]
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--tickets", type=int, default=MANY)
    parser.add_argument("--peer", type=int, default=5_000)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        with served(asked.tickets) as address:
            deskbook(address, asked.tickets, Path(name))
        fewer = min(asked.peer, asked.tickets)
        with served(fewer) as address:
            peer(address, fewer, Path(name))
