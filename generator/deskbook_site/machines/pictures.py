"""The picture by which a page is shown where somebody shares its address."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from urllib.parse import quote, unquote

from deskbook.errors import BuildError
from deskbook.pictures import bare
from deskbook.text.link_syntax import without_code

from ..entry import Entry

# Of the file, in Markdown; of the page, in HTML. Drawings (SVG) are shown by nobody who previews pages.
_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?(?P<file>[^\s()<>]+)|<img\b[^>]*?\ssrc=[\"'](?P<page>[^\"']+)", re.I)
_TAG = re.compile("<img", re.I)
_SHOWN = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def first_picture(entry: Entry, url: str) -> str | None:
    """The whole address of the article's first picture, of those that are files of the site, which lives at `url`."""
    if "![" not in entry.body and not _TAG.search(entry.body):
        return None  # most have none, and code takes time to find
    for found in _PICTURE.finditer(without_code(entry.body)):
        target = unquote(found["file"] or found["page"])
        base = entry.section if found["file"] else entry.url
        path = posixpath.normpath(posixpath.join(base, target))
        if target.lower().endswith(_SHOWN) and ":" not in target and not path.startswith(("/", "..")):
            return f"{url.rstrip('/')}/{quote(path)}"
    return None


def site_picture(file: Path) -> tuple[str, bytes]:
    """The name in the site, and the bytes without metadata, of the picture for pages that have none. Raises `BuildError` where `file`
    is no picture."""
    picture = bare(file.read_bytes()) if file.is_file() and not file.is_symlink() else None
    if picture is None:
        raise BuildError(
            "the picture of the site is none that others show",
            where=str(file),
            cure="name a PNG, JPEG, GIF or WebP file in `picture` of [site] in deskbook.toml",
        )
    return f"picture.{picture.sort}", picture.data
