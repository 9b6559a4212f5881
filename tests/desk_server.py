"""A small HTTP server that a test makes speak the protocol of a ticket system, and that fails when it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request. `query` has the last value of each parameter, `many` all of them; header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    many: Mapping[str, list[str]]
    body: Any
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """An answer: `value` as JSON, or bytes as they are."""

    value: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Fault:
    """What goes wrong the next `times` times somebody asks for a path that begins with `path`.

    `kind`: a status, or "truncated" JSON, an "html" page with status 200, "null" for every list of the answer, a connection that is
    "closed", or an answer that is "slow" by two seconds. The request was carried out where `done` says so.
    """

    path: str
    kind: int | str
    times: int = 1
    headers: Mapping[str, str] = field(default_factory=dict)
    done: bool = False
    value: Any = None


@dataclass
class DeskServer:
    """`answer` says what the system answers; None is 404. `asked` holds every request."""

    answer: Callable[[Asked], Reply | None]
    address: str = ""
    asked: list[Asked] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def paths(self, method: str = "GET") -> list[str]:
        """The paths that were asked for in one way."""
        return [one.path for one in self.asked if one.method == method]

    def reply(self, asked: Asked) -> tuple[Reply, str]:
        """The answer, and how it goes wrong on its way (empty: it does not)."""
        self.asked.append(asked)
        fault = next((one for one in self.faults if one.times > 0 and asked.path.startswith(one.path)), None)
        if fault is None:
            return self.answer(asked) or Reply({"error": "not found"}, 404), ""
        fault.times -= 1
        if isinstance(fault.kind, int):
            if fault.done:
                self.answer(asked)
            return Reply(fault.value if fault.value is not None else {"error": "no"}, fault.kind, fault.headers), ""
        done = self.answer(asked) if fault.done or asked.method == "GET" else None
        reply = done or Reply({})
        if fault.kind == "null" and isinstance(reply.value, dict):
            value = {key: None if isinstance(part, list) else part for key, part in reply.value.items()}
            return Reply(value, reply.status, reply.headers), ""
        return reply, str(fault.kind)


@contextmanager
def desk_server(answer: Callable[[Asked], Reply | None]) -> Iterator[DeskServer]:
    """A server on loopback while the block lasts. `answer` is called by one thread at a time."""
    desk = DeskServer(answer)
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 20  # an answer is one write: the second of two would wait 40 ms for the receipt of the first

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            many = parse_qs(parts.query, keep_blank_values=True)
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                body = json.loads(raw) if raw else None
            except ValueError:
                body = raw
            asked = Asked(
                self.command,
                parts.path,
                {key: values[-1] for key, values in many.items()},
                many,
                body,
                {name.lower(): value for name, value in self.headers.items()},
            )
            with lock:
                reply, wrong = desk.reply(asked)
            content = reply.value if isinstance(reply.value, bytes) else json.dumps(reply.value).encode()
            if wrong == "closed":
                self.close_connection = True
                self.connection.close()
                return
            if wrong == "slow":
                time.sleep(2)
            if wrong == "html":
                content = b"<!doctype html><title>Sign in</title>"
            if wrong == "truncated":
                content = content[: len(content) // 2]
            self.send_response(reply.status)
            self.send_header("Content-Type", "text/html" if wrong == "html" else "application/json")
            self.send_header("Content-Length", str(len(content)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815  the names of the standard library

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    desk.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield desk
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
