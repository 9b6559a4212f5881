"""A folder on http://127.0.0.1, for looking at a site and for following its links."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from deskbook.errors import BuildError


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder as the web servers of static sites do: no listing of folders, and the site's own page for 404."""

    protocol_version = "HTTP/1.1"  # keeps the connection
    disable_nagle_algorithm = True  # or the body waits 40 ms for the receipt of the headers
    server_version = "deskbook"

    def list_directory(self, path: Any) -> None:
        self.send_error(404, "File not found")

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        # LinkChecker asks a server ten times a second at most, unless it says with this header that more is welcome.
        self.send_header("LinkChecker", "welcome")
        super().end_headers()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a reader that hangs up before the end is no error of ours."""


@contextmanager
def serving(site: Path, port: int = 0, handler: Callable[..., Handler] = Handler) -> Iterator[str]:
    """Serve `site` in a thread; gives the address, ending in a slash. `port` 0 takes a free one.

    Raises `BuildError` where the port cannot be had.
    """
    try:
        running = _Server(("127.0.0.1", port), partial(handler, directory=str(site)))
    except OSError as error:
        raise BuildError(
            f"port {port} cannot be used: {error.strerror}", cure="choose another with `deskbook serve --port 8001`"
        ) from error
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_address[1]}/"
    finally:
        running.shutdown()
        running.server_close()
        thread.join()
