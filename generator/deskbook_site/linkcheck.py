"""Broken links in a built site, found by LinkChecker.

LinkChecker is under the GPL: it is run as a program, against a web server of ours, and never imported.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urldefrag, urljoin

from deskbook.errors import BuildError
from deskbook.library import replace

from .inventory import File
from .webserver import Handler, serving

_TIMEOUT = 3600.0
# Where it begins if only some pages are looked at. It follows what lies in the folder where it begins.
_START = "?changed"
# Made by a program, anew with each change.
_INDEX = "pagefind/"
_HAVE_LINKS = ("index.html", ".css")
# Its own file, so that nobody's ~/.config/linkchecker decides whether a build passes. Rates are the server's to say.
_CONFIG = """\
[checking]
threads=4
maxrequestspersecond=100000
resultcachesize=1000000
maxfilesizeparse=50000000
maxfilesizedownload=50000000
robotstxt=0
[output]
status=0
warnings=0
[csv]
parts=parentname,result,url,valid
"""

# Comments and scripts hold no links that a browser follows. Of all other tags only those with an address matter.
_NO_LINKS = re.compile(r"<!--.*?-->|(<script\b[^>]*>).*?</script>", re.S | re.I)
_TAG = re.compile(r"<([a-z][a-z0-9-]*)\b(?:\"[^\"]*\"|'[^']*'|[^'\">])*>", re.I)
_ADDRESS = re.compile(r"\s(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_OTHER_ADDRESS = re.compile(r"\s(?:srcset|data|poster|action|background|cite|content|style)\s*=", re.I)


@dataclass(frozen=True, slots=True, order=True)
class BrokenLink:
    """A link that leads nowhere. `page` is the place where it stands: an address on the site such as `/dns/`, or `file:line`."""

    page: str
    target: str
    reason: str


def changed_links(site: Path, files: Mapping[str, File], notes: Path) -> tuple[BrokenLink, ...]:
    """Those of `broken_links`, where earlier builds noted down in `notes` which pages were in order; only the others are looked at.

    These are pages that are new or were changed, pages with a broken link, and pages that link to a file that is gone. `files` are
    those of the site. Without notes, all links are followed.
    """
    names = {name for name in files if not name.startswith(_INDEX)}
    pages = {name: files[name].digest for name in names if name.endswith(_HAVE_LINKS)}
    try:
        known = json.loads(notes.read_text(encoding="utf-8"))
        before, gone = dict(known["pages"]), set(known["names"]) - names
    except (OSError, ValueError, TypeError, KeyError):
        found = broken_links(site)
    else:
        looked = {name for name, digest in pages.items() if before.get(name) != digest}
        if gone:
            lost = {f"/{name.removesuffix('index.html')}": "" for name in gone}
            looked |= {_file(link.page) for link in _all_links_to(lost, site)}
        found = broken_links(site, only=looked) if looked else ()
    wrong = {_file(link.page) for link in found}
    right = {name: digest for name, digest in pages.items() if name not in wrong}
    replace(notes, json.dumps({"pages": right, "names": sorted(names)}, separators=(",", ":")))
    return found


def broken_links(
    site: Path, *, only: Collection[str] | None = None, timeout: float = _TIMEOUT
) -> tuple[BrokenLink, ...]:
    """Follow all links within the site in folder `site`, beginning at its home page; sorted. Other hosts are not asked.

    With `only`, those of these pages, which are named by their files. `timeout` is in seconds. Raises `BuildError` where LinkChecker is
    missing, fails or does not end.
    """
    pages = None if only is None else frozenset(f"/{name.removesuffix('index.html')}" for name in only)
    with (
        serving(site, handler=partial(_NewLinks, given=set(), only=pages)) as address,
        tempfile.TemporaryDirectory(prefix="deskbook-links-") as folder,
    ):
        # LinkChecker gives up being root before it reads its files.
        Path(folder).chmod(0o755)
        config = Path(folder, "linkcheckerrc")
        config.write_text(_CONFIG, encoding="utf-8", newline="\n")
        command = [
            _program(),
            "--config",
            str(config),
            "--output",
            "csv/utf-8",
            address + (_START if only is not None else ""),
        ]
        try:
            done = subprocess.run(  # noqa: S603
                command,
                cwd=folder,
                env=_environment(folder),
                capture_output=True,
                encoding="utf-8",
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise BuildError(
                f"LinkChecker did not finish within {timeout:.0f} seconds",
                where=str(site),
                cure="leave it out with `deskbook build --no-links`",
            ) from error
        # 0: all is well, 1: broken links; it ends with 2 where it failed itself.
        if done.returncode not in (0, 1):
            raise BuildError(
                f"LinkChecker failed: {(done.stderr.strip().splitlines() or ['it said nothing'])[-1]}",
                where=str(site),
                cure="leave it out with `deskbook build --no-links`",
            )
    found = set(_read(done.stdout, address))
    if found:
        found |= set(_all_links_to({link.target: link.reason for link in found}, site))
    return tuple(sorted(found))


class _NewLinks(Handler):
    """Gives of each page only the tags that link to what no earlier page linked to.

    Every page has the same header and navigation. LinkChecker needs half a millisecond for each link, also for the
    hundredth to the same page: so it is asked about each target once, and `_all_links_to` finds who else links there.
    """

    def __init__(self, *args: Any, given: set[str], only: Collection[str] | None, **more: Any) -> None:
        self._given, self._only = given, only
        super().__init__(*args, **more)

    def do_GET(self) -> None:  # noqa: N802  the name that http.server calls
        url = self.path.partition("?")[0]
        page = Path(self.translate_path(url), "index.html")
        if self._only is not None and self.path == f"/{_START}":
            body = "\n".join(f'<a href="{quote(one)}"></a>' for one in sorted(self._only)).encode()
        elif not url.endswith("/") or not page.is_file():
            super().do_GET()
            return
        elif self._only is not None and unquote(url) not in self._only:
            body = b""  # it is there: no more is asked
        else:
            body = "\n".join(self._new_tags(url, page.read_text(encoding="utf-8", errors="replace"))).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _new_tags(self, url: str, html: str) -> Iterator[str]:
        for tag, name, target in _links(url, html):
            if not target or target not in self._given:
                yield f"{tag}</{name}>"  # closed at once, or all would nest
            self._given.add(target)


def _links(url: str, html: str) -> Iterator[tuple[str, str, str]]:
    """The tags with an address in the page at `url`: tag, its name, and what it links to, empty where that is not plain."""
    for match in _TAG.finditer(_NO_LINKS.sub(r"\1", html)):
        tag = match[0]
        if address := _ADDRESS.search(tag):
            yield tag, match[1], _absolute(url, unescape(next(filter(None, address.groups()), "")))
        elif _OTHER_ADDRESS.search(tag):
            yield tag, match[1], ""


def _absolute(url: str, link: str) -> str:
    try:
        return unquote(urldefrag(urljoin(url, link)).url)
    except ValueError:  # such as http://[: let LinkChecker say what it is
        return ""


def _all_links_to(targets: Mapping[str, str], site: Path) -> Iterator[BrokenLink]:
    """Every link in `site` to one of `targets`, which maps an address to what is wrong with it."""
    for page in site.rglob("index.html"):
        folder = page.parent.relative_to(site).as_posix()
        url = "/" if folder == "." else f"/{folder}/"
        for _, _, target in _links(quote(url), page.read_text(encoding="utf-8", errors="replace")):
            if target in targets:
                yield BrokenLink(url, target, targets[target])


def _file(url: str) -> str:
    """The file at `url`, such as `dns/index.html` at `/dns/`."""
    return (f"{url}index.html" if url.endswith("/") else url).lstrip("/")


def _environment(home: str) -> dict[str, str]:
    """Little: no settings or proxy of the user's, and LinkChecker reads the whole environment thrice for each link."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
    return {**kept, "HOME": home, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}


def _program() -> str:
    """The console script of the environment that deskbook runs in, else of the PATH."""
    found = shutil.which("linkchecker", path=sysconfig.get_path("scripts")) or shutil.which("linkchecker")
    if found is None:
        raise BuildError(
            "LinkChecker is not installed",
            cure="install it with `pip install linkchecker`, or leave it out with `deskbook build --no-links`",
        )
    return found


def _read(output: str, address: str) -> Iterator[BrokenLink]:
    rows = csv.DictReader((line for line in output.splitlines() if not line.startswith("#")), delimiter=";")
    for row in rows:
        if row["valid"] == "False":
            yield BrokenLink(_relative(row["parentname"], address), _relative(row["url"], address), row["result"])


def _relative(url: str, address: str) -> str:
    """`/dns/slow/` for an address on our server; other hosts stay as they are."""
    return unquote("/" + url.removeprefix(address) if url.startswith(address) else url)
