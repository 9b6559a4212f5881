"""Addresses that articles had before -> redirects, or pages that say that there is nothing any more.

The gate holds for them too: what is not on this site is not hinted at by an old address.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from deskbook.library import replace
from deskbook.model import Audience, Knowledge
from deskbook.text.moved import former_addresses
from deskbook.text.pages import INDEX_NAMES, page_url

from .indexes import ALL_PAGES
from .page import Page, relative_url
from .words import Words, words_of

_NGINX = """\
# Old addresses of articles. Include this file in `http {{ }}`, and in `server {{ }}` say:
#     if ($deskbook_article) {{ return 301 $deskbook_article; }}
#     if ($deskbook_gone) {{ return 410; }}
{sizes}map $uri $deskbook_article {{
    default "";
{moved}}}
map $uri $deskbook_gone {{
    default "";
{gone}}}
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a site does with old addresses: `redirects` are pairs of an address and the one that it leads to, and `withdrawn` the
    pages that stand where nothing is any more, which the engine builds and no list names."""

    redirects: tuple[tuple[str, str], ...]
    withdrawn: tuple[Page, ...]


def moved_articles(knowledge: Knowledge, audience: Audience, pages: Iterable[Page]) -> Moved:
    """The old addresses that readers of a site for `audience` may know. None displaces one of its `pages`."""
    held = {page.path: page for page in pages}
    taken = {page.url.casefold() for page in held.values()}
    sections = {path.parent: page for path, page in held.items() if path.name in INDEX_NAMES}
    redirects, withdrawn = [], []
    for old in former_addresses(knowledge.articles)[0]:
        address = page_url(old.path)
        # Whoever may read an article, or might if it were not archived, may know its address.
        known = old.of.visible_to(audience) or (not old.of.is_page and audience.may_read(old.of.audience))
        if known and address.casefold() not in taken:
            if old.to and old.to.path in held:
                redirects.append((address, held[old.to.path].url))
            else:
                withdrawn.append(_withdrawn(old.path, sections, words_of(knowledge.language)))
    return Moved(tuple(redirects), tuple(withdrawn))


def write_moved(site: Path, base: str | None, kinds: Collection[str], moved: Moved) -> None:
    """Lead old addresses to their pages, in a site that is built otherwise.

    Each is a small page, because that works on every host; none takes the place of a file of the site. With `hosts` and `nginx`
    there are rules besides, which the program that serves the site must be told of: in `_redirects`, behind what is there, and
    in redirects.nginx.conf. `base` is the site's address.
    """
    redirects = [(address, page) for address, page in moved.redirects if _write_stub(site, address, page)]
    root = urlsplit(base or "").path.rstrip("/")
    if "hosts" in kinds and redirects:
        file = site / "_redirects"
        before = file.read_text(encoding="utf-8") if file.is_file() else ""
        lines = (f"{root}/{quote(address)} {root}/{quote(page)} 301\n" for address, page in redirects)
        replace(file, before + "".join(lines))
    if "nginx" in kinds:
        # nginx compares with the address as it is once decoded.
        there = "".join(f'    "{root}/{_plain(address)}" "{root}/{quote(page)}";\n' for address, page in redirects)
        gone = "".join(f'    "{root}/{_plain(page.url)}" 1;\n' for page in moved.withdrawn)
        size = max(2048, 4 * (len(redirects) + len(moved.withdrawn)))
        sizes = f"map_hash_max_size {size};\nmap_hash_bucket_size 512;\n"
        # nginx takes each of them once, and the rules of the forum say them too.
        sizes = "" if (site / "forum/redirects.nginx.conf").is_file() else sizes
        replace(site / "redirects.nginx.conf", _NGINX.format(sizes=sizes, moved=there, gone=gone))


def _withdrawn(path: PurePosixPath, sections: dict[PurePosixPath, Page], words: Words) -> Page:
    section = next((sections[folder] for folder in path.parents if folder in sections), None)
    here = page_url(path)
    links = [(section.url, section.title)] if section else []
    shown = [f'<a href="{relative_url(here, quote(url))}">{escape(title)}</a>' for url, title in links]
    shown.append(f'<a href="{relative_url(here, page_url(ALL_PAGES))}">{words("lost_all")}</a>')
    title = words("withdrawn")
    meta = {"title": title, "robots": "noindex", "hide": ["toc", "feedback"], "search": {"exclude": True}}
    return Page(path, meta, f"# {title}\n\n<p>{words('withdrawn_text', places=words.one_of(shown))}</p>\n")


def _write_stub(site: Path, address: str, page: str) -> bool:
    """False where the site has something else at that address."""
    file = site / address / "index.html"
    taken = file.exists() or any(folder.is_file() for folder in file.parents if folder.is_relative_to(site))
    if not taken:
        target = escape(relative_url(address, quote(page)))
        replace(
            file,
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>This page has moved</title>'
            f'<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url={target}">'
            f'<link rel="canonical" href="{target}"></head><body><p><a href="{target}">This page has moved</a></p></body></html>\n',
        )
    return not taken


def _plain(address: str) -> str:
    return address.replace("\\", "\\\\").replace('"', '\\"')
