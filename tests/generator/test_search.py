"""deskbook_site.search: the index."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from deskbook.errors import BuildError
from deskbook_site.search import index

PAGE = '<html lang="en"><body><nav>outside</nav><main data-pagefind-body><h1>Title<a class="headerlink">¶</a></h1>{}</main></body></html>'


def site(folder: Path, text: str) -> Path:
    """A site of one page."""
    folder.mkdir()
    (folder / "index.html").write_text(PAGE.format(text), encoding="utf-8")
    return folder


def test_only_content_is_indexed(tmp_path: Path) -> None:
    """What stands outside the marked element, and the sign at a heading, are not found."""
    assert index(site(tmp_path / "a", "inside"))
    fragment = gzip.decompress(next((tmp_path / "a/pagefind/fragment").iterdir()).read_bytes()).decode()
    assert "inside" in fragment
    assert "outside" not in fragment
    assert "¶" not in fragment


def test_the_index_of_the_same_pages_is_kept(tmp_path: Path) -> None:
    """Pages that did not change keep their index byte for byte; a changed page gets a new one."""
    old, same, other = site(tmp_path / "a", "one"), site(tmp_path / "b", "one"), site(tmp_path / "c", "two")
    index(old)
    assert not index(same, previous=old)
    assert index(other, previous=old)
    files = {path.relative_to(old): path.read_bytes() for path in old.rglob("*") if path.is_file()}
    assert files == {path.relative_to(same): path.read_bytes() for path in same.rglob("*") if path.is_file()}


def test_a_failure_is_said_plainly(tmp_path: Path) -> None:
    """A site that Pagefind cannot read, and a Pagefind that does not end, are errors with a cure."""
    with pytest.raises(BuildError, match="Pagefind could not index the site"):
        index(tmp_path / "missing")
    with pytest.raises(BuildError, match="did not finish within 0 seconds"):
        index(site(tmp_path / "a", "x"), timeout=0.001)
