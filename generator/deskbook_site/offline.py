"""The site as an app that also opens without a network: manifest, icon, the page offline/, and the program that keeps the pages.

The program is theme/assets/javascripts/service-worker.js. What it is told here is all that a browser keeps at once, by fingerprint,
so a page that changed or is gone leaves the browsers that kept it when they next see the site.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urljoin

from deskbook.config import SiteBlock
from deskbook.errors import BuildError
from deskbook.library import replace
from deskbook.library.files import replace_bytes
from deskbook.model import Audience
from deskbook.pictures import bare

from .entry import Entry
from .inventory import File
from .page import Page
from .words import ENGLISH, Words

WORKER = "service-worker.js"
_MANIFEST = "manifest.webmanifest"
_PROGRAM = Path("assets", "javascripts", WORKER)
# Kept whatever the cap: without them nobody finds the others.
_CORE = ("", "all-pages/", "contact/", "offline/")
# What the search needs before it looks at an index, and that of the bundle that is loaded first.
_SEARCH = re.compile(r"pagefind/(?:pagefind(?:-worker|-component-ui)?\.(?:js|css)|[^/]+\.(?:pagefind|pf_meta|json))")
_INDEX = ("pagefind/index/", "pagefind/fragment/", "pagefind/filter/")
_LOADED = re.compile(r'<(?:script|img|source|link)\b[^>]*?\s(?:src|href)="([^"]+)"')
_FILES = (".css", ".js", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".woff2", ".webmanifest")
_HOST = "https://site.invalid/"
_TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}
# The colours of theme/assets/stylesheets/deskbook.css.
_GROUND, _INK, _PAPER = "#0e6b63", "#ffffff", "#ffffff"
# Programs that look for secrets and telephone numbers find neither in letters alone.
_LETTERS = str.maketrans("0123456789", "ghijklmnop")

# Takes the site out of browsers that kept it, where it is no longer to be kept. It has to stay: they ask for it.
_FAREWELL = """\
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  const leave = async () => {
    const ours = (await caches.keys()).filter((name) => name.startsWith(`deskbook ${self.registration.scope} `));
    await Promise.all(ours.map((name) => caches.delete(name)));
    await self.registration.unregister();
  };
  event.waitUntil(leave());
});
"""


def is_kept(site: SiteBlock, audience: Audience) -> bool:
    """Whether browsers keep the site. Never one that is not for everybody: who may no longer read it would still have it."""
    return site.offline and audience is Audience.PUBLIC


def offline_page(words: Words = ENGLISH) -> Page:
    """What a reader sees of a page that was not kept. A script fills in what was."""
    meta = {
        "title": words("offline"),
        "robots": "noindex",
        "hide": ["toc", "feedback", "navigation"],
        "search": {"exclude": True},
    }
    body = (
        f"# {words('offline')}\n\n<div data-db-offline>\n<p>{words('offline_text')}</p>\n"
        f"<p hidden><a data-db-again>{words('offline_again')}</a></p>\n"
        f'<div hidden>\n<h2>{words("offline_kept")}</h2>\n<ul class="db-rows"></ul>\n</div>\n</div>\n'
    )
    return Page(PurePosixPath("offline/index.md"), meta, body)


def write_app(site: Path, name: str, icon: Path | None) -> None:
    """Write the manifest of a site of this `name`, and its icon: the picture `icon` (PNG, JPEG, GIF, WebP or SVG), else the name's
    first letter. Raises `BuildError` where `icon` is no picture."""
    if icon is None:
        file, sort, sizes = "icon.svg", "image/svg+xml", "any"
        replace(site / file, _drawn(name))
    else:
        file, sort, sizes = _put_up(site, icon)
    manifest = {
        "name": name,
        "short_name": name,
        "start_url": "./",
        "scope": "./",
        # With a way back, which `standalone` has not.
        "display": "minimal-ui",
        "theme_color": _GROUND,
        "background_color": _PAPER,
        "icons": [{"src": file, "type": sort, "sizes": sizes}],
    }
    replace(site / _MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")


@dataclass(frozen=True, slots=True)
class Keep:
    """What a browser is to keep at once: `homes` are the addresses of the home pages, one for each language, `pages` those of articles,
    the most important first. With their pictures and the index of the search these are kept as far as they fit into `most` bytes.
    All addresses are relative to the site's."""

    pages: Sequence[str]
    most: int
    homes: Sequence[str] = ("",)


