"""Addresses of a forum that is gone -> its pages here, as rules for hosts and web servers, or as pages.

Discourse takes `/t/<slug>/<id>/<post>`, `/t/<slug>/<id>`, `/t/<id>/<post>` and `/t/<id>` for the same topic: only the id
counts. Which id a topic had is told by the address of the live one. That a slug of digits alone could be meant is not: Discourse
makes none. What an address of the forum before that forum led to is told by the topic, too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

from deskbook.library import replace
from deskbook.model import Thread

from .forum import page_of
from .page import relative_url

_TOPIC = re.compile(
    r"(?P<root>(?:/[\w~-][\w.~-]{0,99}){0,5})/t/(?:(?P<slug>(?=\d*[A-Za-z_%-])[\w%-]{1,200})/)?(?P<id>\d{1,18})(?:/\d+)?/?",
    re.ASCII,
)
# Old addresses that mean nothing to a web server but themselves.
_PLAIN = re.compile(r"/[\w.~!()+,;=@%/-]{1,300}(?P<query>\?[\w.~!()+,;:=@%/?&-]{1,300})?", re.ASCII)
# And those that can be the name of a file in a site, wherever that is.
_FILE = re.compile(r"(?:/[\w~-][\w.~-]{0,99}){1,8}/?", re.ASCII)
_NGINX = """\
# Old addresses of forum topics. Include this file in `http {{ }}`, and in `server {{ }}` of the old address say:
#     if ($deskbook_page) {{ return 301 $deskbook_page; }}
map_hash_max_size {size};
map_hash_bucket_size 512;
map $uri $deskbook_topic {{
    default "";
    "~^(?<forum>{roots})/t/(?:[^/]*[^/0-9][^/]*/)?(?<topic>[0-9]+)(?:/(?<deskbook_post>[0-9]+))?/?$" "$forum/t/$topic";
}}
map $deskbook_topic $deskbook_home {{
    default "";
{homes}}}
# Posts that are not the so manyth on the first page of their topic.
map $deskbook_topic/$deskbook_post $deskbook_place {{
    default "";
{places}}}
map $deskbook_post $deskbook_anchor {{
    default "#post-$deskbook_post";
    "" "";
}}
map $deskbook_home $deskbook_first {{
    default "$deskbook_home$deskbook_anchor";
    "" "";
}}
# Addresses of before the forum.
map $request_uri $deskbook_old {{
    default "";
{olds}}}
map $deskbook_place $deskbook_found {{
    default $deskbook_place;
    "" $deskbook_first;
}}
map $deskbook_found $deskbook_page {{
    default $deskbook_found;
    "" $deskbook_old;
}}
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


@dataclass(frozen=True, slots=True)
class _Moved:
    """A topic with a page: its old address, and site-relative addresses of the page, of posts that are not where their number says, by
    number, and of what other old addresses led to, by path."""

    old: _Old
    page: str
    posts: Mapping[str, str]
    before: Mapping[str, str]


def write_redirects(
    site: Path, base: str | None, kinds: Collection[str], topics: Iterable[Thread], pages: Mapping[str, str]
) -> int:
    """Write the rules of some kinds for all topics that have a live address and a page; how many topics those are.

    `hosts` is `_redirects`, which Netlify and Cloudflare Pages read (the latter takes 2,000 rules at most), `nginx` is
    forum/redirects.nginx.conf, and `pages` a small page for each old address, for hosts that can do nothing else. Only nginx is told
    where each post is, and of old addresses with a query. `base` is the site's address, `pages` maps a thread's key to the
    site-relative address of its page.
    """
    root = urlsplit(base or "").path.rstrip("/")
    moved = {
        old: _moved(old, thread, pages[thread.key])
        for thread in topics
        if thread.key in pages and (old := _old(thread.url))
    }
    known = sorted(moved.values(), key=lambda each: (each.old.root, int(each.old.id), each.old.slug))
    if "hosts" in kinds:
        replace(site / "_redirects", "".join(line for each in known for line in _host_lines(each, root)))
    if "nginx" in kinds:
        replace(site / "forum/redirects.nginx.conf", _nginx(known, root))
    if "pages" in kinds:
        for each in known:
            for address in {each.old.short, each.old.long} if each.old.slug else {each.old.short}:
                _write_stub(site, f"{address}/", each.page)
        for each in known:
            for path, page in each.before.items():
                if _FILE.fullmatch(path):
                    _write_stub(site, path, page)
    return len(known)


def _moved(old: _Old, thread: Thread, page: str) -> _Moved:
    places = {}
    posts = {}
    for number, message in enumerate(thread.public_messages, 1):
        on = page_of(number)
        places[message.id] = f"{page}page/{on}/#post-{number}" if on > 1 else f"{page}#post-{number}"
        if message.id.isdecimal() and (on > 1 or message.id != str(number)):
            posts[message.id] = places[message.id]
    before = {
        earlier.path: places.get(earlier.message or "", page)
        for earlier in thread.old_addresses
        if _PLAIN.fullmatch(earlier.path) and ".." not in earlier.path and not _TOPIC.fullmatch(earlier.path)
    }
    return _Moved(old, page, posts, before)


def _old(url: str | None) -> _Old | None:
    try:
        found = _TOPIC.fullmatch(urlsplit(url or "").path)
    except ValueError:
        return None
    return _Old(found["root"], found["slug"] or "", found["id"]) if found else None


def _host_lines(moved: _Moved, root: str) -> Iterator[str]:
    for name in [moved.old.short, moved.old.long] if moved.old.slug else [moved.old.short]:
        yield f"{name} {root}/{_quoted(moved.page)} 301\n{name}/* {root}/{_quoted(moved.page)} 301\n"
    yield from (f"{path} {root}/{_quoted(page)} 301\n" for path, page in moved.before.items() if "?" not in path)


def _nginx(known: Iterable[_Moved], root: str) -> str:
    homes = {each.old.short: each.page for each in known}
    places = {f"{each.old.short}/{number}": page for each in known for number, page in each.posts.items()}
    olds = {path: page for each in known for path, page in each.before.items()}
    roots = "|".join(sorted({re.escape(each.old.root) for each in known}))

    def lines(pages: Mapping[str, str]) -> str:
        return "".join(f'    "{name}" "{root}/{_quoted(page)}";\n' for name, page in pages.items())

    size = max(2048, 4 * max(map(len, (homes, places, olds))))
    return _NGINX.format(size=size, roots=roots, homes=lines(homes), places=lines(places), olds=lines(olds))


def _quoted(page: str) -> str:
    return quote(page, safe="/#")


def _write_stub(site: Path, path: str, page: str) -> None:
    """A page at an old address, unless the site has something there."""
    address = path.lstrip("/")
    file = site / (address if address.endswith((".html", ".htm")) else f"{address.rstrip('/')}/index.html")
    if file.exists() or any(parent.is_file() for parent in file.parents if parent.is_relative_to(site)):
        return
    target = escape(relative_url(file.relative_to(site).as_posix(), _quoted(page)))
    replace(
        file,
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>This topic has moved</title>'
        f'<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url={target}">'
        f'<link rel="canonical" href="{target}"></head><body><p><a href="{target}">This topic has moved</a></p></body></html>\n',
    )
