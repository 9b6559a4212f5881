"""deskbook_site.last_build: whether a build would only make the very site that is there."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from deskbook.config import Config
from deskbook.model import Audience
from deskbook_site.inventory import survey, write_notes
from deskbook_site.last_build import LastBuild, Told, forget

TOLD = Told(("a.md: the link to b.md is broken: there is no such page or file", "site: 1 article"), 1)
CONFIG = Config()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a site that was just built."""
    for name in ("content/a.md", "theme/main.html", ".deskbook/deskbook.db", "site/404.html", "site/a/index.html"):
        write(tmp_path / name, name)
    write(tmp_path / "mkdocs.yml", "plugins: []\n")
    write_notes(tmp_path / "build" / "site-public.json", "key", survey(tmp_path / "site", {}))
    last(tmp_path).note(TOLD)
    return tmp_path


def write(path: Path, text: str) -> None:
    """A file, and its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def last(root: Path, *, today: date = date(2026, 11, 22), links: bool = True) -> LastBuild:
    """What is known as a build begins."""
    return LastBuild(root, CONFIG, Audience.PUBLIC, today=today, links=links, output=None)


def test_nothing_changed(root: Path) -> None:
    """The same is told as before, broken links and exit code with it; caches and what other builds left change nothing."""
    assert last(root).told() == TOLD
    write(root / ".deskbook" / "overlap" / "pages.npz", "new")
    write(root / "site-internal" / "index.html", "new")
    write(root / ".git" / "index.lock", "")
    assert last(root).told() == TOLD


CHANGES: dict[str, Callable[[Path], object]] = {
    "an article was written": lambda root: write(root / "content" / "a.md", "longer than it was"),
    "of the same length": lambda root: write(root / "content" / "a.md", "content/b.md"),
    "an article is new": lambda root: write(root / "content" / "c.md", ""),
    "an article is gone": lambda root: (root / "content" / "a.md").unlink(),
    "settings": lambda root: write(root / "deskbook.toml", ""),
    "threads": lambda root: write(root / ".deskbook" / "deskbook.db", "more threads"),
    "a template": lambda root: write(root / "theme" / "partials" / "nav.html", ""),
    "an article about builds": lambda root: write(root / "content" / "build" / "index.md", ""),
    "something was taken down": lambda root: write(root / ".private" / "takedowns.txt", "a name"),
    "owners of code": lambda root: write(root / ".github" / "CODEOWNERS", "* @docs"),
    "a page of the site was removed": lambda root: (root / "site" / "a" / "index.html").unlink(),
    "a page of the site was written": lambda root: write(root / "site" / "a" / "index.html", "site/b/index.html"),
    "a file was put into the site": lambda root: write(root / "site" / "b.html", ""),
    "the site is gone": lambda root: (root / "site").rename(root / "build" / "elsewhere"),
    "the notes are damaged": lambda root: write(root / "build" / "last-public.json", "{"),
    "a plugin can read anything": lambda root: write(root / "mkdocs.yml", "plugins: [meta]\n"),
    "the environment is read": lambda root: write(root / "mkdocs.yml", "site_name: !ENV NAME\n"),
    "a link to a folder": lambda root: (root / "content" / "linked").symlink_to(root / "theme"),
    "everything is to be made again": lambda root: forget(root, Audience.PUBLIC),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_something_changed(root: Path, change: Callable[[Path], object]) -> None:
    """Whatever a build reads, and whatever is not as it left it, makes it necessary."""
    change(root)
    assert last(root).told() is None


def test_it_depends_on_what_is_asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On another day another article is overdue; links that were not followed may be broken; a key of the environment counts."""
    assert last(root, today=date(2026, 11, 23)).told() is None
    assert last(root, links=False).told() is None
    monkeypatch.setenv("DESKBOOK_TAKEDOWN_KEY", "another")
    assert last(root).told() is None


def test_what_changes_during_a_build_has_changed_after_it(root: Path) -> None:
    """It looks before the build reads anything, and never at the end."""
    began = last(root)
    os.utime(root / "content" / "a.md", ns=(1, 1))
    began.note(replace(TOLD, code=0))
    assert last(root).told() is None


def test_what_was_taken_down_may_be_written_elsewhere(tmp_path: Path) -> None:
    """Several projects can have one list, beside them."""
    config = CONFIG.model_copy(update={"redact": CONFIG.redact.model_copy(update={"takedowns": "../takedowns.txt"})})
    states = []
    for text in ("", "a name"):
        write(tmp_path / "takedowns.txt", text)
        (tmp_path / "desk").mkdir(exist_ok=True)
        options = {"today": date(2026, 11, 22), "links": True, "output": None}
        states.append(LastBuild(tmp_path / "desk", config, Audience.PUBLIC, **options)._state)
    assert states[0] != states[1]
