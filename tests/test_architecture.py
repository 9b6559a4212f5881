"""The tree is the architecture."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for top in ("kb", "generator") for path in (ROOT / top).rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_are_small_and_named_after_what_they_hold(module: Path) -> None:
    """No module passes 400 lines, and none is a drawer for odds and ends."""
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400
    assert module.stem not in {"utils", "helpers", "common", "core", "misc", "tools"}


def test_tests_mirror_the_two_roots() -> None:
    """A test module's folder is the folder of what it tests."""
    folders = {path.parent for path in MODULES}
    for top, package in (("kb", "kb/deskbook"), ("generator", "generator/deskbook_site")):
        for test in (ROOT / "tests" / top).rglob("test_*.py"):
            assert ROOT / package / test.parent.relative_to(ROOT / "tests" / top) in folders, test


def test_only_one_place_speaks_sql_front_matter_and_toml() -> None:
    """Each outside language is known to one part of the tree."""
    homes = {"import sqlite3": "store", "import frontmatter": "library", "import tomllib": "config"}
    for path in MODULES:
        place = path.relative_to(ROOT).parts[2]
        for statement, home in homes.items():
            assert statement not in path.read_text(encoding="utf-8") or place == home, path


def test_files_are_written_as_utf_8() -> None:
    """No text is written in whatever encoding a machine happens to use."""
    for path in MODULES:
        for line in path.read_text(encoding="utf-8").splitlines():
            if "write_text(" in line or "read_text(" in line:
                assert 'encoding="utf-8"' in line, f"{path}: {line.strip()}"
