"""Programs of real ticket systems on this machine: how they come here, where they run, and how they are ended."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

# Seconds that a system has from its start to its first answer, on a machine that does other things, too.
PATIENCE = 120.0
_HERE = Path(__file__).parent


def debian_packages(*names: str, answers: str = "") -> None:
    """Have packages of Debian installed, with `answers` to what they would ask. Skips the test where that is not possible."""
    if not shutil.which("dpkg-query"):
        pytest.skip(f"needs the Debian packages {' '.join(names)}; this is no Debian")
    missing = [name for name in names if not _is_installed(name)]
    if not missing:
        return
    if os.geteuid() != 0:
        pytest.skip(f"needs the Debian packages {' '.join(missing)}: apt-get install {' '.join(missing)}")
    if answers:
        subprocess.run(["debconf-set-selections"], input=answers.encode(), check=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    said = b""
    for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        done = subprocess.run(
            ["apt-get", "-qq", *command], check=False, env=quiet, stdin=subprocess.DEVNULL, capture_output=True
        )
        said = done.stderr or said
    if not all(map(_is_installed, missing)):
        pytest.skip(f"apt-get cannot install {' '.join(missing)}: {_last_line(said)}")


def free_port() -> int:
    """A port of loopback on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def beside(name: str) -> Path:
    """A file of this folder."""
    return _HERE / name


def carried_out(command: Sequence[str | Path], log: Path, **variables: str) -> str:
    """What a program printed. Its complaints go to `log`. Raises `AssertionError` with them where it fails."""
    with log.open("ab") as errors:
        done = subprocess.run(
            command,
            check=False,
            env=os.environ | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    printed = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, f"{command[0]} failed\n{printed}\n{_end_of(log)}"
    return printed


@contextmanager
def served(command: Sequence[str | Path], url: str, log: Path, variables: Mapping[str, str]) -> Iterator[None]:
    """A server that answers at `url` while the block lasts, with all processes that it starts."""
    with log.open("ab") as out:
        server = subprocess.Popen(
            command,
            env=os.environ | variables,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _await(server, url, log)
        yield
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _await(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, f"the server ended\n{_end_of(log)}"
        try:
            if httpx.get(url, timeout=PATIENCE).status_code < 500:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"no answer from {url} within {PATIENCE:g} seconds\n{_end_of(log)}")


def _is_installed(package: str) -> bool:
    found = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Status}", package], check=False, capture_output=True)
    return found.stdout == b"installed"


def _end_of(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-3000:]


def _last_line(output: bytes) -> str:
    return (output.decode("utf-8", "replace").strip().splitlines() or ["it says nothing"])[-1]
