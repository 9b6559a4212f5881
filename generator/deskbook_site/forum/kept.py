"""What an earlier run made of each topic and list, so that what would come out the same is not made again.

The notes lie beside the build. Whatever is wrong with them, or with a page that they tell of, costs only time: the page is
made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from deskbook.library import replace
from deskbook.text import folds

# Whatever can change a page without a change of its topic.
_LIBRARIES = ("comrak-ext", "jinja2", "nh3")
_SITE = Path(__file__).parents[1]
_CODE = ("forum/*.py", "addresses.py", "markup.py", "shell.py", "templates.py")


@dataclass(frozen=True, slots=True)
class Written:
    """One file: its site-relative address, its size in bytes and its time in nanoseconds."""

    url: str
    size: int
    time: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What was made of a topic or a list: of what (a digest), its row in lists (HTML; empty for a list), its pages."""

    made_of: str
    row: str
    pages: tuple[Written, ...]


def digest(*values: object) -> str:
    """A short fingerprint of values whose `repr` says all of them."""
    return hashlib.blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def tools(theme: Path) -> str:
    """A fingerprint of the programs and templates that pages are made with."""
    code = [path for pattern in _CODE for path in sorted(_SITE.glob(pattern))]
    files = [*code, Path(folds.__file__), *sorted((theme / "templates").glob("topic*.html"))]
    return digest([version(name) for name in _LIBRARIES], [hashlib.sha256(f.read_bytes()).hexdigest() for f in files])


def read_notes(path: Path | None, made_with: str) -> dict[str, Kept]:
    """What is known of earlier pages, by key. Nothing where there are no notes, or of other tools, or damaged ones."""
    if path is None:
        return {}
    try:
        notes = json.loads(path.read_text(encoding="utf-8"))
        if notes["made_with"] != made_with:
            return {}
        return {
            str(key): Kept(str(made_of), str(row), tuple(Written(str(url), size, time) for url, size, time in pages))
            for key, (made_of, row, pages) in notes["made"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def write_notes(path: Path, made_with: str, made: Mapping[str, Kept]) -> None:
    """Note down what was made, for the next run."""
    listed = {
        key: (kept.made_of, kept.row, [(file.url, file.size, file.time) for file in kept.pages])
        for key, kept in made.items()
    }
    replace(path, json.dumps({"made_with": made_with, "made": listed}, ensure_ascii=False, separators=(",", ":")))


def there(site: Path, pages: Iterable[Written]) -> bool:
    """Whether `pages` are in `site` already, as they were written."""
    try:
        return all(_same(f"{site}/{page.url}index.html", page) for page in pages)
    except OSError:
        return False


def take_over(before: Path, site: Path, pages: Iterable[Written]) -> bool:
    """Put `pages` of the site `before` into `site`; False where one is not there as it was written, or cannot be taken."""
    try:
        return all(_taken(before, site, page) for page in pages)
    except OSError:
        return False


def _taken(before: Path, site: Path, page: Written) -> bool:
    source, target = f"{before}/{page.url}index.html", f"{site}/{page.url}index.html"
    if not _same(source, page):
        return False
    _make_folder(f"{site}/{page.url}")
    try:
        os.link(source, target)  # a page is never changed in place: see write
    except FileExistsError:
        Path(target).unlink()
        os.link(source, target)
    except OSError:  # no links between these folders
        shutil.copy2(source, target)
    return True


def _same(path: str, page: Written) -> bool:
    there = os.lstat(path)
    return (there.st_size, there.st_mtime_ns) == (page.size, page.time)


def write(site: Path, url: str, html: str) -> Written:
    """Write a page, unless its file holds just that already. The file may be a link that another site has too."""
    path, data = f"{site}/{url}index.html", html.encode("utf-8")
    _make_folder(f"{site}/{url}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        handle = os.open(path, flags, 0o666)
    except FileExistsError:
        replace(Path(path), html)
        there = Path(path).stat()
    else:
        with open(handle, "wb") as file:  # noqa: PTH123  a handle
            file.write(data)
            file.flush()
            there = os.fstat(handle)
    return Written(url, there.st_size, there.st_mtime_ns)


def _make_folder(path: str) -> None:
    try:
        os.mkdir(path)  # noqa: PTH102  a Path for each of 50,000 folders costs as much as the folder
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103
