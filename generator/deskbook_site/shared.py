"""Style sheets, scripts and images that a part of the site has in common with the whole: they are there once."""

from __future__ import annotations

import filecmp
import re
from pathlib import Path

from deskbook.library import replace

# The engine's own files, and the theme's.
_FOLDER = "assets"
_LINK = re.compile(rf'((?:href|src)="[^":]*?)({_FOLDER}/[^"?#]+)')


def share_assets(site: Path, part: str) -> None:
    """Remove from the folder `part`, right in the built `site`, the assets that the site has just so, and have its pages use those."""
    folder = site / part
    same = {
        path.relative_to(folder).as_posix()
        for path in sorted((folder / _FOLDER).rglob("*"))
        if path.is_file()
        and (site / path.relative_to(folder)).is_file()
        and filecmp.cmp(path, site / path.relative_to(folder), shallow=False)
    }
    for page in folder.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        html = _LINK.sub(lambda found: f"{found[1]}../{found[2]}" if found[2] in same else found[0], html)
        replace(page, html)
    for name in same:
        (folder / name).unlink()
    for place in sorted([folder / _FOLDER, *(folder / _FOLDER).rglob("*")], reverse=True):
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()
