"""The pull of `collect.py` by zenpy: all tickets and their comments, into a file of JSON lines. One JSON line says what it took.

    VENV/bin/python tests/realdata/zendesk_peer.py ADDRESS FILE

zenpy is under the GPL: this runs as a program of its own, in an environment of its own, and nothing of deskbook imports it or this.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import requests  # type: ignore[import-untyped,unused-ignore]
from requests.adapters import HTTPAdapter  # type: ignore[import-untyped,unused-ignore]
from zenpy import Zenpy  # type: ignore[import-not-found,unused-ignore]

_REAL = "https://bench.zendesk.com"


class Elsewhere(HTTPAdapter):  # type: ignore[misc,unused-ignore]
    """Asks the server of the benchmark: zenpy writes addresses of Zendesk's own."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    def send(self, request: requests.PreparedRequest, **kwargs: object) -> requests.Response:
        asked = request.url
        request.url = asked.replace(_REAL, self._address)
        response = super().send(request, **kwargs)
        # zenpy looks there, too.
        request.url = response.url = asked
        return response


def main(address: str, file: Path) -> None:
    """Pull once."""
    session = requests.Session()
    session.mount("https://", Elsewhere(address))
    zendesk = Zenpy(subdomain="bench", session=session, email="a@x.example", token="none")
    begun, worked, tickets, comments = time.perf_counter(), time.process_time(), 0, 0
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        for ticket in zendesk.tickets.incremental(start_time=1, paginate_by_time=False, per_page=200):
            said = [comment.to_dict() for comment in zendesk.tickets.comments(ticket=ticket.id)]
            lines.write(json.dumps({**ticket.to_dict(), "comments": said}) + "\n")
            tickets, comments = tickets + 1, comments + len(said)
    seconds = time.perf_counter() - begun
    # Of this program alone: `getrusage` would count what the one that started it had.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    took = {
        "tickets": tickets,
        "comments": comments,
        "seconds": round(seconds, 2),
        "threads_a_second": round(tickets / seconds),
    }
    print(json.dumps({**took, "cpu_seconds": round(time.process_time() - worked, 2), "peak_mb": peak}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