def most_asked_first(entries: Iterable[tuple[str, Entry]]) -> list[str]:
    """The addresses of articles in the order in which they are worth keeping. Each comes with the address of its edition."""
    return [
        url for *_, url in sorted((-entry.threads, not entry.is_index, home + entry.url) for home, entry in entries)
    ]


def write_worker(site: Path, there: Mapping[str, File], theme: Path, keep: Keep | None) -> None:
    """Write the program into the finished `site`. `there` are all its files, its pages with fingerprints. Where there is nothing
    to `keep` it is one that takes the site out of browsers that kept it.

    Its version is another one whenever any page changed or is gone: browsers also keep pages that are not listed, and look again.
    """
    if keep is None:
        replace(site / WORKER, _FAREWELL)
        return
    files = [[quote(name), _fingerprint((site / _file(name)).read_bytes())] for name in _kept(site, there, keep)]
    places = sorted({"", *(name.split("/")[0] for name in there)})
    said = "[\n" + ",\n".join(map(json.dumps, files)) + "\n]"
    # What is packed is not the same each time.
    state = sorted((name, file.digest or file.size) for name, file in there.items() if not name.endswith(".gz"))
    version = _fingerprint(repr((files, state)).encode("utf-8", "surrogateescape"))
    head = f"const VERSION = {json.dumps(version)};\nconst FILES = {said};\nconst PLACES = {json.dumps(places)};\n"
    replace(site / WORKER, head + (theme / _PROGRAM).read_text(encoding="utf-8"))


def _kept(site: Path, there: Mapping[str, File], keep: Keep) -> tuple[str, ...]:
    """The addresses of all files to keep, each once."""
    core = [home + url for home in keep.homes for url in _CORE if _file(home + url) in there]
    kept = dict.fromkeys(name for url in core for name in (url, *_loaded(site, url, there)))
    kept |= dict.fromkeys(name for name in sorted(there) if _SEARCH.fullmatch(name))
    room = keep.most
    index = sorted(name for name in there if name.startswith(_INDEX))
    size = sum(there[name].size for name in index)
    # Half of an index finds nothing, and one without pages is of no use.
    if size <= room // 2:
        kept |= dict.fromkeys(index)
        room -= size
    for url in keep.pages:
        new = [name for name in (url, *_loaded(site, url, there)) if name not in kept]
        room -= sum(there[_file(name)].size for name in new)
        if room < 0:
            break
        kept |= dict.fromkeys(new)
    return tuple(kept)


def _loaded(site: Path, url: str, there: Container[str]) -> list[str]:
    """The files of the site that a page loads: style sheets, scripts, pictures."""
    html = (site / _file(url)).read_text(encoding="utf-8")
    joined = (urljoin(f"{_HOST}{url}", reference) for reference in _LOADED.findall(html))
    names = (
        unquote(re.split("[?#]", one, maxsplit=1)[0].removeprefix(_HOST)) for one in joined if one.startswith(_HOST)
    )
    return [name for name in dict.fromkeys(names) if name.endswith(_FILES) and name in there]


def _file(url: str) -> str:
    """The file of an address: a page is the index of its folder."""
    return f"{url}index.html" if url == "" or url.endswith("/") else url


def _fingerprint(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=6).hexdigest().translate(_LETTERS)


def _drawn(name: str) -> str:
    letter = next((character for character in name if character.isalnum()), "?").upper()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">'
        f'<rect width="512" height="512" fill="{_GROUND}"/>'
        f'<text x="256" y="256" dy=".36em" font-family="system-ui, sans-serif" font-weight="700" font-size="280" '
        f'text-anchor="middle" fill="{_INK}">{escape(letter)}</text></svg>\n'
    )


def _put_up(site: Path, icon: Path) -> tuple[str, str, str]:
    """The icon's file in the site, its type and its size as a manifest says it."""
    data = icon.read_bytes() if icon.is_file() and not icon.is_symlink() else b""
    if data and icon.suffix.lower() == ".svg":
        name, sort, sizes = "icon.svg", "image/svg+xml", "any"
    elif picture := bare(data):
        data, name, sort = picture.data, f"icon.{picture.sort}", _TYPES[picture.sort]
        sizes = f"{picture.width}x{picture.height}"
    else:
        raise BuildError(
            "the icon is no picture that browsers take",
            where=str(icon),
            cure="name a PNG file of 512 by 512 pixels, or an SVG file, in `icon` of [site] in deskbook.toml",
        )
    replace_bytes(site / name, data)
    return name, sort, sizes
