"""Addresses of a forum that is gone -> its pages here, as rules for hosts and web servers, or as pages.

Discourse takes `/t/<slug>/<id>/<post>`, `/t/<slug>/<id>`, `/t/<id>/<post>` and `/t/<id>` for the same topic: only the id
counts. Which id a topic had is told by the address of the live one. That a slug of digits alone could be meant is not: Discourse
makes none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

from deskbook.library import replace
from deskbook.model import Thread

from .page import relative_url

_TOPIC = re.compile(
    r"(?P<root>(?:/[\w~-][\w.~-]{0,99}){0,5})/t/(?:(?P<slug>(?=\d*[A-Za-z_%-])[\w%-]{1,200})/)?(?P<id>\d{1,18})(?:/\d+)?/?",
    re.ASCII,
)
_NGINX = """\
# Old addresses of forum topics. Include this file in `http {{ }}`, and in `server {{ }}` of the old address say:
#     if ($deskbook_page) {{ return 301 $deskbook_page; }}
map_hash_max_size {size};
map_hash_bucket_size 512;
map $uri $deskbook_topic {{
    default "";
    "~^(?<forum>{roots})/t/(?:[^/]*[^/0-9][^/]*/)?(?<topic>[0-9]+)(?:/[0-9]+)?/?$" "$forum/t/$topic";
}}
map $deskbook_topic $deskbook_page {{
    default "";
{lines}}}
"""


@dataclass(frozen=True, slots=True)
class _Old:
    """An old address: the forum's own path on its host, the topic's slug, which may be empty, and its id."""

    root: str
    slug: str
    id: str

    @property
    def short(self) -> str:
        return f"{self.root}/t/{self.id}"

    @property
    def long(self) -> str:
        return f"{self.root}/t/{self.slug}/{self.id}"


def write_redirects(
    site: Path, base: str | None, kinds: Collection[str], topics: Iterable[Thread], pages: Mapping[str, str]
) -> int:
    """Write the rules of some kinds for all topics that have a live address and a page; how many topics those are.

    `hosts` is `_redirects`, which Netlify and Cloudflare Pages read (the latter takes 2,000 rules at most), `nginx` is
    forum/redirects.nginx.conf, and `pages` a small page for each old address below t/, for hosts that can do nothing else. `base` is
    the site's address, `pages` maps a thread's key to the site-relative address of its page.
    """
    path = urlsplit(base or "").path.rstrip("/")
    moved = {old: pages[thread.key] for thread in topics if (old := _old(thread.url)) and thread.key in pages}
    known = sorted(moved.items(), key=lambda pair: (pair[0].root, int(pair[0].id), pair[0].slug))
    if "hosts" in kinds:
        lines = (_host_lines(old, f"{path}/{quote(page)}") for old, page in known)
        replace(site / "_redirects", "".join(lines))
    if "nginx" in kinds:
        replace(site / "forum/redirects.nginx.conf", _nginx([(old, f"{path}/{quote(page)}") for old, page in known]))
    if "pages" in kinds:
        for old, page in known:
            for address in {old.short, old.long} if old.slug else {old.short}:
                _write_stub(site, f"{address.lstrip('/')}/", page)
    return len(known)


def _old(url: str | None) -> _Old | None:
    try:
        found = _TOPIC.fullmatch(urlsplit(url or "").path)
    except ValueError:
        return None
    return _Old(found["root"], found["slug"] or "", found["id"]) if found else None


def _host_lines(old: _Old, page: str) -> str:
    names = [old.short, old.long] if old.slug else [old.short]
    return "".join(f"{name} {page} 301\n{name}/* {page} 301\n" for name in names)


def _nginx(known: Iterable[tuple[_Old, str]]) -> str:
    pages = {old.short: page for old, page in known}
    roots = "|".join(sorted({re.escape(name.rpartition("/t/")[0]) for name in pages})) or "/"
    lines = "".join(f'    "{name}" "{page}";\n' for name, page in pages.items())
    return _NGINX.format(size=max(2048, 4 * len(pages)), roots=roots, lines=lines)


def _write_stub(site: Path, url: str, page: str) -> None:
    target = escape(relative_url(url, quote(page)))
    replace(
        site / url / "index.html",
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>This topic has moved</title>'
        f'<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url={target}">'
        f'<link rel="canonical" href="{target}"></head><body><p><a href="{target}">This topic has moved</a></p></body></html>\n',
    )
