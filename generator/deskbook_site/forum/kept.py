"""What an earlier run made of each topic and list, so that what would come out the same is not made again.

The notes lie beside the build. Whatever is wrong with them, or with a page that they tell of, costs only time: the page is
made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from deskbook.library import replace
from deskbook.text import folds

from ..inventory import File

# Whatever can change a page without a change of its topic.
_LIBRARIES = ("babel", "comrak-ext", "jinja2", "nh3")
_SITE = Path(__file__).parents[1]
_CODE = (
    "forum/*.py",
    "addresses.py",
    "inventory.py",
    "markup.py",
    "shell.py",
    "templates.py",
    "words/*.py",
    "words/texts/*.yml",
)


class Kept(NamedTuple):
    """What was made of a topic or a list: of what (a digest), its row in lists (HTML; empty for a list), its pages.

    `pages` are the files by their site-relative addresses. A named tuple, as they are: JSON takes both as they stand.
    """

    made_of: str
    row: str
    pages: Mapping[str, File]


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
            str(key): Kept(str(made_of), str(row), {str(url): File(*file) for url, file in pages.items()})
            for key, (made_of, row, pages) in notes["made"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def write_notes(path: Path, made_with: str, made: Mapping[str, Kept]) -> None:
    """Note down what was made, for the next run."""
    replace(path, json.dumps({"made_with": made_with, "made": made}, ensure_ascii=False, separators=(",", ":")))


def there(site: Path, pages: Mapping[str, File]) -> bool:
    """Whether `pages` are in `site` already, as they were written."""
    try:
        return all(_same(f"{site}/{url}index.html", file) for url, file in pages.items())
    except OSError:
        return False


def take_over(before: Path, site: Path, pages: Mapping[str, File]) -> bool:
    """Put `pages` of the site `before` into `site`; False where one is not there as it was written, or cannot be taken."""
    try:
        return all(_taken(before, site, url, file) for url, file in pages.items())
    except OSError:
        return False


def _taken(before: Path, site: Path, url: str, file: File) -> bool:
    source, target = f"{before}/{url}index.html", f"{site}/{url}index.html"
    if not _same(source, file):
        return False
    _make_folder(f"{site}/{url}")
    try:
        os.link(source, target)  # a page is never changed in place: see write
    except FileExistsError:
        Path(target).unlink()
        os.link(source, target)
    except OSError:  # no links between these folders
        shutil.copy2(source, target)
    return True


def _same(path: str, file: File) -> bool:
    there = os.lstat(path)
    return (there.st_size, there.st_mtime_ns) == (file.size, file.time)


def write(site: Path, url: str, html: str) -> File:
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
    return File.page(data, there)


def _make_folder(path: str) -> None:
    try:
        os.mkdir(path)  # noqa: PTH102  a Path for each of 50,000 folders costs as much as the folder
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103
