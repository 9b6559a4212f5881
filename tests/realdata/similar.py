"""The benchmark of the engine that finds who asks the same: JSON lines, one a measurement.

    python tests/realdata/similar.py [--sizes N ...] [--data DATA] [--patience SECONDS]

Quality on real questions (with DATA: see tests/realdata/quality.py) and on the sample desk; then time and memory for generated
threads (tests/realdata/scale.py). Each measurement runs in a process of its own. `peak_mb` is the most that it and its children
held together since the line before, where memory that they share counts more than once; what is held for less than a tenth
of a second may be missed. A peer that takes too long is stopped, and a line says so.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil

HERE = Path(__file__).parent
ENGINE, PEERS = ("deskbook", "exact", "add"), ("scikit-learn", "datasketch")
# The index on disk of a million threads is searched at most so long.
_LONGEST = 7_200
_EVERY = 0.1

Line = dict[str, Any]


class Memory(threading.Thread):
    """Watches what a process and its children hold, in MB."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process(process)
        self._most = 0.0
        self.ended = False

    def run(self) -> None:
        """Until the process has ended."""
        while self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE:
            self._look()
            time.sleep(_EVERY)

    def taken(self) -> int:
        """The most since this was last asked."""
        self._look()
        most, self._most = self._most, 0.0
        return round(most)

    def end(self) -> None:
        """Kill the process and its children."""
        self.ended = True
        with contextlib.suppress(psutil.Error):
            for each in (*self._process.children(recursive=True), self._process):
                each.kill()

    def _look(self) -> None:
        held = 0
        try:
            for each in (self._process, *self._process.children(recursive=True)):
                held += each.memory_info().rss
        except psutil.Error:  # one has just ended
            return
        self._most = max(self._most, held / 1e6)


def main() -> int:
    """Print everything. Returns 1 where a measurement of the engine failed."""
    parser = argparse.ArgumentParser(description="The benchmark of the engine that finds who asks the same.")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000], help="how many generated threads")
    parser.add_argument("--data", type=Path, help="with meta-se-duplicates and banking77")
    parser.add_argument("--no-quality", dest="quality", action="store_false", help="time and memory only")
    parser.add_argument("--patience", type=int, default=120, help="seconds for each measurement of a peer")
    arguments = parser.parse_args()
    done = [measured("quality.py", *filter(None, [arguments.data]))] if arguments.quality else []
    earlier: Line | None = None
    for size in sorted(arguments.sizes):
        with tempfile.TemporaryDirectory() as folder:
            for what in ENGINE:
                done.append(measured("scale.py", what, size, folder))
                if what == ENGINE[0] and done[-1]:
                    total = done[-1][-1]
                    if earlier:
                        say(growth(earlier, total))
                    earlier = total
            for what in PEERS:
                measured("scale.py", what, size, folder, patience=arguments.patience)
    return 0 if all(done) else 1


def measured(script: str, *words: object, patience: int = _LONGEST) -> list[Line]:
    """Run one measurement, and print its lines with the memory that each took. Returns nothing where it failed."""
    lines, most = [], 0
    command = [sys.executable, str(HERE / script), *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        memory = Memory(process.pid)
        memory.start()
        timer = threading.Timer(patience, memory.end)
        timer.start()
        for text in process.stdout or ():
            taken = memory.taken()
            most = max(most, taken)
            lines.append({**json.loads(text), "peak_mb": taken, "peak_mb_so_far": most})
            say(lines[-1])
        timer.cancel()
    if process.returncode:
        stopped = {"gave_up_after_seconds": patience} if memory.ended else {"exit_code": process.returncode}
        say(
            {
                "measure": Path(script).stem,
                "of": " ".join(map(str, words[:2])),
                **stopped,
                "peak_mb_so_far": memory.taken(),
            }
        )
    return [] if process.returncode else lines


def growth(one: Line, other: Line) -> Line:
    """The exponent by which time grows with the number of threads."""
    times, larger = other["seconds"] / one["seconds"], other["threads"] / one["threads"]
    exponent = round(math.log(times) / math.log(larger), 2)
    between = {"from_threads": one["threads"], "to_threads": other["threads"]}
    return {"measure": "growth", "engine": one["engine"], **between, "exponent": exponent, "target_exponent": 1.2}


def say(line: Line) -> None:
    """One line of the result."""
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    sys.exit(main())
