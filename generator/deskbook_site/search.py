"""The search index of a built site, by Pagefind."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from deskbook.errors import BuildError

# Pagefind took 117 s for 42,000 pages on two cores; this is for a hung one, not for a slow one.
_TIMEOUT = 1800.0
# The sign after each heading that links to it is not a word of the heading.
_OPTIONS = ("--glob", "**/*.html", "--exclude-selectors", ".headerlink", "--quiet")
_FOLDER = "pagefind"
_INSTALL = "install it with `pip install 'pagefind[bin]'`, then run `deskbook build` again"
# Says of which pages an index was made.
_KEY = "pages.sha256"


def index(site: Path, *, previous: Path | None = None, timeout: float = _TIMEOUT) -> bool:
    """Write the index into `site`/pagefind. Only what the theme marks with `data-pagefind-body` is searched.

    If the folder `previous` is a site of the very same pages its index is taken over: Pagefind gives other bytes each time
    (it orders filters at random), and needs 3 s for a thousand pages. Says whether Pagefind ran. `timeout` is in seconds.
    Raises `BuildError` where Pagefind is missing, fails or does not end.
    """
    try:
        key = _key(site, version("pagefind"))
    except PackageNotFoundError as error:
        raise BuildError("Pagefind is not installed", cure=_INSTALL) from error
    if previous and _read(previous / _FOLDER / _KEY) == key:
        shutil.copytree(previous / _FOLDER, site / _FOLDER)
        return False
    _run(site, timeout)
    (site / _FOLDER / _KEY).write_text(key, encoding="utf-8", newline="\n")
    return True


def _run(site: Path, timeout: float) -> None:
    # -P: a file pagefind.py in the current folder must not be run in Pagefind's place.
    command = [sys.executable, "-P", "-m", "pagefind", "--site", str(site), *_OPTIONS]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=timeout, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise BuildError(
            f"Pagefind did not finish within {timeout:.0f} seconds", where=str(site), cure="run `deskbook build` again"
        ) from error
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise BuildError(
            f"Pagefind could not index the site: {said[-1] if said else f'it ended with {done.returncode}'}",
            where=str(site),
            cure=_INSTALL,
        )


def _key(site: Path, pagefind: str) -> str:
    digest = hashlib.sha256(repr((pagefind, _OPTIONS)).encode())
    for page in sorted(site.rglob("*.html")):
        digest.update(f"\0{page.relative_to(site).as_posix()}\0".encode("utf-8", "surrogateescape"))
        digest.update(hashlib.sha256(page.read_bytes()).digest())
    return digest.hexdigest() + "\n"


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
