"""sitemap.xml: the addresses of all pages, for search engines (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import quote

# The protocol allows 50,000 addresses a file.
_LIMIT = 50_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PLAIN = re.compile(r"[A-Za-z0-9/_-]*")
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def write_sitemap(site: Path, base: str | None, urls: Iterable[str], *, limit: int = _LIMIT) -> None:
    """Write sitemap.xml and sitemap.xml.gz for `urls`, which are relative to the site's address `base`.

    Beyond `limit` addresses sitemap.xml becomes an index of sitemap-1.xml and so on. Without `base` there is no sitemap,
    and one that the engine made is removed: it lists what is not for readers, and the day of the build as each page's date.
    """
    for old in site.glob("sitemap*.xml*"):
        old.unlink()
    if base is None:
        return
    root = base.rstrip("/") + "/"
    addresses = [root + (url if _PLAIN.fullmatch(url) else quote(url)) for url in sorted(set(urls))]
    parts = [addresses[start : start + limit] for start in range(0, len(addresses), limit)]
    if len(parts) > 1:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            _write(site / name, "urlset", "url", part)
        _write(site / "sitemap.xml", "sitemapindex", "sitemap", [root + name for name in names])
    else:
        _write(site / "sitemap.xml", "urlset", "url", addresses)


def _write(path: Path, outer: str, inner: str, addresses: Iterable[str]) -> None:
    entries = "".join(f"<{inner}><loc>{escape(address)}</loc></{inner}>\n" for address in addresses)
    data = f"{_HEAD}<{outer} {_SPACE}>\n{entries}</{outer}>\n".encode()
    path.write_bytes(data)
    # The time of day is no part of the content: the same pages give the same bytes.
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(data, 6, mtime=0))
