"""Pages as a preview shows them: the newest there is of each, and a script in each that loads it again once there is a newer one.

The script is in no file. Only a tab that somebody looks at asks for news, and asks again where the server was away for a while.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Collection, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from .webserver import Handler

_NEWS = "/-deskbook/news"
# What would keep pages in the browser.
_KEEPER = "/service-worker.js"
# So long an answer waits for news. Whoever has hung up meanwhile is not noticed earlier.
_PATIENCE = 20.0
# A new site takes the place of the old one in two steps, between which there is none.
_BETWEEN = 0.05
_SCRIPT = """\
<script>(() => {
  const address = "%(news)s?" + new URLSearchParams(%(shown)s);
  let watching = false, asking;
  const watch = async () => {
    if (watching) return;
    watching = true;
    while (!document.hidden) {
      asking = new AbortController();
      try {
        const answer = await fetch(address, { cache: "no-store", signal: asking.signal });
        if (!answer.ok) throw new Error(answer.status);
        if ((await answer.text()) === "other") return location.reload();
      } catch {
        await new Promise((resume) => setTimeout(resume, 500));
      }
    }
    watching = false;
  };
  // A browser has six connections to a server for all its tabs.
  document.addEventListener("visibilitychange", () => (document.hidden ? asking?.abort() : watch()));
  watch();
})();</script>
"""


class Shown:
    """What a preview shows: the site in a folder, and pages that are newer than it. Pages are named by their addresses, relative
    to the site's, with a slash at the end."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._newer: Mapping[str, bytes] = {}
        self._turn = 0
        self._changed = threading.Condition()

    def show(self, pages: Mapping[str, bytes]) -> None:
        """From now on, show these pages instead of those that the folder has."""
        with self._changed:
            self._newer = {**self._newer, **pages}
            self._changed.notify_all()

    def renewed(self, newer: Collection[str], *, every: bool) -> None:
        """The folder has a new site. Of the pages that were shown instead only those in `newer` are still newer. `every` tab is to
        load its page again if more than pages may have changed, such as a picture or a style sheet."""
        with self._changed:
            self._newer = {url: page for url, page in self._newer.items() if url in newer}
            self._turn += every
            self._changed.notify_all()

    def page(self, url: str) -> bytes | None:
        """The newest there is of a page."""
        if (newer := self._newer.get(url)) is not None:
            return newer
        file = self._site / url / "index.html"
        try:
            return file.read_bytes()
        except OSError:
            time.sleep(_BETWEEN)
        try:
            return file.read_bytes()
        except OSError:
            return None

    def mark(self, page: bytes | None) -> str:
        """What tells this page from another. A page that is not there has a mark, too."""
        return f"{hashlib.blake2b(page or b'', digest_size=16).hexdigest()}-{self._turn}"

    def changes(self, url: str, mark: str, seconds: float = _PATIENCE) -> bool:
        """Whether a page is another than the one with this mark, or is so within these seconds."""
        until = time.monotonic() + seconds
        with self._changed:
            while self.mark(self.page(url)) == mark:
                if not self._changed.wait(max(0.0, until - time.monotonic())):
                    return False
        return True


class LiveHandler(Handler):
    """Serves what is shown, each page with the script."""

    def __init__(self, *arguments: Any, shown: Shown, **options: Any) -> None:
        self._shown = shown
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:  # noqa: N802  so the base class calls it
        """A page, or what a page is to know; all else as it lies in the folder."""
        address = urlsplit(self.path)
        if address.path == _NEWS:
            said = {name: values[-1] for name, values in parse_qs(address.query, keep_blank_values=True).items()}
            other = self._shown.changes(self._url(quote(f"/{said.get('url', '')}")), said.get("mark", ""))
            self._answer(HTTPStatus.OK, b"other" if other else b"same", "text/plain")
        elif address.path.endswith("/"):
            self._answer_page(self._url(self.path))
        elif address.path == _KEEPER:
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            super().do_GET()

    def _url(self, path: str) -> str:
        """The address of a page, which cannot lead out of the folder, whatever was asked."""
        url = Path(self.translate_path(path)).relative_to(self.directory).as_posix()
        return "" if url == "." else f"{url}/"

    def _answer_page(self, url: str) -> None:
        page = self._shown.page(url)
        shown = {"url": url, "mark": self._shown.mark(page)}
        # In a script `<` could end it.
        script = _SCRIPT % {"news": _NEWS, "shown": json.dumps(shown).replace("<", "\\u003c")}
        status = HTTPStatus.OK
        if page is None:
            missing = Path(self.directory, "404.html")
            status, page = HTTPStatus.NOT_FOUND, missing.read_bytes() if missing.is_file() else b""
        before, end, after = page.rpartition(b"</body>")
        self._answer(status, before + script.encode() + end + after, "text/html; charset=utf-8")

    def _answer(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
