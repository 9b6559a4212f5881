"""deskbook_site.sitemap."""

from __future__ import annotations

import gzip
from pathlib import Path
from xml.etree import ElementTree

from deskbook_site.sitemap import write_sitemap

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(path: Path) -> list[str]:
    """The addresses in one file."""
    return [found.text or "" for found in ElementTree.parse(path).iter(f"{SPACE}loc")]  # noqa: S314


def test_addresses_are_whole_sorted_and_escaped(tmp_path: Path) -> None:
    """Each address once, below the site's own, also with signs that XML or addresses do not allow."""
    write_sitemap(tmp_path, "https://x.example/kb", ["b/", "a&b/ü/", "b/", ""])
    assert locations(tmp_path / "sitemap.xml") == [
        "https://x.example/kb/", "https://x.example/kb/a%26b/%C3%BC/", "https://x.example/kb/b/",
    ]  # fmt: skip
    packed = (tmp_path / "sitemap.xml.gz").read_bytes()
    assert gzip.decompress(packed) == (tmp_path / "sitemap.xml").read_bytes()
    write_sitemap(tmp_path, "https://x.example/kb/", ["", "a&b/ü/", "b/"])
    assert (tmp_path / "sitemap.xml.gz").read_bytes() == packed


def test_many_addresses_are_divided(tmp_path: Path) -> None:
    """Beyond the protocol's limit there is an index of several files."""
    write_sitemap(tmp_path, "https://x.example", [f"{number}/" for number in range(5)], limit=2)
    assert locations(tmp_path / "sitemap.xml") == [f"https://x.example/sitemap-{part}.xml" for part in (1, 2, 3)]
    assert locations(tmp_path / "sitemap-3.xml") == ["https://x.example/4/"]
    write_sitemap(tmp_path, "https://x.example", ["1/"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sitemap.xml", "sitemap.xml.gz"]


def test_without_an_address_there_is_none(tmp_path: Path) -> None:
    """One that the engine made is removed."""
    (tmp_path / "sitemap.xml").write_text("shell", encoding="utf-8")
    write_sitemap(tmp_path, None, ["a/"])
    assert not list(tmp_path.iterdir())
