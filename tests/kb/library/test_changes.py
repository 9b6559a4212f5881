"""Several files that change together."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath

import pytest

from deskbook.errors import ContentError
from deskbook.library.changes import Change, diff, make

CHANGES = (
    Change(PurePosixPath("a b.md"), b"one\ntwo", b"one\nthree"),
    Change(PurePosixPath("new/deep.md"), None, "grün\n".encode()),
    Change(PurePosixPath("old/gone.md"), b"x\r\ny\r\n", None),
)


def laid_out(folder: Path) -> None:
    for change in CHANGES:
        if change.before is not None:
            (folder / change.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / change.path).write_bytes(change.before)


def state(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_diff_is_what_is_done(tmp_path: Path) -> None:
    """git makes the same of it, whatever the line ends, and nothing is left of a folder without files."""
    for name in ("mine", "git"):
        laid_out(tmp_path / name / "content")
    make(CHANGES, tmp_path / "mine/content")
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path / "git", check=True)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path / "git", input=diff(CHANGES, "content").encode(), check=True)

    assert state(tmp_path / "mine/content") == state(tmp_path / "git/content")
    assert sorted(path.name for path in (tmp_path / "mine/content").iterdir()) == ["a b.md", "new"]


def test_a_picture_is_not_shown() -> None:
    """That it changes is enough."""
    shown = diff((Change(PurePosixPath("p.png"), b"\xff\x00", None),), "content")
    assert shown == "Binary files a/content/p.png and /dev/null differ\n"


def test_no_file_outside_of_the_folder_changes(tmp_path: Path) -> None:
    """Nor any other, where one of them is outside."""
    changes = (Change(PurePosixPath("a.md"), None, b"x"), Change(PurePosixPath("../b.md"), None, b"x"))
    with pytest.raises(ContentError):
        make(changes, tmp_path / "content")
    assert state(tmp_path) == {}
