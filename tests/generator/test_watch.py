"""deskbook_site.watch."""

from __future__ import annotations

from pathlib import Path

from deskbook_site.watch import Watch


def test_each_change_is_named(tmp_path: Path) -> None:
    """New files, other text and removed files are named once, also in folders that are new, and quiet is not a change."""
    content, config = tmp_path / "content", tmp_path / "deskbook.toml"
    page = content / "a" / "b" / "x.md"
    watch = Watch((content, config, tmp_path / "not there"))
    assert watch.changes() == frozenset()

    page.parent.mkdir(parents=True)
    page.write_text("1", encoding="utf-8")
    assert watch.changes() == {page}
    page.write_text("22", encoding="utf-8")
    config.write_text("", encoding="utf-8")
    assert watch.changes() == {page, config}
    page.rename(page.with_name("y.md"))
    assert watch.changes() == {page, page.with_name("y.md")}
    config.unlink()
    assert watch.changes() == {config}
    assert watch.changes() == frozenset()


def test_files_that_editors_make_for_a_moment_do_not_count(tmp_path: Path) -> None:
    """Neither those whose names begin with a dot, nor what lies in such folders."""
    watch = Watch((tmp_path,))
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "index").write_text("", encoding="utf-8")
    (tmp_path / ".x.md.swp").write_text("", encoding="utf-8")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")

    assert watch.changes() == frozenset()
